"""Whom the next version of an agreement touches, and whose earlier yes still holds."""

from dataclasses import dataclass

from ..membership.models import Membership
from .changes import Difference
from .models import Acceptance


@dataclass(frozen=True)
class Touch:
    """One member, the yes they gave last (None: none), and why they are asked again; no reason: it touches them not."""

    membership: Membership
    accepted: Acceptance | None
    reasons: list

    @property
    def is_touched(self):
        return bool(self.reasons)


def touches(version):
    """A Touch for every member: compared with the version whose words they read last, whatever came between."""
    given = {yes.membership_id: yes for yes in Acceptance.objects.given().before(version)}
    known = {}
    members = version.agreement.partnership.memberships.current().select_related("organisation")
    return [_touch(version, member, given.get(member.pk), known) for member in members]


def last_accepted(version, membership):
    """The latest earlier version this organisation said yes to itself, or None."""
    given = Acceptance.objects.given().before(version).filter(membership=membership).last()
    return given.version if given else None


def _touch(version, member, accepted, known):
    if accepted is None:
        return Touch(member, None, ["They have accepted no version yet"])
    before = accepted.version
    if before.pk not in known:
        known[before.pk] = Difference(before, version), before.hash_of_words()
    difference, text_hash = known[before.pk]
    if text_hash != accepted.text_hash:
        return Touch(member, accepted, [f"The words of version {before.number} are not those they accepted"])
    return Touch(member, accepted, [f"{title} changed" for title in difference.touching(member.pk)])
