"""Several organisations working on one named need: Partnership, Membership, Seat."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .status import Standing, Status

STALE_AFTER = timedelta(days=100)


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for administrators and viewers, otherwise those where the person has a current seat."""
        if not user.is_active:
            return self.none()
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return self
        return self.filter(Exists(Seat.objects.current().of_user(user).filter(membership__partnership=OuterRef("pk"))))

    def led_by(self, user):
        """All of them for administrators, otherwise those where the person has a lead's seat."""
        if not user.is_active:
            return self.none()
        return self if user.is_administrator else self.with_lead(user)

    def with_lead(self, user):
        """Those where this person has a lead's seat of their own."""
        leads = Seat.objects.current().of_user(user).filter(is_lead=True)
        return self.filter(Exists(leads.filter(membership__partnership=OuterRef("pk"))))

    def overseen_by(self, user):
        """Those of which the person may read what leads keep to themselves: as a lead, an administrator or a viewer."""
        return self.visible_to(user) if user.role == user.Role.VIEWER else self.led_by(user)

    def matching(self, words):
        """Those with every word in the name, the need, the area or the host's name."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(need__icontains=word)
                | Q(area__icontains=word)
                | Q(host__name__icontains=word)
            )
        return found

    def showing(self, status, now):
        """Those whose status_on(now) is this one."""
        fresh = Q(status_at__gte=now - STALE_AFTER)
        if status == Status.NOT_KNOWN:
            return self.filter(Q(status=status) | Q(status_at=None) | Q(status_at__lt=now - STALE_AFTER))
        return self.filter(fresh, status=status)

    def active(self):
        return self.filter(state=Partnership.State.ACTIVE)

    def without_buy_in(self):
        """Those that plan, deliver or ask for acceptance while nobody whom the community trusts is on board."""
        asking = Partnership.objects.filter(agreement__versions__state="shared")
        underway = self.filter(Q(stage__in=Partnership.COMMITTED) | Q(pk__in=asking.values("pk")))
        return underway.exclude(trusted_people__buy_in="on-board")


class Partnership(Standing):
    class Stage(models.TextChoices):
        IDENTIFY = "identify", "Identify"
        MEET = "meet", "Meet"
        AGREE = "agree", "Agree"
        PLAN = "plan", "Plan"
        DELIVER = "deliver", "Deliver"
        EVALUATE = "evaluate", "Evaluate and adjust"

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    class Nation(models.TextChoices):
        ENGLAND = "ENG", "England"
        WALES = "WLS", "Wales"
        SCOTLAND = "SCT", "Scotland"
        NORTHERN_IRELAND = "NIR", "Northern Ireland"

    # The stages that are hard to turn back from without those whom people trust.
    COMMITTED = (Stage.PLAN, Stage.DELIVER)

    name = models.CharField(max_length=200)
    need = models.TextField("the need it works on")
    people_served = models.CharField(max_length=255, blank=True)
    area = models.CharField(max_length=120, blank=True)
    nation = models.CharField("bank holidays of", max_length=3, choices=Nation, default=Nation.ENGLAND)
    host = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, related_name="hosted", verbose_name="host organisation"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.IDENTIFY)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartnershipQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["status", "status_at"])

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="partnership_keyset"),
            models.Index(
                fields=["status_at"], name="partnership_in_trouble", condition=Q(status__in=["stuck", "wobbling"])
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnership", args=[self.pk])

    @property
    def is_active(self):
        return self.state == self.State.ACTIVE

    @property
    def is_paused(self):
        return self.state == self.State.PAUSED

    @property
    def has_ended(self):
        return self.state == self.State.ENDED

    def status_on(self, now):
        """The members' latest word, or not known when the latest is over 100 days old."""
        stale = self.status_at is None or self.status_at < now - STALE_AFTER
        return Status.NOT_KNOWN if stale else Status(self.status)


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def current(self):
        """In the partnership: invited in earnest, and not gone."""
        return self.filter(stage=Membership.Stage.MEMBER)

    def taking_part(self):
        """Members, and those who have said that they are willing."""
        return self.filter(stage__in=[Membership.Stage.WILLING, Membership.Stage.MEMBER])

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
        seats = Seat.objects.filter(to_on=None).select_related("contact")
        return self.select_related("organisation", "partnership").prefetch_related(Prefetch("seats", seats, "people"))

    def acting(self, user):
        """The ids of those this person acts for: from a seat that does more than observe."""
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
    PATH = (Stage.IDENTIFIED, Stage.CONTACTED, Stage.MET, Stage.WILLING, Stage.MEMBER)

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

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["status", "status_at"])

    class Meta:
        ordering = ["organisation__name", "pk"]
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
        return f"{self.organisation} in {self.partnership}"

    @property
    def is_gone(self):
        return self.stage in self.GONE

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


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(membership__partnership__in=Partnership.objects.visible_to(user))

    def current(self):
        return self.filter(to_on=None, membership__stage__in=SEATED)

    def of_user(self, user):
        return self.filter(contact__user=user)

    def of_contact(self, contact):
        return self.filter(contact=contact)

    def of_partnership(self, partnership):
        return self.filter(membership__partnership=partnership)

    def with_whom(self):
        """With the person and the organisation, the leads first."""
        return self.select_related("contact", "membership__organisation").order_by("-is_lead", "contact__name", "pk")

    def accepting(self):
        """Those who may accept an agreement: a member's seats that do more than observe."""
        return (
            self.current().filter(membership__stage=Membership.Stage.MEMBER).exclude(authority=Seat.Authority.OBSERVES)
        )

    def acting(self):
        """Those that do more than observe."""
        return self.exclude(authority=Seat.Authority.OBSERVES)

    def answering(self):
        """Those who are asked to answer check-ins: everybody who does more than observe and has an address."""
        return self.exclude(authority=Seat.Authority.OBSERVES).exclude(contact__email="").filter(contact__to_on=None)


SEATED = [s for s in Membership.Stage.values if s not in Membership.GONE]


class Seat(models.Model):
    """A contact's place in a membership, from one day to another."""

    class Authority(models.TextChoices):
        DECIDES = "decides", "Can decide"
        CONSULTS = "consults", "Must consult"
        OBSERVES = "observes", "Observes"

    class Capacity(models.TextChoices):
        INSTITUTION = "institution", "For the institution"
        PROFESSIONAL = "professional", "As a professional"
        COMMUNITY = "community", "As a community member"
        LIVED = "lived", "From lived experience"
        INNOVATOR = "innovator", "As an innovator"

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="seats")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.PROTECT, related_name="seats")
    is_lead = models.BooleanField("leads the partnership", default=False)
    authority = models.CharField(max_length=10, choices=Authority, default=Authority.CONSULTS)
    capacity = models.CharField(max_length=15, choices=Capacity, default=Capacity.INSTITUTION)
    from_on = models.DateField("from")
    to_on = models.DateField("to", null=True, blank=True)
    until_on = models.DateField("planned to end on", null=True, blank=True)

    objects = SeatQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-is_lead", "contact__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "contact"],
                condition=Q(to_on=None),
                name="seat_once_at_a_time",
                violation_error_message="This person has a seat here already.",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=models.F("from_on")),
                name="seat_ends_after_it_starts",
                violation_error_message="The seat ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="seat_is_planned_to_end_after_it_starts",
                violation_error_message="The seat is planned to end before it starts.",
            ),
        ]
        indexes = [
            models.Index(fields=["contact", "membership"], name="seat_open", condition=Q(to_on=None)),
            models.Index(fields=["until_on"], name="seat_ending", condition=Q(to_on=None, until_on__isnull=False)),
        ]

    def __str__(self):
        return f"{self.contact} for {self.membership}"

    @property
    def is_open(self):
        return self.to_on is None

    @property
    def observes(self):
        return self.authority == self.Authority.OBSERVES

    @property
    def must_consult(self):
        return self.authority == self.Authority.CONSULTS
