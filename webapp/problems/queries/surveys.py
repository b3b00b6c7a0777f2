"""Preference surveys as pages read them: what is asked, in a person's own order, and what came of it.

No total leaves this module before the survey has closed, to nobody; only the number of answers does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    UNDECIDED_PROBLEM_STATES,
    Permission,
    SurveyKind,
    SurveyPhase,
    SurveyState,
)
from webapp.problems.models import (
    Problem,
    ProblemCall,
    Survey,
    SurveyAnswer,
    SurveyMark,
    SurveyProblem,
    survey_phase,
)
from webapp.problems.queries.reviews import share

TENTH: Final = Decimal("0.1")
WHOLE: Final = Decimal("100.0")


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """A survey and how it stands now; `answers` is the number of people who answered."""

    id: int
    key: str
    version: int
    kind: SurveyKind
    most_choices: int | None
    intro: str
    state: SurveyState
    phase: SurveyPhase
    opens_at: datetime
    closes_at: datetime
    seed: str
    call_id: int
    call_slug: str
    call_title: str
    call_title_en: str
    shows_survey: bool
    agency_id: int
    agency: str
    agency_en: str
    answers: int

    def phase_at(self, now: datetime) -> SurveyPhase:
        """How it stands at a moment, for the policy."""
        return survey_phase(self.state, self.opens_at, self.closes_at, now)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A problem that can be chosen."""

    id: int
    key: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What people said of one candidate: how many, their share of all who answered, means of their points."""

    number: int
    key: str
    title: str
    votes: int
    percent: Decimal
    urgency: Decimal | None
    importance: Decimal | None


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """The outcome of a closed survey; `count` people answered (n)."""

    count: int
    rows: Sequence[SurveyResult]

    @property
    def total_percent(self) -> Decimal:
        """The sum of the rounded shares: not always 100.0, which a note then says."""
        return sum((row.percent for row in self.rows), Decimal("0.0"))

    @property
    def points(self) -> Sequence[tuple[str, str, Decimal, Decimal]]:
        """The chart of a rating: number, title, 시급성, 중요도."""
        return [
            (str(row.number), row.title, row.urgency, row.importance)
            for row in self.rows
            if row.urgency is not None and row.importance is not None
        ]


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A survey for one person: candidates in his or her order, whether answered, and results once closed."""

    survey: SurveyCard
    candidates: Sequence[Candidate]
    answered_at: datetime | None
    results: SurveyResults | None
    cancel_reason: str


def in_order_of(seed: str, account_id: int | None, problem_ids: Iterable[int]) -> list[int]:
    """The candidates' order for one person: random to look at, the same each time from the survey's seed."""

    def place(problem_id: int) -> bytes:
        return hashlib.sha256(f"{seed}:{account_id or 0}:{problem_id}".encode()).digest()

    return sorted(problem_ids, key=place)


def survey_page(work: Work, key: str, actor: Actor) -> SurveyPage:
    """A survey for whoever asks; a draft only for its agency (else NotFound). At most five statements.

    Results only once it has closed; where the call does not make them public, for officials alone.
    """
    row = work.session.execute(_cards().where(Survey.key == key)).first()
    if row is None:
        raise _not_found()
    card = _card(row, work.now)
    is_official = work.check(actor, Permission.CALL_VIEW, card).allowed
    if card.state is SurveyState.DRAFT and not is_official:
        raise _not_found()
    is_told = card.phase is SurveyPhase.CLOSED and (card.shows_survey or is_official)
    return SurveyPage(
        survey=card,
        candidates=_candidates(work, card, actor),
        answered_at=_answered_at(work, card, actor),
        results=closed_results(work, card) if is_told else None,
        cancel_reason=_cancel_reason(work, card) if card.phase is SurveyPhase.CANCELLED else "",
    )


def closed_results(work: Work, card: SurveyCard) -> SurveyResults | None:
    """The results of a survey that has closed, the most chosen first; None before. One statement."""
    if card.phase is not SurveyPhase.CLOSED:
        return None
    rows = work.session.execute(
        sa.select(
            Problem.key, Problem.title, Problem.id,
            sa.func.count(SurveyMark.id).label("votes"),
            sa.func.sum(SurveyMark.urgency).label("urgency"),
            sa.func.sum(SurveyMark.importance).label("importance"),
        )
        .select_from(SurveyProblem)
        .join(Problem, Problem.id == SurveyProblem.problem_id)
        .outerjoin(SurveyAnswer, SurveyAnswer.survey_id == SurveyProblem.survey_id)
        .outerjoin(
            SurveyMark,
            sa.and_(SurveyMark.answer_id == SurveyAnswer.id, SurveyMark.problem_id == Problem.id),
        )
        .where(SurveyProblem.survey_id == card.id, Problem.state.in_(PUBLIC_PROBLEM_STATES))
        .group_by(Problem.id, Problem.key, Problem.title)
    ).all()  # fmt: skip
    ordered = sorted(rows, key=lambda row: (-_weight(row), row.id))
    return SurveyResults(
        card.answers, [_result(number, row, card.answers) for number, row in enumerate(ordered, start=1)]
    )


def survey_of_call(work: Work, call_id: int) -> SurveyCard | None:
    """The survey of a call that stands (planned or published), if any. One statement."""
    query = _cards().where(Survey.call_id == call_id, Survey.state != SurveyState.CANCELLED)
    row = work.session.execute(query.order_by(Survey.id.desc()).limit(1)).first()
    return None if row is None else _card(row, work.now)


def survey_candidates(work: Work, survey_id: int) -> Sequence[str]:
    """The keys of a survey's candidates. One statement."""
    return work.session.scalars(
        sa.select(Problem.key)
        .join(SurveyProblem, SurveyProblem.problem_id == Problem.id)
        .where(SurveyProblem.survey_id == survey_id)
        .order_by(Problem.id)
    ).all()


def survey_choices(work: Work, call_id: int) -> Sequence[tuple[str, str]]:
    """The problems of a call that a survey can ask about: nothing is decided yet. Key and title."""
    rows = work.session.execute(
        sa.select(Problem.key, Problem.title)
        .where(Problem.call_id == call_id, Problem.state.in_(UNDECIDED_PROBLEM_STATES))
        .order_by(Problem.id)
        .limit(500)
    )
    return [(row.key, row.title) for row in rows]


def percent_of(votes: int, count: int) -> Decimal:
    """A share in per cent, rounded half up to tenths; nought of nobody."""
    if not count:
        return Decimal("0.0")
    return (Decimal(votes * 100) / count).quantize(TENTH, ROUND_HALF_UP)


def _weight(row: Any) -> Decimal:
    """What to order by: votes, or for ratings the mean of both scales."""
    if row.urgency is None:
        return Decimal(row.votes)
    return Decimal(int(row.urgency) + int(row.importance)) / int(row.votes)


def _result(number: int, row: Any, count: int) -> SurveyResult:
    has_points = row.urgency is not None
    return SurveyResult(
        number=number,
        key=row.key,
        title=row.title,
        votes=row.votes,
        percent=percent_of(row.votes, count),
        urgency=share(int(row.urgency), row.votes) if has_points else None,
        importance=share(int(row.importance), row.votes) if has_points else None,
    )


def _cards() -> sa.Select[*tuple[Any, ...]]:
    answers = (
        sa.select(sa.func.count())
        .select_from(SurveyAnswer)
        .where(SurveyAnswer.survey_id == Survey.id)
        .scalar_subquery()
    )
    return (
        sa.select(
            Survey.id, Survey.key, Survey.version, Survey.kind, Survey.most_choices, Survey.intro,
            Survey.state, Survey.opens_at, Survey.closes_at, Survey.seed, Survey.call_id,
            ProblemCall.slug.label("call_slug"), ProblemCall.title.label("call_title"),
            ProblemCall.title_en.label("call_title_en"), ProblemCall.shows_survey, ProblemCall.agency_id,
            Agency.name.label("agency"), Agency.name_en.label("agency_en"), answers.label("answers"),
        )
        .join(ProblemCall, ProblemCall.id == Survey.call_id)
        .join(Agency, Agency.id == ProblemCall.agency_id)
    )  # fmt: skip


def _card(row: Any, now: datetime) -> SurveyCard:
    phase = survey_phase(row.state, row.opens_at, row.closes_at, now)
    return SurveyCard(phase=phase, **row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)


def _candidates(work: Work, card: SurveyCard, actor: Actor) -> Sequence[Candidate]:
    rows = work.session.execute(
        sa.select(
            Problem.id, Problem.key, Problem.title, sa.func.substr(Problem.situation, 1, 200).label("summary")
        )
        .join(SurveyProblem, SurveyProblem.problem_id == Problem.id)
        .where(SurveyProblem.survey_id == card.id, Problem.state.in_(PUBLIC_PROBLEM_STATES))
    )
    found = {row.id: Candidate(*row) for row in rows}
    return [found[problem_id] for problem_id in in_order_of(card.seed, actor.account_id, found)]


def _answered_at(work: Work, card: SurveyCard, actor: Actor) -> datetime | None:
    if actor.account_id is None:
        return None
    return work.session.scalar(
        sa.select(SurveyAnswer.answered_at).where(
            SurveyAnswer.survey_id == card.id, SurveyAnswer.account_id == actor.account_id
        )
    )


def _cancel_reason(work: Work, card: SurveyCard) -> str:
    reason = work.session.scalar(
        sa.select(StateChange.reason)
        .where(StateChange.subject_type == "surveys", StateChange.subject_id == card.id)
        .order_by(StateChange.id.desc())
        .limit(1)
    )
    return reason or ""


def _not_found() -> NotFound:
    return NotFound(_("선호도 조사를 찾을 수 없습니다."))
