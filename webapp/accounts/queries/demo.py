"""Whether this installation carries the demo: asked on every page, so remembered for a moment."""

from __future__ import annotations

import threading
from time import monotonic

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.database import Database


def has_demo_accounts(database: Database) -> bool:
    """Whether an account of the demo may still be used here. An empty database without tables has none."""
    if not sa.inspect(database.engine).has_table(Account.__tablename__):
        return False
    return _ask(database)


class DemoNotice:
    """`has_demo_accounts`, asked at most once in `seconds` by each process (0: every time)."""

    def __init__(self, database: Database, *, seconds: float) -> None:
        self.database = database
        self.seconds = seconds
        self._answer = False
        self._until = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> bool:
        """Whether pages shall warn that this is a demo."""
        with self._lock:
            if monotonic() >= self._until:
                self._answer = _ask(self.database)
                self._until = monotonic() + self.seconds
            return self._answer


def _ask(database: Database) -> bool:
    with database.read() as work:
        return work.session.scalar(sa.select(Account.id).where(Account.is_demo).limit(1)) is not None
