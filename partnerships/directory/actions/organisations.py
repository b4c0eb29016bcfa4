"""Keeping the directory's organisations."""

from ...events import history
from ..models import Area, Identifier


def areas_named(names):
    """The areas with these names, made when they are new. Capital letters do not make another area."""
    known = {area.name.casefold(): area for area in Area.objects.named(names)}
    areas = []
    for name in names:
        area = known.get(name.casefold())
        if area is None:
            area = Area(name=name)
            area.save()
            known[name.casefold()] = area
        areas.append(area)
    return list(dict.fromkeys(areas))


@history.verb
def add(*, organisation, areas, identifiers, by, now):
    """Put a new organisation into the directory.

    `areas` are names, `identifiers` are {scheme: [values]}. Returns the saved organisation.
    """
    return _keep(organisation, areas, identifiers)


@history.verb
def change(*, organisation, areas, identifiers, by, now):
    """Save an organisation that somebody edited, with exactly these areas and identifiers."""
    return _keep(organisation, areas, identifiers)


def _keep(organisation, areas, identifiers):
    organisation.save()
    organisation.areas.set(areas_named(areas))
    _keep_identifiers(organisation, identifiers)
    return organisation


def _keep_identifiers(organisation, identifiers):
    """One by one, so that each number taken away or added has its own line of history."""
    wanted = {(scheme, value) for scheme, values in identifiers.items() for value in values}
    for identifier in organisation.identifiers.all():
        if (identifier.scheme, identifier.value) in wanted:
            wanted.remove((identifier.scheme, identifier.value))
        else:
            identifier.delete()
    for scheme, value in sorted(wanted):
        Identifier.objects.create(organisation=organisation, scheme=scheme, value=value)


@history.verb
def correct(*, organisation, by, now):
    """Save an organisation whose own fields were changed; its areas and identifiers stay."""
    organisation.save()
    return organisation
