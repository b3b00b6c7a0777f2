"""The stage on which the demo is played: the platform's own database under a clock that the play moves.

Every act goes through the services, with their permissions, rules, history and audit; nothing is written past
them. Acts are committed in groups, each with its own moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from webapp.accounts.models import Account
from webapp.accounts.queries import actor_of_account
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Trace, Work

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
            subjects=database.subjects,
        )
        self._work = self._database.begin(is_writing=True)
        self._acts = 0

    @property
    def work(self) -> Work:
        """The open unit of work, set to the present moment."""
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

    def tick(self, *tasks: ClockTask) -> None:
        """Let the clock do its tasks at this moment, each in units of work of its own."""
        self.commit()
        for task in tasks:
            task.run(self._database)
        self.work.session.expire_all()

    def from_place(self, name: str) -> None:
        """Let what follows come from one client address, told apart by a name ("": from nowhere)."""
        digest = hashlib.sha256(name.encode()).hexdigest() if name else ""
        self._work.trace = Trace(address_digest=digest)

    def commit(self) -> None:
        """Make durable what was played so far. What was loaded stays loaded, for the next acts."""
        self.work.commit()

    def close(self) -> None:
        """Commit and let go of the database."""
        self.commit()
        self.work.session.close()
