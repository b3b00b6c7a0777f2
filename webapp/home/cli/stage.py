"""The stage on which the demo is played: the platform's own database under a clock that the play moves.

Every act goes through the services, with their permissions, rules, history and audit; nothing is written past
them. Acts are committed in groups, each with its own moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from webapp.accounts.models import Account
from webapp.accounts.queries import actor_of_account
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work

P = ParamSpec("P")
R = TypeVar("R")

ACTS_PER_COMMIT = 60


class Stage:
    """Runs services as somebody at some moment."""

    def __init__(self, database: Database, start: datetime, say: Callable[[str], None]) -> None:
        self.clock = FixedClock(start)
        self.say = say
        self._database = Database(
            database.engine,
            clock=self.clock,
            storage=database.storage,
            policies=database.policies,
            events=database.events,
            constraints=database.constraints,
            base_url=database.base_url,
        )
        self._work: Work | None = None
        self._acts = 0

    @property
    def database(self) -> Database:
        """The database under the stage's clock, for clock tasks."""
        self.commit()
        return self._database

    @property
    def work(self) -> Work:
        """The open unit of work, set to the present moment."""
        if self._work is None:
            self._work = self._database.begin(is_writing=True)
        self._work.now = self.clock.now()
        return self._work

    def at(self, moment: datetime) -> None:
        """Move the clock on to `moment`; it never goes back."""
        self.clock.move_to(max(moment, self.clock.now()))

    def play(
        self,
        service: Callable[Concatenate[Work, Actor, P], R],
        account: Account | None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run `service` as `account` (None: the platform itself) now."""
        work = self.work
        actor = SYSTEM if account is None else actor_of_account(work, account)
        result = service(work, actor, *args, **kwargs)
        self._acts += 1
        if self._acts % ACTS_PER_COMMIT == 0:
            self.commit()
        return result

    def commit(self) -> None:
        """Make durable what was played so far."""
        if self._work is not None:
            self._work.commit()
            self._work.session.close()
            self._work = None

    def abandon(self) -> None:
        """Forget what was not committed."""
        if self._work is not None:
            self._work.roll_back()
            self._work.session.close()
            self._work = None
