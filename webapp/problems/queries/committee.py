"""The committee's batches as pages read them, and the rules by which a call chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Protocol

import sqlalchemy as sa

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import (
    UNDECIDED_PROBLEM_STATES,
    CommitteeState,
    DeclineReason,
    Outcome,
    Permission,
    ProblemState,
)
from webapp.problems.models import CommitteeDecision, CommitteeItem, Problem, ProblemCall, SelectionRules
from webapp.problems.queries.results import REVIEWS_WANTED, overall_by_problem
from webapp.problems.queries.surveys import closed_results, survey_of_call

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (A, B, C) and the most that its prizes may come to, in won."""

    grade: str
    cap_won: int


#: The grades of the first contest, 1,000만 to 5,000만 won by difficulty and effect; a call may have others.
USUAL_GRADES: Final = (Grade("A", 50_000_000), Grade("B", 30_000_000), Grade("C", 10_000_000))


@dataclass(frozen=True, slots=True)
class RulesOfChoice:
    """How a call chooses; `version` 0 when these are the usual rules."""

    reviews_wanted: int = REVIEWS_WANTED
    grades: Sequence[Grade] = USUAL_GRADES
    version: int = 0


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A problem that can be decided, with what experts and people said, and what is planned for it."""

    problem_id: int
    key: str
    title: str
    state: ProblemState
    author_id: int
    score: Decimal | None
    reviews: int
    percent: Decimal | None
    outcome: Outcome | None = None
    grade: str | None = None
    cap_won: int | None = None
    decline_reason: DeclineReason | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CommitteeCard:
    """A meeting in the list of a call's meetings."""

    id: int
    key: str
    version: int
    state: CommitteeState
    title: str
    held_on: date
    members: Sequence[str]
    minutes: str
    confirmed_at: datetime | None
    official: dict[str, Any]
    call_id: int
    call_slug: str
    call_title: str
    call_title_en: str
    agency_id: int
    items: int


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """A batch with what it decides: the check page before it is confirmed, the record after."""

    decision: CommitteeCard
    rows: Sequence[BatchRow]

    @property
    def gaps(self) -> Sequence[str]:
        """What it still lacks."""
        return gaps_in(self.decision.minutes, self.decision.members, self.rows)

    @property
    def selected(self) -> Sequence[BatchRow]:
        """What is selected, the highest cap first; without a grade yet last."""
        rows = [row for row in self.rows if row.outcome is Outcome.SELECTED]
        return sorted(rows, key=lambda row: (-(row.cap_won or 0), row.problem_id))

    @property
    def declined(self) -> Sequence[BatchRow]:
        """What is declined."""
        return [row for row in self.rows if row.outcome is Outcome.DECLINED]

    @property
    def by_grade(self) -> Sequence[tuple[str, int, int]]:
        """How many of each grade, and their caps together in won."""
        counts = Counter((row.grade, row.cap_won) for row in self.selected if row.grade)
        return [(str(grade), count, count * int(cap or 0)) for (grade, cap), count in counts.items()]

    @property
    def total_won(self) -> int:
        """All caps together, in won."""
        return sum(row.cap_won or 0 for row in self.selected)


class Planned(Protocol):
    """What is planned for one problem."""

    @property
    def outcome(self) -> Outcome | None:
        """Selected or declined."""

    @property
    def grade(self) -> str | None:
        """The grade, when selected."""

    @property
    def decline_reason(self) -> DeclineReason | None:
        """The reason from the list, when declined."""


def gaps_in(minutes: str, members: Sequence[str], items: Sequence[Planned]) -> list[str]:
    """What a batch still lacks before it can be confirmed, each as a sentence."""
    gaps = []
    if not minutes.strip():
        gaps.append(_("의결 내용을 적어 주십시오."))
    if not members:
        gaps.append(_("참석한 위원을 적어 주십시오."))
    if not items:
        gaps.append(_("결정할 문제를 한 건 이상 골라 주십시오."))
    if any(one.outcome is Outcome.SELECTED and one.grade is None for one in items):
        gaps.append(_("선정한 문제마다 등급을 골라 주십시오."))
    if any(one.outcome is Outcome.DECLINED and one.decline_reason is None for one in items):
        gaps.append(_("선정하지 않은 문제마다 사유의 갈래를 골라 주십시오."))
    return gaps


def selection_rules(work: Work, call_id: int) -> RulesOfChoice:
    """The rules by which a call chooses. One statement."""
    row = work.session.execute(
        sa.select(SelectionRules.reviews_wanted, SelectionRules.grades, SelectionRules.version).where(
            SelectionRules.call_id == call_id
        )
    ).first()
    if row is None:
        return RulesOfChoice()
    grades = [Grade(one["grade"], int(one["cap_won"])) for one in row.grades]
    return RulesOfChoice(row.reviews_wanted, grades, row.version)


def committees_of(work: Work, call_id: int) -> Sequence[CommitteeCard]:
    """The meetings of a call, the last first; without what was thrown away. One statement."""
    query = _cards().where(
        CommitteeDecision.call_id == call_id, CommitteeDecision.state != CommitteeState.DISCARDED
    )
    rows = work.session.execute(query.order_by(CommitteeDecision.id.desc()).limit(100))
    return [CommitteeCard(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's public name for it)


def committee_page(work: Work, key: str, actor: Actor) -> CommitteePage:
    """A batch for an official of the call's agency; NotFound or NotPermitted otherwise. Five statements."""
    row = work.session.execute(_cards().where(CommitteeDecision.key == key)).first()
    if row is None:
        raise NotFound(_("의결을 찾을 수 없습니다."))
    card = CommitteeCard(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    work.require(actor, Permission.CALL_VIEW, card)
    rows = _rows(work, card.call_id, card.id, only_planned=True)
    return CommitteePage(card, rows)


def batch_rows(work: Work, call_id: int, decision_id: int | None = None) -> Sequence[BatchRow]:
    """What can be decided in a call, the best first, with what a batch plans for it. Four statements."""
    return _rows(work, call_id, decision_id, only_planned=False)


def _rows(work: Work, call_id: int, decision_id: int | None, *, only_planned: bool) -> Sequence[BatchRow]:
    planned = sa.and_(CommitteeItem.problem_id == Problem.id, CommitteeItem.decision_id == (decision_id or 0))
    query = (
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.state, Problem.author_id,
            CommitteeItem.outcome, CommitteeItem.grade, CommitteeItem.cap_won,
            CommitteeItem.decline_reason, CommitteeItem.reason,
        )
        .outerjoin(CommitteeItem, planned)
        .where(Problem.call_id == call_id)
        .order_by(Problem.id)
        .limit(MOST)
    )  # fmt: skip
    if only_planned:
        query = query.where(CommitteeItem.id.is_not(None))
    else:
        query = query.where(Problem.state.in_(UNDECIDED_PROBLEM_STATES))
    scores = overall_by_problem(work, call_id)
    percents = _percents(work, call_id)
    rows = [_row(row, scores.get(row.id), percents.get(row.key)) for row in work.session.execute(query)]
    return sorted(rows, key=lambda row: (-(row.score or Decimal(0)), row.problem_id))


def _row(row: Any, score: tuple[Decimal, int] | None, percent: Decimal | None) -> BatchRow:
    return BatchRow(
        row.id, row.key, row.title, row.state, row.author_id,
        score[0] if score else None, score[1] if score else 0, percent,
        row.outcome, row.grade, row.cap_won, row.decline_reason, row.reason or "",
    )  # fmt: skip


def _percents(work: Work, call_id: int) -> dict[str, Decimal]:
    """The shares of the call's survey by problem, once it has closed."""
    card = survey_of_call(work, call_id)
    results = closed_results(work, card) if card else None
    return {row.key: row.percent for row in results.rows} if results else {}


def _cards() -> sa.Select[*tuple[Any, ...]]:
    items = (
        sa.select(sa.func.count())
        .select_from(CommitteeItem)
        .where(CommitteeItem.decision_id == CommitteeDecision.id)
        .scalar_subquery()
    )
    return sa.select(
        CommitteeDecision.id, CommitteeDecision.key, CommitteeDecision.version, CommitteeDecision.state,
        CommitteeDecision.title, CommitteeDecision.held_on, CommitteeDecision.members,
        CommitteeDecision.minutes, CommitteeDecision.confirmed_at, CommitteeDecision.official,
        CommitteeDecision.call_id, ProblemCall.slug.label("call_slug"),
        ProblemCall.title.label("call_title"), ProblemCall.title_en.label("call_title_en"),
        ProblemCall.agency_id, items.label("items"),
    ).join(ProblemCall, ProblemCall.id == CommitteeDecision.call_id)  # fmt: skip
