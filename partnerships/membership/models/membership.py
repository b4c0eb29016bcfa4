from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...pages.names import known
from .partnership import Partnership
from .status import STANDING, Standing, Status


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of the partnerships they see for leads and overseers. A partner sees who is asked or in, and their own:
        that somebody was only thought of, said not now or left is for those who lead."""
        if not user.is_active:
            return self.none()
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return self
        here = Q(partnership__in=Partnership.objects.visible_to(user)) & Q(stage__in=Membership.KNOWN_TO_PARTNERS)
        own = Q(seats__contact__user=user, seats__to_on=None)
        return self.filter(Q(partnership__in=Partnership.objects.led_by(user)) | here | own).distinct()

    def hidden_from(self, user):
        """Those in these partnerships that this person does not see."""
        return self.exclude(pk__in=Membership.objects.visible_to(user).values("pk"))

    def current(self):
        """In the partnership: invited in earnest, and not gone."""
        return self.filter(stage=Membership.Stage.MEMBER)

    def taking_part(self):
        """Members, and those who have said that they are willing."""
        return self.filter(stage__in=Membership.TAKING_PART)

    def present(self):
        """Neither left nor not now."""
        return self.exclude(stage__in=Membership.GONE)

    def going_on(self):
        """Not resting."""
        return self.filter(paused_on=None)

    def to_ask_again(self, today):
        """Who said not now, and whose day to be asked again has come."""
        return self.filter(stage=Membership.Stage.NOT_NOW, ask_again_on__lte=today)

    def to_be_rated(self):
        """Whose influence and interest leads watch: everybody but the host and those who left."""
        return self.exclude(stage=Membership.Stage.LEFT).exclude(organisation=F("partnership__host"))

    def with_stance(self):
        """With the organisation and its ratings, the latest of which is `stance`, in one query more."""
        return self.select_related("organisation").prefetch_related("stances")

    def with_people(self):
        """With the organisation and the open seats, in one query more."""

        from .seat import Seat

        seats = Seat.objects.filter(to_on=None).select_related("contact")
        return self.select_related("organisation", "partnership").prefetch_related(Prefetch("seats", seats, "people"))

    def acting(self, user):
        """The ids of those this person acts for: from a seat that does more than observe."""

        from .seat import Seat

        seats = Seat.objects.current().of_user(user).exclude(authority=Seat.Authority.OBSERVES)
        return set(self.filter(seats__in=seats).values_list("pk", flat=True))

    def awaiting(self, version):
        """The members whose yes to this version of the agreement is missing."""
        return self.current().filter(partnership__agreement=version.agreement_id).exclude(acceptances__version=version)


class Membership(Standing):
    class Stage(models.TextChoices):
        IDENTIFIED = "identified", "Identified"
        CONTACTED = "contacted", "Contacted"
        MET = "met", "Met"
        WILLING = "willing", "Willing"
        MEMBER = "member", "Member"
        LEFT = "left", "Left"
        NOT_NOW = "not-now", "Not now"

    GONE = (Stage.LEFT, Stage.NOT_NOW)
    TAKING_PART = (Stage.WILLING, Stage.MEMBER)
    KNOWN_TO_PARTNERS = (Stage.CONTACTED, Stage.MET, *TAKING_PART)
    PATH = (Stage.IDENTIFIED, Stage.CONTACTED, Stage.MET, Stage.WILLING, Stage.MEMBER)
    FURTHEST = (*reversed(PATH), Stage.NOT_NOW, Stage.LEFT)

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="memberships")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.IDENTIFIED)
    stage_at = models.DateTimeField("in this stage since", default=timezone.now, editable=False)
    reason = models.TextField("reason, when left or not now", blank=True)
    # Set while it rests; the Pause says why and until when.
    paused_on = models.DateField("pausing since", null=True, blank=True)
    ask_again_on = models.DateField("ask again on, when not now", null=True, blank=True)
    note = models.TextField("latest note", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    NAMED_BY = ("organisation", "partnership")

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=[*STANDING])

    class Meta:
        ordering = ["organisation__folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                name="membership_once",
                violation_error_message="This organisation is in the partnership already.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="not-now") | ~Q(reason=""),
                name="not_now_has_a_reason",
                violation_error_message="Say why not now, so that nobody asks again too soon.",
            ),
            models.CheckConstraint(
                condition=Q(ask_again_on=None) | Q(stage="not-now"),
                name="asked_again_when_not_now",
                violation_error_message="Only who said “not now” has a day to be asked again.",
            ),
        ]
        indexes = [
            models.Index(fields=["ask_again_on"], name="membership_to_ask_again", condition=Q(stage="not-now")),
        ]

    def __str__(self):
        return f"{known(self, 'organisation')} in {known(self, 'partnership')}"

    def status_on(self, now):
        """Their latest word while it counts."""
        return Status(self.status) if self.status_until and self.status_until > now else Status.NOT_KNOWN

    @property
    def is_gone(self):
        return self.stage in self.GONE

    def is_as_far_as(self, other):
        """On the way to being a member; whoever said not now or left is the least far."""
        return self.FURTHEST.index(self.stage) <= self.FURTHEST.index(other.stage)

    @property
    def is_member(self):
        return self.stage == self.Stage.MEMBER

    @property
    def is_paused(self):
        return self.paused_on is not None

    @property
    def is_host(self):
        return self.organisation_id == self.partnership.host_id

    @property
    def next_stage(self):
        """The next step on the way to member; for members none, and for those aside the first one again."""
        if self.is_gone:
            return self.Stage.CONTACTED
        return None if self.is_member else self.PATH[self.PATH.index(self.stage) + 1]

    @property
    def stance(self):
        """The latest rating, as read by with_stance."""
        return next(iter(self.stances.all()), None)
