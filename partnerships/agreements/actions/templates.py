"""A template's words become a draft's own: only where the draft is still empty."""

from datetime import timedelta

from django.utils import timezone

from ...events import history
from ..models import AgreementVersion
from ..models.template import Side
from . import versions

DRAFT = AgreementVersion.State.DRAFT


@history.verb
def begin(*, partnership, template, by, now):
    """Open version 1 with a template's words, or blank with None; return it. Raises agreements.AlreadyOpen."""
    version = versions.begin(partnership=partnership, by=by, now=now)
    if template is not None:
        apply(version=version, template=template, by=by, now=now)
    return version


@history.verb
def apply(*, version, template, by, now):
    """Fill what is empty in a draft: sections, the host's role, the host's promises. Returns what was filled, by name.

    Whatever somebody has written stays. Measures and milestones are only suggested from then on, on their own pages.
    Raises agreements.StaleVersion once the version is shared.
    """
    versions.hold(version, DRAFT)
    filled = _fill_sections(version, template)
    host = version.agreement.partnership.memberships.filter(organisation=version.agreement.partnership.host_id).first()
    if host is not None:
        filled += _give_role(version, template, host) + _add_promises(version, template, host, now)
    version.agreement.template = template
    version.agreement.save()
    return filled


def starts_on(version, now):
    """The day from which a template counts."""
    return version.starts_on or timezone.localdate(now)


def _fill_sections(version, template):
    filled = []
    for row in template.sections.all():
        if row.section in version.SECTIONS and not getattr(version, row.section).strip():
            setattr(version, row.section, row.text)
            filled.append(row.title)
    version.save()
    return filled


def _give_role(version, template, host):
    role = next((row for row in template.roles.all() if row.side == Side.HOST), None)
    if role is None or version.responsibilities.filter(membership=host).exists():
        return []
    version.responsibilities.create(membership=host, role=role.role, duties=role.duties)
    return ["your own role"]


def _add_promises(version, template, host, now):
    rows = [row for row in template.commitments.all() if row.side == Side.HOST]
    if not rows or version.commitments.exists():
        return []
    start = starts_on(version, now)
    for row in rows:
        due_on = None if row.days_after_start is None else start + timedelta(days=row.days_after_start)
        version.commitments.create(
            partnership=version.agreement.partnership,
            from_membership=host,
            what=row.what,
            due_on=due_on,
        )
    return [f"{len(rows)} promise{'' if len(rows) == 1 else 's'} of yours"]
