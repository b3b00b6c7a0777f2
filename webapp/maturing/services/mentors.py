"""Mentors: invited by mail, taking part once they accept, never a judge or an author of the same idea.

The conflict is checked when somebody is invited and again when the invitation is accepted, as an address may
get its account, or its score sheet, in between.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import InvitationEvent, InvitationState, Role, Scope
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import Invite, end_role, invite, withdraw_invitation
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Assignment, Seat
from webapp.maturing.enums import MentorEvent, MentorState, Permission
from webapp.maturing.models import Mentor, Project
from webapp.maturing.policies import team_of
from webapp.maturing.services.loading import load_mentor, load_project
from webapp.maturing.workflow import MENTOR


def invite_mentor(
    work: Work, actor: Actor, project: Project, email: str, name: str, expertise: str = ""
) -> Mentor:
    """Invite somebody to mentor a project. Inviting the same address again sends the mail again.

    RuleBroken on `email` for a judge of the idea, one of its authors, or a mentor who takes part already.
    """
    project = load_project(work, project.key, lock=True)
    work.require(actor, Permission.PROJECT_MANAGE, project)
    _refuse_conflict(work, project, email=email)
    title = project.award.idea.title
    invitation = invite(work, actor, Invite(email, name, Role.MENTOR, Scope.PROJECT, project.id, title))
    mentor = work.session.scalar(sa.select(Mentor).where(Mentor.invitation_id == invitation.id))
    if mentor is None:
        mentor = Mentor(
            project_id=project.id,
            invitation_id=invitation.id,
            name=name,
            expertise=expertise,
            state=MentorState.INVITED,
            created_at=work.now,
        )
        work.session.add(mentor)
        work.flush()
        work.audit(actor, "maturing:mentor:invited", mentor)
    mentor.name, mentor.expertise = name, expertise
    return mentor


def end_mentor(work: Work, actor: Actor, mentor_key: str, reason: str) -> Mentor:
    """End a mentor's part, or take back an invitation that was not answered."""
    mentor = load_mentor(work, mentor_key)
    work.require(actor, Permission.PROJECT_MANAGE, mentor)
    if mentor.state is MentorState.LEFT:
        return mentor
    MENTOR.fire(work, actor, mentor, MentorEvent.LEAVE, reason=reason)
    if mentor.account_id is not None:
        end_role(work, actor, mentor.account_id, Role.MENTOR, Scope.PROJECT, mentor.project_id)
    if mentor.invitation.state is InvitationState.INVITED:
        withdraw_invitation(work, actor, mentor.invitation.key)
    work.audit(actor, "maturing:mentor:ended", mentor)
    return mentor


def on_invitation_answered(work: Work, event: StateChanged) -> None:
    """Handler: a mentor's invitation was accepted, declined or withdrawn.

    RuleBroken, which also undoes the acceptance, when a judge or an author of the idea accepts.
    """
    invitation = event.subject
    if event.workflow != "invitations" or invitation.role is not Role.MENTOR:
        return
    mentor = _mentor_of(work, invitation)
    if mentor is None or mentor.state is not MentorState.INVITED:
        return
    if event.event is InvitationEvent.ACCEPT:
        _refuse_conflict(work, mentor.project, account_id=invitation.account_id)
        mentor.account_id = invitation.account_id
        MENTOR.fire(work, event.actor, mentor, MentorEvent.ACCEPT)
        work.audit(event.actor, "maturing:mentor:accepted", mentor)
    elif event.event is InvitationEvent.DECLINE:
        mentor.account_id = invitation.account_id
        MENTOR.fire(work, event.actor, mentor, MentorEvent.DECLINE)
        work.audit(event.actor, "maturing:mentor:declined", mentor)


def _mentor_of(work: Work, invitation: Invitation) -> Mentor | None:
    key = work.session.scalar(sa.select(Mentor.key).where(Mentor.invitation_id == invitation.id))
    return load_mentor(work, key) if key is not None else None


def _refuse_conflict(work: Work, project: Project, *, email: str = "", account_id: int | None = None) -> None:
    if account_id is None:
        account_id = work.session.scalar(sa.select(Account.id).where(Account.email == email.strip().lower()))
    if account_id is None:
        return
    if account_id in team_of(project):
        raise RuleBroken(_("아이디어를 낸 사람은 멘토가 될 수 없습니다."), field="email", code="author")
    has_judged = work.session.scalar(
        sa.select(Assignment.id)
        .join(Seat, Seat.id == Assignment.seat_id)
        .where(
            Assignment.idea_id == project.award.idea_id,
            Assignment.state != AssignmentState.VOID,
            Seat.account_id == account_id,
        )
        .limit(1)
    )
    if has_judged is not None:
        raise RuleBroken(
            _("이 아이디어를 심사한 사람은 멘토가 될 수 없습니다. 다른 전문가를 초대해 주십시오."),
            field="email",
            code="judge",
        )
