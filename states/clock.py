"""What time it is: the machine's own, a fixed one for tests, a virtual one for demonstrations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Says what time it is, always aware and in UTC."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...


def aware(instant: datetime, name: str = "instant") -> datetime:
    """The instant in UTC. Raises ValueError for a naive one: it does not say which instant."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(
            f"{name} 没有时区，不能确定是哪一时刻 / {name} is naive: {instant.isoformat()}"
        )
    return instant.astimezone(UTC)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is advanced, and never goes back."""

    def __init__(self, at: datetime) -> None:
        self._at = aware(at, "at")

    def now(self) -> datetime:
        """The instant it stands at, in UTC."""
        return self._at

    def advance(self, to: datetime | None = None, **by: float) -> datetime:
        """Moves forward to an instant or by `timedelta` parts (days=1); gives the new now.

        Raises ValueError if that would go back.
        """
        target = self._at + timedelta(**by) if to is None else aware(to, "to")
        if target < self._at:
            raise ValueError(
                f"时钟只能向前：{target.isoformat()} 早于 {self._at.isoformat()}"
                " / a clock only goes forward"
            )
        self._at = target
        return target


@dataclass(frozen=True, slots=True)
class VirtualClock:
    """A clock that showed `virtual_start` at `real_start` and runs on with real time from there.

    Never shows an instant before `virtual_start`, even if the real clock is set back.
    """

    virtual_start: datetime
    real_start: datetime
    real: Clock
    _ahead: timedelta = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "virtual_start", aware(self.virtual_start, "virtual_start"))
        object.__setattr__(self, "real_start", aware(self.real_start, "real_start"))
        object.__setattr__(self, "_ahead", self.virtual_start - self.real_start)

    def now(self) -> datetime:
        """The virtual instant in UTC."""
        return self._shown_at(self.real.now())

    def reaching(self, to: datetime) -> VirtualClock:
        """A clock that shows `to` now; this clock itself if it has run past that already."""
        target, real = aware(to, "to"), self.real.now()
        return VirtualClock(target, real, self.real) if self._shown_at(real) < target else self

    def _shown_at(self, real: datetime) -> datetime:
        return max(real + self._ahead, self.virtual_start)
