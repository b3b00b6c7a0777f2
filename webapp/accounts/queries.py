"""Reading accounts: who acts, which sessions are open, who works where."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, OrganisationKind, Role, Scope
from webapp.accounts.models import (
    Account,
    AccountSession,
    Department,
    Membership,
    Organisation,
    OrganisationMember,
    RoleGrant,
)
from webapp.core.database import Database
from webapp.core.i18n import localized
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
    roles: tuple[Role, ...]


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


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as its members see it in a list."""

    id: int
    key: str
    kind: OrganisationKind
    name: str
    representative: str
    is_lead: bool


def organisations_of(work: Work, account_id: int) -> tuple[OrganisationView, ...]:
    """The organisations to which somebody belongs now, oldest first. One statement."""
    rows = work.session.execute(
        sa.select(
            Organisation.id,
            Organisation.key,
            Organisation.kind,
            Organisation.name,
            Organisation.representative,
            OrganisationMember.is_lead,
        )
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .where(
            OrganisationMember.account_id == account_id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .order_by(Organisation.id)
    )
    return tuple(OrganisationView(*row) for row in rows)


def organisations_led_by(work: Work, account_id: int) -> tuple[OrganisationView, ...]:
    """Those for which somebody may speak: enter contests and sign."""
    return tuple(view for view in organisations_of(work, account_id) if view.is_lead)


def has_demo_accounts(database: Database) -> bool:
    """Whether the demo was loaded here."""
    with database.read() as work:
        return work.session.scalar(sa.select(Account.id).where(Account.is_demo).limit(1)) is not None
