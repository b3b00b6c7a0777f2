"""Eligibility: an official rules an entry out with a reason, or takes that back."""

from __future__ import annotations

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas import mails
from webapp.ideas.enums import IdeaEvent, IdeaState, IneligibleReason, Permission
from webapp.ideas.models import Idea
from webapp.ideas.services.loading import locked_idea
from webapp.ideas.services.publication import unpublish
from webapp.ideas.workflow import IDEA

MAX_REASON = 1000


def idea_to_decide(work: Work, actor: Actor, key: str) -> Idea:
    """The idea on whose eligibility the actor may decide; NotFound for everybody else."""
    idea = locked_idea(work, key)
    work.require(actor, Permission.ELIGIBILITY_DECIDE, idea, is_secret=True)
    return idea


def rule_out(work: Work, actor: Actor, idea: Idea, reason_code: IneligibleReason, reason: str) -> Idea:
    """Declare an accepted idea not eligible. Its author is told the reason. Safe to repeat."""
    idea = locked_idea(work, idea.key)
    work.require(actor, Permission.ELIGIBILITY_DECIDE, idea, is_secret=True)
    if idea.state is IdeaState.INELIGIBLE and idea.ineligible_reason is reason_code:
        return idea
    reason = _checked(reason)
    if idea.state is IdeaState.SUBMITTED:
        unpublish(work, idea)
        idea.ineligible_reason = reason_code
    change = _fire(work, actor, idea, IdeaEvent.RULE_OUT, reason)
    work.audit(actor, "ideas:idea:ruled_out", idea, after={"reason": reason_code.value})
    work.send(mails.ruled_out(work, idea, reason), key=f"ideas:ruled_out:{idea.key}:{change}")
    return idea


def reinstate(work: Work, actor: Actor, idea: Idea, reason: str) -> Idea:
    """Take a decision of ineligibility back. The author is told. Safe to repeat."""
    idea = locked_idea(work, idea.key)
    work.require(actor, Permission.ELIGIBILITY_DECIDE, idea, is_secret=True)
    if idea.state is IdeaState.SUBMITTED:
        return idea
    reason, before = _checked(reason), idea.ineligible_reason
    if idea.state is IdeaState.INELIGIBLE:
        idea.ineligible_reason = None
    change = _fire(work, actor, idea, IdeaEvent.REINSTATE, reason)
    work.audit(actor, "ideas:idea:reinstated", idea, before={"reason": before.value if before else ""})
    work.send(mails.reinstated(work, idea, reason), key=f"ideas:reinstated:{idea.key}:{change}")
    return idea


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise RuleBroken(_("사유를 적어 주십시오."), field="reason", code="reason_required")
    if len(reason) > MAX_REASON:
        raise RuleBroken(
            _("사유는 %(limit)s자까지 적을 수 있습니다.", limit=MAX_REASON), field="reason", code="too_long"
        )
    return reason


def _fire(work: Work, actor: Actor, idea: Idea, event: IdeaEvent, reason: str) -> int:
    change = IDEA.fire(work, actor, idea, event, reason=reason)
    work.flush()
    return change.id
