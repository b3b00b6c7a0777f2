"""The unit of work: one session, one moment, and what shall happen with its commit.

Services get a `Work` and never commit it; the request pipeline, a job or a command does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import StaleDataError

from webapp.core.audit import AuditDraft, append_entries
from webapp.core.constraints import ConstraintBook
from webapp.core.errors import StaleVersion
from webapp.core.events import Event, EventBook
from webapp.core.i18n import gettext
from webapp.core.models import Base
from webapp.core.outbox import Letter, OutboxKind, OutboxMessage
from webapp.core.policy import Actor, PolicyBook, Verdict
from webapp.core.subjects import SubjectBook

if TYPE_CHECKING:
    from webapp.core.storage import Storage


WRITTEN = "has_written"


class TrackedSession(Session):
    """A session that knows whether its transaction has written anything."""


@event.listens_for(TrackedSession, "after_flush")
def _note_flush(session: Session, _context: object) -> None:
    session.info[WRITTEN] = True


@event.listens_for(TrackedSession, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info[WRITTEN] = True


@event.listens_for(TrackedSession, "after_transaction_end")
def _note_end(session: Session, transaction: object) -> None:
    if getattr(transaction, "parent", None) is None:
        session.info.pop(WRITTEN, None)


def has_written(session: Session) -> bool:
    """Whether the running transaction changed something or is about to."""
    return bool(session.info.get(WRITTEN) or session.new or session.dirty or session.deleted)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an act came from, for the audit: the client's address and the request's id.

    `address_digest` is the address under the installation's key: it tells whether two acts came from one
    place without telling from which. Empty for what came from no browser.
    """

    address: str = ""
    request_id: str = ""
    address_digest: str = ""


@dataclass(slots=True)
class Work:
    """What a service works with. Made by `Database`, one per request, job or command."""

    session: Session
    now: datetime
    policies: PolicyBook
    events: EventBook
    constraints: ConstraintBook
    storage: Storage
    base_url: str
    subjects: SubjectBook = field(default_factory=SubjectBook)
    trace: Trace = field(default_factory=Trace)
    on_wake: Callable[[list[int]], None] | None = None
    is_writing: bool = True
    _audit: list[AuditDraft] = field(default_factory=list)
    _outbox: list[OutboxMessage] = field(default_factory=list)
    _kept: list[Base] = field(default_factory=list)
    _is_broken: bool = False

    def rows(
        self, statement: sa.Select[Any], values: Mapping[str, Any] | None = None
    ) -> sa.CursorResult[Any]:
        """Rows of a statement that selects columns, past the ORM's bookkeeping: for pages asked often."""
        return self.session.connection().execute(statement, values)

    def check(self, actor: Actor, permission: str, subject: Any = None) -> Verdict:
        """Whether `actor` may; see PolicyBook.check."""
        return self.policies.check(actor, permission, subject, self.now)

    def require(self, actor: Actor, permission: str, subject: Any = None, *, is_secret: bool = False) -> None:
        """Raise unless `actor` may; see PolicyBook.require."""
        self.policies.require(actor, permission, subject, self.now, is_secret=is_secret)

    def emit(self, event: Event) -> None:
        """Tell the contexts above what happened, now and within this transaction."""
        self.events.dispatch(self, event)

    def audit(
        self,
        actor: Actor,
        action: str,
        subject: Any = None,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Note an act for the audit chain. `subject` is a row (flushed here if new) or None."""
        subject_type, subject_id = "", None
        if subject is not None:
            if subject.id is None:
                self.flush()
            subject_type, subject_id = subject.__tablename__, subject.id
        self._audit.append(
            AuditDraft(
                actor.account_id,
                actor.kind.value,
                action,
                subject_type,
                subject_id,
                before or {},
                after or {},
                self.now,
            )
        )

    def enqueue(
        self, kind: str, payload: Mapping[str, Any], *, key: str, not_before: datetime | None = None
    ) -> bool:
        """Put an effect in the outbox. Returns False when `key` is there already, and does nothing then."""
        known = self.session.scalar(sa.select(OutboxMessage.id).where(OutboxMessage.key == key))
        if known is not None or any(message.key == key for message in self._outbox):
            return False
        message = OutboxMessage(
            kind=kind, key=key, payload=dict(payload), created_at=self.now, not_before=not_before or self.now
        )
        self.session.add(message)
        self._outbox.append(message)
        return True

    def send(self, letter: Letter, *, key: str) -> bool:
        """Put a mail in the outbox; `key` says what it is about, so that nobody gets it twice.

        A letter without an address goes nowhere: some people have none.
        """
        return bool(letter.to) and self.enqueue(OutboxKind.MAIL, letter.payload(), key=f"mail:{key}")

    def keep_anyway(self, row: Base) -> None:
        """Write `row` at the end whether this unit of work succeeds or not: a failed try must be counted."""
        if not self.is_writing:
            raise RuntimeError("a unit of work that only reads keeps nothing")
        self._kept.append(row)

    def release(self) -> None:
        """Let go of locks and connection before something slow; does nothing once something was written.

        Rows read before are read again when they are next used.
        """
        if not has_written(self.session):
            self.session.rollback()

    def flush(self) -> None:
        """Write to the database what is pending; a broken constraint becomes the error of its field.

        After such an error the unit has lost its changes: it may still read, but can no longer commit.
        """
        try:
            self.session.flush()
        except StaleDataError as error:
            self._break()
            raise StaleVersion(
                gettext("그사이 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오.")
            ) from error
        except IntegrityError as error:
            self._break()
            raise self.constraints.explain(error) from error

    def commit(self) -> None:
        """Make everything durable at once, then wake whoever delivers the outbox."""
        if self._is_broken:
            raise RuntimeError("a unit of work that broke a constraint cannot be committed")
        self.session.add_all(self._kept)
        self.flush()
        append_entries(
            self.session,
            self._audit,
            address=self.trace.address,
            request_id=self.trace.request_id,
        )
        self.flush()
        waiting = [message.id for message in self._outbox if message.not_before <= self.now]
        self.session.commit()
        self._forget()
        if waiting and self.on_wake is not None:
            self.on_wake(waiting)

    def roll_back(self) -> None:
        """Forget everything since the last commit, but for what is kept anyway."""
        self.session.rollback()
        kept = list(self._kept)
        self._forget()
        if kept:
            self.session.add_all(kept)
            self.session.commit()

    def _break(self) -> None:
        self.session.rollback()
        self._is_broken = True

    def _forget(self) -> None:
        self._is_broken = False
        self._audit.clear()
        self._outbox.clear()
        self._kept.clear()
