"""One thing that waits for an official: what, where, by which rule, until when; and their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from webapp.accounts.enums import Role
from webapp.core.kst import end_of_day_kst, kst_day
from webapp.core.policy import Actor
from webapp.home.enums import Urgency
from webapp.ideas.policies import entered_by

FAR_AHEAD = datetime.max.replace(tzinfo=UTC)
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Todo:
    """A line of the desk. `due` is exclusive: a day in full is its 24:00. `rule` says why it is to be done.

    `path` is an address of this site; a test sees to it that it leads to a page. `is_alert`: nothing is to be
    done, it is only good to know.
    """

    title: str
    path: str
    place: str
    rule: str = ""
    due: datetime | None = None
    is_alert: bool = False

    def is_late(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.due is not None and self.due <= now

    def days_late(self, now: datetime) -> int:
        """How many days ago its last day was; 0 when it is today or ahead."""
        return max(0, (kst_day(now) - kst_day(self.due - timedelta.resolution)).days) if self.due else 0

    def urgency(self, now: datetime) -> Urgency:
        """How soon it is to be done."""
        if self.due is None:
            return Urgency.OPEN
        if self.is_late(now):
            return Urgency.LATE
        return Urgency.SOON if self.due <= now + SOON else Urgency.LATER


@dataclass(frozen=True, slots=True)
class Scope:
    """The agencies in which somebody works, by role, and the challenges that are none of their work.

    `entered`: the challenges that the official entered; somebody else looks after them.
    """

    officer: frozenset[int]
    approver: frozenset[int]
    secretary: frozenset[int]
    admin: frozenset[int]
    account_id: int | None
    entered: frozenset[int] = frozenset()

    @classmethod
    def of(cls, actor: Actor) -> Scope:
        """What the actor's roles reach."""
        return cls(
            actor.scopes_of(Role.CONTEST_OFFICER),
            actor.scopes_of(Role.APPROVER),
            actor.scopes_of(Role.JUDGING_SECRETARY),
            actor.scopes_of(Role.AGENCY_ADMIN),
            actor.account_id,
            entered_by(actor),
        )

    @property
    def judging(self) -> frozenset[int]:
        """Where judging is run."""
        return self.officer | self.secretary

    @property
    def everywhere(self) -> frozenset[int]:
        """Every agency with any role."""
        return self.officer | self.approver | self.secretary | self.admin


def by_urgency(todos: Iterable[Todo]) -> tuple[Todo, ...]:
    """The earliest first; what has no day comes last, in the order in which it came."""
    return tuple(sorted(todos, key=lambda todo: todo.due or FAR_AHEAD))


def day_end(day: date | None) -> datetime | None:
    """The end of a day, for things that are due on it."""
    return end_of_day_kst(day) if day is not None else None


def some(agencies: Collection[int]) -> list[int]:
    """Agencies for an IN clause; an empty one matches nothing."""
    return sorted(agencies)
