"""Engine, sessions and units of work, alike on SQLite and PostgreSQL.

SQLite runs in WAL mode; a writing unit begins with BEGIN IMMEDIATE, so that it queues up instead of failing
halfway. Reading units are rolled back at their end, always.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from webapp.core.clock import Clock
from webapp.core.constraints import ConstraintBook
from webapp.core.events import EventBook
from webapp.core.policy import PolicyBook
from webapp.core.subjects import SubjectBook
from webapp.core.work import Trace, TrackedSession, Work

if TYPE_CHECKING:
    from webapp.core.storage import Storage

BUSY_TIMEOUT_MS = 15_000
#: Hangul as it is: half the size of escapes, and to be read by whoever looks into the database.
to_json = partial(json.dumps, ensure_ascii=False)
logger = logging.getLogger(__name__)


def make_engine(url: str, *, pool_size: int = 10) -> sa.Engine:
    """An engine for `url`; PostgreSQL addresses get the psycopg driver."""
    parsed = sa.make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(
            parsed, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, json_serializer=to_json
        )
    engine = sa.create_engine(
        parsed, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, json_serializer=to_json
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    # past SQLAlchemy's own execution: every request begins so, and the way round is a tenth of a page
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE" if is_writing else "BEGIN")
    cursor.close()


class Database:
    """Where units of work come from."""

    def __init__(
        self,
        engine: sa.Engine,
        *,
        clock: Clock,
        storage: Storage,
        policies: PolicyBook,
        events: EventBook,
        constraints: ConstraintBook,
        base_url: str,
        subjects: SubjectBook | None = None,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.storage = storage
        self.policies = policies
        self.events = events
        self.constraints = constraints
        self.base_url = base_url
        self.subjects = subjects or SubjectBook()
        self.on_wake: Callable[[list[int]], None] | None = None
        self._writing_engine = engine.execution_options(is_writing=True)

    def begin(self, *, is_writing: bool, trace: Trace | None = None) -> Work:
        """A unit of work that its caller commits or rolls back, and closes."""
        bind = self._writing_engine if is_writing else self.engine
        session = TrackedSession(bind, expire_on_commit=False, autoflush=True)
        return Work(
            session=session,
            now=self.clock.now(),
            policies=self.policies,
            events=self.events,
            constraints=self.constraints,
            storage=self.storage,
            base_url=self.base_url,
            subjects=self.subjects,
            trace=trace or Trace(),
            on_wake=self.on_wake,
            is_writing=is_writing,
        )

    @contextmanager
    def write(self, trace: Trace | None = None) -> Iterator[Work]:
        """A unit of work that commits when the block ends well."""
        work = self.begin(is_writing=True, trace=trace)
        try:
            yield work
            work.commit()
        except BaseException:
            work.roll_back()
            raise
        finally:
            work.session.close()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A unit of work that never writes."""
        work = self.begin(is_writing=False)
        try:
            yield work
        finally:
            work.roll_back()
            work.session.close()

    def is_reachable(self) -> bool:
        """Whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(sa.select(1))
        except sa.exc.SQLAlchemyError:
            logger.exception("database does not answer")
            return False
        return True
