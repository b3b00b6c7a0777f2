"""Workflows of problems and of calls for problems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.core.i18n import lazy
from webapp.core.workflow import Condition, Transition, Workflow
from webapp.problems.enums import (
    UNDECIDED_PROBLEM_STATES,
    UNMERGE_EVENTS,
    CallEvent,
    CallPhase,
    CallState,
    CommitteeEvent,
    CommitteeState,
    Permission,
    ProblemEvent,
    ProblemState,
    ReviewEvent,
    ReviewState,
    SurveyEvent,
    SurveyState,
)


def _call_takes_problems(problem: Any, now: datetime) -> bool:
    phase: CallPhase = problem.call.phase_at(now)
    return phase is CallPhase.OPEN


CALL_IS_OPEN = Condition(
    "call_is_open", lazy("이 과제 공모는 지금 문제를 받지 않습니다."), _call_takes_problems
)

PROBLEM = Workflow(
    "problems",
    ProblemState,
    ProblemState.DRAFT,
    [
        Transition(
            ProblemEvent.POST,
            (ProblemState.DRAFT,),
            ProblemState.POSTED,
            permission=Permission.EDIT,
            conditions=(CALL_IS_OPEN,),
        ),
        Transition(
            ProblemEvent.REACH_THRESHOLD,
            (ProblemState.POSTED,),
            ProblemState.DEPARTMENT_REVIEW,
        ),
        Transition(
            ProblemEvent.TAKE_UP,
            (ProblemState.POSTED,),
            ProblemState.DEPARTMENT_REVIEW,
            permission=Permission.DECIDE,
        ),
        Transition(
            ProblemEvent.START_REVIEW,
            (ProblemState.POSTED, ProblemState.DEPARTMENT_REVIEW),
            ProblemState.UNDER_REVIEW,
            permission=Permission.DECIDE,
        ),
        Transition(
            ProblemEvent.SELECT,
            UNDECIDED_PROBLEM_STATES,
            ProblemState.SELECTED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ProblemEvent.DECLINE,
            UNDECIDED_PROBLEM_STATES,
            ProblemState.DECLINED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ProblemEvent.MERGE,
            UNDECIDED_PROBLEM_STATES,
            ProblemState.MERGED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        *(
            Transition(
                event,
                (ProblemState.MERGED,),
                state,
                permission=Permission.MERGE_UNDO,
                reason_required=True,
            )
            for state, event in UNMERGE_EVENTS.items()
        ),
        Transition(
            ProblemEvent.WITHDRAW,
            (ProblemState.DRAFT, *UNDECIDED_PROBLEM_STATES),
            ProblemState.WITHDRAWN,
            permission=Permission.WITHDRAW,
        ),
    ],
)

CALL = Workflow(
    "problem_calls",
    CallState,
    CallState.DRAFT,
    [
        Transition(
            CallEvent.PUBLISH, (CallState.DRAFT,), CallState.PUBLISHED, permission=Permission.CALL_MANAGE
        ),
        Transition(
            CallEvent.FINISH, (CallState.PUBLISHED,), CallState.FINISHED, permission=Permission.CALL_MANAGE
        ),
    ],
)

REVIEW = Workflow(
    "problem_reviews",
    ReviewState,
    ReviewState.DRAFT,
    [
        Transition(
            ReviewEvent.SUBMIT, (ReviewState.DRAFT,), ReviewState.SUBMITTED, permission=Permission.REVIEW
        ),
        Transition(
            ReviewEvent.REOPEN,
            (ReviewState.SUBMITTED,),
            ReviewState.DRAFT,
            permission=Permission.REVIEW_REOPEN,
            reason_required=True,
        ),
        Transition(
            ReviewEvent.EXCLUDE,
            (ReviewState.DRAFT, ReviewState.SUBMITTED),
            ReviewState.EXCLUDED,
            permission=Permission.REVIEW_DECLARE,
            reason_required=True,
        ),
    ],
)

SURVEY = Workflow(
    "surveys",
    SurveyState,
    SurveyState.DRAFT,
    [
        Transition(
            SurveyEvent.PUBLISH,
            (SurveyState.DRAFT,),
            SurveyState.PUBLISHED,
            permission=Permission.SURVEY_MANAGE,
        ),
        Transition(
            SurveyEvent.CANCEL,
            (SurveyState.DRAFT, SurveyState.PUBLISHED),
            SurveyState.CANCELLED,
            permission=Permission.SURVEY_MANAGE,
            reason_required=True,
        ),
    ],
)

COMMITTEE = Workflow(
    "committee_decisions",
    CommitteeState,
    CommitteeState.DRAFT,
    [
        Transition(
            CommitteeEvent.CONFIRM,
            (CommitteeState.DRAFT,),
            CommitteeState.CONFIRMED,
            permission=Permission.COMMITTEE_DECIDE,
        ),
        Transition(
            CommitteeEvent.DISCARD,
            (CommitteeState.DRAFT,),
            CommitteeState.DISCARDED,
            permission=Permission.COMMITTEE_DECIDE,
        ),
    ],
)
