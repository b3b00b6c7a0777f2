"""Tables of accounts. No resident-registration number is ever stored, in any column."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.enums import (
    AccountState,
    AgencyKind,
    ConsentKind,
    InvitationState,
    OrganisationKind,
    Role,
    Scope,
    TokenPurpose,
)
from webapp.core.models import Base, BigId, Identified, Keyed, UtcDateTime, Versioned, one_of

#: For tables whose rows may go: the audit names rows by their ids, so SQLite must not give one out twice.
NEVER_REUSED = {"sqlite_autoincrement": True}


class Account(Keyed, Versioned, Base):
    """A person who can sign in. `email` is stored lower-case; `password_hash` is argon2id."""

    __tablename__ = "accounts"
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
        sa.CheckConstraint("state <> 'active' OR email_confirmed_at IS NOT NULL", name="active_confirmed"),
        sa.Index(
            "ix_accounts_demo", "id", sqlite_where=sa.text("is_demo = 1"), postgresql_where=sa.text("is_demo")
        ),
        NEVER_REUSED,
    )

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(50))
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    affiliation: Mapped[str] = mapped_column(sa.String(100), default="")
    locale: Mapped[str] = mapped_column(sa.String(2), default="ko")
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[AccountState] = mapped_column(
        one_of(AccountState, "state_known"), default=AccountState.PENDING
    )
    is_platform_admin: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    email_confirmed_at: Mapped[datetime | None] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()


class AccountSession(Keyed, Base):
    """A sign-in on one device. Only the hash of its token is stored; ended rows stay for the owner to see."""

    __tablename__ = "account_sessions"
    __table_args__ = (sa.Index("ix_account_sessions_account", "account_id", "ended_at"), NEVER_REUSED)

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column()
    last_seen_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column()
    address: Mapped[str] = mapped_column(sa.String(64), default="")
    user_agent: Mapped[str] = mapped_column(sa.String(200), default="")


class SignInAttempt(Identified, Base):
    """One try to sign in, for the limits per e-mail and per address."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        sa.Index("ix_sign_in_attempts_email", "email_hash", "at"),
        sa.Index("ix_sign_in_attempts_address", "address", "at"),
    )

    email_hash: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[str] = mapped_column(sa.String(64))
    is_success: Mapped[bool] = mapped_column()
    at: Mapped[datetime] = mapped_column()


class OneTimeToken(Identified, Base):
    """A link in a mail: confirms an address or resets a password, once, until it expires.

    A confirming link carries the password that was typed with it, so that nobody else who signs up with the
    same address can have it confirmed for a password of theirs.
    """

    __tablename__ = "one_time_tokens"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(one_of(TokenPurpose, "purpose_known"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None] = mapped_column()


class Agency(Keyed, Base):
    """A public body. Names come from data: they change and are never translated by machine."""

    __tablename__ = "agencies"

    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    name_en: Mapped[str] = mapped_column(sa.String(150), default="")
    kind: Mapped[AgencyKind] = mapped_column(one_of(AgencyKind, "kind_known"))
    created_at: Mapped[datetime] = mapped_column()


class Department(Keyed, Versioned, Base):
    """A unit of an agency that answers for challenges, measures and decisions."""

    __tablename__ = "departments"
    __table_args__ = (sa.UniqueConstraint("agency_id", "name"),)

    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    name_en: Mapped[str] = mapped_column(sa.String(150), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")


class Membership(Identified, Base):
    """A person's place in an agency: department and job title, shown as the named official (정책실명제)."""

    __tablename__ = "memberships"
    __table_args__ = (
        sa.Index(
            "uq_memberships_current",
            "account_id",
            "agency_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    title: Mapped[str] = mapped_column(sa.String(50), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    started_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column()
    account: Mapped[Account] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")


class RoleGrant(Identified, Base):
    """A role held over an agency, a call for problems, a judging round or a project. Ended, never deleted."""

    __tablename__ = "role_grants"
    __table_args__ = (
        sa.Index(
            "uq_role_grants_current",
            "account_id",
            "role",
            "scope",
            "scope_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_role_grants_scope", "scope", "scope_id", "role"),
    )

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role_known"))
    scope: Mapped[Scope] = mapped_column(one_of(Scope, "scope_known"))
    scope_id: Mapped[int] = mapped_column(BigId)
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    granted_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column()
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))


class Invitation(Keyed, Base):
    """An offer of a role to an e-mail address; accepting it needs an account with that address."""

    __tablename__ = "invitations"
    __table_args__ = (
        sa.Index(
            "uq_invitations_open",
            "email",
            "role",
            "scope",
            "scope_id",
            unique=True,
            sqlite_where=sa.text("state = 'invited'"),
            postgresql_where=sa.text("state = 'invited'"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR (account_id IS NOT NULL AND answered_at IS NOT NULL)",
            name="answered",
        ),
    )

    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    name: Mapped[str] = mapped_column(sa.String(50), default="")
    role: Mapped[Role] = mapped_column(one_of(Role, "role_known"))
    scope: Mapped[Scope] = mapped_column(one_of(Scope, "scope_known"))
    scope_id: Mapped[int] = mapped_column(BigId)
    subject_title: Mapped[str] = mapped_column(sa.String(200), default="")
    state: Mapped[InvitationState] = mapped_column(
        one_of(InvitationState, "state_known"), default=InvitationState.INVITED
    )
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    invited_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column()


class Organisation(Keyed, Versioned, Base):
    """A team, company or other body that enters contests. A company has a business number (10 digits)."""

    __tablename__ = "organisations"
    __table_args__ = (
        sa.CheckConstraint("kind <> 'company' OR length(business_number) = 10", name="company_number"),
    )

    kind: Mapped[OrganisationKind] = mapped_column(one_of(OrganisationKind, "kind_known"))
    name: Mapped[str] = mapped_column(sa.String(100))
    business_number: Mapped[str] = mapped_column(sa.String(10), default="")
    representative: Mapped[str] = mapped_column(sa.String(50), default="")
    created_at: Mapped[datetime] = mapped_column()


class OrganisationMember(Identified, Base):
    """A person's place in an organisation; `accepted_at` is None until the person agrees."""

    __tablename__ = "organisation_members"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "account_id"),)

    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime] = mapped_column()
    accepted_at: Mapped[datetime | None] = mapped_column()
    left_at: Mapped[datetime | None] = mapped_column()


class Consent(Identified, Base):
    """One agreement of one person to one text, with the hash of the text as it was shown."""

    __tablename__ = "consents"
    __table_args__ = (sa.Index("ix_consents_subject", "subject_type", "subject_id"),)

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    subject_type: Mapped[str] = mapped_column(sa.String(48))
    subject_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[ConsentKind] = mapped_column(one_of(ConsentKind, "kind_known"))
    text_sha256: Mapped[str] = mapped_column(sa.String(64))
    given_at: Mapped[datetime] = mapped_column()
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
