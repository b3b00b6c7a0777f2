"""What came of a call, for everybody: the funnel, and of each problem what the call's rules make public.

Scores show once a problem is decided and where the call says so, the survey once it has closed; experts never
by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    CommitteeState,
    DeclineReason,
    ProblemField,
    ProblemState,
    SurveyPhase,
)
from webapp.problems.models import (
    CommitteeDecision,
    CommitteeItem,
    Problem,
    ProblemReview,
    SurveyProblem,
)
from webapp.problems.queries.calls import CallPage, call_page
from webapp.problems.queries.reviews import ReviewSummary, is_counted, summary_columns, summary_of
from webapp.problems.queries.surveys import SurveyCard, SurveyResult, closed_results, survey_of_call

PAGE_SIZE: Final = 50
#: Decided states; a merged problem is decided with the one that it was merged into.
DECIDED: Final = (ProblemState.SELECTED, ProblemState.DECLINED)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many problems came how far. `surveyed` None: nobody was asked."""

    received: int
    merged: int
    reviewed: int
    surveyed: int | None
    selected: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One problem and what became of it; what the call keeps to itself is None."""

    id: int
    key: str
    title: str
    state: ProblemState
    field: ProblemField
    grade: str | None
    cap_won: int | None
    decline_reason: DeclineReason | None
    summary: ReviewSummary | None
    survey: SurveyResult | None
    place: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A confirmed meeting of the committee."""

    title: str
    held_on: date
    official: Mapping[str, Any]
    minutes: str


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """The results page of a call."""

    page: CallPage
    funnel: Funnel
    meetings: Sequence[Meeting]
    grades: Sequence[tuple[str, int, int]]
    rows: Page[OutcomeRow]
    survey: SurveyCard | None

    @property
    def total_won(self) -> int:
        """The caps of everything selected together, in won."""
        return sum(won for _grade, _count, won in self.grades)

    @property
    def has_survey(self) -> bool:
        """Whether the survey's outcome stands beside the problems."""
        return any(row.survey for row in self.rows.items)

    @property
    def has_scores(self) -> bool:
        """Whether the experts' scores stand beside the problems."""
        return any(row.summary for row in self.rows.items)


def call_outcome(work: Work, slug: str, actor: Actor, cursor: str | None = None) -> CallOutcome:
    """The results of a call; NotFound for a draft to anybody but its agency. At most seven statements."""
    page = call_page(work, slug, actor)
    card = survey_of_call(work, page.call.id)
    results = closed_results(work, card) if card and page.rules.shows_survey else None
    by_key = {row.key: row for row in results.rows} if results else {}
    found = _rows(work, page, card, cursor)
    scores = _scores(work, [row.id for row in found.items]) if page.rules.shows_scores else {}
    rows = [_row(row, scores.get(row.id), by_key.get(row.key)) for row in found.items]
    meetings, grades = _meetings(work, page.call.id)
    return CallOutcome(
        page=page,
        funnel=_funnel(page, card, found),
        meetings=meetings,
        grades=grades,
        rows=Page(tuple(rows), found.total, found.next_cursor, found.previous_cursor),
        survey=card,
    )


def grade_of(work: Work, problem_id: int) -> tuple[str, int] | None:
    """The grade of a selected problem and its cap in won, if a committee gave one. One statement."""
    row = work.session.execute(
        sa.select(CommitteeItem.grade, CommitteeItem.cap_won)
        .join(CommitteeDecision, CommitteeDecision.id == CommitteeItem.decision_id)
        .where(
            CommitteeItem.problem_id == problem_id,
            CommitteeDecision.state == CommitteeState.CONFIRMED,
            CommitteeItem.grade.is_not(None),
        )
    ).first()
    return None if row is None else (row.grade, row.cap_won)


def public_comments(work: Work, problem_id: int) -> Sequence[str]:
    """What the experts wrote of a problem, without names and in no order that tells who. One statement."""
    query = (
        sa.select(ProblemReview.comment)
        .where(ProblemReview.problem_id == problem_id, is_counted(), ProblemReview.comment != "")
        .order_by(ProblemReview.key)
    )
    return work.session.scalars(query).all()


def _confirmed(call_id: int) -> sa.Subquery:
    return (
        sa.select(CommitteeItem.problem_id, CommitteeItem.grade, CommitteeItem.cap_won, CommitteeItem.outcome)
        .join(CommitteeDecision, CommitteeDecision.id == CommitteeItem.decision_id)
        .where(CommitteeDecision.call_id == call_id, CommitteeDecision.state == CommitteeState.CONFIRMED)
        .subquery()
    )


def _rows(work: Work, page: CallPage, card: SurveyCard | None, cursor: str | None) -> Page[Any]:
    """Selected problems by cap, then the declined, then what waits; without the merged ones."""
    position = read_cursor(cursor, (int, int))
    given = _confirmed(page.call.id)
    # The highest cap first: its negative orders the selected before everything else.
    kind = sa.case(
        (Problem.state == ProblemState.SELECTED, -sa.func.coalesce(given.c.cap_won, 1)),
        (Problem.state == ProblemState.DECLINED, 1),
        else_=2,
    )
    place = sa.cast(kind, sa.BigInteger())
    shown = [state for state in PUBLIC_PROBLEM_STATES if state is not ProblemState.MERGED]
    query = (
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.state, Problem.field, Problem.decline_reason,
            given.c.grade, given.c.cap_won, place.label("place"),
            *_how_far(page.call.id, card.id if card else 0),
        )
        .outerjoin(given, given.c.problem_id == Problem.id)
        .where(Problem.call_id == page.call.id, Problem.state.in_(shown))
    )  # fmt: skip
    if position is not None:
        edge = sa.tuple_(
            sa.literal(position.key[0], sa.BigInteger()), sa.literal(position.key[1], sa.BigInteger())
        )
        here = sa.tuple_(place, Problem.id)
        query = query.where(here < edge if position.backwards else here > edge)
    is_back = position is not None and position.backwards
    order = (place.desc(), Problem.id.desc()) if is_back else (place, Problem.id)
    rows = work.session.execute(query.order_by(*order).limit(PAGE_SIZE + 1)).all()
    return page_of(
        rows,
        size=PAGE_SIZE,
        key=lambda row: (int(row.place), row.id),
        cursor=position,
        total=page.total - page.counts.get(ProblemState.MERGED, 0),
    )


def _scores(work: Work, problem_ids: Sequence[int]) -> dict[int, ReviewSummary | None]:
    rows = work.session.execute(
        sa.select(ProblemReview.problem_id, *summary_columns())
        .join(Problem, Problem.id == ProblemReview.problem_id)
        .where(ProblemReview.problem_id.in_(problem_ids), Problem.state.in_(DECIDED), is_counted())
        .group_by(ProblemReview.problem_id)
    )
    return {row.problem_id: summary_of(row) for row in rows}


def _row(row: Any, summary: ReviewSummary | None, survey: SurveyResult | None) -> OutcomeRow:
    return OutcomeRow(
        row.id, row.key, row.title, row.state, row.field, row.grade, row.cap_won,
        row.decline_reason, summary, survey, int(row.place),
    )  # fmt: skip


def _funnel(page: CallPage, card: SurveyCard | None, found: Page[Any]) -> Funnel:
    first = found.items[0] if found.items else None
    is_asked = card is not None and card.phase in {SurveyPhase.OPEN, SurveyPhase.CLOSED}
    return Funnel(
        received=page.total,
        merged=page.counts.get(ProblemState.MERGED, 0),
        reviewed=first.reviewed if first else 0,
        surveyed=first.asked if first and is_asked else None,
        selected=page.counts.get(ProblemState.SELECTED, 0),
    )


def _how_far(call_id: int, survey_id: int) -> tuple[sa.Label[Any], sa.Label[Any]]:
    """How many problems of the call have a submitted review, and how many people were asked about."""
    one = aliased(Problem)
    of_call = sa.and_(one.call_id == call_id, one.state.in_(PUBLIC_PROBLEM_STATES))
    reviewed = (
        sa.select(sa.func.count(ProblemReview.problem_id.distinct()))
        .join(one, one.id == ProblemReview.problem_id)
        .where(of_call, is_counted())
        .scalar_subquery()
    )
    asked = (
        sa.select(sa.func.count())
        .select_from(SurveyProblem)
        .join(one, one.id == SurveyProblem.problem_id)
        .where(SurveyProblem.survey_id == survey_id, of_call)
        .scalar_subquery()
    )
    return reviewed.label("reviewed"), asked.label("asked")


def _meetings(work: Work, call_id: int) -> tuple[Sequence[Meeting], Sequence[tuple[str, int, int]]]:
    """The confirmed meetings; of each grade how many problems and their caps together, the highest first."""
    rows = work.session.execute(
        sa.select(
            CommitteeDecision.id, CommitteeDecision.title, CommitteeDecision.held_on,
            CommitteeDecision.official, CommitteeDecision.minutes,
            CommitteeItem.grade, CommitteeItem.cap_won,
        )
        .outerjoin(
            CommitteeItem,
            sa.and_(CommitteeItem.decision_id == CommitteeDecision.id, CommitteeItem.grade.is_not(None)),
        )
        .where(CommitteeDecision.call_id == call_id, CommitteeDecision.state == CommitteeState.CONFIRMED)
        .order_by(CommitteeDecision.held_on, CommitteeDecision.id, CommitteeItem.id)
    ).all()  # fmt: skip
    meetings = {row.id: Meeting(row.title, row.held_on, row.official, row.minutes) for row in rows}
    counts = Counter((row.grade, row.cap_won) for row in rows if row.grade is not None)
    ordered = sorted(counts.items(), key=lambda item: (-item[0][1], item[0][0]))
    return list(meetings.values()), [(grade, count, count * cap) for (grade, cap), count in ordered]
