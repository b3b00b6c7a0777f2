"""Agencies, their departments and the people who work there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.accounts.enums import AGENCY_ROLES, AccountState, AgencyKind, Permission, Role, Scope
from webapp.accounts.models import Account, Agency, Department, Membership, RoleGrant
from webapp.accounts.queries.officials import officials_of
from webapp.accounts.services.roles import end_grants, end_role, grant_role
from webapp.core.errors import NotFound, RuleBroken, StaleVersion
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class NewAgency:
    """A public body; `slug` is its short name in addresses."""

    slug: str
    name: str
    name_en: str = ""
    kind: AgencyKind = AgencyKind.CENTRAL


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A unit of an agency."""

    agency_id: int
    name: str
    name_en: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SaveDepartment:
    """New names or a new telephone number of a department; `version` is the one that the form showed."""

    department_key: str
    name: str
    name_en: str = ""
    phone: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person's place in an agency; saving it again moves the person."""

    agency_id: int
    account_id: int
    department_id: int | None = None
    title: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SaveMember:
    """A person's place and all of his or her roles in an agency, as one form shows them.

    `version` names what the form showed (`Official.version`; None: it did not say).
    """

    place: NewMember
    roles: frozenset[Role]
    version: str | None = None


def create_agency(work: Work, actor: Actor, command: NewAgency) -> Agency:
    """Enter a public body. Its slug is unique."""
    work.require(actor, Permission.AGENCY_CREATE)
    if not SLUG.fullmatch(command.slug):
        raise RuleBroken(
            _("주소에 쓸 이름은 영문 소문자와 숫자, 붙임표로 적어 주십시오."), field="slug", code="slug"
        )
    agency = Agency(
        slug=command.slug,
        name=command.name,
        name_en=command.name_en,
        kind=command.kind,
        created_at=work.now,
    )
    work.session.add(agency)
    work.audit(actor, "accounts:agency:created", agency, after={"slug": command.slug, "name": command.name})
    return agency


def create_department(work: Work, actor: Actor, command: NewDepartment) -> Department:
    """Enter a department. Its name is unique within the agency."""
    agency = managed_agency(work, actor, command.agency_id)
    department = Department(
        agency_id=agency.id, name=command.name, name_en=command.name_en, phone=command.phone
    )
    work.session.add(department)
    work.audit(actor, "accounts:department:created", department, after={"name": command.name})
    return department


def save_department(work: Work, actor: Actor, command: SaveDepartment) -> Department:
    """Change what a department is called or how it is reached. StaleVersion when somebody did meanwhile."""
    department = work.session.scalar(
        sa.select(Department).where(Department.key == command.department_key).with_for_update()
    )
    if department is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    managed_agency(work, actor, department.agency_id)
    wanted = (command.name, command.name_en, command.phone)
    if (department.name, department.name_en, department.phone) == wanted:
        return department
    _check_version(department.version, command.version)
    before = {"name": department.name, "phone": department.phone}
    department.name, department.name_en, department.phone = wanted
    after = {"name": department.name, "phone": department.phone}
    work.audit(actor, "accounts:department:saved", department, before=before, after=after)
    work.flush()
    return department


def add_member(work: Work, actor: Actor, command: NewMember) -> Membership:
    """Give a person a place in an agency, or change the place that the person has."""
    agency = managed_agency(work, actor, command.agency_id)
    account = work.session.get(Account, command.account_id)
    if account is None or account.state is AccountState.CLOSED:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    _check_department(work, agency.id, command.department_id)
    membership = join_agency(work, actor, agency.id, account.id)
    membership.department_id = command.department_id
    membership.title, membership.phone = command.title, command.phone
    work.flush()
    facts = {"agency": agency.id, "department": command.department_id, "title": command.title}
    work.audit(actor, "accounts:membership:saved", membership, after=facts)
    return membership


def save_member(work: Work, actor: Actor, command: SaveMember) -> Membership:
    """Change a person's place and roles in an agency at once. StaleVersion when somebody did meanwhile."""
    agency_id, account_id = command.place.agency_id, command.place.account_id
    managed_agency(work, actor, agency_id)
    work.session.scalar(_current_membership(agency_id, account_id).with_for_update())
    official = next((one for one in officials_of(work, agency_id) if one.account_id == account_id), None)
    if official is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    _check_version(official.version, command.version)
    membership = add_member(work, actor, command.place)
    set_agency_roles(work, actor, agency_id, account_id, command.roles)
    return membership


def set_agency_roles(
    work: Work, actor: Actor, agency_id: int, account_id: int, roles: Collection[Role]
) -> None:
    """Let a person hold exactly these roles in an agency: grant what is missing, end the rest."""
    for role in AGENCY_ROLES:
        change = grant_role if role in roles else end_role
        change(work, actor, account_id, role, Scope.AGENCY, agency_id)


def join_agency(work: Work, actor: Actor, agency_id: int, account_id: int) -> Membership:
    """The person's place in the agency, made when there is none. The caller has checked that it may."""
    membership = work.session.scalar(_current_membership(agency_id, account_id))
    if membership is None:
        membership = Membership(account_id=account_id, agency_id=agency_id, started_at=work.now)
        work.session.add(membership)
        work.audit(actor, "accounts:membership:started", membership, after={"agency": agency_id})
    return membership


def end_member(work: Work, actor: Actor, agency_id: int, account_id: int) -> None:
    """End a person's place in an agency with every role held there. Safe to repeat."""
    agency = managed_agency(work, actor, agency_id)
    membership = work.session.scalar(_current_membership(agency.id, account_id).with_for_update())
    if membership is not None:
        membership.ended_at = work.now
        work.audit(actor, "accounts:membership:ended", membership, after={"agency": agency.id})
    end_grants(
        work,
        actor,
        RoleGrant.account_id == account_id,
        RoleGrant.scope == Scope.AGENCY,
        RoleGrant.scope_id == agency.id,
        RoleGrant.role.in_(AGENCY_ROLES),
    )


def managed_agency(work: Work, actor: Actor, agency_id: int) -> Agency:
    """The agency, if the actor may manage it."""
    agency = work.session.get(Agency, agency_id)
    if agency is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    work.require(actor, Permission.AGENCY_MANAGE, agency)
    return agency


def _current_membership(agency_id: int, account_id: int) -> sa.Select[Membership]:
    return sa.select(Membership).where(
        Membership.agency_id == agency_id, Membership.account_id == account_id, Membership.ended_at.is_(None)
    )


def _check_version(current: str | int, seen: str | int | None) -> None:
    if seen is not None and seen != current:
        raise StaleVersion(_("그사이 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."))


def _check_department(work: Work, agency_id: int, department_id: int | None) -> None:
    if department_id is None:
        return
    department = work.session.get(Department, department_id)
    if department is None or department.agency_id != agency_id:
        raise RuleBroken(_("이 기관의 부서를 골라 주십시오."), field="department_id", code="department")
