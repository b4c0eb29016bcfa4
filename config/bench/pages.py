"""Pages: how long, how many queries, whether they grow with the database; and a bare page in the same run."""

from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Organisation

TIMES = 15
BARE = """<!DOCTYPE html><html><body><table>{% for o in rows %}<tr><th>{{ o.name }}</th><td>{{ o.postcode }}</td>
<td>{{ o.created_at|date:"j F Y" }}</td><td><a href="/organisations/{{ o.pk }}/">open</a></td></tr>{% endfor %}
</table></body></html>"""


class Measured(NamedTuple):
    """Median milliseconds of one page, by the clock and of the processor (on PostgreSQL without its own), and the
    number of queries."""

    ms: float
    cpu_ms: float
    queries: int = 0


def addresses(world):
    """Page → its address, for a partnership in the middle of the world; the lead of all of them reads it."""
    middle = world.partnerships[len(world.partnerships) // 2]
    of_it = [middle.pk]
    objective = middle.objectives.first()
    return {
        "dashboard": reverse("dashboard"),
        "partnerships": reverse("partnerships"),
        "partnerships, searched": reverse("partnerships") + f"?q={middle.name.split()[-1]}",
        "organisations": reverse("organisations"),
        "organisations, searched": reverse("organisations") + "?q=group",
        "imports": reverse("imports"),
        "partnership": reverse("partnership", args=of_it),
        "people": reverse("people", args=of_it),
        "agreement": reverse("agreement", args=of_it),
        "pipeline": reverse("pipeline", args=of_it),
        "story": reverse("story", args=of_it),
        "objectives": reverse("objectives", args=of_it),
        "objective": reverse("objective", args=[objective.pk]),
        "timeline": reverse("timeline", args=of_it),
        "check-ins": reverse("check-ins", args=of_it),
        "rounds": reverse("rounds", args=of_it),
        "round": reverse("round", args=[middle.rounds.first().pk]),
        "celebrations": reverse("celebrations", args=of_it),
        "organisation": reverse("organisation", args=[world.organisations[0].pk]),
        "answer a check-in": reverse("answer-check-in", args=[middle.check_ins.filter(state="open").first().pk]),
    }


def measure(world):
    """Page → Measured, as whoever reads it."""
    lead, administrator, partner = (signed_in(user) for user in (world.lead, world.administrator, world.partner))
    pages = {name: one(lead, address) for name, address in addresses(world).items()}
    pages["dashboard of an administrator"] = one(administrator, reverse("dashboard"))
    pages["dashboard of a partner"] = one(partner, reverse("dashboard"))
    pages["accept"] = one(partner, reverse("accept-agreement", args=[world.shared.pk]))
    return pages


def signed_in(user):
    client = Client(headers={"host": urlsplit(settings.SITE_URL).netloc})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def one(client, address):
    """What one page costs. Raises RuntimeError if it does not answer 200."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    count = len(queries)
    if status != 200:
        raise RuntimeError(f"{address} answered {status}.")
    return middle(partial(client.get, address))._replace(queries=count)


def bare():
    """A page of fifty rows without session, frame or rights: what template and query cost at least."""
    template, request = engines["django"].from_string(BARE), RequestFactory().get("/")

    def page():
        return HttpResponse(template.render({"rows": Organisation.objects.order_by("name")[:50]}, request))

    return middle(page)


def middle(call):
    call()
    times = [timed(call) for _ in range(TIMES)]
    return Measured(*(round(median(column) * 1000, 2) for column in zip(*times, strict=True)))


def timed(call):
    clock, processor = perf_counter(), process_time()
    call()
    return perf_counter() - clock, process_time() - processor


def compare(small, large, bare):
    """The two measurements side by side, and beside the bare page: `of_bare` by the clock, `cpu_of_bare` by the
    processor, both of the large world; `small_cpu_of_bare` of the small one."""
    return {
        name: {
            "small_ms": was.ms,
            "large_ms": now.ms,
            "cpu_ms": now.cpu_ms,
            "ratio": round(now.ms / was.ms, 2),
            "of_bare": round(now.ms / bare.ms, 2),
            "cpu_of_bare": round(now.cpu_ms / bare.cpu_ms, 2),
            "small_cpu_of_bare": round(was.cpu_ms / bare.cpu_ms, 2),
            "queries": now.queries,
            "queries_small": was.queries,
        }
        for name, was, now in ((name, was, large[name]) for name, was in small.items())
    }
