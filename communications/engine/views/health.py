"""Three addresses for whoever watches the machines: does it answer, can it serve, does the engine run?"""

import logging
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import health

log = logging.getLogger(__name__)
# Where it is and what its driver says is for the log, not for strangers.
NO_DATABASE = "The database does not answer."


class NotReady(Exception):
    """The database lacks tables; the message says what to run."""


@login_not_required
@require_safe
@never_cache
def health_live(request):
    """The process answers. Asks nothing of anybody else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def health_ready(request):
    """The database answers and has every table: pages can be served."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        require_migrations()
    except DatabaseError:
        log.exception("The database does not answer")
        return _answer([NO_DATABASE])
    except NotReady as problem:
        return _answer([str(problem)])
    return _answer([])


@login_not_required
@require_safe
@never_cache
def health_engine(request):
    """Planner, relay, pump and beat have run lately: messages go out."""
    try:
        return _answer(health.complaints(request.now))
    except DatabaseError:
        log.exception("The database does not answer")
        return _answer([NO_DATABASE])


@cache
def require_migrations():
    """Raises NotReady while migrations are missing. Asked until they are there, then never again."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReady(f"{len(missing)} migrations are not applied. Run: manage.py migrate")


def _answer(problems):
    return JsonResponse({"ok": not problems, "problems": problems}, status=503 if problems else 200)
