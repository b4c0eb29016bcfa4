"""Writing the agreement, version by version, sharing it, and the yes of each partner."""

from django.db import IntegrityError, transaction
from django.db.models import F

from ... import events
from ...events import history
from ...membership.models import Membership, Seat
from .. import waiting_for
from ..content import Content
from ..models import Acceptance, Agreement, AgreementQuestion, AgreementVersion, Comment, Responsibility

State = AgreementVersion.State
DATES = tuple(AgreementVersion.DATES)
DATA = ("personal_data", "data_agreement_on")


class StaleVersion(Exception):
    """The version is no longer what the page showed: replaced, shared, or in other words."""


class AlreadyOpen(Exception):
    """A version is being written or waits for acceptance; only one can."""


class NotReady(Exception):
    """The draft cannot be shared yet; the message says what is missing."""


class MayNotAccept(Exception):
    """This person cannot say yes for that organisation."""


class QuestionOpen(Exception):
    """This organisation waits for an answer, so it does not say yes yet; `question` is the one."""

    def __init__(self, question, contact):
        leads = waiting_for.leads_of(question.version.agreement.partnership_id)
        super().__init__(waiting_for.why_not_yet(question, contact, leads))
        self.question = question


class AlreadyAccepted(Exception):
    """A colleague said yes before; `acceptance` says who and when."""

    def __init__(self, acceptance):
        said = f"{acceptance.accepted_by} accepted version {acceptance.read_version.number} for"
        super().__init__(f"{said} {acceptance.membership.organisation} already. There is nothing more to do.")
        self.acceptance = acceptance


@history.verb
def begin(*, partnership, by, now):
    """Open version 1 as a draft and return it. Raises AlreadyOpen when the partnership has an agreement."""
    agreement, _ = Agreement.objects.get_or_create(partnership=partnership, defaults={"created_at": now})
    return _open_version(agreement, number=1)


@history.verb
def amend(*, agreement, by, now):
    """Open the next version as a draft, copied from the latest, and return it.

    A version in force stays in force until everybody has accepted the next one; a shared one is taken back.
    Raises AlreadyOpen when a draft is open.
    """
    latest = agreement.versions.order_by("-number").first()
    if latest.is_draft:
        raise AlreadyOpen(f"Version {latest.number} is being written already.")
    hold(latest, State.SHARED, State.IN_FORCE, State.ENDED)
    if latest.is_shared:
        latest.state = State.SUPERSEDED
        latest.save()
    copied = {name: getattr(latest, name) for name in (*AgreementVersion.SECTIONS, *DATES, *DATA)}
    draft = _open_version(agreement, number=latest.number + 1, **copied)
    _copy_rows(latest, draft)
    return draft


@history.verb
def write(*, version, values, by, now):
    """Change sections or dates of a draft: `values` is {field: value}. Raises StaleVersion once it is shared."""
    hold(version, State.DRAFT)
    for name, value in values.items():
        setattr(version, name, value)
    version.save()
    return version


@history.verb
def assign(*, version, rows, by, now):
    """Say what each organisation does: `rows` is {membership id: (role, duties)}; no role means no row, unless it says
    what the organisation shares control of.

    Raises StaleVersion once the version is shared.
    """
    _fill_in(version, {key: {"role": role, "duties": duties if role else ""} for key, (role, duties) in rows.items()})


@history.verb
def share_control(*, version, rows, by, now):
    """Say what each organisation shares control of: `rows` is {membership id: text}.

    Raises StaleVersion once the version is shared.
    """
    _fill_in(version, {key: {"control": control} for key, control in rows.items()})


@history.verb
def share(*, version, by, now):
    """Show a draft to everybody for comment and acceptance. Raises NotReady or StaleVersion."""
    hold(version, State.DRAFT)
    partnership = version.agreement.partnership
    if not version.vision.strip():
        raise NotReady("Write the shared vision first. It is what people say yes to.")
    if not partnership.memberships.current().exclude(organisation=partnership.host_id).exists():
        raise NotReady("No organisation but the host is a member yet. Move one to “Member” first.")
    version.state, version.shared_at, version.shared_by = State.SHARED, now, by
    version.text_hash = Content.of(version).hash()
    version.save()
    _record(events.Kind.AGREEMENT_SHARED, version, by, now)
    return version


@history.verb
def comment(*, version, contact, section, body, now):
    """Note what a partner says about a shared version. Raises StaleVersion when it is no longer shared."""
    hold(version, State.SHARED)
    said = Comment.objects.create(version=version, contact=contact, section=section, body=body, written_at=now)
    _record(events.Kind.AGREEMENT_COMMENTED, version, contact, now)
    return said


@history.verb
def accept(*, version, membership, contact, text_hash, now):
    """Record one organisation's yes to the exact text that was shown, and put the version in force with the last one.

    `text_hash` is that of the page. Raises StaleVersion, MayNotAccept, QuestionOpen or AlreadyAccepted.
    """
    hold(version, State.SHARED, State.IN_FORCE)
    if Content.of(version).hash() != version.text_hash:
        raise StaleVersion("The text was changed after it was shared. Ask a lead to share a new version.")
    if text_hash != version.text_hash:
        raise StaleVersion("The text has changed since this page was opened. Please read it again before you accept.")
    seat = Seat.objects.accepting().of_contact(contact).filter(membership=membership).first()
    if seat is None or membership.partnership_id != version.agreement.partnership_id:
        raise MayNotAccept(f"{contact} cannot accept for {membership.organisation}.")
    # hold() made anybody who asks at this moment wait, or made us wait for them.
    asked = AgreementQuestion.objects.blocking(version, membership).with_people().first()
    if asked is not None:
        raise QuestionOpen(asked, contact)
    acceptance = _say_yes(version, membership, seat, text_hash, now)
    _settle_answers(version, membership, now)
    _record(events.Kind.AGREEMENT_ACCEPTED, version, contact, now, organisation=membership.organisation.name)
    if version.is_shared:
        _put_in_force_if_complete(version, now)
    return acceptance


@history.verb
def discard(*, version, by, now):
    """Throw a draft away with all that was written in it; its history stays. Raises StaleVersion once it is shared."""
    hold(version, State.DRAFT)
    agreement = version.agreement
    version.delete()
    if not agreement.versions.exists():
        agreement.delete()


@history.verb
def settle(*, partnership, now):
    """Put the shared version in force if nobody's yes is missing any more: somebody left who had not accepted."""
    shared = AgreementVersion.objects.awaiting_acceptance().filter(agreement__partnership=partnership).first()
    if shared is not None:
        hold(shared, State.SHARED)
        _put_in_force_if_complete(shared, now)


def hold(version, *states):
    """Make others who change this version wait until we are done, and read it afresh.

    Raises StaleVersion when it is in none of these states.
    """
    held = AgreementVersion.objects.filter(pk=version.pk, state__in=states).update(number=F("number"))
    version.refresh_from_db()
    if not held:
        raise StaleVersion(_moved_on(version))


def refuse_unless_draft(version):
    """Raises StaleVersion when the version, as it was read, is not a draft any more."""
    if not version.is_draft:
        raise StaleVersion(_moved_on(version))


def _moved_on(version):
    if version.state == State.SUPERSEDED:
        return f"Version {version.number} has been replaced, so it can no longer be accepted or changed."
    if version.state == State.ENDED:
        return f"Version {version.number} has ended, so it can no longer be accepted or changed."
    if version.is_draft:
        return f"Version {version.number} has not been shared yet."
    return f"Version {version.number} has been shared, so its text is fixed. Make a new version to change it."


def _open_version(agreement, **fields):
    try:
        with transaction.atomic():
            return AgreementVersion.objects.create(agreement=agreement, state=State.DRAFT, **fields)
    except IntegrityError:
        raise AlreadyOpen("This agreement has an open version already. Go on with that one.") from None


def _fill_in(version, rows):
    hold(version, State.DRAFT)
    here = {row.membership_id: row for row in version.responsibilities.all()}
    for membership_id, values in rows.items():
        row = here.get(membership_id) or Responsibility(version=version, membership_id=membership_id)
        for name, value in values.items():
            setattr(row, name, value)
        if row.role or row.control:
            row.save()
        elif row.pk:
            row.delete()


def _copy_rows(old, new):
    """The rows beside the sections, and the roles, parts and promises of everybody who is still here; promises keep
    whether they were kept."""
    for row in [*old.communication_rows.all(), *old.conflict_steps.all()]:
        _copy(row, version=new)
    for role in old.responsibilities.exclude(membership__stage__in=Membership.GONE):
        _copy(role, version=new)
    for matter in list(old.matters.all()):
        parts = list(matter.parts.exclude(membership__stage__in=Membership.GONE))
        _copy(matter, version=new)
        for part in parts:
            _copy(part, matter=matter)
    promises = old.commitments.unreleased()
    promises = promises.exclude(from_membership__stage__in=Membership.GONE)
    for promise in promises.exclude(to_membership__stage__in=Membership.GONE):
        _copy(promise, version=new)


def _copy(row, **elsewhere):
    """Make this row one of its own in another place."""
    row.pk = None
    row._state.adding = True
    for name, value in elsewhere.items():
        setattr(row, name, value)
    row.save()


def _say_yes(version, membership, seat, text_hash, now):
    try:
        with transaction.atomic():
            return Acceptance.objects.create(
                version=version,
                membership=membership,
                accepted_by=seat.contact,
                authority=seat.authority,
                accepted_at=now,
                text_hash=text_hash,
            )
    except IntegrityError:
        first = version.acceptances.select_related("accepted_by", "carried_from__version").get(membership=membership)
        raise AlreadyAccepted(first) from None


def _settle_answers(version, membership, now):
    """Who accepts has had enough of an answer to what they asked."""
    for question in AgreementQuestion.objects.answered().filter(version=version, membership=membership):
        question.state, question.closed_at = AgreementQuestion.State.SETTLED, now
        question.save()


def _put_in_force_if_complete(version, now):
    if Membership.objects.awaiting(version).exists():
        return
    before = version.agreement.versions.in_force().first()
    if before is not None:
        before.state = State.SUPERSEDED
        before.save()
        _carry_kept_promises(before, version)
    version.state, version.in_force_at = State.IN_FORCE, now
    version.save()
    _record(events.Kind.AGREEMENT_IN_FORCE, version, None, now)


def _carry_kept_promises(before, version):
    """A promise kept while the next version was on its way is kept there too."""
    settled = {
        (p.from_membership_id, p.to_membership_id, p.what): p for p in before.commitments.exclude(settled_on=None)
    }
    for promise in version.commitments.open():
        twin = settled.get((promise.from_membership_id, promise.to_membership_id, promise.what))
        if twin is not None:
            promise.state, promise.settled_on = twin.state, twin.settled_on
            promise.save()


def _record(kind, version, by, now, **words):
    partnership = version.agreement.partnership
    events.record(kind, now=now, by=by, partnership=partnership, subject=version, number=version.number, **words)
