"""Jobs of this floor: each takes ids or nothing, loads, and calls one function."""

import logging

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from .spreadsheets.actions import imports
from .spreadsheets.models import ImportBatch

log = logging.getLogger(__name__)
# Seconds that one import goes on before it lets others have the worker.
LONGEST = 60


@shared_task(name="partnerships.carry_on_import")
def carry_on_import(batch_id):
    """Read, prepare, apply or undo an import from wherever it stopped."""
    batch = ImportBatch.objects.under_way().filter(pk=batch_id).first()
    if batch and imports.finish(batch=batch, now=timezone.now(), longest=LONGEST):
        ring_for(batch)


@shared_task(name="partnerships.carry_on_imports")
def carry_on_imports():
    """A tick: imports whose job was lost go on. Those that stopped at a fault wait for a person."""
    for batch in ImportBatch.objects.under_way().filter(problem=""):
        imports.finish(batch=batch, now=timezone.now(), longest=LONGEST)


def ring_for(batch):
    """Ask a worker to carry on with an import. A lost ring delays it until the next tick and fails nothing."""
    if settings.CELERY_BROKER_URL.startswith("memory"):
        return
    try:
        current_app.send_task("partnerships.carry_on_import", args=[batch.pk], retry=False)
    except Exception as error:
        log.warning("Nobody was asked to carry on with import %s: %s", batch.pk, error)
