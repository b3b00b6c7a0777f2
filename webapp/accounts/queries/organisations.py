"""Organisations that enter contests, as their members see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import InvitationState, OrganisationKind, Scope
from webapp.accounts.models import Account, Invitation, Organisation, OrganisationMember
from webapp.core.work import Work


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


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody who belongs to an organisation; `joined_at` is when the person agreed."""

    account_id: int
    account_key: str
    name: str
    is_lead: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class OpenInvitationView:
    """An invitation that waits for its answer."""

    key: str
    email: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with everybody in it; `lead_ids` is what the policy asks for."""

    id: int
    key: str
    kind: OrganisationKind
    name: str
    business_number: str
    representative: str
    created_at: datetime
    members: tuple[MemberView, ...]
    invitations: tuple[OpenInvitationView, ...]

    @property
    def shown_number(self) -> str:
        """The business number as it is written: 123-45-67891."""
        number = self.business_number
        return f"{number[:3]}-{number[3:5]}-{number[5:]}" if number else ""

    @property
    def lead_ids(self) -> frozenset[int]:
        """Who may speak for it."""
        return frozenset(member.account_id for member in self.members if member.is_lead)

    def has(self, account_id: int | None) -> bool:
        """Whether somebody belongs to it now."""
        return any(member.account_id == account_id for member in self.members)


def organisation_page(work: Work, key: str, account_id: int | None) -> OrganisationPage | None:
    """The organisation as its members see it; None for everybody else. Three statements."""
    organisation = work.session.scalar(sa.select(Organisation).where(Organisation.key == key))
    if organisation is None:
        return None
    page = OrganisationPage(
        id=organisation.id,
        key=organisation.key,
        kind=organisation.kind,
        name=organisation.name,
        business_number=organisation.business_number,
        representative=organisation.representative,
        created_at=organisation.created_at,
        members=_members_of(work, organisation.id),
        invitations=_open_invitations(work, organisation.id),
    )
    return page if page.has(account_id) else None


def _members_of(work: Work, organisation_id: int) -> tuple[MemberView, ...]:
    rows = work.session.execute(
        sa.select(
            Account.id,
            Account.key,
            Account.name,
            OrganisationMember.is_lead,
            OrganisationMember.accepted_at.label("joined_at"),
        )
        .join(OrganisationMember, OrganisationMember.account_id == Account.id)
        .where(
            OrganisationMember.organisation_id == organisation_id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .order_by(OrganisationMember.is_lead.desc(), OrganisationMember.id)
    )
    return tuple(
        MemberView(row.id, row.key, row.name, row.is_lead, row.joined_at) for row in rows if row.joined_at
    )


def _open_invitations(work: Work, organisation_id: int) -> tuple[OpenInvitationView, ...]:
    rows = work.session.execute(
        sa.select(Invitation.key, Invitation.email, Invitation.name, Invitation.expires_at)
        .where(
            Invitation.scope == Scope.ORGANISATION,
            Invitation.scope_id == organisation_id,
            Invitation.state == InvitationState.INVITED,
            Invitation.expires_at > work.now,
        )
        .order_by(Invitation.id)
    )
    return tuple(OpenInvitationView(*row) for row in rows)
