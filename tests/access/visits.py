"""Going everywhere as everybody, and keeping what was seen."""

import hashlib
import re
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from partnerships.models import AgreementQuestion

from .bodies import BODIES
from .database import fingerprint, watching
from .roles import ROLES, Browsers
from .table import TABLE, expected

METHODS = ("GET", "HEAD", "POST")
THINGS = ("own", "other", "missing")
MISSING = {"pk": 999_999_999, "token": "f" * 40, "code": "nosuchcode"}
# Without these the address shows less than it can.
QUERIES = {
    "add-partnership": lambda world, side: {"host": side.host.pk},
    "merge-organisation": lambda world, side: {"with": world.spare.pk},
    "merge-contact": lambda world, side: {"with": world.spare_contact.pk},
    "invite-organisation": lambda world, side: {"organisation": world.spare.pk},
}
# What has to be so before the words that are sent change something; taken back with them.
FIRST = {
    "withdraw-question": lambda side: AgreementQuestion.objects.filter(pk=side.answered_question.pk).update(
        state="open"
    )
}
# What differs between any two answers.
PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def patterns(resolver=None, before="", space=""):
    """(name, route, pattern) of every address the site answers."""
    for found in (resolver or get_resolver()).url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLPattern):
            yield f"{space}{found.name}", route, found.pattern
        else:
            yield from patterns(found, route, f"{found.namespace}:" if found.namespace else space)


def house_patterns():
    """{name: pattern} of all that is not Django admin."""
    return {name: pattern for name, _, pattern in patterns() if not name.startswith("admin:")}


@dataclass
class Visit:
    """One request and what came of it. `is_allowed`: by the table, this one may."""

    name: str
    role: str
    thing: str
    method: str
    expected: int
    is_allowed: bool
    status: int
    has_written: bool
    address: str
    location: str
    body: str
    canaries: frozenset
    headers: dict

    def __str__(self):
        return f"{self.method} {self.name} as {self.role}, {self.thing} row"


class Traveller:
    """Visits each address once, when it is first asked for."""

    def __init__(self, world, canaries):
        self.world, self.canaries = world, canaries
        self.browsers, self.strict_browsers = Browsers(world), Browsers(world, enforce_csrf_checks=True)
        self.patterns, self.before = house_patterns(), fingerprint()
        self.seen, self.changed = {}, set()

    def visits(self, name):
        """Every visit to this address. What reading changed is noted in `changed`; what writing did is taken back."""
        if name not in self.seen:
            self.seen[name] = list(self._everywhere(name))
            if fingerprint() != self.before:
                self.changed.add(name)
        return self.seen[name]

    def _everywhere(self, name):
        sampled = set()
        for role, thing, method in product(ROLES, THINGS if TABLE[name].row else THINGS[:1], METHODS):
            wanted = expected(TABLE[name], role.column_for(thing), thing, method)
            # The view answers HEAD as GET, and POST too where there is no form: once for each answer is enough.
            if method == "HEAD" or (method == "POST" and name not in BODIES):
                if (method, thing, wanted) in sampled:
                    continue
                sampled.add((method, thing, wanted))
            yield self._visit(name, role, thing, method, wanted)

    def _visit(self, name, role, thing, method, wanted):
        side = role.side_of(self.world, thing)
        response, has_written = self.request(role, name, self.address(name, side, thing), method, side)
        content = b"" if response.streaming else response.content
        told = f"{content.decode(errors='replace')} {response.headers} {response.cookies}"
        is_allowed = thing != "missing" and wanted != 405 and role.column_for(thing) in TABLE[name].group.may
        return Visit(
            name, role.name, thing, method, wanted, is_allowed, response.status_code, has_written,
            address=response.wsgi_request.get_full_path(), location=response.headers.get("Location", ""),
            body=hashlib.sha256(PASSING.sub(b"", content)).hexdigest(),
            canaries=frozenset(self.canaries.in_text(told)), headers=dict(response.headers),
        )  # fmt: skip

    def address(self, name, side, thing="own"):
        """Where the page of this name is, for the row of a side."""
        line, kwargs = TABLE[name], {}
        converters = self.patterns[name].converters
        if line.row:
            there = getattr(getattr(side, line.row), line.by)
            missing = UUID(int=0) if isinstance(there, UUID) else MISSING[line.by]
            kwargs[next(iter(converters))] = missing if thing == "missing" else there
        if "section" in converters:
            kwargs["section"] = "vision"
        if "question_id" in converters and line.row != "question":
            kwargs["question_id"] = side.answered_question.pk
        query = QUERIES[name](self.world, side) if name in QUERIES else None
        return reverse(name, kwargs=kwargs, query=query)

    def request(self, role, name, address, method, side, browsers=None):
        """(response, whether anything was written). What a POST did is taken back."""
        body = BODIES[name](side) if method == "POST" and name in BODIES else None
        client = (browsers or self.browsers).of(role, name)
        with transaction.atomic():
            if method == "POST" and name in FIRST:
                FIRST[name](side)
            with watching() as watch:
                response = getattr(client, method.lower())(address, body)
            transaction.set_rollback(method == "POST")
        return response, watch.has_written
