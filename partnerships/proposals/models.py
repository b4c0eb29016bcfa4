"""What somebody would change of a person or a body that others lead with, until one of those has said yes or no."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from ..directory.models import Contact, Organisation, User
from ..membership.models import Membership, Partnership, Seat


def partnerships_of(*subjects):
    """The partnerships that any of these organisations takes part in, or any of these contacts sits or sat in."""
    found = Partnership.objects.none()
    for subject in filter(None, subjects):
        if isinstance(subject, Contact):
            here = Seat.objects.of_person(subject).values("membership__partnership")
        else:
            here = Membership.objects.present().filter(organisation=subject).values("partnership")
        found = found | Partnership.objects.filter(pk__in=here)
    return found


def touching(partnerships):
    """The proposals about whom `partnerships_of` would name one of these, as a condition."""
    bodies = Membership.objects.present().filter(partnership__in=partnerships).values("organisation")
    seats = Seat.objects.filter(membership__partnership__in=partnerships)
    seated = Q(pk__in=seats.values("contact"))
    # Another contact of somebody who sits there is about them as well.
    people = Contact.objects.filter(seated | Q(user__in=seats.values("contact__user"))).values("pk")
    about = Q(organisation__in=bodies) | Q(contact__in=people)
    merged = Q(contact=None, other_id__in=bodies) | Q(organisation=None, other_id__in=people)
    return about | (Q(kind=Proposal.Kind.MERGE) & merged)


def decided_by_leads_of(partnerships):
    """The proposals that whoever leads these may say yes or no to, as a condition: the twin of can_decide()."""
    proposers = Seat.objects.current().filter(
        is_lead=True, contact__user=OuterRef(OuterRef("proposed_by")), contact__user__is_active=True
    )
    theirs = Exists(proposers.filter(membership__partnership=OuterRef("partnership")))
    beyond = Membership.objects.filter(~Q(partnership__in=partnerships) & ~theirs)
    bodies, people, sitting = Q(), Q(), Q()
    for row in ("organisation", "other_id"):
        bodies |= Q(organisation=OuterRef(row))
    for row in ("contact", "other_id"):
        people |= Q(pk=OuterRef(row))
        sitting |= Q(seats__contact=OuterRef(row)) | Q(seats__contact__user__contacts=OuterRef(row))
    beyond_them = Q(contact=None) & Exists(beyond.present().filter(bodies)) | Q(organisation=None) & Exists(
        beyond.filter(sitting)
    )
    guarded = Contact.objects.filter(people, user__role__in=User.MORE_THAN_LEADS)
    by_all = Q(proposed_by__role=User.Role.ADMINISTRATOR)
    return touching(partnerships) & (by_all | ~beyond_them) & ~(Q(organisation=None) & Exists(guarded))


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those about whom one leads somewhere."""
        if not user.is_active:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(Q(proposed_by=user) | self.about_whom(user))

    def about_whom(self, user):
        """Those about people and bodies of the partnerships this user leads, as a condition."""
        return touching(Partnership.objects.led_by(user))

    def open(self):
        return self.filter(state=Proposal.State.OPEN)

    def waiting_for(self, user):
        """The open ones that this person may decide, and nobody decides about their own."""
        mine = self.open().exclude(proposed_by=user)
        if not user.is_active or user.is_administrator:
            return mine if user.is_active else self.none()
        return mine.filter(decided_by_leads_of(Partnership.objects.led_by(user)))

    def with_people(self):
        return self.select_related("organisation", "contact__organisation", "proposed_by", "decided_by")


class Proposal(models.Model):
    """A change of one organisation or contact, or its merge with another of its kind."""

    class Kind(models.TextChoices):
        CHANGE = "change", "Change"
        MERGE = "merge", "Merge"

    class State(models.TextChoices):
        OPEN = "open", "Waits for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    # What nobody changes alone of somebody whom others lead with.
    GUARDED = {Contact: ("name", "email", "phone", "preferred_channel", "to_on"), Organisation: ("name", "ended_on")}

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHANGE)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals")
    # The one to merge into it.
    other_id = models.BigIntegerField(null=True, blank=True)
    # {field: [what it was, what it would be]}, or for a merge {field: which of both stays}.
    changes = models.JSONField(default=dict)
    # What the choices of a merge were made about.
    seen = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=400, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, contact__isnull=False) | Q(organisation__isnull=False, contact=None),
                name="proposal_about_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | Q(decided_at__isnull=False),
                name="proposal_decided_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["proposed_at"], name="proposal_open", condition=Q(state="open"))]

    def __str__(self):
        return f"Proposal {self.pk}"

    def get_absolute_url(self):
        return reverse("proposal", args=[self.pk])

    @property
    def subject(self):
        return self.organisation or self.contact

    @cached_property
    def other(self):
        """The one to merge into it, or None: there is none, or it is gone."""
        return type(self.subject).objects.filter(pk=self.other_id).first() if self.other_id else None

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_merge(self):
        return self.kind == self.Kind.MERGE
