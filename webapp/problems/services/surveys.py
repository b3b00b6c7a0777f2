"""Preference surveys: prepared, published, perhaps cancelled, and answered once by each person.

The clock opens and closes a survey. Nobody learns a total before it closes: `queries.surveys` sees to that.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from webapp.core.constraints import ConstraintRule
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    UNDECIDED_PROBLEM_STATES,
    CallState,
    Permission,
    SurveyEvent,
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
)
from webapp.problems.queries.surveys import in_order_of
from webapp.problems.services.loading import public_reason, stale
from webapp.problems.workflow import SURVEY

INTRO_MAX: Final = 2000
MOST_CHOICES: Final = 10
POINTS: Final = range(1, 6)
CONSTRAINTS: Final = (
    ConstraintRule(
        "uq_survey_answers_survey_id_account_id",
        None,
        lazy("이미 이 조사에 답하셨습니다. 한 사람이 한 번만 답할 수 있습니다."),
    ),
    ConstraintRule(
        "uq_surveys_call_standing",
        None,
        lazy("이 과제 공모에는 이미 선호도 조사가 있습니다. 그 조사를 고치거나 취소해 주십시오."),
    ),
)


@dataclass(frozen=True, slots=True)
class PlanSurvey:
    """A survey as an official plans it. `closes_at` is exclusive; `version` 0 for a new one."""

    kind: SurveyKind
    most_choices: int | None
    intro: str
    opens_at: datetime
    closes_at: datetime
    problem_keys: Sequence[str]
    version: int = 0


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """One person's answer: the keys chosen, or 시급성 and 중요도 by key."""

    survey_key: str
    choices: Sequence[str] = ()
    ratings: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)


def create_survey(work: Work, actor: Actor, call: ProblemCall, command: PlanSurvey) -> Survey:
    """Plan a survey that nobody sees yet. RuleBroken on the field that does not fit."""
    work.require(actor, Permission.SURVEY_MANAGE, call)
    if call.state is not CallState.PUBLISHED:
        raise WrongState(_("공개한 과제 공모에서만 선호도 조사를 할 수 있습니다."))
    survey = Survey(
        call_id=call.id,
        state=SurveyState.DRAFT,
        seed=secrets.token_hex(16),
        created_by_id=actor.account_id,
        created_at=work.now,
        call=call,
    )
    problems = _write(work, survey, command)
    work.session.add(survey)
    work.flush()
    _set_candidates(work, survey, problems)
    work.audit(actor, "problems:survey:planned", survey, after=_facts(survey, problems))
    return survey


def update_survey(work: Work, actor: Actor, survey: Survey, command: PlanSurvey) -> Survey:
    """Change the plan of a survey that was not published. StaleVersion from an older form."""
    work.require(actor, Permission.SURVEY_MANAGE, survey)
    if survey.version != command.version:
        raise stale()
    if survey.state is not SurveyState.DRAFT:
        raise WrongState(_("공개한 조사는 고칠 수 없습니다. 취소하고 새로 만들 수 있습니다."))
    problems = _write(work, survey, command)
    flag_modified(survey, "intro")  # a new version even where only the candidates changed
    _set_candidates(work, survey, problems)
    work.audit(actor, "problems:survey:changed", survey, after=_facts(survey, problems))
    return survey


def publish_survey(work: Work, actor: Actor, survey: Survey) -> Survey:
    """Show the survey; from its opening on people can answer. RuleBroken when its end has passed."""
    work.require(actor, Permission.SURVEY_MANAGE, survey)
    if survey.closes_at <= work.now:
        message = _("조사 마감이 이미 지났습니다. 날짜를 고친 뒤 공개해 주십시오.")
        raise RuleBroken(message, field="closes_at", code="closed")
    SURVEY.fire(work, actor, survey, SurveyEvent.PUBLISH)
    work.audit(actor, "problems:survey:published", survey)
    return survey


def cancel_survey(work: Work, actor: Actor, survey: Survey, reason: str) -> Survey:
    """Give a survey up, with a reason that stands in public. WrongState once it has closed."""
    work.require(actor, Permission.SURVEY_MANAGE, survey)
    if survey.state is SurveyState.CANCELLED:
        return survey
    if survey.phase_at(work.now) is SurveyPhase.CLOSED:
        raise WrongState(_("끝난 조사는 취소할 수 없습니다."), code="closed")
    SURVEY.fire(work, actor, survey, SurveyEvent.CANCEL, reason=public_reason(reason))
    work.audit(actor, "problems:survey:cancelled", survey)
    return survey


def answer_survey(work: Work, actor: Actor, command: AnswerSurvey) -> SurveyAnswer:
    """Keep a person's one answer. The same answer sent twice is one; another one is refused (WrongState).

    RuleBroken on `choices` or on the form when nothing, too much or no candidate is named.
    """
    survey = load_survey(work, command.survey_key)
    if survey.phase_at(work.now) is not SurveyPhase.OPEN and actor.is_signed_in:
        raise WrongState(_("지금은 답을 받지 않는 조사입니다. 조사 기간을 확인해 주십시오."), code="not_open")
    work.require(actor, Permission.SURVEY_ANSWER, survey)
    candidates = _candidates(work, survey)
    marks = _chosen(survey, command, candidates) if _is_choosing(survey) else _rated(command, candidates)
    known = _answer_of(work, survey, actor)
    if known is not None:
        if _marks_of(work, known) == marks:
            return known
        raise WrongState(
            _("이미 이 조사에 답하셨습니다. 한 사람이 한 번만 답할 수 있습니다."), code="answered"
        )
    answer = SurveyAnswer(
        survey_id=survey.id,
        account_id=actor.account_id or 0,
        shown=in_order_of(survey.seed, actor.account_id, candidates.values()),
        answered_at=work.now,
    )
    work.session.add(answer)
    work.flush()
    for problem_id, (urgency, importance) in marks.items():
        mark = SurveyMark(answer_id=answer.id, problem_id=problem_id, urgency=urgency, importance=importance)
        work.session.add(mark)
    # What was chosen is nobody's business: the audit knows only that somebody answered.
    work.audit(actor, "problems:survey:answered", survey)
    return answer


def load_survey(work: Work, key: str) -> Survey:
    """The survey with its call; NotFound for a forged key."""
    survey = work.session.scalar(
        sa.select(Survey).where(Survey.key == key).options(joinedload(Survey.call, innerjoin=True))
    )
    if survey is None:
        raise NotFound(_("선호도 조사를 찾을 수 없습니다."))
    return survey


Marks = dict[int, tuple[int | None, int | None]]


def _is_choosing(survey: Survey) -> bool:
    return survey.kind is SurveyKind.CHOOSE


def _write(work: Work, survey: Survey, command: PlanSurvey) -> Sequence[Problem]:
    intro = clean_text(command.intro)
    check_length(intro, maximum=INTRO_MAX, field="intro")
    if command.closes_at <= command.opens_at:
        raise RuleBroken(_("마감은 시작보다 뒤여야 합니다."), field="closes_at", code="dates")
    if command.closes_at <= work.now:
        raise RuleBroken(_("마감은 지금보다 뒤여야 합니다."), field="closes_at", code="past")
    problems = _problems_to_ask(work, survey, command.problem_keys)
    most = command.most_choices if command.kind is SurveyKind.CHOOSE else None
    if command.kind is SurveyKind.CHOOSE and (most is None or not 1 <= most <= MOST_CHOICES):
        message = _("1부터 %(most)s까지의 수를 적어 주십시오.", most=MOST_CHOICES)
        raise RuleBroken(message, field="most_choices", code="most_choices")
    if len(problems) < max(2, (most or 0) + 1):
        message = _("후보는 두 건 이상이고, 고를 수 있는 수보다 많아야 합니다.")
        raise RuleBroken(message, field="problems", code="too_few")
    survey.kind, survey.most_choices, survey.intro = command.kind, most, intro
    survey.opens_at, survey.closes_at = command.opens_at, command.closes_at
    return problems


def _problems_to_ask(work: Work, survey: Survey, keys: Sequence[str]) -> Sequence[Problem]:
    wanted = set(keys)
    problems = work.session.scalars(
        sa.select(Problem)
        .where(
            Problem.call_id == survey.call_id,
            Problem.key.in_(wanted),
            Problem.state.in_(UNDECIDED_PROBLEM_STATES),
        )
        .order_by(Problem.id)
    ).all()
    if len(problems) != len(wanted):
        message = _("그사이 결정되었거나 철회된 문제가 있습니다. 후보를 다시 골라 주십시오.")
        raise RuleBroken(message, field="problems", code="unknown_problem")
    return problems


def _set_candidates(work: Work, survey: Survey, problems: Sequence[Problem]) -> None:
    work.session.execute(sa.delete(SurveyProblem).where(SurveyProblem.survey_id == survey.id))
    work.session.add_all(SurveyProblem(survey_id=survey.id, problem_id=one.id) for one in problems)
    work.flush()


def _candidates(work: Work, survey: Survey) -> dict[str, int]:
    """The candidates that still stand, by key: one that was withdrawn in between can't be chosen."""
    rows = work.session.execute(
        sa.select(Problem.key, Problem.id)
        .join(SurveyProblem, SurveyProblem.problem_id == Problem.id)
        .where(SurveyProblem.survey_id == survey.id, Problem.state.in_(PUBLIC_PROBLEM_STATES))
        .order_by(Problem.id)
    )
    return {row.key: row.id for row in rows}


def _chosen(survey: Survey, command: AnswerSurvey, candidates: Mapping[str, int]) -> Marks:
    keys = set(command.choices)
    most = survey.most_choices or 0
    if not keys <= set(candidates):
        message = _("후보가 바뀌었습니다. 다시 골라 주십시오.")
        raise RuleBroken(message, field="choices", code="unknown_problem")
    if not 1 <= len(keys) <= most:
        message = _(
            "1건부터 %(most)s건까지 골라 주십시오. 지금 %(count)s건입니다.", most=most, count=len(keys)
        )
        raise RuleBroken(message, field="choices", code="choices")
    return {candidates[key]: (None, None) for key in keys}


def _rated(command: AnswerSurvey, candidates: Mapping[str, int]) -> Marks:
    given = {key: points for key, points in command.ratings.items() if any(p is not None for p in points)}
    if not set(given) <= set(candidates):
        raise RuleBroken(_("후보가 바뀌었습니다. 다시 매겨 주십시오."), code="unknown_problem")
    if not given:
        raise RuleBroken(_("한 건 이상 시급성과 중요도를 매겨 주십시오."), code="nothing_rated")
    wrong = {
        f"{scale}-{key}": _("시급성과 중요도를 모두 1점부터 5점까지 매기거나 모두 비워 주십시오.")
        for key, points in given.items()
        for scale, value in zip(("urgency", "importance"), points, strict=True)
        if value not in POINTS
    }
    if wrong:
        raise RuleBroken(_("점수를 골라 주십시오."), fields=wrong, code="points")
    return {candidates[key]: points for key, points in given.items()}


def _answer_of(work: Work, survey: Survey, actor: Actor) -> SurveyAnswer | None:
    return work.session.scalar(
        sa.select(SurveyAnswer).where(
            SurveyAnswer.survey_id == survey.id, SurveyAnswer.account_id == actor.account_id
        )
    )


def _marks_of(work: Work, answer: SurveyAnswer) -> Marks:
    rows = work.session.execute(
        sa.select(SurveyMark.problem_id, SurveyMark.urgency, SurveyMark.importance).where(
            SurveyMark.answer_id == answer.id
        )
    )
    return {row.problem_id: (row.urgency, row.importance) for row in rows}


def _facts(survey: Survey, problems: Sequence[Problem]) -> dict[str, object]:
    return {
        "kind": survey.kind,
        "most_choices": survey.most_choices,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "problems": [problem.id for problem in problems],
    }
