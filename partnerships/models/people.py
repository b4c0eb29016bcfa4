"""Who signs in (User), and whom we know at an organisation (Contact). A contact needs no user."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from .mail_domain import MailDomain


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """A user with this address as the name. Without a password they sign in by link only."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"role": User.Role.ADMINISTRATOR, **fields})

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser):
    """A sign-in. What it may see follows from its role and from the seats of its contacts."""

    class Role(models.TextChoices):
        PARTNER = "partner", "Partner: sees the partnerships they have a seat in"
        LEAD = "lead", "Lead: also keeps the directory and starts partnerships"
        VIEWER = "viewer", "Viewer: reads every partnership, changes nothing"
        ADMINISTRATOR = "administrator", "Administrator: everything, and Django admin"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.PARTNER)
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    # last_login is left out: every sign-in would write a history row that no person edited.
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = self.email.strip().lower()

    @property
    def is_administrator(self):
        return self.is_active and self.role == self.Role.ADMINISTRATOR

    @property
    def is_staff(self):
        return self.is_administrator

    @property
    def can_see_directory(self):
        return self.is_active and self.role in {self.Role.LEAD, self.Role.VIEWER, self.Role.ADMINISTRATOR}

    @property
    def keeps_directory(self):
        """May add and change organisations, import them, and start partnerships."""
        return self.is_active and self.role in {self.Role.LEAD, self.Role.ADMINISTRATOR}

    @cached_property
    def is_lead_anywhere(self):
        return self.is_administrator or (self.contacts.filter(seats__is_lead=True, seats__to_on=None).exists())

    def has_perm(self, perm, obj=None):
        return self.is_administrator

    def has_perms(self, perms, obj=None):
        return self.is_administrator

    def has_module_perms(self, app_label):
        return self.is_administrator

    def get_short_name(self):
        return self.name.split(" ")[0] or self.email

    def get_full_name(self):
        return str(self)


class ContactQuerySet(models.QuerySet):
    def current(self):
        """Still at the organisation, as far as anybody said."""
        return self.filter(to_on=None)

    def visible_to(self, user):
        """The directory's keepers see every contact; a partner sees those they share a partnership with."""
        from .partnership import Partnership

        if not user.is_active:
            return self.none()
        if user.can_see_directory:
            return self
        shared = Partnership.objects.visible_to(user)
        return self.filter(
            Q(user=user) | Q(pk__in=Contact.objects.filter(seats__membership__partnership__in=shared).values("pk"))
        )

    def matching(self, words):
        """Those with every word in the name, the e-mail address or the organisation's name."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation__name__icontains=word)
            )
        return found

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


class Contact(models.Model):
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
    job_title = models.CharField(max_length=200, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField(max_length=40, blank=True)
    preferred_channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    from_on = models.DateField("here since", null=True, blank=True)
    to_on = models.DateField("left on", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=models.F("from_on")),
                name="contact_leaves_after_arriving",
                violation_error_message="The leaving date is before the starting date.",
            )
        ]
        indexes = [
            models.Index(Lower("email"), name="contact_by_email"),
            models.Index(MailDomain("email"), name="contact_by_mail_domain"),
        ]

    def __str__(self):
        return self.name

    @property
    def first_name(self):
        return self.name.split(" ")[0]

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
