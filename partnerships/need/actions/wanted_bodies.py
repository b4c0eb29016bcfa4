"""The list of bodies that a partnership needs."""

from django.db import IntegrityError, transaction

from ...directory.models import OrganisationType
from ...events import history
from ..models import WantedBody


class AlreadyWanted(Exception):
    """This kind or this name is on the list."""


class AlreadyRemoved(Exception):
    """Somebody took it off the list meanwhile."""


@history.verb
def add(*, body, by, now):
    """Put a body on the list. Raises AlreadyWanted."""
    return _save(body)


@history.verb
def add_usual(*, partnership, reasons, by, now):
    """Put the kinds of body in `reasons` ({slug: why}) on the list, but those that are on it or that the directory does
    not know. Returns the new rows."""
    here = partnership.wanted_bodies.filter(name="").values("type")
    kinds = OrganisationType.objects.filter(slug__in=reasons).exclude(pk__in=here).order_by("position", "name")
    bodies = [WantedBody(partnership=partnership, type=kind, why=reasons[kind.slug]) for kind in kinds]
    return [body for body in bodies if _is_new(body)]


@history.verb
def change(*, body, by, now):
    """Save a body that was edited. Raises AlreadyWanted or AlreadyRemoved."""
    if not WantedBody.objects.select_for_update().filter(pk=body.pk).exists():
        raise AlreadyRemoved(f"Somebody took “{body}” off the list meanwhile. Add it again if it is needed.")
    return _save(body)


@history.verb
def remove(*, body, by, now):
    """Take a body off the list. Organisations and seats stay as they are."""
    body.delete()


def _save(body):
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError:
        raise AlreadyWanted(f"“{body}” is on the list already.") from None
    return body


def _is_new(body):
    """Saves it, unless somebody put it on the list a moment ago."""
    try:
        return bool(_save(body))
    except AlreadyWanted:
        return False
