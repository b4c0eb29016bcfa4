"""The rows whose pages are looked at: those of the demo's story, and what the story leaves out."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from communications.models import Celebration, Delivery
from config.demo import cast, directory, feedback
from evaluation.models import Invitation, Question, Round
from evaluation.rounds import actions as rounds
from partnerships.agreements.actions import versions
from partnerships.commitments import actions as commitments
from partnerships.endings.actions import endings
from partnerships.links import links
from partnerships.membership.actions import partnerships
from partnerships.models import (
    ActionLink,
    AgreementQuestion,
    AgreementTemplate,
    AgreementVersion,
    CheckIn,
    Comment,
    Commitment,
    Contact,
    Conversation,
    ImportBatch,
    Measure,
    Membership,
    Milestone,
    Objective,
    Organisation,
    Partnership,
    Proposal,
    Seat,
    TrustedPerson,
    Update,
    User,
)
from partnerships.spreadsheets.actions import imports, reading_files

from .spreadsheets import excerpt

Purpose = ActionLink.Purpose


def build():
    """Rows by the names that pages.py uses. To be called inside a site that has been told the story."""
    rows = SimpleNamespace(now=timezone.now(), olu=User.objects.get(email="olu@example.org"))
    add_partnerships(rows)
    add_pipeline(rows)
    add_imports(rows)
    add_agreements(rows)
    add_endings(rows)
    add_conversations(rows)
    add_plans(rows)
    add_rounds(rows)
    add_links(rows)
    return rows


def add_partnerships(rows):
    rows.partnership = Partnership.objects.get(name__startswith="Not Alone")
    rows.shared = Partnership.objects.get(name__startswith="Warm Spaces")
    rows.bare = Partnership.objects.get(name__startswith="Good Neighbours")
    rows.organisation = Organisation.objects.get(name=cast.AGE_UK)
    rows.membership = Membership.objects.get(partnership=rows.partnership, organisation=rows.organisation)
    rows.double = Organisation.objects.get(name=directory.DOUBLE)
    rows.double_contact = rows.double.contacts.get()
    rows.seat = rows.membership.seats.first()
    rows.contact = rows.seat.contact
    rows.need_note = rows.partnership.need_notes.first()
    rows.wanted_body = rows.partnership.wanted_bodies.first()
    rows.involvement = rows.partnership.involvements.filter(who="People served", stage="decide").get()
    rows.proposal = Proposal.objects.open().get()
    rows.paper = rows.organisation.due_diligence.first()
    rows.delivery = Delivery.objects.exclude(mail_html="").filter(notice="celebration").first()
    rows.reminder = Delivery.objects.exclude(mail_html="").filter(notice="check-in-reminder").first()
    rows.invited = Delivery.objects.exclude(mail_html="").filter(notice="feedback-invitation").first()


def add_pipeline(rows):
    """Somebody whom people trust, a member nobody has rated, and a partnership with its host alone."""
    rows.trusted = TrustedPerson.objects.filter(partnership=rows.partnership).first()
    rows.unrated = Membership.objects.current().filter(partnership=rows.partnership, stances=None).last()
    rows.fresh = partnerships.start(
        name="Hale Reads Aloud", need="Nobody reads to those who cannot see.", people_served="", area="Hale",
        nation=Partnership.Nation.ENGLAND, host=rows.partnership.host, lead=rows.olu.contacts.get(), by=rows.olu,
        now=rows.now,
    )  # fmt: skip


def add_imports(rows):
    """One applied, one whose columns are asked for, one whose rows are checked."""
    rows.applied = ImportBatch.objects.get(state=ImportBatch.State.APPLIED)
    rows.mapping, rows.batch = (begin_import(rows, name) for name in ("autumn.csv", "spring.csv"))
    imports.choose_columns(batch=rows.batch, columns=rows.batch.columns, by=rows.olu, now=rows.now)
    imports.finish(batch=rows.batch, now=rows.now)


def begin_import(rows, name):
    batch = reading_files.begin(data=excerpt().read_bytes(), file_name=name, by=rows.olu, now=rows.now)
    imports.finish(batch=batch, now=rows.now)
    batch.refresh_from_db()
    return batch


def add_agreements(rows):
    """In force, shared, and a draft with a promise; a promise outside of it."""
    rows.in_force = AgreementVersion.objects.in_force().get(agreement__partnership=rows.partnership)
    rows.version = AgreementVersion.objects.awaiting_acceptance().get(agreement__partnership=rows.shared)
    rows.question = AgreementQuestion.objects.standing().get()
    rows.comment = Comment.objects.filter(reply="").first()
    rows.template = AgreementTemplate.objects.offered().first()
    rows.draft = versions.amend(agreement=rows.in_force.agreement, by=rows.olu, now=rows.now)
    rows.matter = rows.draft.matters.first()
    rows.drafted = Commitment.objects.filter(version=rows.draft).first()
    Commitment.objects.filter(pk=rows.drafted.pk).update(what="Pay the hall costs of the Wednesday table for two years")
    rows.first = rows.in_force.agreement.versions.get(number=1)
    rows.signed_copy = rows.first.signed_copies.get()
    rows.promise = commitments.make(
        partnership=rows.partnership, version=None, from_membership=rows.membership, to_membership=None,
        what="Tea and cake on the first Friday", due_on=None, by=rows.olu, now=rows.now,
    )  # fmt: skip


def add_endings(rows):
    """One that has ended, one on its way there, and the first thing to do before."""
    rows.ended = Partnership.objects.get(ending__ended_at__isnull=False)
    rows.ending = rows.shared
    endings.begin(partnership=rows.ending, reason="Spring has come", ends_on=None, by=rows.olu, now=rows.now)
    rows.step = rows.ending.ending.steps.first()


def add_conversations(rows):
    """Both sides with what came of them; one that waits for the partner; an organisation that has none."""
    rows.talk = Conversation.objects.get(membership=rows.membership)
    rows.waiting_talk = Conversation.objects.get(membership__partnership=rows.bare)
    rows.waiting_membership = rows.waiting_talk.membership
    rows.untalked = rows.bare.memberships.get(organisation__name="Trafford South Foodbank")
    rows.common = rows.talk.lines.filter(is_common=True, became_version=None).first()


def add_plans(rows):
    rows.objective = Objective.objects.filter(partnership=rows.partnership).first()
    rows.measure = Measure.objects.filter(objective=rows.objective).first()
    rows.milestone = Milestone.objects.planned().filter(partnership=rows.partnership).first()
    asked = CheckIn.objects.filter(partnership=rows.partnership)
    rows.check_in = asked.open().exclude(membership=rows.membership).first()
    rows.answered = asked.filter(state=CheckIn.State.ANSWERED, membership=rows.membership).first()
    rows.update = rows.answered.update
    rows.own_answer = asked.filter(update__by__user__email="olu@example.org").first()
    rows.ask = Update.objects.asking_for_help().filter(partnership=rows.partnership).first()
    rows.celebration = Celebration.objects.drafts().first()


def add_rounds(rows):
    """Closed and open as in the story, an open one for people served, and a draft."""
    rows.closed = Round.objects.get(state="closed")
    rows.asking = Round.objects.get(state="open")
    rows.invitation = Invitation.objects.filter(round=rows.asking, answered=False).first()
    today = timezone.localdate(rows.now)
    people = Question.Audience.PEOPLE
    rows.open = feedback.begin(rows.partnership, "How was lunch?", people, today + timedelta(days=20), rows.olu, today)
    rows.unopened = rounds.begin(
        partnership=rows.partnership, title="Spring: how was it?", audience=people, mode="anonymous",
        closes_on=today + timedelta(days=60), questions=Question.objects.offered_to(people), by=rows.olu, now=rows.now,
    )  # fmt: skip


def add_links(rows):
    """A token for each form that a mail leads to."""
    waiting = Seat.objects.current().filter(membership__partnership=rows.shared, contact__name="Samuel Osei").get()
    asked = Contact.objects.filter(seats__membership=rows.check_in.membership).first()
    topic = {"contact": rows.contact, "topic": "celebrations"}
    rows.answer_link = links.make(Purpose.ANSWER, contact=asked, target_id=rows.check_in.pk)
    rows.answered_link = links.make(Purpose.ANSWER, contact=rows.contact, target_id=rows.answered.pk)
    rows.accept_link = links.make(Purpose.ACCEPT, contact=waiting.contact, target_id=rows.version.pk)
    rows.review_link = links.make(Purpose.REVIEW, contact=asked, target_id=rows.in_force.pk)
    asked = rows.waiting_talk.asks.get().contact
    rows.converse_link = links.make(Purpose.CONVERSE, contact=asked, target_id=rows.waiting_talk.pk)
    rows.conversed_link = links.make(Purpose.CONVERSE, contact=rows.contact, target_id=rows.talk.pk)
    rows.respond_link = links.make(Purpose.RESPOND, contact=rows.invitation.contact, target_id=rows.invitation.pk)
    rows.unsubscribe_link = links.make(Purpose.UNSUBSCRIBE, **topic)
    rows.unknown_link = SimpleNamespace(token="nobody-ever-made-this")
