"""Links in mail. The token follows from the site's secret key and a row's salt, so it can be written into a message at
the last moment and the database never holds it: only its hash, by which a link is found."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..directory.models.user import new_salt
from ..pages.names import known


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(models.QuerySet):
    def alive(self, now):
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))

    def with_token(self, token):
        return self.filter(token_hash=hash_of(token))


class TokenRow(models.Model):
    """A row whose token can be derived, not read."""

    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.token_hash:
            self.token_hash = hash_of(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self):
        return salted_hmac("partnerships.link", self.salt, algorithm="sha256").hexdigest()[:40]


class ActionLink(TokenRow):
    """Opens one form for one person, without a session, as often as they like until the window closes."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", "Answer a check-in"
        ACCEPT = "accept", "Accept an agreement"
        REVIEW = "review", "Say whether to keep an agreement"
        CONVERSE = "converse", "Write your side of a first conversation"
        RESPOND = "respond", "Answer a feedback round"
        UNSUBSCRIBE = "unsubscribe", "Stop one kind of mail"

    purpose = models.CharField(max_length=12, choices=Purpose)
    target_id = models.BigIntegerField(default=0)  # 0: a topic, not a row
    topic = models.CharField(max_length=40, blank=True)
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="links")
    revoked_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("contact",)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "target_id", "topic", "contact"],
                condition=Q(revoked_at=None),
                name="one_link_for_a_purpose",
            )
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} for {known(self, 'contact')}"

    def is_alive(self, now):
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class SignIn(TokenRow):
    """A sign-in asked for by address: ten minutes, once. The browser that asked holds the cookie; any other types the
    six digits into the first."""

    # None: nobody here has the address. The row is written all the same, so that nobody sees a difference.
    contact = models.ForeignKey("partnerships.Contact", null=True, on_delete=models.CASCADE, related_name="+")
    browser_hash = models.CharField(max_length=64)
    # Whom it was asked for and from where, for counting only: keyed digests.
    name_hash = models.CharField(max_length=64, default="", editable=False, db_index=True)
    address_hash = models.CharField(max_length=64, default="", editable=False, db_index=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("contact",)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"Sign-in for {known(self, 'contact') or 'an unknown address'}"

    @property
    def code(self):
        """Six digits, derived like the token."""
        number = int(salted_hmac("partnerships.sign-in code", self.salt, algorithm="sha256").hexdigest(), 16)
        return f"{number % 1_000_000:06d}"
