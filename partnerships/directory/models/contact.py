"""Who signs in (User), and whom we know at an organisation (Contact). A contact needs no user."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...pages.names import Named
from ...pages.queries import folded, words_in
from .mail_domain import MailDomain
from .user import User


class ContactQuerySet(models.QuerySet):
    def current(self):
        """Still at the organisation, as far as anybody said."""
        return self.filter(to_on=None)

    def of_user(self, user):
        """Whom this user is, at each organisation where they still are."""
        return self.current().filter(user=user)

    def visible_to(self, user):
        """The directory's keepers see every contact; a partner sees their colleagues, and those who take part where
        they sit. Who was only spoken with has given their phone number and address to those who lead."""
        from ...membership.models import Membership, Seat

        if not user.is_active:
            return self.none()
        if user.can_see_directory:
            return self
        shared = Membership.objects.visible_to(user).taking_part()
        colleagues = Membership.objects.filter(seats__contact__user=user, seats__to_on=None)
        seated = Seat.objects.current().filter(Q(membership__in=shared) | Q(membership__in=colleagues))
        return self.filter(Q(user=user) | Q(pk__in=seated.order_by().values("contact")))

    def matching(self, words):
        """Those with every word in the name, the e-mail address or the organisation's name."""
        found = self
        for word in words_in(words):
            found = found.filter(
                Q(folded_name__contains=folded(word))
                | Q(email__icontains=word)
                | Q(organisation__folded_name__contains=folded(word))
            )
        return found

    def seated_in(self, partnership):
        """Those with a current seat there."""
        from ...membership.models import Seat

        return self.filter(pk__in=Seat.objects.current().of_partnership(partnership).order_by().values("contact"))

    def like(self, contact):
        """Others with the same address, or with the same name at the same organisation."""
        alike = Q(pk__in=[])
        if contact.email:
            alike |= Q(pk__in=self.with_address(contact.email).values("pk"))
        if contact.organisation_id:
            alike |= Q(organisation=contact.organisation_id, name__iexact=contact.name)
        return self.filter(alike).exclude(pk=contact.pk)

    def with_address(self, email):
        """Whatever its capitals; through the index on the lower-case address."""
        return self.alias(address=Lower("email")).filter(address=email.strip().lower())


class Contact(Named):
    """A person at an organisation, or at none."""

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone call"
        POST = "post", "Post"

    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts", editable=False
    )
    name = models.CharField(max_length=200)
    greeting = models.CharField(
        "how to greet them", max_length=80, blank=True, help_text="As it stands after “Dear”; otherwise the whole name."
    )
    job_title = models.CharField(max_length=200, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    preferred_channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    from_on = models.DateField("here since", null=True, blank=True)
    to_on = models.DateField("left on", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded_name"])

    class Meta:
        ordering = ["folded_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=models.F("from_on")),
                name="contact_leaves_after_arriving",
                violation_error_message="The leaving date is before the starting date.",
            )
        ]
        indexes = [
            models.Index(fields=["folded_name", "id"], name="contact_keyset"),
            models.Index(Lower("email"), name="contact_by_email"),
            models.Index(MailDomain("email"), name="contact_by_mail_domain"),
        ]

    def __str__(self):
        return self.name

    @property
    def greeted_as(self):
        """After “Dear”. A name tells nobody which of its words is the first name: it may be Rev. or Adeyemi."""
        return self.greeting or self.name

    @property
    def is_reachable_by_mail(self):
        return bool(self.email) and self.to_on is None

    @property
    def employer(self):
        """The organisation's name, or an empty string for somebody who belongs to none."""
        try:
            return self.organisation.name if self.organisation else ""
        except ObjectDoesNotExist:
            return ""
