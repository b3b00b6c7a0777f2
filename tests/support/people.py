"""People and agencies for tests, made directly as rows: quick, and without the password hash's cost."""

from __future__ import annotations

import itertools
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from webapp.accounts.enums import AccountState, AgencyKind, OrganisationKind, Role, Scope
from webapp.accounts.models import (
    Account,
    AccountSession,
    Agency,
    Department,
    Membership,
    Organisation,
    OrganisationMember,
    RoleGrant,
)
from webapp.accounts.queries import actor_of_account, hash_token
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.core.work import Work

PASSWORD = "한 번에 떠오르는 긴 문장"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
#: What every official here is by rank.
TITLE = "사무관"
_numbers = itertools.count(1)


def make_account(
    work: Work, name: str = "홍길동", *, email: str | None = None, is_admin: bool = False
) -> Account:
    """An active account with PASSWORD."""
    account = Account(
        email=email or f"person{next(_numbers)}@example.org",
        name=name,
        password_hash=PASSWORD_HASH,
        state=AccountState.ACTIVE,
        email_confirmed_at=work.now,
        created_at=work.now,
        is_platform_admin=is_admin,
    )
    work.session.add(account)
    work.session.flush()
    return account


def make_agency(work: Work, name: str = "시험처", kind: AgencyKind = AgencyKind.CENTRAL) -> Agency:
    """An agency with a slug of its own."""
    agency = Agency(slug=f"agency-{next(_numbers)}", name=name, kind=kind, created_at=work.now)
    work.session.add(agency)
    work.session.flush()
    return agency


def make_department(work: Work, agency: Agency, name: str = "혁신과") -> Department:
    """A department of `agency`."""
    department = Department(agency_id=agency.id, name=f"{name} {next(_numbers)}", phone="044-000-0000")
    work.session.add(department)
    work.session.flush()
    return department


def grant(work: Work, account: Account, role: Role, scope: Scope, scope_id: int) -> None:
    """Give a role over a scope."""
    work.session.add(
        RoleGrant(account_id=account.id, role=role, scope=scope, scope_id=scope_id, granted_at=work.now)
    )
    work.session.flush()


def make_official(
    work: Work, agency: Agency, *roles: Role, name: str = "이담당", department: Department | None = None
) -> Account:
    """An account with a place and roles in `agency`."""
    account = make_account(work, name)
    work.session.add(
        Membership(
            account_id=account.id,
            agency_id=agency.id,
            department_id=department.id if department else None,
            title=TITLE,
            started_at=work.now,
        )
    )
    for role in roles:
        grant(work, account, role, Scope.AGENCY, agency.id)
    return account


def make_team(work: Work, *account_ids: int, name: str = "퇴근 뒤 연구팀") -> int:
    """A team whose members have agreed; returns its id."""
    team = Organisation(kind=OrganisationKind.TEAM, name=name, created_at=work.now)
    work.session.add(team)
    work.flush()
    for account_id in account_ids:
        member = OrganisationMember(
            organisation_id=team.id, account_id=account_id, invited_at=work.now, accepted_at=work.now
        )
        work.session.add(member)
    work.flush()
    return team.id


def actor_for(work: Work, account: Account) -> Actor:
    """The actor that `account` is, with the grants it has now."""
    return actor_of_account(work, account)


def sign_in(client: FlaskClient, database: Database, account_id: int) -> None:
    """Sign `client` in without going through the form."""
    token = secrets.token_urlsafe(16)
    with database.write() as work:
        work.session.add(
            AccountSession(
                account_id=account_id,
                token_hash=hash_token(token),
                created_at=work.now,
                last_seen_at=work.now,
                expires_at=work.now + timedelta(days=7),
            )
        )
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
