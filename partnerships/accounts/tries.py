"""How many wrong passwords close a door, for django-axes: eight for one name from anywhere, thirty from one address.

An office behind one router is one address: a few typing errors of its people close nothing. A browser that is known for
a name has only what was tried there for that name, so that strangers who fail for a name keep nobody out.
"""

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.db.models import Max, Sum

from . import known_browsers

FROM_AN_ADDRESS = 30
NAME, ADDRESS = "username", "ip_address"


class Tries(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None):
        """As many as count against the limit of a name."""
        return max(tries for _, tries, _ in self._counted(request, credentials))

    def closed(self, request, credentials=None):
        """What is closed (NAME or ADDRESS), and the moment at which it is open again at the latest."""
        what, _, last = max(self._counted(request, credentials), key=lambda counted: counted[1])
        return what, last + get_cool_off(request)

    def _counted(self, request, credentials):
        """(what it is counted by, how many against the limit of a name, the last of them) for each way of counting."""
        spare = FROM_AN_ADDRESS - settings.AXES_FAILURE_LIMIT
        ways = counted_together(request, credentials)
        for by, attempts in zip(ways, self.get_user_attempts(request, credentials), strict=True):
            found = attempts.aggregate(tries=Sum("failures_since_start", default=0), last=Max("attempt_time"))
            yield (ADDRESS, found["tries"] - spare, found["last"]) if by == ADDRESS else (NAME, *found.values())


def name_tried(request, credentials=None):
    """The name in an attempt to sign in."""
    given = credentials or (request.POST if request is not None else {})
    return known_browsers.folded(given.get("username") or _own_name(request))


def address_tried_from(request):
    """Where an attempt comes from, as it is counted."""
    return known_browsers.address(request, name_tried(request))


def _own_name(request):
    """Of whoever is in, and types the old password for a new one."""
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else ""


def counted_together(request, credentials=None):
    """What wrong passwords are counted by."""
    if known_browsers.is_known(request, name_tried(request, credentials)):
        return [[NAME, ADDRESS]]
    return [NAME, ADDRESS]
