"""Whose turn it is with an agreement: the one home of every “Waiting for …”."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from ..directory.models import Contact
from ..membership.models import Membership, Seat
from .models import Acceptance, AgreementQuestion, AgreementVersion


@dataclass(frozen=True)
class Turn:
    """Who moves next on one version, as one reader is told."""

    # Open questions, which the leads answer.
    questions: list[AgreementQuestion]
    # Members whose yes is missing and who wait for no answer.
    accepting: list[Membership]
    leads: list[Contact]
    # The memberships that the reader speaks for.
    mine: frozenset = frozenset()
    reader_leads: bool = False

    def __bool__(self):
        return bool(self.questions or self.accepting)

    @property
    def is_mine(self):
        """The reader is waited for."""
        return (self.reader_leads and bool(self.questions)) or any(m.pk in self.mine for m in self.accepting)

    def blocks(self, membership_id):
        """This organisation's first open question, or None."""
        return next((question for question in self.questions if question.membership_id == membership_id), None)

    def sentence(self):
        """Waiting for Olu to answer a question from Sale Larder, and for you to accept. Without a full stop."""
        parts = [part for part in (self._to_answer(), self._to_accept()) if part]
        return f"Waiting for {', and for '.join(parts)}" if parts else ""

    def _to_answer(self):
        if not self.questions:
            return ""
        names = dict.fromkeys(self._name(question.membership) for question in self.questions)
        count = len(self.questions)
        asked = "a question" if count == 1 else f"{count} questions"
        return f"{'you' if self.reader_leads else names_of(self.leads)} to answer {asked} from {and_(list(names))}"

    def _name(self, membership):
        return "you" if membership.pk in self.mine else str(membership.organisation)

    def _to_accept(self):
        if not self.accepting:
            return ""
        own_first = sorted(self.accepting, key=lambda member: member.pk not in self.mine)
        return f"{and_(list(dict.fromkeys(map(self._name, own_first))))} to accept"


def names_of(leads):
    """The leads as in a sentence: one of them is enough."""
    return " or ".join(dict.fromkeys(lead.first_name for lead in leads[:2])) or "a lead"


def have_been_told(leads):
    """Olu has been told."""
    names = list(dict.fromkeys(lead.first_name for lead in leads))
    return f"{and_(names)} {'has' if len(names) == 1 else 'have'} been told" if names else "The leads have been told"


def and_(names):
    """All of three names; of more, the first two."""
    told = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} others"]
    return f"{', '.join(told[:-1])} and {told[-1]}" if told[1:] else told[0]


def leads_of(partnership_id):
    """The contacts who lead a partnership, the longest there first."""
    return _leads(_seats([partnership_id]))[partnership_id]


def of_versions(versions, *, user=None, seats=()):
    """{version id: Turn} as `user`, or whoever holds these seats, is told; in three queries however many versions.

    The versions come with their agreement.
    """
    wanted = {version.pk: version.agreement.partnership_id for version in versions if version.can_be_accepted}
    if not wanted:
        return {}
    found = _seats(wanted.values(), user)
    own = [seat for seat in found if seat.contact.user_id == user.pk] if user else seats
    mine = frozenset(seat.membership_id for seat in own if not seat.observes)
    leads = _leads(found)
    leading = {seat.membership.partnership_id for seat in own if seat.is_lead}
    waiting, asked = _waiting(wanted), _asked(wanted)
    turns = {}
    for version_id, partnership_id in wanted.items():
        here = {member.pk for member in waiting[version_id]}
        questions = [question for question in asked[version_id] if question.membership_id in here]
        asking = {question.membership_id for question in questions}
        accepting = [member for member in waiting[version_id] if member.pk not in asking]
        turns[version_id] = Turn(questions, accepting, leads[partnership_id], mine, partnership_id in leading)
    return turns


def of_version(version, *, user=None, seats=()):
    """The Turn of one version, or None for one that nobody can accept."""
    return of_versions([version], user=user, seats=seats).get(version.pk)


def in_partnerships(partnerships, *, user):
    """{partnership id: Turn} of those whose shared version waits for somebody."""
    found = AgreementVersion.objects.visible_to(user).awaiting_acceptance().select_related("agreement")
    versions = list(found.filter(agreement__partnership__in=partnerships))
    turns = of_versions(versions, user=user)
    return {v.agreement.partnership_id: turns[v.pk] for v in versions if turns[v.pk]}


def _seats(partnerships, user=None):
    """Those of the leads, the longest there first, and those of this user."""
    wanted = Q(is_lead=True) | (Q(contact__user=user) if user else Q())
    seats = Seat.objects.current().filter(wanted, membership__partnership__in=partnerships)
    return list(seats.select_related("contact", "membership").order_by("from_on", "pk"))


def _leads(seats):
    """{partnership id: contacts}"""
    found = defaultdict(list)
    for seat in seats:
        if seat.is_lead:
            found[seat.membership.partnership_id].append(seat.contact)
    return found


def _waiting(versions):
    """{version id: the members whose yes to it is missing}"""
    found = defaultdict(list)
    members = Membership.objects.current().filter(partnership__agreement__versions__in=versions)
    members = members.annotate(version_id=F("partnership__agreement__versions"))
    accepted = Acceptance.objects.filter(version=OuterRef("version_id"), membership=OuterRef("pk"))
    for member in members.exclude(Exists(accepted)).select_related("organisation"):
        found[member.version_id].append(member)
    return found


def _asked(versions):
    found = defaultdict(list)
    for question in AgreementQuestion.objects.standing().filter(version__in=versions).with_people():
        found[question.version_id].append(question)
    return found
