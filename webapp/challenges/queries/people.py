"""Whom to write to: the holders of a role in an agency, the author of a challenge."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, Role, Scope
from webapp.accounts.models import Account, RoleGrant
from webapp.challenges.models.addressee import Addressee
from webapp.core.work import Work

_COLUMNS = (Account.id, Account.email, Account.name, Account.locale)


def holders_of(work: Work, agency_id: int, role: Role) -> list[Addressee]:
    """The active accounts that hold `role` in the agency now, by id (1 statement)."""
    rows = work.session.execute(
        sa.select(*_COLUMNS)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == role,
            RoleGrant.scope == Scope.AGENCY,
            RoleGrant.scope_id == agency_id,
            RoleGrant.ended_at.is_(None),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Account.id)
    )
    return [Addressee(*row) for row in rows]


def addressee(work: Work, account_id: int | None) -> Addressee | None:
    """The active account with this id, or None (1 statement)."""
    row = work.session.execute(
        sa.select(*_COLUMNS).where(Account.id == account_id, Account.state == AccountState.ACTIVE)
    ).first()
    return Addressee(*row) if row else None
