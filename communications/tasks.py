"""What Celery calls. Tasks carry no data and repeat what is due, so any number may run at once and any may be lost."""

import time
from contextlib import contextmanager

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from partnerships.check_ins import standing

from .engine import doorbell, outbox, retention
from .engine import relay as relaying
from .engine.channels import Unavailable
from .engine.models import Heartbeat
from .reminders import planner

LONGEST = 50  # seconds a pump goes on before it lets others have the worker


@shared_task(name="communications.beat")
def beat():
    """Proof that the beat reaches a worker."""
    Heartbeat.objects.note("beat", at=timezone.now())


@shared_task(name="communications.plan")
def plan():
    with running("planner") as part:
        now = timezone.now()
        part.did = standing.settle_due(now) + planner.plan(now)


@shared_task(name="communications.relay")
def relay():
    """Facts into messages, and those out of the house: a doorbell leads to a sent message within a second."""
    with running("relay") as part:
        part.did = relaying.relay(timezone.now())
    pump()


@shared_task(name="communications.pump")
def pump():
    """Send until nothing is due, or long enough."""
    began = time.monotonic()
    with running("pump") as part:
        while time.monotonic() - began < LONGEST and (took := outbox.pump(timezone.now())):
            part.did += took
            part.note()


@shared_task(name="communications.tidy")
def tidy():
    """Let go what is kept for a while only."""
    with running("tidy") as part:
        part.did = sum(retention.tidy(timezone.now()).values())


@worker_ready.connect
def look_round(**kwargs):
    """A worker that starts looks at once, instead of waiting for the first tick."""
    doorbell.ring(doorbell.PLAN)
    doorbell.ring(doorbell.RELAY)
    doorbell.ring(doorbell.TIDY)


class Part:
    """A part of the engine at work: what its heartbeat will say."""

    def __init__(self, name):
        self.name, self.did, self.problem, self.began = name, 0, "", time.monotonic()

    def note(self):
        took = int(1000 * (time.monotonic() - self.began))
        Heartbeat.objects.note(self.name, at=timezone.now(), took_ms=took, did=self.did, problem=self.problem)


@contextmanager
def running(name):
    """Note the heartbeat of a part, with what stopped it. An outage of the mail server is noted and passes."""
    part = Part(name)
    try:
        yield part
    except Unavailable as outage:
        part.problem = str(outage)
    except Exception as problem:
        part.problem = repr(problem)
        part.note()
        raise
    part.note()
