"""The clock. Nothing else in the project asks the machine for the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that tells the time in UTC."""

    def now(self) -> datetime:
        """The present moment, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is told to move: for tests and for replaying a contest."""

    moment: datetime

    def __post_init__(self) -> None:
        if self.moment.tzinfo is None:
            raise ValueError("a clock needs a timezone-aware moment")

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)

    def move_to(self, moment: datetime) -> None:
        """Set the clock; `moment` must be timezone-aware."""
        if moment.tzinfo is None:
            raise ValueError("a clock needs a timezone-aware moment")
        self.moment = moment

    def advance(self, step: timedelta) -> None:
        """Move the clock by `step`."""
        self.moment += step
