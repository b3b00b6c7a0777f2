"""What platform administrators look at: accounts, letters that could not be sent, the audit record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, Role, Scope
from webapp.accounts.models import Account, Agency, RoleGrant
from webapp.accounts.workflow import ACCOUNT
from webapp.core.audit import AuditEntry, ChainReport, verify_chain
from webapp.core.kst import end_of_day_kst, start_of_day_kst
from webapp.core.outbox import OutboxMessage, OutboxState
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.work import Work
from webapp.core.workflow import StateChange

PAGE = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for an administrator."""

    agencies: int
    accounts: int
    dead_letters: int
    waiting_letters: int
    audit_entries: int


def overview(work: Work) -> Overview:
    """The figures of the first page. One statement."""
    counts = (
        sa.select(sa.func.count()).select_from(Agency),
        sa.select(sa.func.count()).where(Account.state == AccountState.ACTIVE),
        sa.select(sa.func.count()).where(OutboxMessage.state == OutboxState.DEAD),
        sa.select(sa.func.count()).where(OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.LEASED))),
        sa.select(sa.func.coalesce(sa.func.max(AuditEntry.sequence), 0)),
    )
    return Overview(*work.session.execute(sa.select(*(count.scalar_subquery() for count in counts))).one())


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in a list."""

    id: int
    key: str
    email: str
    name: str
    state: AccountState
    is_platform_admin: bool
    is_demo: bool
    created_at: datetime


def list_accounts(
    work: Work, text: str, state: AccountState | None, cursor_text: str | None
) -> Page[AccountRow]:
    """Accounts whose address or name begins with `text`, newest first, and how many. Two statements."""
    cursor = read_cursor(cursor_text, (int,))
    query = _account_rows()
    if text:
        start = text.lower().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        query = query.where(
            sa.or_(Account.email.like(start, escape="\\"), Account.name.like(start, escape="\\"))
        )
    if state is not None:
        query = query.where(Account.state == state)
    total = work.session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    query = _paged(query, Account.id, cursor.key[0] if cursor else None, bool(cursor and cursor.backwards))
    rows = [AccountRow(*row) for row in work.session.execute(query)]
    return page_of(rows, size=PAGE, key=lambda row: (row.id,), cursor=cursor, total=total)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds now."""

    role: Role
    scope: Scope
    agency: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A change of an account's state."""

    event: str
    to_state: AccountState
    body: str
    actor: str
    at: datetime

    @property
    def title(self) -> str:
        """The state that was reached, in words."""
        return self.to_state.label


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An account as administrators see it: no more than they need to decide about it."""

    account: AccountRow
    roles: tuple[HeldRole, ...]
    history: tuple[HistoryStep, ...]


def account_page(work: Work, key: str) -> AccountPage | None:
    """An account with its roles and history. Three statements."""
    row = work.session.execute(_account_rows().where(Account.key == key)).first()
    if row is None:
        return None
    account = AccountRow(*row)
    return AccountPage(account, _roles_of(work, account.id), _history_of(work, account.id))


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An effect that could not be delivered after all its attempts."""

    id: int
    kind: str
    template: str
    to: str
    attempts: int
    created_at: datetime
    last_error: str


def dead_letters(work: Work) -> tuple[DeadLetter, ...]:
    """What was given up, oldest first, at most a hundred. One statement."""
    rows = work.session.execute(
        sa.select(
            OutboxMessage.id,
            OutboxMessage.kind,
            OutboxMessage.payload,
            OutboxMessage.attempts,
            OutboxMessage.created_at,
            OutboxMessage.last_error,
        )
        .where(OutboxMessage.state == OutboxState.DEAD)
        .order_by(OutboxMessage.id)
        .limit(100)
    )
    return tuple(
        DeadLetter(
            id=row.id,
            kind=row.kind,
            template=str(row.payload.get("template", "")),
            to=str(row.payload.get("to", "")),
            attempts=row.attempts,
            created_at=row.created_at,
            last_error=row.last_error.strip().rpartition("\n")[2],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries to show: an action or its beginning, what it was done to, who did it, on which days."""

    action: str = ""
    subject_type: str = ""
    email: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry of the audit record."""

    sequence: int
    at: datetime
    actor_kind: str
    actor: str
    action: str
    subject_type: str
    subject_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    address: str
    hash: str


def list_audit(work: Work, which: AuditFilter, cursor_text: str | None) -> Page[AuditRow]:
    """Entries that fit, newest first. One statement."""
    cursor = read_cursor(cursor_text, (int,))
    query = sa.select(
        AuditEntry.sequence,
        AuditEntry.at,
        AuditEntry.actor_kind,
        sa.func.coalesce(Account.name, ""),
        AuditEntry.action,
        AuditEntry.subject_type,
        AuditEntry.subject_id,
        AuditEntry.before,
        AuditEntry.after,
        AuditEntry.address,
        AuditEntry.hash,
    ).outerjoin(Account, Account.id == AuditEntry.actor_id)
    query = query.where(*_audit_conditions(which))
    query = _paged(
        query, AuditEntry.sequence, cursor.key[0] if cursor else None, bool(cursor and cursor.backwards)
    )
    rows = [AuditRow(*row) for row in work.session.execute(query)]
    return page_of(rows, size=PAGE, key=lambda row: (row.sequence,), cursor=cursor)


def chain_report(work: Work) -> ChainReport:
    """Whether every entry fits the one before it. Reads the whole record."""
    return verify_chain(work.session)


def _audit_conditions(which: AuditFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if which.action:
        conditions.append(AuditEntry.action.startswith(which.action, autoescape=True))
    if which.subject_type:
        conditions.append(AuditEntry.subject_type == which.subject_type)
    if which.email:
        conditions.append(Account.email == which.email.strip().lower())
    if which.first_day:
        conditions.append(AuditEntry.at >= start_of_day_kst(which.first_day))
    if which.last_day:
        conditions.append(AuditEntry.at < end_of_day_kst(which.last_day))
    return conditions


def _paged(query: sa.Select[*tuple[Any, ...]], column: Any, key: Any, backwards: bool) -> Any:
    if key is not None:
        query = query.where(column > key if backwards else column < key)
    return query.order_by(column if backwards else column.desc()).limit(PAGE + 1)


def _account_rows() -> sa.Select[int, str, str, str, AccountState, bool, bool, datetime]:
    return sa.select(
        Account.id,
        Account.key,
        Account.email,
        Account.name,
        Account.state,
        Account.is_platform_admin,
        Account.is_demo,
        Account.created_at,
    )


def _roles_of(work: Work, account_id: int) -> tuple[HeldRole, ...]:
    rows = work.session.execute(
        sa.select(RoleGrant.role, RoleGrant.scope, sa.func.coalesce(Agency.name, ""), RoleGrant.granted_at)
        .outerjoin(Agency, sa.and_(RoleGrant.scope == Scope.AGENCY, Agency.id == RoleGrant.scope_id))
        .where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return tuple(HeldRole(*row) for row in rows)


def _history_of(work: Work, account_id: int) -> tuple[HistoryStep, ...]:
    rows = work.session.execute(
        sa.select(
            StateChange.event,
            StateChange.to_state,
            StateChange.reason,
            sa.func.coalesce(Account.name, ""),
            StateChange.at,
        )
        .outerjoin(Account, Account.id == StateChange.actor_id)
        .where(StateChange.subject_type == ACCOUNT.name, StateChange.subject_id == account_id)
        .order_by(StateChange.id)
    )
    return tuple(HistoryStep(r[0], AccountState(r[1]), r[2], r[3], r[4]) for r in rows)
