"""Setting up a round for a challenge whose entries are closed; challenge and ideas move on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge
from webapp.challenges.services import start_judging
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.services import take_to_judging
from webapp.judging.enums import Permission, RoundState
from webapp.judging.models import Round
from webapp.judging.services.loading import not_found
from webapp.judging.services.rounds import checked_plan


@dataclass(frozen=True, slots=True)
class NewRound:
    """What a round is planned as. `due_at` is exclusive: 24:00 of a day is 00:00 KST of the next."""

    challenge_key: str
    title: str
    sheets_per_idea: int
    due_at: datetime


def create_round(work: Work, actor: Actor, command: NewRound) -> Round:
    """Set up a round for a challenge whose entries are closed; its accepted ideas go to judging with it.

    WrongState while entries are taken or another round stands; RuleBroken when there is nothing to judge.
    """
    challenge = work.session.scalar(
        sa.select(Challenge)
        .where(Challenge.key == command.challenge_key)
        .options(joinedload(Challenge.programme, innerjoin=True))
    )
    if challenge is None:
        raise not_found()
    work.require(actor, Permission.ROUND_MANAGE, challenge, is_secret=True)
    title = checked_plan(work, command.title, command.sheets_per_idea, command.due_at)
    if challenge.state is not ChallengeState.JUDGING:
        challenge = start_judging(work, actor, challenge)
    number = _next_number(work, challenge)
    ideas = take_to_judging(work, actor, challenge.id)
    if not ideas:
        raise RuleBroken(_("심사할 아이디어가 없습니다."), code="no_ideas")
    round_ = Round(
        challenge_id=challenge.id,
        challenge=challenge,
        number=number,
        title=title,
        state=RoundState.PREPARING,
        sheets_per_idea=command.sheets_per_idea,
        due_at=command.due_at,
        created_by_id=actor.account_id,
        created_at=work.now,
    )
    work.session.add(round_)
    work.flush()
    work.audit(
        actor,
        "judging:round:created",
        round_,
        after={"ideas": len(ideas), "sheets_per_idea": round_.sheets_per_idea, "due_at": round_.due_at},
    )
    return round_


def _next_number(work: Work, challenge: Challenge) -> int:
    """One round at a time: a further one only after the earlier was cancelled."""
    rows = work.session.execute(
        sa.select(Round.number, Round.state).where(Round.challenge_id == challenge.id)
    ).all()
    if any(row.state is not RoundState.CANCELLED for row in rows):
        raise WrongState(_("이 과제에는 이미 심사가 있습니다."), code="round_exists")
    return max((row.number for row in rows), default=0) + 1
