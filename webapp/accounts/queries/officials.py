"""Who works where: officials as agencies see them, and as the public does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Account, Department, Membership, RoleGrant
from webapp.core.i18n import localized
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class NamedOfficial:
    """Who answers for something in public: name, title, department, telephone (정책실명제)."""

    name: str
    title: str
    department: str
    phone: str


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody with a place in an agency, and the roles held there."""

    account_id: int
    account_key: str
    name: str
    email: str
    title: str
    department_id: int | None
    department: str
    phone: str
    own_phone: str
    roles: tuple[Role, ...]

    @property
    def version(self) -> str:
        """What names this place and these roles as they stand, for the form that changes them at once."""
        facts = [self.department_id, self.title, self.own_phone, sorted(self.roles)]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def officials_of(work: Work, agency_id: int) -> tuple[Official, ...]:
    """Everybody who works in an agency now, by department and name. Two statements."""
    roles: dict[int, list[Role]] = {}
    for account_id, role in work.session.execute(
        sa.select(RoleGrant.account_id, RoleGrant.role)
        .where(RoleGrant.scope == Scope.AGENCY, RoleGrant.scope_id == agency_id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    ):
        roles.setdefault(account_id, []).append(role)
    rows = work.session.execute(
        _members(agency_id).order_by(Department.name.nulls_last(), Account.name, Account.id)
    )
    return tuple(
        Official(
            account_id=row.account_id,
            account_key=row.account_key,
            name=row.name,
            email=row.email,
            title=row.title,
            department_id=row.department_id,
            department=localized(row.department or "", row.department_en or ""),
            phone=row.phone or row.department_phone or "",
            own_phone=row.phone,
            roles=tuple(roles.get(row.account_id, ())),
        )
        for row in rows
    )


def named_official(work: Work, account_id: int, agency_id: int) -> NamedOfficial | None:
    """How an official is named in public; None for who has no place in the agency. One statement."""
    row = work.session.execute(_members(agency_id).where(Membership.account_id == account_id)).first()
    if row is None:
        return None
    department = localized(row.department or "", row.department_en or "")
    return NamedOfficial(row.name, row.title, department, row.phone or row.department_phone or "")


def _members(agency_id: int) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Account.id.label("account_id"),
            Account.key.label("account_key"),
            Account.name,
            Account.email,
            Membership.title,
            Membership.department_id,
            Department.name.label("department"),
            Department.name_en.label("department_en"),
            Membership.phone,
            Department.phone.label("department_phone"),
        )
        .join_from(Membership, Account, Account.id == Membership.account_id)
        .outerjoin(Department, Department.id == Membership.department_id)
        .where(Membership.agency_id == agency_id, Membership.ended_at.is_(None))
    )


def department_choices(work: Work, agency_id: int) -> list[tuple[int, str]]:
    """The departments of an agency as choices of a form (`coerce=int`), by name. One statement."""
    rows = work.session.execute(
        sa.select(Department.id, Department.name, Department.name_en)
        .where(Department.agency_id == agency_id)
        .order_by(Department.name, Department.id)
    )
    return [(row.id, localized(row.name, row.name_en)) for row in rows]
