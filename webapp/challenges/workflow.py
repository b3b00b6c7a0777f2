"""Workflows of programmes and challenges. Opening and closing follow the clock.

A programme follows its challenges: published with the first of them, finished or cancelled with the last.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.challenges.enums import (
    ChallengeEvent,
    ChallengeState,
    ChangeEvent,
    ChangeState,
    Permission,
    ProgrammeEvent,
    ProgrammeState,
)
from webapp.core.i18n import lazy
from webapp.core.workflow import Condition, Transition, Workflow


def _has_opened(challenge: Any, now: datetime) -> bool:
    return bool(challenge.opens_at <= now)


def _has_closed(challenge: Any, now: datetime) -> bool:
    return bool(challenge.closes_at <= now)


OPENING_PASSED = Condition("opening_passed", lazy("아직 접수 시작 시각이 되지 않았습니다."), _has_opened)
CLOSING_PASSED = Condition("closing_passed", lazy("아직 접수 마감 시각이 되지 않았습니다."), _has_closed)

IS_CORRECTION = Condition(
    "is_correction",
    lazy("글귀를 바로잡는 정정만 결재 없이 낼 수 있습니다."),
    lambda change, _now: bool(change.is_correction),
)
NEEDS_APPROVAL = Condition(
    "needs_approval",
    lazy("정정은 결재 없이 바로 냅니다."),
    lambda change, _now: not change.is_correction,
)

_S = ChallengeState

PROGRAMME = Workflow(
    "programmes",
    ProgrammeState,
    ProgrammeState.DRAFT,
    [
        Transition(ProgrammeEvent.PUBLISH, (ProgrammeState.DRAFT,), ProgrammeState.PUBLISHED),
        Transition(
            ProgrammeEvent.FINISH,
            (ProgrammeState.PUBLISHED,),
            ProgrammeState.FINISHED,
        ),
        Transition(ProgrammeEvent.CANCEL, (ProgrammeState.PUBLISHED,), ProgrammeState.CANCELLED),
    ],
)

CHALLENGE = Workflow(
    "challenges",
    ChallengeState,
    ChallengeState.DRAFT,
    [
        Transition(
            ChallengeEvent.REQUEST_APPROVAL,
            (_S.DRAFT,),
            _S.IN_APPROVAL,
            permission=Permission.APPROVAL_REQUEST,
        ),
        Transition(
            ChallengeEvent.RETURN,
            (_S.IN_APPROVAL,),
            _S.DRAFT,
            permission=Permission.PUBLISH,
            reason_required=True,
        ),
        Transition(ChallengeEvent.PUBLISH, (_S.IN_APPROVAL,), _S.ANNOUNCED, permission=Permission.PUBLISH),
        Transition(ChallengeEvent.OPEN, (_S.ANNOUNCED,), _S.OPEN, conditions=(OPENING_PASSED,)),
        Transition(ChallengeEvent.CLOSE, (_S.OPEN,), _S.CLOSED, conditions=(CLOSING_PASSED,)),
        Transition(
            ChallengeEvent.START_JUDGING, (_S.CLOSED,), _S.JUDGING, permission=Permission.JUDGING_START
        ),
        Transition(
            ChallengeEvent.START_VERIFICATION,
            (_S.JUDGING,),
            _S.VERIFYING,
            permission=Permission.VERIFICATION_START,
        ),
        Transition(ChallengeEvent.DECIDE, (_S.VERIFYING,), _S.DECIDED, permission=Permission.RESULT_DECIDE),
        Transition(
            ChallengeEvent.DECIDE_WITHOUT_WINNER,
            (_S.CLOSED, _S.JUDGING, _S.VERIFYING),
            _S.DECIDED,
            permission=Permission.RESULT_DECIDE,
            reason_required=True,
        ),
        Transition(ChallengeEvent.COMPLETE, (_S.DECIDED,), _S.COMPLETED, permission=Permission.COMPLETE),
        Transition(
            ChallengeEvent.CANCEL,
            (_S.ANNOUNCED, _S.OPEN, _S.CLOSED, _S.JUDGING),
            _S.CANCELLED,
            permission=Permission.CANCEL,
            reason_required=True,
        ),
    ],
)

RULE_CHANGE = Workflow(
    "rule_changes",
    ChangeState,
    ChangeState.DRAFT,
    [
        Transition(
            ChangeEvent.REQUEST,
            (ChangeState.DRAFT,),
            ChangeState.REQUESTED,
            permission=Permission.CHANGE_PROPOSE,
            conditions=(NEEDS_APPROVAL,),
        ),
        Transition(
            ChangeEvent.RETURN,
            (ChangeState.REQUESTED,),
            ChangeState.DRAFT,
            permission=Permission.CHANGE_APPROVE,
            reason_required=True,
        ),
        Transition(
            ChangeEvent.APPROVE,
            (ChangeState.REQUESTED,),
            ChangeState.IN_FORCE,
            permission=Permission.CHANGE_APPROVE,
        ),
        Transition(
            ChangeEvent.CORRECT,
            (ChangeState.DRAFT,),
            ChangeState.IN_FORCE,
            permission=Permission.CHANGE_PROPOSE,
            conditions=(IS_CORRECTION,),
        ),
        Transition(
            ChangeEvent.WITHDRAW,
            (ChangeState.DRAFT, ChangeState.REQUESTED),
            ChangeState.WITHDRAWN,
            permission=Permission.CHANGE_PROPOSE,
        ),
    ],
)
