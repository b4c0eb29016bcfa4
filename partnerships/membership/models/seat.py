from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...pages.names import known
from .membership import Membership
from .partnership import Partnership


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(membership__partnership__in=Partnership.objects.visible_to(user))

    def current(self):
        return self.filter(to_on=None, membership__stage__in=SEATED)

    def taking_part(self):
        """The current ones at members, and at those who are willing to be."""
        return self.current().filter(membership__stage__in=Membership.TAKING_PART)

    def in_touch(self):
        """The current ones wherever the partnership has been spoken of."""
        return self.current().filter(membership__stage__in=Membership.KNOWN_TO_PARTNERS)

    def of_user(self, user):
        return self.filter(contact__user=user)

    def of_contact(self, contact):
        return self.filter(contact=contact)

    def of_person(self, contact):
        """The contact's, and those of other contacts of the same user."""
        return self.filter(contact__user=contact.user_id) if contact.user_id else self.of_contact(contact)

    def of_partnership(self, partnership):
        return self.filter(membership__partnership=partnership)

    def with_whom(self):
        """With the person and the organisation, the leads first."""
        return self.select_related("contact", "membership__organisation").order_by(
            "-is_lead", "contact__folded_name", "pk"
        )

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

    STRONGEST_FIRST = (Authority.DECIDES, Authority.CONSULTS, Authority.OBSERVES)

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

    NAMED_BY = ("contact", "membership")

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
        return f"{known(self, 'contact')} for {known(self, 'membership')}"

    @classmethod
    def strongest(cls, *authorities):
        """What somebody may do who has all of these."""
        return min(authorities, key=cls.STRONGEST_FIRST.index)

    @property
    def is_open(self):
        return self.to_on is None

    @property
    def observes(self):
        return self.authority == self.Authority.OBSERVES

    @property
    def may_accept(self):
        """An agreement, as accepting() says it: a member's seat that does more than observe."""
        return self.is_open and self.membership.is_member and not self.observes

    @property
    def must_consult(self):
        return self.authority == self.Authority.CONSULTS
