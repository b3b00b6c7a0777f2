"""Reading what a ranking is made of, and rankings that are final."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from webapp.challenges.models import PrizeTier
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentState, RoundState
from webapp.judging.models import Assignment, Round, RoundResult, Score


@dataclass(frozen=True, slots=True)
class RankedIdea:
    """An idea's place in a ranking. `rank`, `score` and `plain_mean` are None when nobody scored it.

    `low` and `high` are the totals of its lowest and its highest sheet.
    """

    idea_id: int
    idea_key: str
    receipt_number: str
    title: str
    rank: int | None
    score: Decimal | None
    plain_mean: Decimal | None
    sheets: int
    missing: int
    conflicts: int
    decided_by: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ScoredSheet:
    """A sheet that counts: its idea, and its points by criterion id."""

    idea_id: int
    points: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class RoundIdea:
    """An idea of a round, with what the ranking and its page need."""

    idea_id: int
    idea_key: str
    receipt_number: str
    title: str
    submitted_at: datetime
    conflicts: int
    low: Decimal | None
    high: Decimal | None


def ideas_in_round(work: Work, round_: Round) -> list[RoundIdea]:
    """The ideas that an open round judges."""
    return _ideas(work, round_, Idea.state == IdeaState.IN_JUDGING)


def sheets_in_round(work: Work, round_id: int) -> list[ScoredSheet]:
    """The sheets that were handed in and are not void."""
    points: dict[int, dict[int, Decimal]] = defaultdict(dict)
    ideas: dict[int, int] = {}
    for assignment_id, idea_id, criterion_id, value in work.session.execute(
        sa.select(Assignment.id, Assignment.idea_id, Score.criterion_id, Score.points)
        .join(Score, Score.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Assignment.state == AssignmentState.SUBMITTED)
    ):
        points[assignment_id][criterion_id] = value
        ideas[assignment_id] = idea_id
    return [ScoredSheet(ideas[assignment_id], own) for assignment_id, own in points.items()]


def ranking(work: Work, round_: Round) -> list[RankedIdea]:
    """The final ranking of a closed round, best first, ideas that nobody scored last. Two statements."""
    results = {
        result.idea_id: result
        for result in work.session.scalars(sa.select(RoundResult).where(RoundResult.round_id == round_.id))
    }
    is_judged = sa.exists().where(RoundResult.round_id == round_.id, RoundResult.idea_id == Idea.id)
    ranked = [
        RankedIdea(
            idea_id=idea.idea_id,
            idea_key=idea.idea_key,
            receipt_number=idea.receipt_number,
            title=idea.title,
            rank=results[idea.idea_id].rank,
            score=_with_places(round_, results[idea.idea_id].score),
            plain_mean=_with_places(round_, results[idea.idea_id].plain_mean),
            sheets=results[idea.idea_id].sheets,
            missing=max(0, round_.sheets_per_idea - results[idea.idea_id].sheets),
            conflicts=idea.conflicts,
            decided_by=results[idea.idea_id].decided_by,
            low=idea.low,
            high=idea.high,
        )
        for idea in _ideas(work, round_, is_judged)
    ]
    return sorted(ranked, key=lambda one: (one.rank is None, one.rank or 0, one.idea_id))


def closed_round(work: Work, challenge_id: int) -> Round | None:
    """The last closed round of a challenge: the one whose ranking counts."""
    return work.session.scalar(
        sa.select(Round)
        .where(Round.challenge_id == challenge_id, Round.state == RoundState.CLOSED)
        .order_by(Round.number.desc())
        .limit(1)
    )


def prize_count(work: Work, challenge_id: int) -> int:
    """How many prizes a challenge gives at most."""
    total = work.session.scalar(
        sa.select(sa.func.sum(PrizeTier.quota)).where(PrizeTier.challenge_id == challenge_id)
    )
    return int(total or 0)


def _with_places(round_: Round, score: Decimal | None) -> Decimal | None:
    """A stored score with as many places as the rule declared."""
    if score is None:
        return None
    return score.quantize(Decimal(1).scaleb(-round_.rule["score_decimals"]))


def _ideas(work: Work, round_: Round, condition: sa.ColumnElement[bool]) -> list[RoundIdea]:
    counted = sa.case((Assignment.state == AssignmentState.SUBMITTED, Assignment.total))
    rows = work.session.execute(
        sa.select(
            Idea.id.label("idea_id"),
            Idea.key.label("idea_key"),
            sa.func.coalesce(Idea.receipt_number, "").label("receipt_number"),
            Idea.title,
            sa.func.coalesce(Idea.submitted_at, Idea.created_at).label("submitted_at"),
            sa.func.count(sa.case((Assignment.conflict_kind.is_not(None), 1))).label("conflicts"),
            sa.func.min(counted).label("low"),
            sa.func.max(counted).label("high"),
        )
        .outerjoin(Assignment, (Assignment.idea_id == Idea.id) & (Assignment.round_id == round_.id))
        .where(Idea.challenge_id == round_.challenge_id, condition)
        .group_by(Idea.id)
        .order_by(Idea.id)
    )
    return [RoundIdea(**row) for row in rows.mappings()]
