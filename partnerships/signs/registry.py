"""Plain sentences about what needs attention, each with its evidence and one action. Never a composite score.

Each room says in its `signs.py` what it can see; this one never learns who registered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable


@dataclass(frozen=True)
class Sign:
    """One row of “Needs you today”: what, why, and one action.

    `weight` orders signs (0 comes first); `since` breaks ties, oldest first. A standing gap can wait a day: it takes
    only what room the others leave.
    """

    group: str
    sentence: str
    why: str
    action: str
    url: str
    weight: int
    since: date
    # Of what: with the group it names the sign.
    row: int
    partnership: str = ""
    is_standing: bool = False


class Row(SimpleNamespace):
    """What the database said of one row: `pk`, `since`, the name of its `partnership`, what the kind `tells`; and the
    `user` who reads, and `today`."""

    def sign(self, sentence, why, action, url, **fields):
        """The Sign of this row, of the weight of its kind unless another is said."""
        said = {
            "weight": self.kind.weight,
            "since": self.since,
            "row": self.pk,
            "partnership": self.partnership,
            **fields,
        }
        return Sign(self.kind.name, sentence, why, action, url, is_standing=self.kind.is_standing, **said)


@dataclass(frozen=True)
class Asked:
    """For whom and when: in `filter()`, these stand for values that are known when the question is asked.

    `led` are ids of the active partnerships they lead, `kept` of those and of the paused and ended ones: both for
    `partnership__in=…`.
    """

    led: Any
    kept: Any
    user: Any
    today: Any
    midnight: Any


@dataclass(frozen=True)
class Kind:
    """One thing that a room can see.

    `rows` says which rows stand, the most pressing by `first_by` (else `since`); `tells` names what `says` needs of
    each beside its date. `partnership` is the path to the partnership's name.
    """

    name: str
    weight: int
    rows: Callable[[Asked], QuerySet]
    since: str | Combinable
    says: Callable[[Row], Sign]
    tells: dict[str, str | Combinable] = field(default_factory=dict)
    partnership: str | Combinable = "partnership__name"
    first_by: str = ""
    is_standing: bool = False
    # Somebody is missing: told on the page of who takes part too.
    is_gap: bool = False

    # As a key of what was written once: there is one of each name.
    def __hash__(self):
        return hash(self.name)


KINDS: list[Kind] = []


def register(*kinds):
    """Have these asked for whenever somebody's signs are read."""
    KINDS.extend(kinds)
