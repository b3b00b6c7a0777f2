"""What people say of the demo's problems and contests: endorsements, some given in a row by one hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge
from webapp.challenges.queries import CHALLENGE_KIND
from webapp.core.subjects import SubjectRef
from webapp.discussion.services import endorse, follow
from webapp.home.cli.contests_now import day_time
from webapp.home.cli.steps import Play, Script
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries import PROBLEM_KIND

STANDING_CALL = "problems-any-time"
#: How many endorse each problem of the standing call, in the order in which they were posted.
ENDORSERS = (34, 21, 12, 9, 5)
#: Which of them is endorsed by one hand with several accounts, from which place, and how often.
ROW_PROBLEM, ROW_PLACE, ROW_COUNT = 3, "one table in a hall", 6


def endorsements(play: Play, today: datetime) -> Script:
    """The problems of the standing call find people who know them; one finds them all in one minute."""
    stage, citizens = play.stage, play.cast.citizens
    yield day_time(today, -3, 12)
    refs = [SubjectRef(PROBLEM_KIND, problem.key) for problem in problems_of_standing_call(play)]
    for ref, count in zip(refs, ENDORSERS, strict=True):
        yield stage.clock.now() + timedelta(hours=2)
        for number in range(count):
            stage.from_place(f"home of citizen {number}")
            stage.at(stage.clock.now() + timedelta(minutes=3))
            stage.play(endorse, citizens[number], ref)
    yield day_time(today, -1, 21)
    stage.from_place(ROW_PLACE)
    for citizen in citizens[100 : 100 + ROW_COUNT]:
        stage.at(stage.clock.now() + timedelta(seconds=7))
        stage.play(endorse, citizen, refs[ROW_PROBLEM])
    stage.from_place("")
    for account in (play.cast["citizen"], *citizens[:8]):
        stage.play(follow, account, refs[0])
    challenge = stage.work.session.scalars(
        sa.select(Challenge).where(Challenge.state == ChallengeState.OPEN).order_by(Challenge.id)
    ).first()
    if challenge is not None:
        for account in (play.cast["citizen"], *citizens[10:15]):
            stage.play(follow, account, SubjectRef(CHALLENGE_KIND, challenge.key))
    stage.commit()


def problems_of_standing_call(play: Play) -> list[Problem]:
    """The problems that were posted without a term, the oldest first."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Problem)
            .join(ProblemCall, ProblemCall.id == Problem.call_id)
            .where(ProblemCall.slug == STANDING_CALL)
            .order_by(Problem.id)
        )
    )
