import json
import time
from contextlib import contextmanager
from datetime import datetime
from datetime import time as clock

from dateutil.relativedelta import WE, relativedelta
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from ...bench import engine, imports, pages
from ...bench.world import World

SMALL, LARGE, WAITING = 20, 2_000, 100_000


class Command(BaseCommand):
    help = "Measures speed in a database of its own, thrown away after. Prints one JSON object last."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=float, default=1.0, help="scales the number of rows; 0.1 is a quick look")

    def handle(self, *, size, **options):
        with own_database():
            result = {"size": size, "database": connection.vendor, **self.measure(size)}
        self.stdout.write(json.dumps(result))

    def measure(self, size):
        now = a_working_morning()
        self.say("20 partnerships")
        small = pages.measure(World(SMALL, now))
        self.say(f"{round(LARGE * size)} partnerships")
        world = World(round(LARGE * size), now)
        analyse()
        large, bare = pages.measure(world), pages.bare()
        self.say("import")
        rows_per_s = imports.rows_per_s(world.lead, round(5_000 * size))
        self.say(f"{round(WAITING * size)} waiting messages")
        waiting = round(WAITING * size)
        engine.fill(waiting, now=now, due=engine.DUE)
        analyse()
        return {
            "bare_view_ms": bare.ms,
            "bare_view_cpu_ms": bare.cpu_ms,
            "pages": pages.compare(small, large, bare),
            "import_rows_per_s": rows_per_s,
            "worst_cell_ratio": imports.worst_cell_ratio(),
            "due_scan_ratio": engine.due_scan_ratio(now),
            "claims_per_s": engine.claims_per_s(waiting, now),
            "deliveries_per_s": engine.deliveries_per_s(round(2_000 * max(size, 0.1)), now),
        }

    def say(self, what):
        self.stderr.write(f"{time.strftime('%H:%M:%S')} {what}")


def a_working_morning():
    """Last Wednesday at ten: no message waits for quiet hours or a weekend."""
    day = timezone.localdate() + relativedelta(weekday=WE(-1))
    return timezone.make_aware(datetime.combine(day, clock(10)))


@contextmanager
def own_database():
    """A fresh database beside the configured one, dropped whatever happens."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        # In a file: one in memory cannot be shared by four claimers.
        connection.settings_dict["TEST"]["NAME"] = str(settings.VAR / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def analyse():
    """Fresh statistics for the planner, as a database in use has them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
