"""Retention: what is no longer needed goes (개인정보 보호법 제21조). Histories and the audit record stay."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, AccountSession, Consent, OneTimeToken, SignInAttempt
from webapp.core.models import Base
from webapp.core.outbox import OutboxMessage, OutboxState, forget_delivered
from webapp.core.parking import drop_expired
from webapp.core.policy import SYSTEM
from webapp.core.work import Work

TOKENS_KEPT = timedelta(days=1)
ATTEMPTS_KEPT = timedelta(days=30)
SESSIONS_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=30)
SECRETS_KEPT = timedelta(days=2)
LETTERS_KEPT = timedelta(days=30)


def purge(work: Work) -> dict[str, int]:
    """Delete used-up links, old tries and sessions, parked forms, accounts that were never confirmed.

    Of letters that went out long ago only the fact remains. Returns how many rows of each went. Safe to
    repeat.
    """
    now = work.now
    ended_at = sa.func.coalesce(AccountSession.ended_at, AccountSession.expires_at)
    counts = {
        "tokens": _delete(work, OneTimeToken, OneTimeToken.expires_at < now - TOKENS_KEPT),
        "attempts": _delete(work, SignInAttempt, SignInAttempt.at < now - ATTEMPTS_KEPT),
        "sessions": _delete(
            work,
            AccountSession,
            sa.type_coerce(ended_at, AccountSession.expires_at.type) < now - SESSIONS_KEPT,
        ),
        "parked_forms": drop_expired(work.session, now),
        "accounts": _delete_unconfirmed(work, now - UNCONFIRMED_KEPT),
        "secrets": _forget_dead_secrets(work, now - SECRETS_KEPT),
        "letters": forget_delivered(work.session, now - LETTERS_KEPT),
    }
    if any(counts.values()):
        work.audit(SYSTEM, "accounts:retention:purged", after=counts)
    work.flush()
    return counts


def _delete_unconfirmed(work: Work, before: datetime) -> int:
    ids = work.session.scalars(
        sa.select(Account.id).where(Account.state == AccountState.PENDING, Account.created_at < before)
    ).all()
    if not ids:
        return 0
    for table, column in ((Consent, Consent.account_id), (OneTimeToken, OneTimeToken.account_id)):
        _delete(work, table, column.in_(ids))
    return _delete(work, Account, Account.id.in_(ids))


def _forget_dead_secrets(work: Work, before: datetime) -> int:
    """Letters with one-time links that never went out: the links are dead, so their text goes."""
    dead = work.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.state == OutboxState.DEAD, OutboxMessage.created_at < before
        )
    )
    count = 0
    for message in dead:
        if message.payload.get("is_secret") and "facts" in message.payload:
            message.payload = {name: message.payload[name] for name in ("template", "locale", "is_secret")}
            count += 1
    return count


def _delete(work: Work, table: type[Base], *which: sa.ColumnElement[bool]) -> int:
    result = work.session.execute(sa.delete(table).where(*which).execution_options(synchronize_session=False))
    return int(getattr(result, "rowcount", 0))
