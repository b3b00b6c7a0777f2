"""Who acts: sessions and the roles behind them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, AccountSession, RoleGrant
from webapp.core.policy import Actor, ActorKind, Grant
from webapp.core.work import Work


def hash_token(token: str) -> str:
    """What is stored of a session or one-time token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that may be used: who acts, and when it was last seen in use."""

    actor: Actor
    last_seen_at: datetime


def session_of_token(work: Work, token: str) -> OpenSession | None:
    """The session behind a token; None when it ended, expired or its account is not active.

    Two statements. Sliding the idle clock is a write and happens elsewhere (see services.touch_session).
    """
    row = work.session.execute(
        sa.select(
            AccountSession.id,
            AccountSession.last_seen_at,
            Account.id.label("account_id"),
            Account.name,
            Account.locale,
            Account.is_platform_admin,
        )
        .join(Account, Account.id == AccountSession.account_id)
        .where(
            AccountSession.token_hash == hash_token(token),
            AccountSession.ended_at.is_(None),
            AccountSession.expires_at > work.now,
            Account.state == AccountState.ACTIVE,
        )
    ).first()
    if row is None:
        return None
    actor = Actor(
        kind=ActorKind.PERSON,
        account_id=row.account_id,
        name=row.name,
        locale=row.locale,
        is_platform_admin=row.is_platform_admin,
        grants=grants_of(work, row.account_id),
        session_id=row.id,
    )
    return OpenSession(actor, row.last_seen_at)


def actor_of_session(work: Work, token: str) -> Actor | None:
    """The actor behind a session token; see session_of_token."""
    found = session_of_token(work, token)
    return found.actor if found else None


def owner_of_token(work: Work, token: str) -> int | None:
    """Whose session a token opened, even if it is over. One statement."""
    return work.session.scalar(
        sa.select(AccountSession.account_id).where(AccountSession.token_hash == hash_token(token))
    )


def grants_of(work: Work, account_id: int) -> frozenset[Grant]:
    """The roles that an account holds now."""
    rows = work.session.execute(
        sa.select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id).where(
            RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None)
        )
    )
    return frozenset(Grant(row.role, row.scope, row.scope_id) for row in rows)


def actor_of_account(work: Work, account: Account, *, session_id: int | None = None) -> Actor:
    """The actor that an account is: at sign-in, for commands, the demo and tests."""
    return Actor(
        kind=ActorKind.PERSON,
        account_id=account.id,
        name=account.name,
        locale=account.locale,
        is_platform_admin=account.is_platform_admin,
        grants=grants_of(work, account.id),
        session_id=session_id,
    )
