"""Who asks: twelve browsers, and what each may call its own."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.urls import reverse

from partnerships.accounts.sessions import SessionStore

BACKEND = "django.contrib.auth.backends.ModelBackend"
# The pages that a link opens, and which of its holder's links. Everywhere else the cookie of the first is shown.
OPENED_BY = {
    "answer-check-in": "answer",
    "open-check-in": "answer",
    "skip-check-in": "answer",
    "answered-check-in": "answered",
    "correct-answer": "answered",
    "accept-agreement": "accept",
    "send-comment": "accept",
    "ask-question": "accept",
    "ask-again": "accept",
    "settle-question": "accept",
    "withdraw-question": "accept",
    "review-agreement": "review",
    "write-their-side": "converse",
    "written-their-side": "converse",
    "answer-round": "respond",
}


@dataclass(frozen=True)
class Role:
    """`side` is whose rows are their own (None: nobody's, and Pantry's stand for them), `column` their column of the
    table there, and `abroad` their column for the rows of the other side."""

    name: str
    side: str | None
    column: str
    abroad: str

    def side_of(self, world, thing):
        """The side whose row stands for "own" and "other"; a missing row has none, so the own side's words are sent."""
        mine = self.side or "pantry"
        other = "boxing" if mine == "pantry" else "pantry"
        return getattr(world, other if thing == "other" else mine)

    def column_for(self, thing):
        return self.abroad if thing == "other" else self.column

    @property
    def is_stranger_to_pantry(self):
        return self.side == "boxing" or self.name in {"anonymous", "left"}


ROLES = [
    Role("anonymous", None, "anonymous", "anonymous"),
    Role("link_holder", "pantry", "link_holder", "other_link_holder"),
    Role("other_link_holder", "boxing", "link_holder", "other_link_holder"),
    Role("partner_a", "pantry", "partner_a", "other_partner"),
    Role("partner_b", "pantry", "partner_b", "other_partner"),
    Role("observer", "pantry", "observer", "other_partner"),
    Role("lead", "pantry", "lead", "other_lead"),
    Role("other_lead", "boxing", "lead", "other_lead"),
    Role("other_partner", "boxing", "partner_a", "other_partner"),
    Role("left", "pantry", "left", "other_partner"),
    Role("viewer", None, "viewer", "viewer"),
    Role("administrator", None, "administrator", "administrator"),
]


class Browsers:
    """A browser for each role, signed in once. `of(role, name)` has the cookies that the role would show at the
    address of that name, and nothing of what happened before."""

    def __init__(self, world, **options):
        self.client = Client(raise_request_exception=False, **options)
        self.cookies = {role.name: self._cookies_of(role, world) for role in ROLES}

    def of(self, role, name=""):
        self.client.cookies.clear()
        cookies = self.cookies[role.name]
        link = cookies.get(OPENED_BY.get(name, "answer"))
        if link:
            self.client.cookies["link"] = link
        if "session" in cookies:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = cookies["session"]
        return self.client

    def _cookies_of(self, role, world):
        if role.name == "anonymous":
            return {}
        if role.column == "link_holder":
            return {name: self._follow(link) for name, link in getattr(world, role.side).links.items()}
        users = getattr(world, role.side).users if role.side else world.users
        return {"session": session_of(users[role.column])}

    def _follow(self, link):
        self.client.cookies.clear()
        return self.client.get(reverse("follow-link", args=[link.token])).cookies["link"].value


def session_of(user):
    """The key of a session in which this user is signed in; made directly, because signing in moves last_login."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
