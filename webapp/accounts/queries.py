"""Reading accounts: who acts, which sessions are open, who works where."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, AccountSession, RoleGrant
from webapp.core.database import Database
from webapp.core.policy import Actor, ActorKind, Grant
from webapp.core.work import Work


def hash_token(token: str) -> str:
    """What is stored of a session or one-time token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of_session(work: Work, token: str) -> Actor | None:
    """The actor behind a session token, or None when the session ended, expired or its account is not active.

    Two statements. Sliding the idle clock is a write and happens elsewhere (see services.touch_session).
    """
    row = work.session.execute(
        sa.select(
            AccountSession.id,
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
    return Actor(
        kind=ActorKind.PERSON,
        account_id=row.account_id,
        name=row.name,
        locale=row.locale,
        is_platform_admin=row.is_platform_admin,
        grants=grants_of(work, row.account_id),
        session_id=row.id,
    )


def grants_of(work: Work, account_id: int) -> frozenset[Grant]:
    """The roles that an account holds now."""
    rows = work.session.execute(
        sa.select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id).where(
            RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None)
        )
    )
    return frozenset(Grant(row.role, row.scope, row.scope_id) for row in rows)


def actor_of_account(work: Work, account: Account) -> Actor:
    """The actor that an account would be: for commands, the demo and tests."""
    return Actor(
        kind=ActorKind.PERSON,
        account_id=account.id,
        name=account.name,
        locale=account.locale,
        is_platform_admin=account.is_platform_admin,
        grants=grants_of(work, account.id),
    )


def has_demo_accounts(database: Database) -> bool:
    """Whether the demo was loaded here."""
    with database.read() as work:
        return work.session.scalar(sa.select(Account.id).where(Account.is_demo).limit(1)) is not None
