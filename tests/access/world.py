"""Two partnerships with one row of everything, so that every address has a row of one's own and a row of somebody else.

Pantry: Olu leads it from the council; Mina sits for the Sale Larder, Bea for the library, Oscar observes for the
Larder. Boxing: Ravi leads it from his gym, and Noor sits there, for the same Larder that Mina sits for elsewhere.
"""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from communications.celebrations import actions as celebrations
from communications.models import Delivery, Heartbeat, Silence, Stumble
from evaluation.models import Answer, Burst, Invitation, Question
from evaluation.responses import actions as responses
from evaluation.responses import limits
from evaluation.rounds import actions as rounds
from partnerships.agreements.actions import activities, comments, questions, reviews, sections, signed_copies, versions
from partnerships.check_ins.actions import check_ins, rhythms, updates
from partnerships.commitments import actions as commitments
from partnerships.conversations.actions import conversations, fit_reviews
from partnerships.directory.actions import due_diligence
from partnerships.endings.actions import endings, handovers, pauses
from partnerships.links import links
from partnerships.membership.actions import contacts, partnerships, seats
from partnerships.merging import actions as merges
from partnerships.merging.comparison import fingerprint
from partnerships.models import (
    ActionLink,
    AgreementTemplate,
    Area,
    CheckIn,
    Contact,
    DueDiligence,
    Event,
    Identifier,
    ImportBatch,
    Involvement,
    Measure,
    Membership,
    NeedNote,
    Objective,
    Organisation,
    PutOff,
    RememberedColumn,
    SignIn,
    TrustedPerson,
    User,
    WantedBody,
)
from partnerships.need.actions import involvements, need_notes, wanted_bodies
from partnerships.pipeline.actions import memberships, ratings, trusted_people
from partnerships.plan.actions import measures, milestones, objectives
from partnerships.proposals import actions as proposals
from partnerships.spreadsheets.actions import imports, reading_files

MEMBER = Membership.Stage.MEMBER
PAPER = b"%PDF-1.7 what somebody signed"
SHEET = b"Name,Postcode\nTimperley Tea Room,WA15 6AB\nHale Sewing Circle,WA15 9SN\n"


def build(now):
    """Everything, some of it two months old. The pages read the real clock, so `now` is the real moment."""
    larder, library = Organisation.objects.create(name="Sale Larder"), Organisation.objects.create(name="Sale Library")
    world = SimpleNamespace(now=now, today=timezone.localdate(now))
    world.users = {
        "viewer": user("Vera Lindqvist", User.Role.VIEWER),
        "administrator": user("Ada Brook", User.Role.ADMINISTRATOR),
    }
    world.spare = Organisation.objects.create(name="Urmston Men's Shed")
    world.spare.areas.add(Area.objects.create(name="Urmston"))
    Identifier.objects.create(organisation=world.spare, scheme="charity", value="1067000")
    world.spare_contact = Contact.objects.create(organisation=world.spare, name="Nia Moss", email="nia@example.org")
    merge_two(world)
    Heartbeat.objects.note("beat", at=now)
    cast = {"lead": "Olu Adeyemi", "partner_a": "Mina Patel", "partner_b": "Bea Lomax", "observer": "Oscar Day"}
    world.pantry = Side(world, "Pantry", "Trafford Council", larder, library, cast)
    cast = {"lead": "Ravi Shah", "partner_a": "Noor Aziz", "partner_b": "Kit Moss", "observer": "Jo Finch"}
    world.boxing = Side(world, "Boxing", "Stretford Boxing Gym", larder, library, cast)
    Silence.objects.create(contact=world.boxing.people["partner_a"], topic=Silence.Topic.CELEBRATIONS)
    PutOff.objects.create(user=world.pantry.lead, kind="milestone", row=1, until=world.today)
    return world


def merge_two(world):
    """One organisation that was there twice."""
    kept, gone = Organisation.objects.create(name="Hale Choir"), Organisation.objects.create(name="The Hale Choir")
    seen = fingerprint(kept, gone)
    merges.merge(kept=kept, gone=gone, picks={}, seen=seen, by=world.users["administrator"], now=world.now)
    merges.tell_apart(one=kept, other=world.spare, by=world.users["administrator"], now=world.now)


def user(name, role):
    """Without a password: here everybody is let in by the test."""
    return User.objects.create_user(f"{name.split()[0].lower()}@example.org", name=name, role=role)


class Side:
    """One partnership with a row of everything, and two younger ones of the same people: one whose agreement is a
    draft, and one without an agreement."""

    def __init__(self, world, name, host, larder, library, cast):
        self.name, self.now, self.today = name, world.now, world.today
        self.world = world
        self.spare, self.spare_contact = world.spare, world.spare_contact
        self.begun = self.now - timedelta(days=60)
        self.host = Organisation.objects.create(name=host)
        places = {"lead": self.host, "partner_a": larder, "partner_b": library, "observer": larder}
        self.users, self.people = {}, {}
        for role, who in cast.items():
            signs_in = self.users[role] = user(who, User.Role.LEAD if role == "lead" else User.Role.PARTNER)
            self.people[role] = Contact.objects.create(
                organisation=places[role], user=signs_in, name=who, email=signs_in.email
            )
        self.lead = self.users["lead"]
        self.begin()
        self.weigh()
        self.need()
        self.agree()
        self.talk()
        self.plan()
        self.ask()
        self.celebrate()
        self.listen()
        self.send()
        self.bring_in()
        self.see_off()
        self.propose()

    def start(self, name):
        """A partnership with everybody in their seat, and its memberships by role."""
        partnership = partnerships.start(
            name=name, need="Nobody should be alone", people_served="People over 70", area="Sale", nation="ENG",
            host=self.host, lead=self.people["lead"], by=self.lead, now=self.begun,
        )  # fmt: skip
        there = {"lead": partnership.memberships.get()}
        for role in ("partner_a", "partner_b"):
            there[role] = memberships.invite(
                partnership=partnership, organisation=self.people[role].organisation, stage=MEMBER, by=self.lead,
                now=self.begun,
            )  # fmt: skip
            self.sit(there[role], role, "decides")
        self.sit(there["partner_a"], "observer", "observes")
        return partnership, there

    def sit(self, membership, role, authority):
        return seats.take(
            membership=membership, contact=self.people[role], is_lead=False, authority=authority,
            capacity="institution", by=self.lead, now=self.begun,
        )  # fmt: skip

    def begin(self):
        self.partnership, there = self.start(f"{self.name} partnership")
        self.host_membership, self.membership, self.membership_b = there.values()
        self.seat = self.membership.seats.get(contact=self.people["partner_a"])
        self.organisation, self.contact = self.host, self.people["lead"]
        gone = memberships.invite(
            partnership=self.partnership, organisation=Organisation.objects.create(name=f"{self.name} band"),
            stage=Membership.Stage.MET, by=self.lead, now=self.begun,
        )  # fmt: skip
        memberships.move(
            membership=gone, stage=Membership.Stage.NOT_NOW, reason="In spring", by=self.lead, now=self.now
        )
        self.due_diligence = due_diligence.keep(
            item=DueDiligence(
                organisation=self.host, kind="insurance", reference="PL 100", checked_on=self.today, note="Seen"
            ), by=self.lead, now=self.now,
        )  # fmt: skip
        self.drafting, there = self.start(f"{self.name} annexe")
        self.drafting_membership = there["partner_a"]
        self.bare, _ = self.start(f"{self.name} idea")
        self.rest(there["partner_b"])

    def rest(self, membership):
        """One partnership and one member rest, one partnership comes to its end, and somebody has gone with thanks."""
        pauses.pause(partnership=self.bare, reason="Summer", back_on=None, by=self.lead, now=self.now)
        pauses.pause_membership(membership=membership, reason="Moving", back_on=None, by=self.lead, now=self.now)
        self.resting_membership = membership
        ending = endings.begin(
            partnership=self.partnership, reason="All is done", ends_on=self.today, by=self.lead, now=self.now
        )
        steps = list(ending.steps.all())
        self.ending_step = endings.tick(step=steps.pop(), note="By letter", by=self.lead, now=self.now) and steps[0]
        gone = Contact.objects.create(organisation=self.membership_b.organisation, name=f"{self.name} Gone")
        seat = seats.take(
            membership=self.membership_b, contact=gone, is_lead=False, authority="consults", capacity="institution",
            by=self.lead, now=self.begun,
        )  # fmt: skip
        handovers.hand_over(seat=seat, successor=None, thanks="You opened doors", by=self.lead, now=self.now)

    def weigh(self):
        """Somebody on the way, two ratings of a member, and a trusted person who has said something."""
        self.prospect = memberships.invite(
            partnership=self.partnership, organisation=Organisation.objects.create(name=f"{self.name} choir"),
            stage=Membership.Stage.IDENTIFIED, by=self.lead, now=self.begun,
        )  # fmt: skip
        for now, influence in ((self.begun, 2), (self.now, 4)):
            ratings.rate(
                membership=self.membership, influence=influence, interest=3, why="They run the hall", by=self.lead,
                now=now,
            )  # fmt: skip
        self.trusted_person = trusted_people.add(
            trusted_person=TrustedPerson(
                partnership=self.partnership, name="Mrs Begum", role="Asked about everything", told_by="The school",
            ), by=self.lead, now=self.begun,
        )  # fmt: skip
        trusted_people.note_buy_in(
            trusted_person=self.trusted_person, answer="on-board", words="Count me in", heard_by="Olu",
            heard_on=self.today, by=self.lead, now=self.now,
        )  # fmt: skip

    def need(self):
        """What Mina said, a body nobody stands for, and one group that took part."""
        by, now = self.users["partner_a"], self.begun
        self.need_note = need_notes.add(
            note=NeedNote(
                partnership=self.partnership, learnt="Tuesdays are long", source="people", told_by="The lunch club",
                learnt_on=self.today - timedelta(days=70), figure="One in four", link="https://example.org/census",
                membership=self.membership, contact=self.people["partner_a"],
            ), by=by, now=now,
        )  # fmt: skip
        self.wanted_body = wanted_bodies.add(
            body=WantedBody(partnership=self.partnership, name="A mosque", why="Trusted"), by=self.lead, now=now
        )
        part = Involvement(
            partnership=self.partnership, who="People served", stage="design", level="consulted",
            words="Two evenings", noted_on=self.today - timedelta(days=70),
        )  # fmt: skip
        self.involvement = involvements.note(involvement=part, by=self.lead, now=now)

    def agree(self):
        """Version 1 in force, version 2 shared; a draft next door."""
        self.version_in_force = self.write(self.partnership, self.membership)
        versions.share(version=self.version_in_force, by=self.lead, now=self.begun)
        self.comment = versions.comment(
            version=self.version_in_force, contact=self.people["partner_b"], section="vision", body="Agreed",
            now=self.begun,
        )  # fmt: skip
        comments.reply(comment=self.comment, reply="Good", is_settled=False, by=self.lead, now=self.begun)
        answered = self.be_unsure(self.version_in_force, self.membership_b, self.people["partner_b"])
        questions.answer(question=answered, answer="We do", by=self.lead, now=self.begun)
        text_hash = self.version_in_force.text_hash
        for role, membership in zip(("lead", "partner_a", "partner_b"), self.members(), strict=True):
            versions.accept(
                version=self.version_in_force, membership=membership, contact=self.people[role], text_hash=text_hash,
                now=self.begun,
            )  # fmt: skip
        self.agreement = self.version_in_force.agreement
        self.review_view = reviews.say(
            version=self.version_in_force, membership=self.membership, contact=self.people["partner_a"],
            choice="change", words="Fridays instead", now=self.now,
        )  # fmt: skip
        self.shared_version = versions.amend(agreement=self.agreement, by=self.lead, now=self.now)
        versions.share(version=self.shared_version, by=self.lead, now=self.now)
        self.answered_question = self.be_unsure(self.shared_version, self.membership, self.people["partner_a"])
        questions.answer(question=self.answered_question, answer="Mina", by=self.lead, now=self.begun)
        self.signed_copy = signed_copies.add(
            version=self.shared_version, file=ContentFile(PAPER, "scan.pdf"), file_name="scan.pdf", by=self.lead,
            now=self.now,
        )  # fmt: skip
        self.question = self.be_unsure(self.version_in_force, *self.join_late())
        self.draft_version = self.write(self.drafting, self.drafting_membership)
        self.template, _ = AgreementTemplate.objects.get_or_create(name="Choir", introduction="Singing together")
        self.template.commitments.get_or_create(side="host", what="A piano")
        self.drafted_promise = self.draft_version.commitments.get()
        self.drafted_matter = self.draft_version.matters.get()
        self.promise = self.commit(self.partnership, None, self.membership)

    def be_unsure(self, version, membership, contact):
        return questions.ask(
            version=version, membership=membership, contact=contact, section="goals", words="Who keeps the list?",
            now=self.begun,
        )  # fmt: skip

    def join_late(self):
        """A member who has not accepted what is in force, so that their question keeps nobody else from accepting."""
        organisation = Organisation.objects.create(name=f"{self.name} choir")
        membership = memberships.invite(
            partnership=self.partnership, organisation=organisation, stage=MEMBER, by=self.lead, now=self.begun
        )
        contact = Contact.objects.create(organisation=organisation, name="Lena Marsh")
        seats.take(
            membership=membership, contact=contact, is_lead=False, authority="decides", capacity="institution",
            by=self.lead, now=self.begun,
        )  # fmt: skip
        return membership, contact

    def talk(self):
        """Both sides written with a common interest; another in the draft's partnership; one review of how it fits."""
        self.conversation = self.talk_with(self.membership)
        self.common_line = self.mark_one(self.conversation)
        self.drafted_line = self.mark_one(self.talk_with(self.drafting_membership))
        fit_reviews.give(
            membership=self.membership, scores={"values": (4, "They keep their word"), "open": (None, "Too early")},
            by=self.lead, now=self.now,
        )  # fmt: skip

    def talk_with(self, membership):
        conversation = conversations.begin(
            membership=membership, held_on=self.today, people_there="Two of each", by=self.lead, now=self.begun
        )
        mina, words = self.people["partner_a"], {"goals": ["Sixty at lunch"], "worries": ["Time"]}
        conversations.ask(conversation=conversation, contacts=[mina], by=self.lead, now=self.begun)
        for side, by in (("ours", self.lead), ("theirs", mina)):
            conversations.write(
                conversation=conversation, side=side, words=words, seen=conversation.seen(side), by=by, now=self.now
            )
        return conversation

    def mark_one(self, conversation):
        line = conversation.lines.filter(side="theirs", prompt="goals").get()
        return conversations.mark(line=line, is_common=True, by=self.lead, now=self.now)

    def members(self):
        return self.host_membership, self.membership, self.membership_b

    def write(self, partnership, membership):
        version = versions.begin(partnership=partnership, by=self.lead, now=self.begun)
        values = {name: f"Our {name}" for name in version.SECTIONS}
        versions.write(version=version, values=values, by=self.lead, now=self.begun)
        rows = {membership.pk: ("Opens the hall", "Every Tuesday")}
        versions.assign(version=version, rows=rows, by=self.lead, now=self.begun)
        self.share_out(version, membership)
        self.commit(partnership, version, membership)
        return version

    def share_out(self, version, membership):
        by = {"by": self.lead, "now": self.begun}
        versions.share_control(version=version, rows={membership.pk: "The kitchen"}, **by)
        activities.add(version=version, what="Insurance", objective=None, parts={membership: "leads"}, **by)
        row = {"purpose": "News", "channel": "Mail", "rhythm": "Monthly", "starts": "Olu"}
        sections.write(version=version, section="communication", values={}, rows=[row], **by)
        step = {"what": "Talk", "who": "The two", "days": 7}
        sections.write(version=version, section="conflict", values={}, rows=[step], **by)

    def commit(self, partnership, version, membership):
        return commitments.make(
            partnership=partnership, version=version, from_membership=membership, to_membership=None,
            what="A key to the hall", due_on=self.today, by=self.lead, now=self.begun,
        )  # fmt: skip

    def plan(self):
        letters = {letter: f"Answer to {letter}" for letter in Objective.LETTERS}
        self.objective = objectives.add(
            objective=Objective(
                partnership=self.partnership, title="Sixty eat together", due_on=self.today + timedelta(days=90),
                owner=self.membership, **letters,
            ), by=self.lead, now=self.begun,
        )  # fmt: skip
        self.measure = Measure.objects.create(
            objective=self.objective, name="Eaters", unit="people", baseline=10, target=60,
            baseline_on=self.today - timedelta(days=60), source="Sign-in sheet",
        )  # fmt: skip
        on, value = self.today - timedelta(days=30), Decimal(20)
        self.measure_value = measures.take(
            measure=self.measure, on=on, value=value, note="A start", by=self.lead, now=self.begun
        )  # fmt: skip
        self.milestone, *self.reached = (self.add_milestone(name) for name in ("Third hall", "First hall", "Oven"))

    def add_milestone(self, title):
        return milestones.add(
            partnership=self.partnership, title=title, owner=self.membership, objective=self.objective,
            starts_on=self.today - timedelta(days=50), due_on=self.today + timedelta(days=5), by=self.lead,
            now=self.begun,
        )  # fmt: skip

    def ask(self):
        """A rhythm with one round behind and one ahead: answered, skipped, open."""
        rhythms.set_rhythm(
            partnership=self.partnership, every=2, unit="week", first_due_on=self.today - timedelta(days=8),
            until_on=None, by=self.lead, now=self.now,
        )  # fmt: skip
        self.answered_check_in, self.check_in = self.asked(self.membership)
        skipped, other = self.asked(self.membership_b)
        self.update = self.answer(self.answered_check_in, "partner_a", values={self.measure.pk: Decimal(30)})
        self.answer(other, "partner_b")
        check_ins.skip(check_in=skipped, reason="Holidays", by=self.people["partner_b"], now=self.now)

    def asked(self, membership):
        return CheckIn.objects.filter(membership=membership).order_by("due_on")[:2]

    def answer(self, check_in, role, values=None):
        words = {name: f"Words on {name}" for name in ("changed", "challenge", "way_forward", "ask", "win")}
        return updates.submit(
            check_in=check_in, answers={"status": "stuck", **words}, by=self.people[role], values=values,
            now=self.now - timedelta(days=3),
        )  # fmt: skip

    def celebrate(self):
        for milestone in self.reached:
            milestones.reach(milestone=milestone, on=self.today, by=self.lead, now=self.now)
        self.reached_milestone = self.reached[0]
        self.celebration, self.good_news = (
            celebrations.draft_for(milestone=milestone, now=self.now) for milestone in self.reached
        )
        celebrations.publish(celebration=self.good_news, by=self.lead, now=self.now)

    def listen(self):
        """A draft, an open round of each kind, and a closed one with words: one remark shown, one waiting."""
        self.draft_round = self.round("Draft", Question.Audience.PARTNERS)
        self.asked_round, self.open_round, self.closed_round = (
            self.round(*args, is_open=True)
            for args in (("Asked", "partners"), ("Open", "people"), ("Closed", "people"))
        )
        self.invitation = Invitation.objects.get(round=self.asked_round, contact=self.people["partner_a"])
        self.receipt = self.respond(self.open_round)
        limits.count(self.open_round, limits.Sender("a network", "a browser"), now=self.now)
        Burst.objects.create(round=self.open_round, on=self.today)
        for _ in range(6):
            self.respond(self.closed_round)
        rounds.close_round(round=self.closed_round, by=self.lead, now=self.now)
        self.answer_in_words, *others = Answer.objects.filter(response__round=self.closed_round).exclude(words="")
        for answer in others:
            responses.let_through(answer=answer, shown=True, by=self.lead, now=self.now)

    def round(self, title, audience, is_open=False):
        bank = Question.objects.offered_to(audience)
        kinds = [bank.filter(kind=Question.Kind.WORDS).first(), bank.exclude(kind=Question.Kind.WORDS).first()]
        made = rounds.begin(
            partnership=self.partnership, title=title, audience=audience, mode="anonymous", questions=kinds,
            closes_on=self.today + timedelta(days=10), by=self.lead, now=self.now,
        )  # fmt: skip
        if is_open:
            rounds.open_round(round=made, by=self.lead, now=self.now)
        return made

    def respond(self, round):
        said = {q.pk: "Warm and kind" if q.kind == Question.Kind.WORDS else 3 for q in round.questions.all()}
        return responses.give(round=round, answers=said, now=self.now)

    def send(self):
        mina, purpose = self.people["partner_a"], ActionLink.Purpose
        self.links = {
            "answer": links.make(purpose.ANSWER, contact=mina, target_id=self.check_in.pk),
            "answered": links.make(purpose.ANSWER, contact=mina, target_id=self.answered_check_in.pk),
            "accept": links.make(purpose.ACCEPT, contact=mina, target_id=self.shared_version.pk),
            "review": links.make(purpose.REVIEW, contact=mina, target_id=self.version_in_force.pk),
            "converse": links.make(purpose.CONVERSE, contact=mina, target_id=self.conversation.pk),
            "respond": links.make(purpose.RESPOND, contact=mina, target_id=self.invitation.pk),
        }
        self.answer_link = self.links["answer"]
        self.unsubscribe_link = links.make(purpose.UNSUBSCRIBE, contact=mina, topic=Silence.Topic.NEWS)
        later = self.now + timedelta(minutes=10)
        self.sign_in = SignIn.objects.create(contact=mina, browser_hash="another browser", expires_at=later)
        event = Event.objects.filter(partnership=self.partnership).first()
        self.delivery = Delivery.objects.create(
            notice="ask-answered", dedupe_key=self.name, contact=mina, partnership=self.partnership, event=event,
            subject_id=self.update.pk, state=Delivery.State.SENT, not_before=self.now, ended_at=self.now,
            to_address=mina.email, reply_to="olu@example.org", mail_subject="Subject", mail_text="Text",
            mail_html="<html><head></head><body>Text</body></html>", reason="Words",
        )  # fmt: skip
        Stumble.objects.create(event=event, retry_at=later, problem="Words")

    def see_off(self):
        """Somebody who sat here until they left."""
        gone = self.users["left"] = user(f"{self.name}-Lee Gone", User.Role.PARTNER)
        contact = Contact.objects.create(organisation=self.people["partner_a"].organisation, user=gone, name="Lee Gone")
        seats.take(
            membership=self.membership, contact=contact, is_lead=False, authority="decides", capacity="institution",
            by=self.lead, now=self.begun,
        )  # fmt: skip
        contact.to_on = self.today
        contacts.change(contact=contact, by=self.lead, now=self.now)

    def propose(self):
        self.proposal = proposals.propose(
            subject=self.people["partner_a"], changes={"name": [self.people["partner_a"].name, "Somebody"]}, why="So",
            by=self.world.users["administrator"], now=self.now,
        )  # fmt: skip

    def bring_in(self):
        """A file that is to be checked, and one that was applied."""
        self.batch, self.applied_batch = (self.read(name) for name in ("checked.csv", "applied.csv"))
        RememberedColumn.objects.create(headers_key="0" * 64, header_key=f"body {self.partnership.pk}", field="name")
        # As a workbook of two sheets, of which one was read.
        self.batch.other_sheets, self.batch.data = [{"name": "Later", "rows": 1, "is_hidden": False}], SHEET
        self.batch.save()
        imports.apply(batch=self.applied_batch, takes_repairs=True, by=self.lead, now=self.now)
        imports.finish(batch=self.applied_batch, now=self.now)
        self.import_row = self.batch.rows.first()

    def read(self, name):
        batch = reading_files.begin(data=SHEET, file_name=name, by=self.lead, now=self.now)
        imports.finish(batch=batch, now=self.now)
        batch.refresh_from_db()
        imports.choose_columns(batch=batch, columns=batch.columns, by=self.lead, now=self.now)
        imports.finish(batch=batch, now=self.now)
        return ImportBatch.objects.get(pk=batch.pk)
