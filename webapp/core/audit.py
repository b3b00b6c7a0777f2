"""The audit chain: what was done or looked at, by whom, in an order that cannot be changed unseen.

Rows are only ever appended. Each carries the hash of the one before it, so that a removed, changed or moved
row breaks every hash after it. Personal data stays out: before and after hold facts, not texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core.models import Base, BigId, JsonValue, UtcDateTime

GENESIS = "0" * 64
ADVISORY_LOCK = 0x61756469  # "audi"


class AuditEntry(Base):
    """One act or one look. `sequence` has no gaps; `hash` covers the row and the hash before it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_subject", "subject_type", "subject_id", "sequence"),
        sa.Index("ix_audit_entries_actor", "actor_id", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("accounts.id"))
    actor_kind: Mapped[str] = mapped_column(sa.String(16))
    action: Mapped[str] = mapped_column(sa.String(64))
    subject_type: Mapped[str] = mapped_column(sa.String(48))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    before: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    address: Mapped[str] = mapped_column(sa.String(64), default="")
    request_id: Mapped[str] = mapped_column(sa.String(32), default="")
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    def digest(self) -> str:
        """SHA-256 over the previous hash and the canonical JSON of the row's facts."""
        facts = {
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "actor_id": self.actor_id,
            "actor_kind": self.actor_kind,
            "action": self.action,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "before": self.before,
            "after": self.after,
            "address": self.address,
            "request_id": self.request_id,
        }
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256((self.previous_hash + text).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """An entry that waits for the end of its unit of work."""

    actor_id: int | None
    actor_kind: str
    action: str
    subject_type: str
    subject_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: datetime


def append_entries(session: Session, drafts: list[AuditDraft], *, address: str, request_id: str) -> None:
    """Chain `drafts` to the last entry. Call as the last thing before a commit: writers queue up here.

    On PostgreSQL a transaction-scoped advisory lock makes the queue; SQLite has one writer at a time anyway.
    """
    if not drafts:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_LOCK)))
    last = session.execute(
        sa.select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1)
    ).first()
    sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS)
    for draft in drafts:
        sequence += 1
        entry = AuditEntry(
            sequence=sequence,
            at=draft.at,
            actor_id=draft.actor_id,
            actor_kind=draft.actor_kind,
            action=draft.action,
            subject_type=draft.subject_type,
            subject_id=draft.subject_id,
            before=json_facts(draft.before),
            after=json_facts(draft.after),
            address=address,
            request_id=request_id,
            previous_hash=previous,
        )
        entry.hash = previous = entry.digest()
        session.add(entry)


def json_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON would give them back, so that a hash made now equals one made after reading."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(facts), default=str, ensure_ascii=False))
    return plain


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk along the chain found: how many rows fit, the last one's hash, the first that does not fit.

    A chain that was cut at its end fits as well: only the hash noted elsewhere shows that.
    """

    entries: int
    broken_at: int | None
    last_hash: str = GENESIS


def verify_chain(session: Session) -> ChainReport:
    """Recompute every hash in order. O(rows), streamed."""
    previous, expected = GENESIS, 1
    rows = session.scalars(
        sa.select(AuditEntry).order_by(AuditEntry.sequence).execution_options(yield_per=1000)
    )
    broken_at: int | None = None
    for entry in rows:
        if entry.sequence != expected or entry.previous_hash != previous or entry.digest() != entry.hash:
            broken_at = entry.sequence
            break
        previous, expected = entry.hash, expected + 1
    rows.close()  # a cursor on the server stays open when its rows are not read to the end
    return ChainReport(entries=expected - 1, broken_at=broken_at, last_hash=previous)
