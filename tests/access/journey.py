"""The world, built once for many tests and taken back after them."""

import logging
from contextlib import contextmanager

from django.db import transaction

from ..clock import NOW
from . import world as worlds
from .canary import Canaries
from .visits import Traveller


@contextmanager
def travelling(blocker):
    """Somebody who goes everywhere as everybody, in a world whose Pantry rows are full of canaries."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)  # refusals are what these tests are about
    with blocker.unblock(), transaction.atomic():
        yield set_out(NOW)
        transaction.set_rollback(True)
    log.setLevel(level)


def set_out(now):
    """A traveller in a new world."""
    world, canaries = worlds.build(now), Canaries()
    canaries.plant([row.pk for row in (world.pantry.partnership, world.pantry.drafting, world.pantry.bare)])
    world.pantry.shared_version.refresh_from_db()
    return Traveller(world, canaries)
