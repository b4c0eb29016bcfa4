"""Where somebody is signed in: Django's sessions, with whose they are."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from ..pages.names import known


class SessionQuerySet(models.QuerySet):
    def alive(self, user):
        """Those in which this user is signed in, the newest first. By the clock that ends them, not by a page's."""
        return self.filter(user=user, expire_date__gt=timezone.now()).order_by("-began_at")


class Session(AbstractBaseSession):
    """One browser. Half a sign-in, or none, is a session of nobody."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    # As "Firefox on Windows": enough to know one's own browser again, and nothing else about it.
    device = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("user",)

    objects = SessionQuerySet.as_manager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    def __str__(self):
        return f"{known(self, 'user') or 'Nobody'}, {self.device or 'a browser'}"

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(DatabaseSessions):
    """What settings.SESSION_ENGINE uses, through accounts/sessions.py."""

    DEVICE, BEGAN = "device", "began"

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.device, row.began_at = data.get(self.DEVICE, ""), data.get(self.BEGAN)
        return row
