"""Workflows of awards, verification, objections and payments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.core.i18n import lazy
from webapp.core.kst import kst_day
from webapp.core.workflow import Condition, Transition, Workflow
from webapp.prizes.enums import (
    AwardEvent,
    AwardState,
    ObjectionEvent,
    ObjectionState,
    PaymentEvent,
    PaymentState,
    Permission,
    RevocationEvent,
    RevocationState,
    VerificationEvent,
    VerificationState,
)

_P = PaymentState


def _term_is_over(revocation: Any, now: datetime) -> bool:
    return bool(kst_day(now) > revocation.opinions_until)


TERM_IS_OVER = Condition(
    "term_is_over",
    lazy("미리 알린 기간이 지난 뒤에 취소할 수 있습니다(공모전 운영 규정 제11조)."),
    _term_is_over,
)

AWARD = Workflow(
    "awards",
    AwardState,
    AwardState.NOMINATED,
    [
        Transition(
            AwardEvent.VERIFY, (AwardState.NOMINATED,), AwardState.VERIFYING, permission=Permission.NOMINATE
        ),
        Transition(
            AwardEvent.AWARD, (AwardState.VERIFYING,), AwardState.AWARDED, permission=Permission.AWARD_DECIDE
        ),
        Transition(
            AwardEvent.EXCLUDE,
            (AwardState.NOMINATED, AwardState.VERIFYING),
            AwardState.EXCLUDED,
            permission=Permission.AWARD_EXCLUDE,
            reason_required=True,
        ),
        Transition(
            AwardEvent.REVOKE,
            (AwardState.AWARDED,),
            AwardState.REVOKED,
            permission=Permission.AWARD_REVOKE,
            reason_required=True,
        ),
    ],
)

VERIFICATION = Workflow(
    "verifications",
    VerificationState,
    VerificationState.RUNNING,
    [Transition(VerificationEvent.FINISH, (VerificationState.RUNNING,), VerificationState.FINISHED)],
)

OBJECTION = Workflow(
    "objections",
    ObjectionState,
    ObjectionState.OPEN,
    [
        Transition(
            event,
            (ObjectionState.OPEN,),
            target,
            permission=Permission.OBJECTION_RULE,
            reason_required=True,
        )
        for event, target in (
            (ObjectionEvent.UPHOLD, ObjectionState.UPHELD),
            (ObjectionEvent.DISMISS, ObjectionState.DISMISSED),
        )
    ],
)

REVOCATION = Workflow(
    "revocations",
    RevocationState,
    RevocationState.ANNOUNCED,
    [
        Transition(
            RevocationEvent.CARRY_OUT,
            (RevocationState.ANNOUNCED,),
            RevocationState.CARRIED_OUT,
            permission=Permission.AWARD_REVOKE,
            conditions=(TERM_IS_OVER,),
            reason_required=True,
        ),
        Transition(
            RevocationEvent.DROP,
            (RevocationState.ANNOUNCED,),
            RevocationState.DROPPED,
            permission=Permission.REVOCATION_ANNOUNCE,
            reason_required=True,
        ),
    ],
)

PAYMENT = Workflow(
    "payments",
    PaymentState,
    PaymentState.PLANNED,
    [
        Transition(PaymentEvent.MEET_CONDITION, (_P.PLANNED,), _P.DUE),
        Transition(PaymentEvent.CONFIRM, (_P.DUE,), _P.CONFIRMED, permission=Permission.PAYMENT_CONFIRM),
        Transition(PaymentEvent.APPROVE, (_P.CONFIRMED,), _P.APPROVED, permission=Permission.PAYMENT_APPROVE),
        Transition(PaymentEvent.PAY, (_P.APPROVED,), _P.PAID, permission=Permission.PAYMENT_RECORD),
        Transition(
            PaymentEvent.HOLD,
            (_P.DUE, _P.CONFIRMED, _P.APPROVED),
            _P.HELD,
            permission=Permission.PAYMENT_HOLD,
            reason_required=True,
        ),
        Transition(
            PaymentEvent.RELEASE,
            (_P.HELD,),
            _P.DUE,
            permission=Permission.PAYMENT_HOLD,
            reason_required=True,
        ),
        Transition(
            PaymentEvent.CANCEL,
            (_P.PLANNED, _P.DUE, _P.CONFIRMED, _P.APPROVED, _P.HELD),
            _P.CANCELLED,
            permission=Permission.PAYMENT_CANCEL,
            reason_required=True,
        ),
    ],
)
