"""Whom the next version of an agreement touches, and whose earlier yes still holds."""

from dataclasses import dataclass

from ..membership.models import Membership
from .changes import Difference
from .content import Content, members_of
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


class Affected:
    """A version beside the versions that its members read last, whatever came between."""

    def __init__(self, version, *, beside=()):
        """`beside` are other versions of the agreement whose Content is wanted along."""
        self._given = {yes.membership_id: yes for yes in Acceptance.objects.given().before(version)}
        read = {yes.version_id: yes.version for yes in self._given.values()}
        members = members_of([version])
        wanted = {version.pk: version, **read, **{other.pk: other for other in beside}}
        self.contents = Content.of_versions(list(wanted.values()), members)
        self.content = self.contents[version.pk]
        self._differences = {pk: Difference(self.contents[pk], self.content) for pk in read}
        self._hashes = {pk: self.contents[pk].hash() for pk in read}
        self._members = [member for member in members.values() if member.is_member]

    def touches(self):
        """A Touch for every member."""
        return [self._touch(member, self._given.get(member.pk)) for member in self._members]

    def _touch(self, member, accepted):
        if accepted is None:
            return Touch(member, None, ["They have accepted no version yet"])
        before = accepted.version
        if self._hashes[before.pk] != accepted.text_hash:
            return Touch(member, accepted, [f"The words of version {before.number} are not those they accepted"])
        titles = self._differences[before.pk].touching(member.pk)
        return Touch(member, accepted, [f"{title} changed" for title in titles])
