"""Playing a contest through its services: people, and one act after the other under a clock that moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Account, Agency, Department
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.core.work import Work

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Cast:
    """Who takes part."""

    agency: Agency
    department: Department
    officer: Account
    approver: Account
    secretary: Account
    official: Account
    citizens: list[Account] = field(default_factory=list)
    judges: list[Account] = field(default_factory=list)


class Line:
    """Runs one use case after the other, each committed before the next, under a clock that moves."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.database = database
        self.clock = clock
        self.work = work = database.begin(is_writing=True)
        agency = make_agency(work)
        department = make_department(work, agency)
        self.cast = Cast(
            agency,
            department,
            make_official(work, agency, Role.CONTEST_OFFICER, name="공담당"),
            make_official(work, agency, Role.APPROVER, name="결재자"),
            make_official(work, agency, Role.JUDGING_SECRETARY, name="심간사"),
            make_official(work, agency, Role.CONTEST_OFFICER, name="정담당", department=department),
            [make_account(work, f"시민{n}") for n in range(3)],
            [make_account(work, f"위원{n}") for n in range(5)],
        )
        work.commit()

    def act(
        self,
        service: Callable[Concatenate[Work, Actor, P], R],
        who: Account,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a service as somebody and commit."""
        self.work.now = self.clock.now()
        result = service(self.work, actor_for(self.work, who), *args, **kwargs)
        self.work.commit()
        return result

    def let_the_clock(self, task: Callable[[Work], int]) -> int:
        """Run what the clock does, and commit."""
        self.work.now = self.clock.now()
        count = task(self.work)
        self.work.commit()
        return count

    def pass_days(self, days: int) -> None:
        """Let days go by."""
        self.clock.advance(timedelta(days=days))

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()
