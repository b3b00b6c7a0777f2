"""Workflows of problems and of calls for problems."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.problems.enums import CallEvent, CallState, Permission, ProblemEvent, ProblemState

_UNDECIDED = (ProblemState.POSTED, ProblemState.UNDER_REVIEW)

PROBLEM = Workflow(
    "problems",
    ProblemState,
    ProblemState.DRAFT,
    [
        Transition(ProblemEvent.POST, (ProblemState.DRAFT,), ProblemState.POSTED, permission=Permission.EDIT),
        Transition(
            ProblemEvent.START_REVIEW,
            (ProblemState.POSTED,),
            ProblemState.UNDER_REVIEW,
            permission=Permission.DECIDE,
        ),
        Transition(
            ProblemEvent.SELECT,
            _UNDECIDED,
            ProblemState.SELECTED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ProblemEvent.DECLINE,
            _UNDECIDED,
            ProblemState.DECLINED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ProblemEvent.MERGE,
            _UNDECIDED,
            ProblemState.MERGED,
            permission=Permission.DECIDE,
            reason_required=True,
        ),
        Transition(
            ProblemEvent.WITHDRAW,
            (ProblemState.DRAFT, ProblemState.POSTED),
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
