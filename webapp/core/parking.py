"""Parked forms: what somebody typed into a form that could not be taken (session over, token stale).

Kept for a day under a random token, for the same account when one is known, so that nothing typed is lost.
Passwords and files are never kept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core.models import Base, Identified, JsonValue

KEPT_FOR = timedelta(days=1)
MAX_CHARACTERS = 300_000


class ParkedForm(Identified, Base):
    """The fields of one form, as name and value pairs in their order."""

    __tablename__ = "parked_forms"

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    path: Mapped[str] = mapped_column(sa.String(500))
    fields: Mapped[list[Any]] = mapped_column(JsonValue)
    created_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column(index=True)


def park(
    session: Session, *, path: str, fields: Sequence[tuple[str, str]], account_id: int | None, now: datetime
) -> str | None:
    """Keep `fields`; returns the token that brings them back, or None when there is too much or nothing."""
    kept = [[name, value] for name, value in fields if name != "csrf_token" and "password" not in name]
    if not kept or sum(len(name) + len(value) for name, value in kept) > MAX_CHARACTERS:
        return None
    token = secrets.token_urlsafe(24)
    session.add(
        ParkedForm(
            token_hash=_hash(token),
            account_id=account_id,
            path=path[:500],
            fields=kept,
            created_at=now,
            expires_at=now + KEPT_FOR,
        )
    )
    return token


def parked_fields(
    session: Session, token: str, *, path: str, account_id: int | None, now: datetime
) -> list[tuple[str, str]]:
    """What was kept under `token` for this page and person; nothing when it is another's or too old."""
    form = session.scalar(sa.select(ParkedForm).where(ParkedForm.token_hash == _hash(token)))
    if form is None or form.expires_at <= now or form.path != path[:500]:
        return []
    if form.account_id is not None and form.account_id != account_id:
        return []
    return [(name, value) for name, value in form.fields]


def drop_expired(session: Session, now: datetime) -> int:
    """Delete what nobody came back for; returns how many."""
    result = session.execute(sa.delete(ParkedForm).where(ParkedForm.expires_at <= now))
    return int(getattr(result, "rowcount", 0))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
