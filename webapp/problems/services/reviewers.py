"""The experts of a call: invited by its agency, dismissed by it, and what becomes of an invitation."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from webapp.accounts.enums import InvitationEvent, Role, Scope
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import Invite, end_role, invite, withdraw_invitation
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_line
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.problems.enums import CallState, Permission
from webapp.problems.mails import invitation_answered
from webapp.problems.models import ProblemCall
from webapp.problems.queries.people import reviewers_of

NAME_MAX: Final = 50


def invite_reviewer(work: Work, actor: Actor, call: ProblemCall, email: str, name: str) -> Invitation:
    """Invite an expert to review the problems of the call. Repeating it sends the invitation again.

    RuleBroken on `email` for an address that no mail can go to and for one who reviews already.
    """
    work.require(actor, Permission.CALL_MANAGE, call)
    if call.state is CallState.FINISHED:
        raise WrongState(_("끝난 과제 공모에는 검토위원을 초대할 수 없습니다."))
    name = clean_line(name)
    check_length(name, maximum=NAME_MAX, minimum=1, field="name")
    address = email.strip().lower()
    if any(reader.email == address for reader in reviewers_of(work, call.id)):
        raise RuleBroken(_("이미 수락한 검토위원입니다."), field="email", code="reviewer_already")
    return invite(work, actor, Invite(email, name, Role.REVIEWER, Scope.CALL, call.id, call.title))


def withdraw_reviewer_invitation(work: Work, actor: Actor, call: ProblemCall, key: str) -> Invitation:
    """Take an invitation of this call back. NotFound for a key that is not this call's."""
    work.require(actor, Permission.CALL_MANAGE, call)
    return withdraw_invitation(work, actor, _invitation(work, call, key).key)


def dismiss_reviewer(work: Work, actor: Actor, call: ProblemCall, key: str) -> None:
    """End the role of the expert who accepted the invitation `key`. Reviews that were written stay."""
    work.require(actor, Permission.CALL_MANAGE, call)
    invitation = _invitation(work, call, key)
    if invitation.account_id is None:
        raise WrongState(_("아직 수락하지 않은 초대입니다."))
    end_role(work, actor, invitation.account_id, Role.REVIEWER, Scope.CALL, call.id)
    work.audit(actor, "problems:reviewer:dismissed", call, before={"account": invitation.account_id})


def tell_who_invited(work: Work, event: StateChanged) -> None:
    """When an expert accepts or declines, the official who invited hears of it."""
    invitation = event.subject
    is_answer = event.event in {InvitationEvent.ACCEPT, InvitationEvent.DECLINE}
    if event.workflow != "invitations" or not is_answer or invitation.role is not Role.REVIEWER:
        return
    official = work.session.get(Account, invitation.invited_by_id) if invitation.invited_by_id else None
    call = work.session.get(ProblemCall, invitation.scope_id)
    if official is None or call is None:
        return
    letter = invitation_answered(
        work, official, call, event.actor.name, is_accepted=event.event is InvitationEvent.ACCEPT
    )
    work.send(letter, key=f"problem-invitation-answered:{invitation.id}")


def _of_call(call: ProblemCall) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Invitation.role == Role.REVIEWER,
        Invitation.scope == Scope.CALL,
        Invitation.scope_id == call.id,
    )


def _invitation(work: Work, call: ProblemCall, key: str) -> Invitation:
    invitation = work.session.scalar(sa.select(Invitation).where(Invitation.key == key, *_of_call(call)))
    if invitation is None:
        raise NotFound(_("초대를 찾을 수 없습니다."))
    return invitation
