"""Organisations that may be in the directory twice, in pairs, each with the reason why.

Two of the same number or the same name, or of like names at the same postcode. Each kind is looked for once, through
an index, and only so far: the list is for working off, and shows more when some are gone. Two that somebody told
apart are left out.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Exists, F, OuterRef
from rapidfuzz import fuzz

from ..directory.models import Identifier, Organisation
from .models import Apart

AT_MOST = 30
LOOKED_AT = 400
# Of one register: more than this many share the number, as branches do, and are not each other's doubles.
BRANCHES = 4
ALIKE = 82


@dataclass(frozen=True)
class Pair:
    one: Organisation
    other: Organisation
    why: tuple[str, ...]


def pairs():
    """The likeliest first, at most thirty."""
    why = defaultdict(list)
    for keys, reason in [*_sharing_a_number(), *_sharing_a_name(), *_alike_at_a_postcode()]:
        for pair in combinations(sorted(keys), 2):
            why[pair].append(reason)
    told = Apart.objects.filter(one__in={pk for pair in why for pk in pair}).values_list("one", "other")
    apart = {frozenset(pair) for pair in told}
    chosen = [pair for pair in why if frozenset(pair) not in apart][:AT_MOST]
    rows = Organisation.objects.filter(pk__in={pk for pair in chosen for pk in pair})
    rows = rows.select_related("type").prefetch_related("identifiers").in_bulk()
    return [Pair(rows[one], rows[other], tuple(why[one, other])) for one, other in chosen]


def _groups(rows):
    """{what they share: their keys}, of groups that are not too large."""
    found = defaultdict(set)
    for key, *shared in rows:
        found[tuple(shared)].add(key)
    return {shared: keys for shared, keys in found.items() if 1 < len(keys) <= BRANCHES}


def _sharing_a_number():
    others = Identifier.objects.filter(scheme=OuterRef("scheme"), value=OuterRef("value"))
    rows = Identifier.objects.exclude(scheme=Identifier.Scheme.UPRN)
    rows = rows.filter(Exists(others.exclude(organisation=OuterRef("organisation")))).order_by("scheme", "value", "pk")
    groups = _groups(rows.values_list("organisation", "scheme", "value")[:LOOKED_AT])
    for (scheme, value), keys in groups.items():
        yield keys, f"the same {Identifier.Scheme(scheme).in_words} {value}"


def _sharing_a_name():
    others = Organisation.objects.filter(name_key=OuterRef("name_key")).exclude(pk=OuterRef("pk"))
    rows = Organisation.objects.filter(Exists(others)).order_by("name_key", "pk")
    for keys in _groups(rows.values_list("pk", "name_key")[:LOOKED_AT]).values():
        yield keys, "the same name"


def _alike_at_a_postcode():
    others = Organisation.objects.filter(postcode=OuterRef("postcode")).exclude(pk=OuterRef("pk"))
    others = others.exclude(name_key=OuterRef("name_key"))
    rows = Organisation.objects.exclude(postcode="").filter(Exists(others)).order_by("postcode", "pk")
    named = defaultdict(list)
    for pk, postcode, name in rows.values_list("pk", "postcode", F("name_key"))[:LOOKED_AT]:
        named[postcode].append((pk, name))
    for postcode, people in named.items():
        for (one, name), (other, second) in combinations(people, 2):
            if max(fuzz.ratio(name, second), fuzz.token_sort_ratio(name, second)) >= ALIKE:
                yield {one, other}, f"similar names at {postcode}"
