"""Who stands behind what is said: the official who answers in public, and whom to write to."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, Role, Scope
from webapp.accounts.models import Account, Department, Membership, RoleGrant
from webapp.core.work import Work
from webapp.discussion.models.addressee import Addressee


def official_facts(work: Work, account_id: int | None, agency_id: int) -> dict[str, str]:
    """Name, title and department of an official as they are now (정책실명제); empty for who has no place.

    As JSON, to be kept with what the official says. One statement.
    """
    row = work.session.execute(
        sa.select(Account.name, Membership.title, Department.name, Department.name_en)
        .join(Membership, Membership.account_id == Account.id)
        .outerjoin(Department, Department.id == Membership.department_id)
        .where(Account.id == account_id, Membership.agency_id == agency_id, Membership.ended_at.is_(None))
    ).first()
    if row is None:
        return {}
    name, title, department, department_en = row
    return {
        "name": name,
        "title": title,
        "department": department or "",
        "department_en": department_en or "",
    }


def addressee(work: Work, account_id: int | None) -> Addressee | None:
    """The active account with this id. One statement."""
    row = work.session.execute(
        sa.select(Account.id, Account.email, Account.locale).where(
            Account.id == account_id, Account.state == AccountState.ACTIVE
        )
    ).first()
    return Addressee(*row) if row else None


def holders_of(work: Work, agency_id: int, *roles: Role) -> tuple[Addressee, ...]:
    """The active accounts that hold one of the roles in the agency now. One statement."""
    rows = work.session.execute(
        sa.select(Account.id, Account.email, Account.locale)
        .where(
            Account.state == AccountState.ACTIVE,
            sa.exists().where(
                RoleGrant.account_id == Account.id,
                RoleGrant.role.in_(roles),
                RoleGrant.scope == Scope.AGENCY,
                RoleGrant.scope_id == agency_id,
                RoleGrant.ended_at.is_(None),
            ),
        )
        .order_by(Account.id)
    )
    return tuple(Addressee(*row) for row in rows)
