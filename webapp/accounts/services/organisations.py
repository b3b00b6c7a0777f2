"""Organisations that enter contests: teams, companies and other bodies, with their members."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.accounts.enums import OrganisationKind, Permission, Role, Scope
from webapp.accounts.models import Invitation, Organisation, OrganisationMember
from webapp.accounts.services.invitations import Invite, accept_invitation, invite, withdraw_invitation
from webapp.core.errors import NotFound, RuleBroken, SignInNeeded, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """A team, company or other body. Companies have a business number; others may leave it out."""

    kind: OrganisationKind
    name: str
    business_number: str = ""
    representative: str = ""


@dataclass(frozen=True, slots=True)
class LedOrganisation:
    """An organisation as the policy looks at it."""

    organisation: Organisation
    lead_ids: frozenset[int]


def is_business_number(digits: str) -> bool:
    """Whether ten digits make a Korean business registration number.

    Nine digits with the weights 1-3-7-1-3-7-1-3-5 and a check digit; of the ninth product the tens count too.
    """
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    numbers = [int(digit) for digit in digits]
    total = sum(number * weight for number, weight in zip(numbers, WEIGHTS, strict=False))
    total += numbers[8] * 5 // 10
    return (10 - total % 10) % 10 == numbers[9]


def create_organisation(work: Work, actor: Actor, command: NewOrganisation) -> Organisation:
    """Enter an organisation; the actor leads it."""
    if actor.account_id is None:
        raise SignInNeeded(_("로그인이 필요합니다."))
    organisation = Organisation(
        kind=command.kind,
        name=command.name,
        business_number=_checked_number(command.kind, command.business_number),
        representative=command.representative,
        created_at=work.now,
    )
    work.session.add(organisation)
    work.flush()
    work.session.add(
        OrganisationMember(
            organisation_id=organisation.id,
            account_id=actor.account_id,
            is_lead=True,
            invited_at=work.now,
            accepted_at=work.now,
        )
    )
    work.audit(actor, "accounts:organisation:created", organisation, after={"kind": command.kind.value})
    return organisation


def invite_to_organisation(
    work: Work, actor: Actor, organisation: Organisation, email: str, name: str = ""
) -> Invitation:
    """Invite somebody by mail; the person becomes a member by accepting (every member agrees for himself)."""
    work.require(actor, Permission.ORGANISATION_MANAGE, led(work, organisation))
    return invite(
        work,
        actor,
        Invite(email, name, Role.TEAM_MEMBER, Scope.ORGANISATION, organisation.id, organisation.name),
    )


def invite_to_organisation_by_key(
    work: Work, actor: Actor, organisation_key: str, email: str, name: str
) -> Invitation:
    """Invite somebody to the organisation at an address; see invite_to_organisation."""
    return invite_to_organisation(work, actor, organisation_by_key(work, organisation_key), email, name)


def accept_membership(work: Work, actor: Actor, key: str) -> Invitation:
    """Join the organisation that an invitation names."""
    return accept_invitation(work, actor, key)


def withdraw_membership_invitation(work: Work, actor: Actor, key: str) -> Invitation:
    """Take back an invitation to one's organisation."""
    found = work.session.scalar(
        sa.select(Invitation).where(Invitation.key == key, Invitation.scope == Scope.ORGANISATION)
    )
    if found is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    organisation = work.session.get_one(Organisation, found.scope_id)
    work.require(actor, Permission.ORGANISATION_MANAGE, led(work, organisation), is_secret=True)
    return withdraw_invitation(work, actor, key)


def leave_organisation(work: Work, actor: Actor, organisation_key: str) -> None:
    """Leave; the last lead hands the lead over first, unless nobody else is left. Safe to repeat."""
    organisation = organisation_by_key(work, organisation_key)
    members = _members(work, organisation.id)
    own = next((member for member in members if member.account_id == actor.account_id), None)
    if own is None:
        return
    others = [member for member in members if member is not own]
    if own.is_lead and others and not any(member.is_lead for member in others):
        raise WrongState(_("대표자가 나가려면 먼저 다른 구성원에게 대표를 넘겨 주십시오."))
    own.left_at, own.is_lead = work.now, False
    work.audit(actor, "accounts:organisation:left", organisation, after={"account": actor.account_id})


def remove_member(work: Work, actor: Actor, organisation_key: str, account_id: int) -> None:
    """End somebody's membership; who leads the organisation leaves it by himself only."""
    organisation = organisation_by_key(work, organisation_key)
    work.require(actor, Permission.ORGANISATION_MANAGE, led(work, organisation), is_secret=True)
    for member in _members(work, organisation.id):
        if member.account_id == account_id and not member.is_lead:
            member.left_at = work.now
            facts = {"account": account_id}
            work.audit(actor, "accounts:organisation:member_removed", organisation, after=facts)


def hand_over_lead(work: Work, actor: Actor, organisation_key: str, account_id: int) -> None:
    """Make another member the one who leads and speaks for the organisation."""
    organisation = organisation_by_key(work, organisation_key)
    work.require(actor, Permission.ORGANISATION_MANAGE, led(work, organisation), is_secret=True)
    members = _members(work, organisation.id)
    heir = next((member for member in members if member.account_id == account_id), None)
    if heir is None:
        raise RuleBroken(_("구성원 가운데에서 골라 주십시오."), field="account_id", code="member")
    for member in members:
        member.is_lead = member is heir
    work.audit(actor, "accounts:organisation:lead_changed", organisation, after={"account": account_id})


def led(work: Work, organisation: Organisation) -> LedOrganisation:
    """The organisation with who leads it, for the policy."""
    leads = work.session.scalars(
        sa.select(OrganisationMember.account_id).where(
            OrganisationMember.organisation_id == organisation.id,
            OrganisationMember.is_lead,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
    )
    return LedOrganisation(organisation, frozenset(leads))


def organisation_by_key(work: Work, key: str) -> Organisation:
    """The organisation at an address, or NotFound."""
    organisation = work.session.scalar(sa.select(Organisation).where(Organisation.key == key))
    if organisation is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return organisation


def _members(work: Work, organisation_id: int) -> list[OrganisationMember]:
    return list(
        work.session.scalars(
            sa.select(OrganisationMember)
            .where(
                OrganisationMember.organisation_id == organisation_id,
                OrganisationMember.accepted_at.is_not(None),
                OrganisationMember.left_at.is_(None),
            )
            .order_by(OrganisationMember.id)
            .with_for_update()
        )
    )


def _checked_number(kind: OrganisationKind, text: str) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not digits and kind is not OrganisationKind.COMPANY:
        return ""
    if not is_business_number(digits):
        raise RuleBroken(
            _("사업자등록번호 10자리를 다시 확인해 주십시오. 예: 123-45-67891"),
            field="business_number",
            code="business_number",
        )
    return digits
