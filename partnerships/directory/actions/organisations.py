"""Keeping the directory's organisations."""

from django.db import transaction

from ..models import Area, Identifier


def areas_named(names, *, by):
    """The areas with these names, made when they are new. Capital letters do not make another area."""
    known = {area.name.casefold(): area for area in Area.objects.named(names)}
    areas = []
    for name in names:
        area = known.get(name.casefold())
        if area is None:
            area = Area(name=name)
            area._history_user = by
            area.save()
            known[name.casefold()] = area
        areas.append(area)
    return list(dict.fromkeys(areas))


@transaction.atomic
def add(*, organisation, areas, identifiers, by):
    """Put a new organisation into the directory.

    `areas` are names, `identifiers` are {scheme: [values]}. Returns the saved organisation.
    """
    return _keep(organisation, areas, identifiers, by)


@transaction.atomic
def change(*, organisation, areas, identifiers, by):
    """Save an organisation that somebody edited, with exactly these areas and identifiers."""
    return _keep(organisation, areas, identifiers, by)


def _keep(organisation, areas, identifiers, by):
    organisation._history_user = by
    organisation.save()
    organisation.areas.set(areas_named(areas, by=by))
    _keep_identifiers(organisation, identifiers, by)
    return organisation


def _keep_identifiers(organisation, identifiers, by):
    """One by one, so that each number taken away or added has its own line of history."""
    wanted = {(scheme, value) for scheme, values in identifiers.items() for value in values}
    for identifier in organisation.identifiers.all():
        if (identifier.scheme, identifier.value) in wanted:
            wanted.remove((identifier.scheme, identifier.value))
        else:
            identifier._history_user = by
            identifier.delete()
    for scheme, value in sorted(wanted):
        identifier = Identifier(organisation=organisation, scheme=scheme, value=value)
        identifier._history_user = by
        identifier.save()


@transaction.atomic
def correct(*, organisation, by, now):
    """Save an organisation whose own fields were changed; its areas and identifiers stay."""
    organisation._history_user, organisation._history_date = by, now
    organisation.save()
    return organisation
