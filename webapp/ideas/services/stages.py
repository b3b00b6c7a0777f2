"""What the stages above do to ideas: judging takes, passes over and nominates, prizes exclude, award, revoke.

The caller has checked its own permission: these transitions have none of their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from webapp.challenges.models import Challenge
from webapp.core.errors import WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaEvent, IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.services.loading import challenge_by_id
from webapp.ideas.services.publication import unpublish
from webapp.ideas.workflow import IDEA


def take_to_judging(work: Work, actor: Actor, challenge_id: int) -> list[Idea]:
    """Take every accepted idea of a challenge to judging, in the order of acceptance. Safe to repeat.

    Returns all ideas that are in judging now. WrongState while entries are still taken.
    """
    challenge = challenge_by_id(work, challenge_id)
    if work.now < challenge.last_moment:
        raise WrongState(_("접수가 끝난 뒤에 심사를 시작할 수 있습니다."), code="still_open")
    ideas = work.session.scalars(
        sa.select(Idea)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .options(contains_eager(Idea.challenge))
        .where(
            Idea.challenge_id == challenge_id,
            Idea.state.in_((IdeaState.SUBMITTED, IdeaState.IN_JUDGING)),
        )
        .order_by(Idea.receipt_sequence, Idea.id)
        .with_for_update(of=Idea)
    ).all()
    taken = [idea for idea in ideas if idea.state is IdeaState.SUBMITTED]
    for idea in taken:
        idea.pending = None  # a change that was not handed in before the deadline does not count
        IDEA.fire(work, actor, idea, IdeaEvent.TAKE_TO_JUDGING)
    if taken:
        work.audit(actor, "ideas:challenge:taken_to_judging", challenge, after={"ideas": len(taken)})
    return list(ideas)


def nominate(work: Work, actor: Actor, idea: Idea) -> Idea:
    """Make an idea a finalist."""
    return _move(work, actor, idea, IdeaEvent.NOMINATE, "nominated")


def pass_over(work: Work, actor: Actor, idea: Idea) -> Idea:
    """Leave an idea unselected."""
    return _move(work, actor, idea, IdeaEvent.PASS_OVER, "passed_over")


def exclude(work: Work, actor: Actor, idea: Idea, reason: str) -> Idea:
    """Take a finalist out after public verification. RuleBroken without a reason."""
    return _move(work, actor, idea, IdeaEvent.EXCLUDE, "excluded", reason=reason)


def award(work: Work, actor: Actor, idea: Idea, tier_id: int | None = None) -> Idea:
    """Mark a finalist as awarded; with `tier_id` public pages name the prize."""
    moved = _move(work, actor, idea, IdeaEvent.AWARD, "awarded")
    moved.award_tier_id = tier_id
    work.flush()
    return moved


def revoke(work: Work, actor: Actor, idea: Idea, reason: str) -> Idea:
    """Take an award back; what was public for having won is so no more. RuleBroken without a reason."""
    idea.award_tier_id = None
    if not idea.allows_publication:
        unpublish(work, idea)
    return _move(work, actor, idea, IdeaEvent.REVOKE, "award_revoked", reason=reason)


def _move(work: Work, actor: Actor, idea: Idea, event: IdeaEvent, past: str, *, reason: str = "") -> Idea:
    source = idea.state
    IDEA.fire(work, actor, idea, event, reason=reason)
    work.audit(
        actor, f"ideas:idea:{past}", idea, before={"state": source.value}, after={"state": idea.state.value}
    )
    return idea
