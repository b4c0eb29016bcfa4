from django.conf import settings
from django.db import models
from django.db.models import Q

WITHOUT_MAIL = " (no mail was sent, by choice)"


class Mail(models.TextChoices):
    """What was wished for the mail that a fact causes."""

    SEND = "send", "Send it"
    NONE = "none", "Do not send it"


class Kind(models.TextChoices):
    """Past tense, noun.verbed, and the sentence it makes. {names} come from the event's data."""

    PARTNERSHIP_STARTED = "partnership.started", "{by} started the partnership"
    PARTNERSHIP_MOVED = "partnership.moved", "{by} moved the partnership to the stage “{stage}”"
    PARTNERSHIP_PAUSED = "partnership.paused", "{by} paused the partnership: {reason}"
    PARTNERSHIP_RESUMED = "partnership.resumed", "{by} took the partnership up again"
    ENDING_BEGUN = "ending.begun", "{by} began to bring the partnership to an end: {reason}"
    ENDING_CALLED_OFF = "ending.called_off", "{by} called the end of the partnership off"
    PARTNERSHIP_ENDED = "partnership.ended", "{by} ended the partnership"
    MEMBERSHIP_PAUSED = "membership.paused", "{organisation} pauses: {reason}"
    MEMBERSHIP_RESUMED = "membership.resumed", "{organisation} is back"
    MEMBERSHIP_INVITED = "membership.invited", "{by} added {organisation}"
    MEMBERSHIP_MOVED = "membership.moved", "{organisation} is now “{stage}”"
    SEAT_TAKEN = "seat.taken", "{contact} took a seat for {organisation}"
    SEAT_ENDED = "seat.ended", "{contact} gave up the seat for {organisation}"
    SEAT_HANDED_OVER = "seat.handed_over", "{successor} takes over from {contact} for {organisation}"
    SEAT_THANKED = "seat.thanked", "{by} thanked {contact} for the time in {organisation}"
    NEED_LEARNT = "need.learnt", "{by} noted something learnt about the need, told by {told_by}"
    INVOLVEMENT_NOTED = "involvement.noted", "{by} noted how far “{who}” take part in stage “{stage}”: {level}"
    CONVERSATION_ASKED = "conversation.asked", "{by} asked {organisation} for their side of the first conversation"
    CONVERSATION_WRITTEN = "conversation.written", "{by} wrote {organisation}’s side of the first conversation"
    AGREEMENT_SHARED = "agreement.shared", "{by} shared version {number} of the agreement"
    AGREEMENT_NARROWED = (
        "agreement.narrowed",
        "{by} asked only those whom version {number} of the agreement touches: {reason}",
    )
    AGREEMENT_COMMENTED = "agreement.commented", "{by} commented on version {number} of the agreement"
    COMMENT_ANSWERED = "comment.answered", "{by} replied to a comment of {contact} on the agreement"
    QUESTION_ASKED = "question.asked", "{organisation} is unsure about {part}: {by} asked a question"
    QUESTION_ANSWERED = "question.answered", "{by} answered the question of {organisation} about {part}"
    QUESTION_SETTLED = "question.settled", "The answer about {part} is enough for {organisation}"
    QUESTION_WITHDRAWN = "question.withdrawn", "{by} withdrew the question about {part}"
    AGREEMENT_ACCEPTED = "agreement.accepted", "{by} accepted version {number} of the agreement for {organisation}"
    AGREEMENT_IN_FORCE = "agreement.in_force", "Everyone has accepted: version {number} of the agreement is in force"
    SIGNED_COPY_ADDED = "signed_copy.added", "{by} added a signed copy of version {number} of the agreement"
    SIGNED_COPY_REMOVED = "signed_copy.removed", "{by} removed a signed copy of version {number} of the agreement"
    AGREEMENT_REVIEWED = "agreement.reviewed", "{by} said what {organisation} thinks about the agreement"
    AGREEMENT_RENEWED = (
        "agreement.renewed",
        "{by} kept version {number} of the agreement until the review on {review_on}",
    )
    AGREEMENT_ENDED = "agreement.ended", "{by} ended version {number} of the agreement on {ended_on}"
    COMMITMENT_MADE = "commitment.made", "{organisation} promised: {what}"
    COMMITMENT_KEPT = "commitment.kept", "{organisation} kept a promise: {what}"
    COMMITMENT_NOT_KEPT = "commitment.not_kept", "{organisation} could not keep a promise: {what}"
    COMMITMENT_RELEASED = "commitment.released", "{organisation} was released from a promise: {what}"
    OBJECTIVE_SET = "objective.set", "{by} set an objective: {title}"
    OBJECTIVE_REACHED = "objective.reached", "The objective was reached: {title}"
    OBJECTIVE_TAKEN_UP = "objective.taken_up", "{by} took the objective up again: {title}"
    OBJECTIVE_DROPPED = "objective.dropped", "{by} dropped the objective: {title}"
    MEASURE_TAKEN = "measure.taken", "{measure} was {value}"
    MILESTONE_SET = "milestone.set", "{by} set a milestone: {title}, due {due_on}"
    MILESTONE_MOVED = "milestone.moved", "{by} moved “{title}” from {from_on} to {due_on}"
    MILESTONE_REACHED = "milestone.reached", "The milestone was reached: {title}"
    MILESTONE_TAKEN_UP = "milestone.taken_up", "{by} took the milestone up again: {title}"
    MILESTONE_DROPPED = "milestone.dropped", "{by} dropped the milestone: {title}"
    RHYTHM_SET = "rhythm.set", "{by} set the check-ins: {words}"
    CHECK_IN_SKIPPED = "check_in.skipped", "{organisation} skipped the check-in due {due_on}"
    UPDATE_SUBMITTED = "update.submitted", "{by} answered for {organisation}: {status}"
    UPDATE_CORRECTED = "update.corrected", "{by} corrected what {organisation} answered: {status}"
    ASK_ANSWERED = "ask.answered", "{by} replied to what {organisation} asked for"
    SIGN_IN_ASKED = "sign_in.asked", "{by} asked for a sign-in link"
    PASSWORD_CHANGED = "password.changed", "{by} changed the password of {user}"
    SECOND_STEP_ADDED = "second_step.added", "{by} set up a second step of signing in for {user}"
    SECOND_STEP_CODES_MADE = "second_step.codes_made", "{by} made new codes for signing in as {user}"
    SECOND_STEP_CODE_USED = "second_step.code_used", "{by} used a code from paper to sign in as {user}"
    SECOND_STEP_REMOVED = "second_step.removed", "{by} took the second step of signing in away from {user}"
    ROUND_OPENED = "round.opened", "{by} opened the feedback round “{title}”"
    INVITATION_PASSED_ON = "invitation.passed_on", "{contact} is asked in the feedback round “{title}” too"
    ROUND_CLOSED = "round.closed", "The feedback round “{title}” closed; answers: {responses}"
    CELEBRATION_PUBLISHED = "celebration.published", "{by} shared good news: {title}"
    CONTACT_MOVED = "contact.moved", "{by} gave {contact} another address"
    PROPOSAL_MADE = "proposal.made", "{by} proposed a change to {about}"
    PROPOSAL_DECIDED = "proposal.decided", "{by} {decided} a change to {about}"
    ORGANISATION_MERGED = "organisation.merged", "{by} merged {other} into {organisation}"
    CONTACT_MERGED = "contact.merged", "{by} merged {other} into {contact}"
    IMPORT_APPLIED = "import.applied", "{by} imported {file_name}; new organisations: {created}"
    IMPORT_UNDONE = "import.undone", "{by} undid the import of {file_name}"


class Words(dict):
    """The words of a fact; one that is missing from old data shows as an ellipsis."""

    def __missing__(self, name):
        return "…"


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The facts of the partnerships a person may see; those of no partnership are for administrators."""
        if user.is_active and user.is_administrator:
            return self
        partnerships = self.model._meta.get_field("partnership").related_model
        return self.filter(partnership__in=partnerships.objects.visible_to(user))

    def without_organisations(self, names):
        """Those whose sentence names none of these."""
        return self.exclude(data__organisation__in=names) if names else self

    def about(self, row):
        """Facts about this very row."""
        return self.filter(subject_type=row._meta.label_lower, subject_id=row.pk)

    def untold(self):
        """Facts the relay has not yet turned into messages."""
        return self.filter(told_at=None)


class Event(models.Model):
    """A fact somebody would mention, written in the transaction that made it true: the shared timeline, the audit
    and the outbox of facts. Written by events.record and never changed, except that the relay marks it told."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    partnership = models.ForeignKey(
        "partnerships.Partnership", null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_contact = models.ForeignKey(
        "partnerships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The row it is about: the table's name (partnerships.contact) and the key in it, which stays when the row is gone.
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    # The words the sentence needs, as they were at that moment.
    data = models.JSONField(default=dict)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["id"], name="event_untold", condition=Q(told_at=None)),
            models.Index(fields=["partnership", "-at"], name="event_timeline"),
        ]

    def __str__(self):
        said = Kind(self.kind).label.format_map(Words(self.data))
        return said if self.is_told_by_mail else said + WITHOUT_MAIL

    @property
    def is_told_by_mail(self):
        """Unless whoever did it wished that nobody gets mail."""
        return self.data.get("mail") != Mail.NONE
