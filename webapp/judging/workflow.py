"""Workflows of rounds, seats and assignments."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.judging.enums import (
    AssignmentEvent,
    AssignmentState,
    Permission,
    RoundEvent,
    RoundState,
    SeatEvent,
    SeatState,
)

_A = AssignmentState

ROUND = Workflow(
    "rounds",
    RoundState,
    RoundState.PREPARING,
    [
        Transition(
            RoundEvent.START, (RoundState.PREPARING,), RoundState.SCORING, permission=Permission.ROUND_MANAGE
        ),
        Transition(
            RoundEvent.CLOSE, (RoundState.SCORING,), RoundState.CLOSED, permission=Permission.ROUND_CLOSE
        ),
        Transition(
            RoundEvent.CANCEL,
            (RoundState.PREPARING, RoundState.SCORING),
            RoundState.CANCELLED,
            reason_required=True,
        ),
    ],
)

SEAT = Workflow(
    "seats",
    SeatState,
    SeatState.INVITED,
    [
        Transition(SeatEvent.ACCEPT, (SeatState.INVITED,), SeatState.ACCEPTED),
        Transition(SeatEvent.DECLINE, (SeatState.INVITED,), SeatState.DECLINED),
        Transition(
            SeatEvent.DISMISS,
            (SeatState.INVITED, SeatState.ACCEPTED),
            SeatState.DISMISSED,
            permission=Permission.ROUND_MANAGE,
            reason_required=True,
        ),
    ],
)

ASSIGNMENT = Workflow(
    "assignments",
    AssignmentState,
    AssignmentState.ASSIGNED,
    [
        Transition(AssignmentEvent.CLEAR, (_A.ASSIGNED,), _A.CLEARED, permission=Permission.CONFLICT_DECLARE),
        Transition(
            AssignmentEvent.DECLARE_CONFLICT,
            (_A.ASSIGNED, _A.CLEARED),
            _A.CONFLICTED,
            permission=Permission.CONFLICT_DECLARE,
            reason_required=True,
        ),
        Transition(
            AssignmentEvent.DECLARE_CONFLICT,
            (_A.SUBMITTED,),
            _A.VOID,
            permission=Permission.CONFLICT_DECLARE,
            reason_required=True,
        ),
        Transition(AssignmentEvent.SUBMIT, (_A.CLEARED,), _A.SUBMITTED, permission=Permission.SCORE_WRITE),
        Transition(
            AssignmentEvent.REOPEN,
            (_A.SUBMITTED,),
            _A.CLEARED,
            permission=Permission.SHEET_REOPEN,
            reason_required=True,
        ),
        Transition(
            AssignmentEvent.VOID,
            (_A.ASSIGNED, _A.CLEARED, _A.SUBMITTED),
            _A.VOID,
            permission=Permission.ROUND_MANAGE,
            reason_required=True,
        ),
    ],
)
