"""Several organisations working on one named need: Partnership, Membership, Seat."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...pages.names import Folded, Named
from ...pages.queries import folded, words_in
from .status import STANDING, Standing


def known_places(user, which):
    """Ids of the partnerships that `user.places` has read for this page, or None: then the database is asked."""
    return getattr(getattr(user, "places", None), which, None)


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for administrators and viewers, otherwise those where the person has a current seat."""

        from .seat import Seat

        if not user.is_active:
            return self.none()
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return self
        if (known := known_places(user, "seen")) is not None:
            return self.filter(pk__in=known)
        # From the person to their seats: a question of each partnership would go through all there are.
        return self.filter(pk__in=Seat.objects.current().of_user(user).order_by().values("membership__partnership"))

    def led_by(self, user):
        """All of them for administrators, otherwise those where the person has a lead's seat."""
        if not user.is_active:
            return self.none()
        return self if user.is_administrator else self.with_lead(user)

    def with_lead(self, user):
        """Those where this person has a lead's seat of their own."""

        from .seat import Seat

        if (known := known_places(user, "led")) is not None:
            return self.filter(pk__in=known)
        leads = Seat.objects.current().of_user(user).filter(is_lead=True)
        return self.filter(pk__in=leads.order_by().values("membership__partnership"))

    def overseen_by(self, user):
        """Those of which the person may read what leads keep to themselves: as a lead, an administrator or a viewer."""
        return self.visible_to(user) if user.role == user.Role.VIEWER else self.led_by(user)

    def matching(self, words):
        """Those with every word in the name, the need, the area or the host's name."""
        found = self
        for word in words_in(words):
            word = folded(word)
            found = found.filter(Q(found_by__contains=word) | Q(host__folded_name__contains=word))
        return found

    def to_settle(self, now):
        """Those at work in which somebody's word has counted long enough."""
        return self.active().filter(status_until__lte=now)

    def active(self):
        return self.filter(state=Partnership.State.ACTIVE)

    def without_buy_in(self):
        """Those that plan, deliver or ask for acceptance while nobody whom the community trusts is on board."""
        asking = Partnership.objects.filter(agreement__versions__state="shared")
        underway = self.filter(Q(stage__in=Partnership.COMMITTED) | Q(pk__in=asking.values("pk")))
        return underway.exclude(trusted_people__buy_in="on-board")


class Partnership(Named, Standing):
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
    found_by = Folded("name", "need", "area")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.IDENTIFY)
    # Was offered, and is not offered again.
    stage_not_yet = models.CharField(max_length=10, choices=Stage, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartnershipQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=[*STANDING, "folded_name", "found_by"])

    class Meta:
        ordering = ["folded_name", "pk"]
        indexes = [
            models.Index(fields=["folded_name", "id"], name="partnership_keyset"),
            models.Index(
                fields=["status_at"], name="partnership_in_trouble", condition=Q(status__in=["stuck", "wobbling"])
            ),
            models.Index(
                fields=["status_until"],
                name="partnership_to_settle",
                condition=Q(state="active", status_until__isnull=False),
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
