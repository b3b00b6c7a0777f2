"""Agencies as their administrators see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import AgencyKind, InvitationState, Role, Scope
from webapp.accounts.models import Agency, Department, Invitation, Membership
from webapp.accounts.queries.officials import Official, officials_of
from webapp.core.policy import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in a list, with how many departments and people it has."""

    id: int
    slug: str
    name: str
    name_en: str
    kind: AgencyKind
    departments: int
    members: int


def agencies_managed_by(work: Work, actor: Actor) -> tuple[AgencyRow, ...]:
    """The agencies that an actor may manage, by name: all for a platform admin. One statement."""
    departments = (
        sa.select(sa.func.count())
        .where(Department.agency_id == Agency.id)
        .correlate(Agency)
        .scalar_subquery()
    )
    members = (
        sa.select(sa.func.count())
        .where(Membership.agency_id == Agency.id, Membership.ended_at.is_(None))
        .correlate(Agency)
        .scalar_subquery()
    )
    query = sa.select(
        Agency.id, Agency.slug, Agency.name, Agency.name_en, Agency.kind, departments, members
    ).order_by(Agency.name, Agency.id)
    if not actor.is_platform_admin:
        query = query.where(Agency.id.in_(actor.scopes_of(Role.AGENCY_ADMIN)))
    return tuple(AgencyRow(*row) for row in work.session.execute(query))


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department and how many people work there."""

    id: int
    key: str
    name: str
    name_en: str
    phone: str
    members: int


@dataclass(frozen=True, slots=True)
class AgencyInvitation:
    """An offer of a role in the agency that waits for its answer."""

    key: str
    email: str
    name: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """An agency with its departments, people and open invitations. The policy looks at `id`."""

    id: int
    slug: str
    name: str
    name_en: str
    kind: AgencyKind
    departments: tuple[DepartmentView, ...]
    officials: tuple[Official, ...]
    invitations: tuple[AgencyInvitation, ...]

    def official(self, account_key: str) -> Official | None:
        """Somebody who works there."""
        return next((one for one in self.officials if one.account_key == account_key), None)


def agency_page(work: Work, slug: str) -> AgencyPage | None:
    """Everything on the page of an agency's administrators. Five statements."""
    agency = work.session.execute(
        sa.select(Agency.id, Agency.slug, Agency.name, Agency.name_en, Agency.kind).where(Agency.slug == slug)
    ).first()
    if agency is None:
        return None
    return AgencyPage(
        *agency,
        departments=_departments_of(work, agency.id),
        officials=officials_of(work, agency.id),
        invitations=_invitations_of(work, agency.id),
    )


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """A department to be changed, with its agency."""

    key: str
    version: int
    name: str
    name_en: str
    phone: str
    agency_id: int
    agency_slug: str
    agency_name: str


def department_page(work: Work, key: str) -> DepartmentPage | None:
    """A department by its key. One statement."""
    row = work.session.execute(
        sa.select(
            Department.key,
            Department.version,
            Department.name,
            Department.name_en,
            Department.phone,
            Agency.id,
            Agency.slug,
            Agency.name,
        )
        .join(Agency, Agency.id == Department.agency_id)
        .where(Department.key == key)
    ).first()
    return DepartmentPage(*row) if row else None


def _departments_of(work: Work, agency_id: int) -> tuple[DepartmentView, ...]:
    members = (
        sa.select(sa.func.count())
        .where(Membership.department_id == Department.id, Membership.ended_at.is_(None))
        .correlate(Department)
        .scalar_subquery()
    )
    rows = work.session.execute(
        sa.select(
            Department.id, Department.key, Department.name, Department.name_en, Department.phone, members
        )
        .where(Department.agency_id == agency_id)
        .order_by(Department.name, Department.id)
    )
    return tuple(DepartmentView(*row) for row in rows)


def _invitations_of(work: Work, agency_id: int) -> tuple[AgencyInvitation, ...]:
    rows = work.session.execute(
        sa.select(Invitation.key, Invitation.email, Invitation.name, Invitation.role, Invitation.expires_at)
        .where(
            Invitation.scope == Scope.AGENCY,
            Invitation.scope_id == agency_id,
            Invitation.state == InvitationState.INVITED,
            Invitation.expires_at > work.now,
        )
        .order_by(Invitation.id)
    )
    return tuple(AgencyInvitation(*row) for row in rows)
