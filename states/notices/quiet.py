"""When no message goes out: at night and on rest days. What is held goes the next working
morning."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.calendar import Calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the day from `first` to `last` (over midnight if that is earlier; none if they
    are equal), and the rest days of a calendar if there is one."""

    first: time
    last: time
    zone: str
    calendar: Calendar | None

    @classmethod
    def of(cls, hours: str, zone: str, calendar: Calendar | None) -> "Quiet":
        """From a setting: 20:00-08:00; empty for no hours."""
        first, _, last = (hours or "00:00-00:00").partition("-")
        return cls(time.fromisoformat(first), time.fromisoformat(last), zone, calendar)

    def until(self, at: datetime) -> datetime | None:
        """The instant from which messages go out again; None if they may go now."""
        local = at.astimezone(ZoneInfo(self.zone))
        found = self._after_rest(self._after_hours(local))
        return None if found == local else found.astimezone(at.tzinfo)

    def _after_hours(self, local: datetime) -> datetime:
        now = local.time()
        if self.first <= self.last:
            return self._at(local.date()) if self.first <= now < self.last else local
        if now >= self.first:
            return self._at(local.date() + DAY)
        return self._at(local.date()) if now < self.last else local

    def _after_rest(self, local: datetime) -> datetime:
        day = local.date()
        if self.calendar is None or self.calendar.is_working_day(day):
            return local
        return self._at(self.calendar.add_working_days(day, 1))

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, self.last, ZoneInfo(self.zone))
