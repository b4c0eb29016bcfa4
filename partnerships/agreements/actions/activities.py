"""Who does what in a draft: the matters, and each organisation's part in them."""

from ...events import history
from ..models import AgreementVersion, Matter, Part
from . import versions

DRAFT = AgreementVersion.State.DRAFT


class TwoLeaders(Exception):
    """More than one organisation would lead; the message names them."""


class AlreadyListed(Exception):
    """The version has a matter of these words."""


@history.verb
def add(*, version, what, objective, parts, by, now):
    """Write down a matter: `parts` is {membership: kind}, without those who have no part.

    Nobody needs to lead yet. Raises TwoLeaders, AlreadyListed or agreements.StaleVersion.
    """
    return _write(Matter(version=version), what, objective, parts)


@history.verb
def change(*, matter, what, objective, parts, by, now):
    """Change a matter and say anew who has which part. Raises TwoLeaders, AlreadyListed or agreements.StaleVersion."""
    return _write(matter, what, objective, parts)


@history.verb
def remove(*, matter, by, now):
    """Take a matter and its parts out of a draft. Raises agreements.StaleVersion once it is shared."""
    versions.hold(matter.version, DRAFT)
    matter.delete()


def refuse_two_leaders(parts):
    """Raises TwoLeaders when more than one organisation leads; says who."""
    leaders = [str(membership.organisation) for membership, kind in parts.items() if kind == Part.Kind.LEADS]
    if len(leaders) > 1:
        named = f"{', '.join(leaders[:-1])} and {leaders[-1]}"
        both = "both" if len(leaders) == 2 else "all"
        raise TwoLeaders(f"{named} would {both} lead. Choose one to lead; the others can help.")


def _write(matter, what, objective, parts):
    refuse_two_leaders(parts)
    versions.hold(matter.version, DRAFT)
    if matter.version.matters.exclude(pk=matter.pk).filter(what=what).exists():
        raise AlreadyListed(f"“{what}” is in the list already. Change that line, or use other words.")
    matter.what, matter.objective = what, objective
    matter.save()
    _share_out(matter, parts)
    return matter


def _share_out(matter, parts):
    """Whoever leads comes last, so that never two lead."""
    here = {part.membership_id: part for part in matter.parts.all()}
    wanted = {membership.pk: kind for membership, kind in parts.items() if kind}
    for membership_id in here.keys() - wanted.keys():
        here[membership_id].delete()
    for membership_id, kind in sorted(wanted.items(), key=lambda row: row[1] == Part.Kind.LEADS):
        part = here.get(membership_id) or Part(matter=matter, membership_id=membership_id)
        if part.kind != kind:
            part.kind = kind
            part.save()
