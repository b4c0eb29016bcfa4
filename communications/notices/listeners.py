"""Who hears a fact: the people, and what each message is about when it is not the fact's own subject."""

from dataclasses import dataclass, replace
from datetime import datetime

from evaluation.models import Invitation
from partnerships.accounts.mailboxes import mailbox_of
from partnerships.events import Kind, Mail
from partnerships.models import (
    AgreementQuestion,
    AgreementVersion,
    Contact,
    ConversationAsk,
    Handover,
    Membership,
    Proposal,
    Seat,
    SignIn,
    Update,
    User,
)
from partnerships.proposals.permissions import leads_who_may_decide

from ..engine.models import Delivery


@dataclass(frozen=True)
class Listener:
    contact: Contact
    subject_id: int | None = None
    check_in_id: int | None = None
    expires_at: datetime | None = None
    # An address they had, and what makes the message to it the only one.
    former_address: str = ""
    key: str = ""


def may_accept(event):
    """Those who may accept, of the members whose yes is missing."""
    version = AgreementVersion.objects.get(pk=event.subject_id)
    return _each(Seat.objects.accepting().filter(membership__in=Membership.objects.awaiting(version)))


def who_was_asked_to_write(event):
    """Those asked at that moment; who is asked again since hears it with that."""
    asks = ConversationAsk.objects.filter(conversation=event.subject_id, asked_at=event.at)
    return [Listener(ask.contact) for ask in asks.select_related("contact")]


def the_old_address_and_the_leads(event):
    """Whoever reads the address that was given up, if it was ever used, and who leads here; each once, however many
    partnerships it is told in."""
    contact, before = Contact.objects.get(pk=event.subject_id), event.data.get("before", "")
    key = f"address:{contact.pk}:{event.at:%Y%m%d%H%M%S%f}"
    was_used = before and (event.data.get("was_used", True) or Delivery.objects.sent_to(contact, before).exists())
    old = [Listener(contact, former_address=before, key=key)] if was_used else []
    return [*old, *(_once(leads(event), key) if event.partnership_id else [])]


def who_may_decide(event):
    """The leads of the partnership who may; without a partnership the administrators. Each once, however many of the
    partnerships they lead."""
    proposal = Proposal.objects.get(pk=event.subject_id)
    if event.partnership_id is None:
        asked = administrators()
    else:
        able = leads_who_may_decide(proposal)
        asked = [one for one in leads(event) if one.contact.pk in able]
    return _once(asked, f"proposal:{proposal.pk}")


def administrators():
    active = User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True)
    return [Listener(mailbox_of(user)) for user in active.order_by("pk")]


def _once(listeners, key):
    """With the same key for a person, whichever fact and contact it reaches them by."""
    people = [(one, f"u{one.contact.user_id}" if one.contact.user_id else one.contact.pk) for one in listeners]
    return [replace(one, key=f"{key}:{person}") for one, person in people]


def who_proposed(event):
    proposal = Proposal.objects.get(pk=event.subject_id)
    mine = Contact.objects.current().filter(user=proposal.proposed_by_id).exclude(email="")
    return [Listener(contact) for contact in mine.order_by("pk")[:1]]


def everybody_taking_part(event):
    """Nobody at an organisation that was only thought of or spoken to: this is not theirs."""
    return _each(Seat.objects.taking_part().of_partnership(event.partnership_id))


def everybody_in_touch(event):
    """Also those who are still being spoken to, who would otherwise wait for an answer."""
    return _each(Seat.objects.in_touch().of_partnership(event.partnership_id))


def leads(event):
    return _each(Seat.objects.current().of_partnership(event.partnership_id).filter(is_lead=True))


def who_goes(event):
    """Who had the seat; they have none now."""
    handover = Handover.objects.select_related("seat__contact").get(pk=event.subject_id)
    return [Listener(handover.seat.contact)]


def who_asked_about_the_agreement(event):
    return [Listener(AgreementQuestion.objects.select_related("contact").get(pk=event.subject_id).contact)]


def who_asked_for_help(event):
    update = Update.objects.select_related("by").get(pk=event.subject_id)
    return [Listener(update.by, check_in_id=update.check_in_id)] if update.by else []


def who_was_seated(event):
    """At an organisation that has not joined only when that was chosen: perhaps they know of nothing yet."""
    seats = Seat.objects.current().filter(pk=event.subject_id)
    if event.data.get("mail") != Mail.SEND:
        seats = seats.filter(membership__stage=Membership.Stage.MEMBER)
    return _each(seats)


def whose_account_it_is(event):
    return [Listener(mailbox_of(User.objects.get(pk=event.subject_id)))]


def who_asked_to_sign_in(event):
    sign_in = SignIn.objects.select_related("contact").get(pk=event.subject_id)
    return [Listener(sign_in.contact, expires_at=sign_in.expires_at)] if sign_in.contact else []


def who_is_invited(event):
    """Those with an invitation to the round, or the one that was passed on, while answers are welcome."""
    asked = {"pk" if event.kind == Kind.INVITATION_PASSED_ON else "round": event.subject_id}
    invitations = Invitation.objects.filter(**asked).select_related("contact", "round")
    return [Listener(i.contact, subject_id=i.pk, expires_at=last_moment_of(i.round)) for i in invitations]


def last_moment_of(round):
    """The end of the last day on which answers are welcome."""
    return round.last_moment


def _each(seats):
    """Each person once, however many seats they hold."""
    return [Listener(contact) for contact in {seat.contact for seat in seats.select_related("contact")}]
