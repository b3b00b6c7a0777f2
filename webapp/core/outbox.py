"""The outbox: effects outside the database (mail, jobs), written with the change that causes them.

A row is the truth; the job engine only carries its id. Rows are leased, delivered at least once, retried
with growing pauses, and after the last attempt kept as dead letters for an administrator to see.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum
from webapp.core.models import Base, Identified, JsonValue, UtcDateTime, one_of

if TYPE_CHECKING:
    from webapp.core.database import Database

LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
STUCK_AFTER = timedelta(minutes=30)
#: Delivery fails when this many messages of a kind were tried this often and none of the kind went out.
FAILING_MESSAGES = 3
FAILING_TRIES = 3
FAILING_WITHIN = timedelta(hours=1)


class OutboxState(LabelledEnum):
    """Life of an outbox row."""

    PENDING = "pending", lazy("대기")
    LEASED = "leased", lazy("처리 중")
    DONE = "done", lazy("완료")
    DEAD = "dead", lazy("실패")


class OutboxMessage(Identified, Base):
    """One effect to deliver. `key` makes it idempotent: the same key is never enqueued twice."""

    __tablename__ = "outbox_messages"
    __table_args__ = (sa.Index("ix_outbox_messages_due", "state", "not_before", "id"),)

    kind: Mapped[str] = mapped_column(sa.String(64))
    key: Mapped[str] = mapped_column(sa.String(160), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    state: Mapped[OutboxState] = mapped_column(
        one_of(OutboxState, "state_known"), default=OutboxState.PENDING
    )
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    not_before: Mapped[datetime] = mapped_column(UtcDateTime())
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_error: Mapped[str] = mapped_column(sa.Text, default="")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be written: the template under templates/mail/ and the JSON facts it needs.

    `template` is `context/name`; `facts` hold plain JSON (dates as ISO text). No hidden title in a subject.
    """

    to: str
    template: str
    locale: str = "ko"
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_secret: bool = False

    def payload(self) -> dict[str, Any]:
        """The letter as JSON."""
        payload = {"to": self.to, "template": self.template, "locale": self.locale, "facts": dict(self.facts)}
        return {**payload, "is_secret": True} if self.is_secret else payload


class OutboxKind(StrEnum):
    """Kinds that core itself knows; every other kind is a job's name."""

    MAIL = "mail"


Deliver = Callable[["Database", Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class ClockTask:
    """Something the clock does: called about every `every`, on one process at a time, safe to repeat."""

    name: str
    every: timedelta
    run: Callable[[Database], None]


class ClockTaskRun(Base):
    """When a clock task last ran, and who holds it."""

    __tablename__ = "clock_task_runs"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    last_run_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())


def lease(session: Session, message_id: int, now: datetime) -> OutboxMessage | None:
    """Take a due message for `LEASE`, or None when somebody else has it or it is not due."""
    is_free = sa.or_(
        OutboxMessage.state == OutboxState.PENDING,
        sa.and_(OutboxMessage.state == OutboxState.LEASED, OutboxMessage.lease_until < now),
    )
    taken = session.execute(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.not_before <= now, is_free)
        .values(state=OutboxState.LEASED, lease_until=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    ).first()
    return session.get(OutboxMessage, message_id, populate_existing=True) if taken else None


def due_ids(session: Session, now: datetime, limit: int = 200) -> Sequence[int]:
    """Ids of messages that could be delivered now: pending ones and expired leases, oldest first."""
    return session.scalars(
        sa.select(OutboxMessage.id)
        .where(
            OutboxMessage.not_before <= now,
            sa.or_(
                OutboxMessage.state == OutboxState.PENDING,
                sa.and_(OutboxMessage.state == OutboxState.LEASED, OutboxMessage.lease_until < now),
            ),
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
    ).all()


def deliver(database: Database, message_id: int, handlers: Mapping[str, Deliver]) -> bool:
    """Deliver one message if it is due. Returns whether it was delivered; a failure is recorded."""
    with database.write() as work:
        message = lease(work.session, message_id, work.now)
        if message is None:
            return False
        kind, payload, attempts = message.kind, dict(message.payload), message.attempts
    error = ""
    try:
        handlers[kind](database, payload)
    except Exception:  # noqa: BLE001  (whatever a handler raises must end in the dead-letter list, not be lost)
        error = traceback.format_exc(limit=5)[-2000:]
    with database.write() as work:
        settle(work.session, message_id, attempts=attempts, error=error, now=work.now)
    return not error


def settle(session: Session, message_id: int, *, attempts: int, error: str, now: datetime) -> None:
    """Write down how a delivery ended: done, to be tried again after a pause, or dead."""
    message = session.get_one(OutboxMessage, message_id)
    message.lease_until = None
    message.last_error = error
    if not error:
        message.state, message.done_at = OutboxState.DONE, now
        if message.payload.get("is_secret"):
            message.payload = {name: message.payload[name] for name in ("template", "locale", "is_secret")}
    elif attempts > len(PAUSES):
        message.state = OutboxState.DEAD
    else:
        message.state, message.not_before = OutboxState.PENDING, now + PAUSES[attempts - 1]


def revive(session: Session, message_id: int, now: datetime) -> bool:
    """Give a dead letter a new life, with all its attempts before it."""
    message = session.get(OutboxMessage, message_id)
    if message is None or message.state is not OutboxState.DEAD:
        return False
    message.state, message.attempts, message.not_before = OutboxState.PENDING, 0, now
    return True


def forget_delivered(session: Session, before: datetime, limit: int = 1000) -> int:
    """Take the people out of letters that went out before `before`: address, name, what they were told.

    The row stays with its key, so that the letter is not sent again. Returns how many were emptied.
    """
    return _forget(session, OutboxMessage.done_at < before, limit=limit)


def forget_letters_to(session: Session, address: str) -> int:
    """The same for every delivered letter to one address, at once: its owner has left."""
    return _forget(session, OutboxMessage.payload["to"].as_string() == address)


def _forget(session: Session, which: sa.ColumnElement[bool], *, limit: int | None = None) -> int:
    letters = session.scalars(
        sa.select(OutboxMessage)
        .where(
            OutboxMessage.kind == OutboxKind.MAIL,
            OutboxMessage.state == OutboxState.DONE,
            OutboxMessage.payload["to"].as_string().is_not(None),
            which,
        )
        .order_by(OutboxMessage.id)
        .limit(limit)
    ).all()
    for letter in letters:
        letter.payload = {name: letter.payload[name] for name in ("template", "locale")}
    return len(letters)


def is_stuck(session: Session, now: datetime) -> bool:
    """Whether a message that is due has waited longer than `STUCK_AFTER`: nobody seems to deliver.

    What a killed worker held waits as well, once its lease is over.
    """
    waiting = (
        sa.select(sa.func.min(OutboxMessage.not_before)).where(OutboxMessage.state == OutboxState.PENDING),
        sa.select(sa.func.min(OutboxMessage.lease_until)).where(OutboxMessage.state == OutboxState.LEASED),
    )
    oldest = [session.scalar(query) for query in waiting]
    return any(since is not None and since < now - STUCK_AFTER for since in oldest)


def is_failing(session: Session, now: datetime) -> bool:
    """Whether a kind of message cannot be delivered at all: several fail again and again, and none went out.

    A single address that takes no mail never makes it so; a mail server that is gone does within minutes of
    the third letter.
    """
    since = now - FAILING_WITHIN
    failing = session.scalars(
        sa.select(OutboxMessage.kind)
        .where(
            OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.DEAD)),
            OutboxMessage.attempts >= FAILING_TRIES,
            OutboxMessage.not_before >= since,
        )
        .group_by(OutboxMessage.kind)
        .having(sa.func.count() >= FAILING_MESSAGES)
    ).all()
    delivered = sa.select(OutboxMessage.id).where(
        OutboxMessage.state == OutboxState.DONE,
        OutboxMessage.not_before >= since - max(PAUSES),
        OutboxMessage.done_at >= since,
    )
    return any(
        session.scalar(delivered.where(OutboxMessage.kind == kind).limit(1)) is None for kind in failing
    )


def recent_dead_letters(session: Session, now: datetime) -> int:
    """How many messages were given up in the last `FAILING_WITHIN`, by when their last try was due."""
    count = sa.select(sa.func.count(OutboxMessage.id)).where(
        OutboxMessage.state == OutboxState.DEAD, OutboxMessage.not_before >= now - FAILING_WITHIN
    )
    return session.scalar(count) or 0


def take_clock_task(session: Session, task: ClockTask, now: datetime) -> bool:
    """Whether the caller shall run `task` now; takes its lease when so."""
    run = session.get(ClockTaskRun, task.name, with_for_update=True)
    if run is None:
        run = ClockTaskRun(name=task.name)
        session.add(run)
    is_held = run.lease_until is not None and run.lease_until > now
    is_early = run.last_run_at is not None and run.last_run_at + task.every > now
    if is_held or is_early:
        return False
    run.lease_until = now + LEASE
    return True


def run_clock_task(database: Database, task: ClockTask) -> bool:
    """Run `task` if it is due and nobody else runs it. Returns whether it ran."""
    with database.write() as work:
        if not take_clock_task(work.session, task, work.now):
            return False
    try:
        task.run(database)
    finally:
        with database.write() as work:
            run = work.session.get_one(ClockTaskRun, task.name)
            run.last_run_at, run.lease_until = work.now, None
    return True
