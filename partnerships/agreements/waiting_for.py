"""Who has accepted an agreement, and whose turn it is: the one home of every “Waiting for …”."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import get_text_list

from ..directory.models import Contact
from ..membership.models import Membership, Seat
from .models import Acceptance, AgreementQuestion, AgreementVersion


@dataclass
class Signatures:
    """Who said yes to one version, and whose yes is missing."""

    accepted: list[Acceptance] = field(default_factory=list)
    waiting: list[Membership] = field(default_factory=list)

    def waiting_for(self):
        """Their names as in a sentence."""
        return get_text_list([str(membership.organisation) for membership in self.waiting], "and")

    @property
    def carried(self):
        """Those whose earlier yes was carried over."""
        return [acceptance for acceptance in self.accepted if acceptance.is_carried]

    def carried_from(self):
        """[(number of the version they read, their names as in a sentence)]"""
        by_number = defaultdict(list)
        for acceptance in self.carried:
            by_number[acceptance.read_version.number].append(str(acceptance.membership.organisation))
        return [(number, get_text_list(names, "and")) for number, names in sorted(by_number.items())]

    def of(self, membership_id):
        """The acceptance of this organisation, or None."""
        return next((acceptance for acceptance in self.accepted if acceptance.membership_id == membership_id), None)


def signatures(versions, members):
    """{version id: Signatures} of versions of one agreement, in one query; `members` is what members_of() gives."""
    by_version = {version.pk: Signatures() for version in versions}
    yeses = Acceptance.objects.filter(version__in=by_version).select_related("accepted_by", "carried_from__version")
    known = {version.pk: version for version in versions}
    for yes in yeses:
        yes.version = known[yes.version_id]
        if yes.membership_id in members:
            yes.membership = members[yes.membership_id]
        by_version[yes.version_id].accepted.append(yes)
    for version in versions:
        if version.can_be_accepted:
            accepted = {yes.membership_id for yes in by_version[version.pk].accepted}
            missing = (member for member in members.values() if member.is_member and member.pk not in accepted)
            by_version[version.pk].waiting = list(missing)
    return by_version


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
    return " or ".join(dict.fromkeys(lead.name for lead in leads[:2])) or "a lead"


def why_not_yet(question, contact, leads):
    """Why this Contact cannot accept while the question of their organisation is open."""
    whose = "Your" if question.contact_id == contact.pk else f"{question.contact}’s"
    return (
        f"{whose} question about {question.part_in_a_sentence} is still open."
        f" {have_been_told(leads)}; you can accept when it is answered."
    )


def have_been_told(leads):
    """Olu Adeyemi has been told."""
    names = list(dict.fromkeys(lead.name for lead in leads))
    return f"{and_(names)} {'has' if len(names) == 1 else 'have'} been told" if names else "The leads have been told"


def and_(names):
    """All of three names; of more, the first two."""
    told = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} others"]
    return f"{', '.join(told[:-1])} and {told[-1]}" if told[1:] else told[0]


def leads_of(partnership_id):
    """The contacts who lead a partnership, the longest there first."""
    return _leads(_seats([partnership_id]))[partnership_id]


def of_versions(versions, *, user=None):
    """{version id: Turn} as `user` is told; in three queries however many versions.

    The versions come with their agreement.
    """
    wanted = {version.pk: version.agreement.partnership_id for version in versions if version.can_be_accepted}
    if not wanted:
        return {}
    found = _seats(wanted.values(), user)
    own = [seat for seat in found if user and seat.contact.user_id == user.pk]
    leads, waiting, asked = _leads(found), _waiting(wanted), _asked(wanted)
    return {
        version_id: turn_of(waiting[version_id], asked[version_id], leads[partnership_id], _own(own, partnership_id))
        for version_id, partnership_id in wanted.items()
    }


def turn_of(waiting, questions, leads, seats):
    """The Turn of one version from what was read of it: the members whose yes is missing, its questions, who leads,
    and the seats of the reader in this partnership."""
    here = {member.pk for member in waiting}
    blocking = [question for question in questions if question.is_open and question.membership_id in here]
    asking = {question.membership_id for question in blocking}
    accepting = [member for member in waiting if member.pk not in asking]
    mine = frozenset(seat.membership_id for seat in seats if not seat.observes)
    return Turn(blocking, accepting, leads, mine, any(seat.is_lead for seat in seats))


def _own(seats, partnership_id):
    return [seat for seat in seats if seat.membership.partnership_id == partnership_id]


def of_version(version, *, user=None):
    """The Turn of one version, or None for one that nobody can accept."""
    return of_versions([version], user=user).get(version.pk)


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
