"""The engine: finding what is due, claiming it, handing it to a mail server on this machine."""

import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle

from django.conf import settings
from django.db import connection, connections
from django.test import override_settings

from communications.engine import outbox
from communications.models import Delivery
from communications.reminders import kinds
from partnerships.models import CheckIn, Seat

from .pages import middle
from .world import bulk

DUE = 200
WORKERS = 4
INDEX = "delivery_due"


def fill(number, *, now, due):
    """`number` reminders, one for each open check-in and then again for later stages, of which `due` are due now."""
    asked = list(CheckIn.objects.open().order_by("pk")[:number].values_list("pk", "membership", "partnership"))
    # Whoever sits in two places gets one mail a day.
    seats = Seat.objects.current().filter(is_lead=False, contact__user=None)
    contact_of = dict(seats.values_list("membership", "contact"))
    later, there = now + timedelta(days=30), Delivery.objects.count()
    bulk(Delivery, (
        Delivery(
            notice=kinds.CHECK_IN.notice, dedupe_key=f"bench:{there + n}", contact_id=contact_of[membership],
            partnership_id=partnership, check_in_id=check_in, stage=0,
            not_before=now - timedelta(minutes=1) if n < due else later,
        )
        for n, (check_in, membership, partnership) in zip(range(number), cycle(asked))
    ))  # fmt: skip


def due_scan_ratio(now):
    """How many times longer the scan for due rows takes without its partial index."""

    def scan():
        list(Delivery.objects.due_by(now).order_by("not_before", "pk").values_list("pk", flat=True)[:DUE])

    with_index = middle(scan).ms
    index = next(index for index in Delivery._meta.indexes if index.name == INDEX)
    with connection.schema_editor() as editor:
        editor.remove_index(Delivery, index)
    without = middle(scan).ms
    with connection.schema_editor() as editor:
        editor.add_index(Delivery, index)
    return {"with_index_ms": with_index, "without_index_ms": without, "ratio": round(without / with_index, 1)}


def claims_per_s(number, now):
    """Rows claimed a second by four claimers in batches of 1,000."""
    Delivery.objects.all().update(state="pending", not_before=now - timedelta(minutes=1), lease="", lease_until=None)

    def claim(_):
        taken = 0
        try:
            while count := outbox.claim(now, at_most=1000)[1]:
                taken += count
        finally:
            connections.close_all()
        return taken

    began = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as workers:
        taken = sum(workers.map(claim, range(WORKERS)))
    if taken != number:
        raise RuntimeError(f"{taken} claimed of {number}.")
    return round(taken / (time.perf_counter() - began))


def deliveries_per_s(number, now):
    """Messages a second from claim to recorded, by four workers, to a mail server on this machine that drops them."""
    # What was claimed would hold back whatever else is for the same people.
    Delivery.objects.all().update(state="cancelled", lease="", lease_until=None)
    fill(number, now=now, due=number)
    with mail_server() as port, override_settings(EMAIL_URL="smtp", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        began = time.perf_counter()
        with ThreadPoolExecutor(WORKERS) as workers:
            list(workers.map(lambda _: pump_until_done(now), range(WORKERS)))
        took = time.perf_counter() - began
    sent = Delivery.objects.filter(state="sent").count()
    if sent != number:
        raise RuntimeError(f"{sent} sent of {number}.")
    return round(sent / took)


def pump_until_done(now):
    try:
        while outbox.pump(now):
            pass
    finally:
        connections.close_all()


@contextmanager
def mail_server():
    """A mail server of its own process that accepts everything and keeps nothing; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=settings.ROOT)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()
