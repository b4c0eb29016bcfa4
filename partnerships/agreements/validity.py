"""When an agreement counted, and when there was none."""

from dataclasses import dataclass
from datetime import date, timedelta

from .models import AgreementVersion

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From one day to another, both included; `to` is None while it goes on. Without a version nothing counted."""

    version: AgreementVersion | None
    from_on: date
    to_on: date | None


class Validity:
    """The periods of one agreement, oldest first, with the gaps between them and up to today."""

    def __init__(self, versions, *, today):
        """`versions` in any order; those that never came into force are passed over."""
        self.periods, past = [], sorted((v for v in versions if v.in_force_at), key=lambda version: version.number)
        for number, version in enumerate(past, start=1):
            following = past[number] if number < len(past) else None
            self._add(version, version.first_day, _last_day(version, following))
        self._add_gap_before(today + ONE_DAY, is_open=True)

    @property
    def gaps(self):
        return [period for period in self.periods if period.version is None]

    @property
    def lapsed_since(self):
        """The first day without a valid agreement, while that lasts."""
        latest = self.periods[-1] if self.periods else None
        return latest.from_on if latest and latest.version is None else None

    def _add(self, version, from_on, to_on):
        if to_on is not None and to_on < from_on:
            return
        self._add_gap_before(from_on)
        self.periods.append(Period(version, from_on, to_on))

    def _add_gap_before(self, day, *, is_open=False):
        """Where the latest period ended before the eve of this day."""
        latest = self.periods[-1] if self.periods else None
        if latest and latest.to_on is not None and latest.to_on + ONE_DAY < day:
            self.periods.append(Period(None, latest.to_on + ONE_DAY, None if is_open else day - ONE_DAY))


def _last_day(version, following):
    """Its own last day, or the eve of the next version's first."""
    days = [version.last_day, following and following.first_day - ONE_DAY]
    return min((day for day in days if day), default=None)
