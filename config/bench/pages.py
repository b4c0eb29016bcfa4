"""Pages: how long, how many queries, whether they grow with the database; and a bare page in the same run."""

from statistics import median
from time import perf_counter
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


def addresses(world):
    """Page → its address, for a partnership in the middle of the world."""
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
    """Page → (median milliseconds, queries), as the lead of every partnership in the world."""
    client = Client(headers={"host": urlsplit(settings.SITE_URL).netloc})
    client.force_login(world.lead, backend="django.contrib.auth.backends.ModelBackend")
    return {name: one(client, address) for name, address in addresses(world).items()}


def one(client, address):
    """Median milliseconds and number of queries of one page. Raises RuntimeError if it does not answer 200."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    count = len(queries)
    if status != 200:
        raise RuntimeError(f"{address} answered {status}.")
    return middle_ms(lambda: client.get(address)), count


def bare_ms():
    """A page of fifty rows without session, frame or rights: what template and query cost at least."""
    template, request = engines["django"].from_string(BARE), RequestFactory().get("/")

    def page():
        return HttpResponse(template.render({"rows": Organisation.objects.order_by("name")[:50]}, request))

    return middle_ms(page)


def middle_ms(call):
    call()
    times = []
    for _ in range(TIMES):
        began = perf_counter()
        call()
        times.append((perf_counter() - began) * 1000)
    return round(median(times), 2)


def compare(small, large):
    """The two measurements side by side."""
    return {
        name: {
            "small_ms": ms,
            "large_ms": large[name][0],
            "ratio": round(large[name][0] / ms, 2),
            "queries": large[name][1],
            "queries_small": queries,
        }
        for name, (ms, queries) in small.items()
    }
