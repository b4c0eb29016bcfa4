import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords


def new_salt():
    return secrets.token_hex(16)


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

    MORE_THAN_LEADS = (Role.VIEWER, Role.ADMINISTRATOR)

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.PARTNER)
    # A lead because of a seat, and a partner again without one; else an administrator made them what they are.
    is_lead_by_seat = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField("may sign in", default=True)
    # Part of what every session of theirs is signed with: a new one ends them all.
    sessions_salt = models.CharField(max_length=32, default=new_salt, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    # last_login is left out: every sign-in would write a history row that no person edited.
    history = HistoricalRecords(excluded_fields=["password", "last_login", "sessions_salt"])

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
    def is_only_administrator(self):
        others = User.objects.filter(role=self.Role.ADMINISTRATOR, is_active=True).exclude(pk=self.pk)
        return not others.exists()

    @property
    def is_staff(self):
        return self.is_administrator

    @property
    def has_fixed_name(self):
        """Staff whom an administrator made so: they sign in by a name that only an administrator changes. Who leads by
        a seat alone signs in, as partners do, with the address that their contact has."""
        return self.role != self.Role.PARTNER and not self.is_lead_by_seat

    @property
    def can_see_directory(self):
        return self.is_active and self.role in {self.Role.LEAD, self.Role.VIEWER, self.Role.ADMINISTRATOR}

    @property
    def keeps_directory(self):
        """May add and change organisations, import them, and start partnerships."""
        if self.role == self.Role.VIEWER:
            return self.is_active and self.is_lead_anywhere
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

    def end_sessions(self):
        """Whoever is signed in as this user is signed out with the next page they ask for."""
        self.sessions.all().delete()
        self.sessions_salt = new_salt()
        type(self).objects.filter(pk=self.pk).update(sessions_salt=self.sessions_salt)

    def _get_session_auth_hash(self, secret=None):
        """As Django's, and over the salt of the sessions."""
        signed = self.password + self.sessions_salt
        return salted_hmac("partnerships.sessions", signed, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self):
        return str(self)
