"""Invitations: a role offered to an e-mail address, with or without an account behind it yet.

Accepting grants the role and tells the contexts above (StateChanged of "invitations").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from webapp.accounts import mails
from webapp.accounts.enums import InvitationEvent, InvitationState, Role, Scope
from webapp.accounts.models import Account, Invitation, OrganisationMember
from webapp.accounts.services.agencies import join_agency, managed_agency
from webapp.accounts.services.emails import stored_email
from webapp.accounts.services.roles import record_grant
from webapp.accounts.workflow import INVITATION
from webapp.core.errors import NotFound, NotPermitted, SignInNeeded, WrongState
from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work

OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Invite:
    """Whom to invite to what; `subject_title` is public: it stands in the mail and on the page."""

    email: str
    name: str
    role: Role
    scope: Scope
    scope_id: int
    subject_title: str = ""


def invite(work: Work, actor: Actor, command: Invite) -> Invitation:
    """Offer a role by mail; the calling context has checked that the actor may.

    Repeating it while the offer is open sends the mail again (once a day at most) and gives it new time.
    """
    email = stored_email(command.email)
    invitation = work.session.scalar(
        sa.select(Invitation)
        .where(
            Invitation.email == email,
            Invitation.role == command.role,
            Invitation.scope == command.scope,
            Invitation.scope_id == command.scope_id,
            Invitation.state == InvitationState.INVITED,
        )
        .with_for_update()
    )
    if invitation is None:
        invitation = Invitation(
            email=email,
            name=command.name,
            role=command.role,
            scope=command.scope,
            scope_id=command.scope_id,
            subject_title=command.subject_title[:200],
            state=InvitationState.INVITED,
            invited_by_id=actor.account_id,
            invited_at=work.now,
            expires_at=work.now + OPEN_FOR,
        )
        work.session.add(invitation)
        work.flush()
        work.audit(actor, "accounts:invitation:sent", invitation, after=_facts(invitation))
    else:
        invitation.expires_at = work.now + OPEN_FOR
    locale = work.session.scalar(sa.select(Account.locale).where(Account.email == email))
    letter = mails.invitation(work, invitation, locale or current_locale())
    work.send(letter, key=f"accounts:invitation:{invitation.id}:{work.now:%Y%m%d}")
    return invitation


def invite_official(
    work: Work, actor: Actor, agency_id: int, role: Role, email: str, name: str
) -> Invitation:
    """Offer a role in an agency; accepting it also makes the person a member there."""
    agency = managed_agency(work, actor, agency_id)
    return invite(work, actor, Invite(email, name, role, Scope.AGENCY, agency.id, agency.name))


def accept_invitation(work: Work, actor: Actor, key: str) -> Invitation:
    """Take the role. Needs an account with the invited address. A second click answers the same."""
    invitation = _own_invitation(work, actor, key)
    if invitation.state is InvitationState.ACCEPTED:
        return invitation
    _refuse_expired(work, invitation)
    invitation.account_id, invitation.answered_at = actor.account_id, work.now
    _take_role(work, actor, invitation)
    INVITATION.fire(work, actor, invitation, InvitationEvent.ACCEPT)
    work.audit(actor, "accounts:invitation:accepted", invitation, after=_facts(invitation))
    return invitation


def decline_invitation(work: Work, actor: Actor, key: str, reason: str = "") -> Invitation:
    """Turn the role down. A second click answers the same."""
    invitation = _own_invitation(work, actor, key)
    if invitation.state is InvitationState.DECLINED:
        return invitation
    invitation.account_id, invitation.answered_at = actor.account_id, work.now
    INVITATION.fire(work, actor, invitation, InvitationEvent.DECLINE, reason=reason)
    work.audit(actor, "accounts:invitation:declined", invitation, after=_facts(invitation))
    return invitation


def withdraw_invitation(work: Work, actor: Actor, key: str) -> Invitation:
    """Take an open offer back; the calling context has checked that the actor may, agencies check here."""
    invitation = _locked(work, key)
    if invitation.scope is Scope.AGENCY:
        managed_agency(work, actor, invitation.scope_id)
    if invitation.state is InvitationState.WITHDRAWN:
        return invitation
    INVITATION.fire(work, actor, invitation, InvitationEvent.WITHDRAW)
    work.audit(actor, "accounts:invitation:withdrawn", invitation, after=_facts(invitation))
    return invitation


def _own_invitation(work: Work, actor: Actor, key: str) -> Invitation:
    if actor.account_id is None:
        raise SignInNeeded(_("로그인이 필요합니다."))
    invitation = _locked(work, key)
    email = work.session.scalar(sa.select(Account.email).where(Account.id == actor.account_id))
    if email != invitation.email:
        raise NotPermitted(
            _("이 초대는 다른 이메일 주소로 보낸 것입니다. 초대받은 주소의 계정으로 로그인해 주십시오.")
        )
    return invitation


def _locked(work: Work, key: str) -> Invitation:
    invitation = work.session.scalar(sa.select(Invitation).where(Invitation.key == key).with_for_update())
    if invitation is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return invitation


def _refuse_expired(work: Work, invitation: Invitation) -> None:
    if invitation.state is InvitationState.INVITED and invitation.expires_at <= work.now:
        raise WrongState(_("초대의 기한이 지났습니다. 초대한 기관에 다시 보내 달라고 해 주십시오."))


def _take_role(work: Work, actor: Actor, invitation: Invitation) -> None:
    account_id = actor.account_id
    if account_id is None or invitation.state is not InvitationState.INVITED:
        return  # the workflow refuses the rest with its own words
    if invitation.scope is Scope.ORGANISATION:
        _join_organisation(work, invitation, account_id)
        return
    if invitation.scope is Scope.AGENCY:
        join_agency(work, actor, invitation.scope_id, account_id)
    record_grant(work, actor, account_id, invitation.role, invitation.scope, invitation.scope_id)


def _join_organisation(work: Work, invitation: Invitation, account_id: int) -> None:
    member = work.session.scalar(
        sa.select(OrganisationMember).where(
            OrganisationMember.organisation_id == invitation.scope_id,
            OrganisationMember.account_id == account_id,
        )
    )
    if member is None:
        member = OrganisationMember(organisation_id=invitation.scope_id, account_id=account_id)
        work.session.add(member)
    member.invited_at, member.accepted_at, member.left_at = invitation.invited_at, work.now, None


def _facts(invitation: Invitation) -> dict[str, object]:
    return {
        "role": invitation.role.value,
        "scope": invitation.scope.value,
        "scope_id": invitation.scope_id,
        "state": invitation.state.value,
    }
