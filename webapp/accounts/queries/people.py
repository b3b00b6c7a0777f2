"""One's own account: profile, sessions, invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import InvitationState, Role, Scope
from webapp.accounts.models import Account, AccountSession, Invitation
from webapp.core.work import Work

SESSIONS_SHOWN = 20
#: What stands in a user agent, the more special first, and what it is called.
BROWSERS = (
    ("Whale/", "Whale"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person sees of the own account."""

    id: int
    key: str
    version: int
    email: str
    name: str
    phone: str
    affiliation: str
    locale: str
    created_at: datetime


def profile_of(work: Work, account_id: int) -> Profile:
    """The person's own data. One statement."""
    row = work.session.execute(
        sa.select(
            Account.id,
            Account.key,
            Account.version,
            Account.email,
            Account.name,
            Account.phone,
            Account.affiliation,
            Account.locale,
            Account.created_at,
        ).where(Account.id == account_id)
    ).one()
    return Profile(*row)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A sign-in on one device."""

    id: int
    key: str
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    expires_at: datetime
    address: str
    user_agent: str

    def is_open_at(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.ended_at is None and self.expires_at > now

    @property
    def device(self) -> str:
        """Browser and system as far as the browser told; nothing when it told nothing that is known."""
        found = [
            next((shown for mark, shown in marks if mark in self.user_agent), "")
            for marks in (BROWSERS, SYSTEMS)
        ]
        return ", ".join(part for part in found if part)


def sessions_of(work: Work, account_id: int) -> tuple[SessionView, ...]:
    """The newest sessions of an account, those in use first. One statement."""
    is_open = sa.and_(AccountSession.ended_at.is_(None), AccountSession.expires_at > work.now)
    rows = work.session.execute(
        sa.select(
            AccountSession.id,
            AccountSession.key,
            AccountSession.created_at,
            AccountSession.last_seen_at,
            AccountSession.ended_at,
            AccountSession.expires_at,
            AccountSession.address,
            AccountSession.user_agent,
        )
        .where(AccountSession.account_id == account_id)
        .order_by(
            sa.case((is_open, 0), else_=1), AccountSession.last_seen_at.desc(), AccountSession.id.desc()
        )
        .limit(SESSIONS_SHOWN)
    )
    return tuple(SessionView(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as its receiver sees it; the address stays hidden from other readers of the link."""

    key: str
    email: str
    name: str
    role: Role
    scope: Scope
    subject_title: str
    state: InvitationState
    invited_at: datetime
    expires_at: datetime

    def is_open_at(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.state is InvitationState.INVITED and self.expires_at > now


def invitation_by_key(work: Work, key: str) -> InvitationView | None:
    """The invitation behind a link. One statement."""
    row = work.session.execute(_invitations().where(Invitation.key == key)).first()
    return InvitationView(*row) if row else None


def invitations_for(work: Work, account_id: int) -> tuple[InvitationView, ...]:
    """Open invitations to the address of an account, oldest first. One statement."""
    rows = work.session.execute(
        _invitations()
        .join(Account, Account.email == Invitation.email)
        .where(
            Account.id == account_id,
            Invitation.state == InvitationState.INVITED,
            Invitation.expires_at > work.now,
        )
        .order_by(Invitation.id)
    )
    return tuple(InvitationView(*row) for row in rows)


def has_account(work: Work, email: str) -> bool:
    """Whether an address belongs to an account. Only for who holds a link that was sent to that address."""
    return work.session.scalar(sa.select(Account.id).where(Account.email == email)) is not None


def email_of(work: Work, account_id: int | None) -> str:
    """The address of an account, or nothing. One statement."""
    return work.session.scalar(sa.select(Account.email).where(Account.id == account_id)) or ""


def _invitations() -> sa.Select[str, str, str, Role, Scope, str, InvitationState, datetime, datetime]:
    return sa.select(
        Invitation.key,
        Invitation.email,
        Invitation.name,
        Invitation.role,
        Invitation.scope,
        Invitation.subject_title,
        Invitation.state,
        Invitation.invited_at,
        Invitation.expires_at,
    )
