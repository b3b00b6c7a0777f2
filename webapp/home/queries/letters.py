"""Whose letters a visitor of the demonstration may read by naming an address."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account
from webapp.core.policy import Actor
from webapp.core.work import Work


def address_of(work: Work, actor: Actor) -> str:
    """The signed-in person's own address. One statement."""
    return work.session.scalar(sa.select(Account.email).where(Account.id == actor.account_id)) or ""


def is_waiting_for_confirmation(work: Work, email: str) -> bool:
    """Whether somebody has just signed up with this address and cannot sign in yet. One statement.

    Only then may its letters be read without signing in: they hold nothing but the link that confirms it.
    """
    return (
        work.session.scalar(
            sa.select(Account.id).where(Account.email == email, Account.state == AccountState.PENDING)
        )
        is not None
    )
