"""Who stands behind a problem: the official who decides, the experts who review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, Role, Scope
from webapp.accounts.models import Account, Department, Membership, RoleGrant
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class DecidingOfficial:
    """The official in public (정책실명제): name, job title, department, as they were at the decision."""

    name: str
    title: str = ""
    department: str = ""
    department_en: str = ""

    def facts(self) -> dict[str, str]:
        """The same as JSON, to be kept with the decision."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to write to."""

    account_id: int
    name: str
    email: str
    locale: str


def deciding_official(work: Work, account_id: int, agency_id: int) -> DecidingOfficial:
    """The official with his or her place in the agency now. One statement."""
    row = work.session.execute(
        sa.select(
            Account.name,
            Membership.title,
            Department.name.label("department"),
            Department.name_en.label("department_en"),
        )
        .outerjoin(
            Membership,
            sa.and_(
                Membership.account_id == Account.id,
                Membership.agency_id == agency_id,
                Membership.ended_at.is_(None),
            ),
        )
        .outerjoin(Department, Department.id == Membership.department_id)
        .where(Account.id == account_id)
    ).one()
    return DecidingOfficial(row.name, row.title or "", row.department or "", row.department_en or "")


def reviewers_of(work: Work, call_id: int) -> Sequence[Reader]:
    """The experts who hold the role over the call now, in the order of their names."""
    return _holders(work, Role.REVIEWER, Scope.CALL, call_id)


def officers_of(work: Work, agency_id: int) -> Sequence[Reader]:
    """The officials who run the calls of an agency now, in the order of their names."""
    return _holders(work, Role.CONTEST_OFFICER, Scope.AGENCY, agency_id)


def _holders(work: Work, role: Role, scope: Scope, scope_id: int) -> Sequence[Reader]:
    rows = work.session.execute(
        sa.select(Account.id, Account.name, Account.email, Account.locale)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == role,
            RoleGrant.scope == scope,
            RoleGrant.scope_id == scope_id,
            RoleGrant.ended_at.is_(None),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(Account.name, Account.id)
    )
    return [Reader(row.id, row.name, row.email, row.locale) for row in rows]
