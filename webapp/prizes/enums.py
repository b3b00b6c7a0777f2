"""Names of states and kinds in prizes."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class AwardState(LabelledEnum):
    """Life of an award, from finalist on."""

    NOMINATED = "nominated", lazy("수상 후보")
    VERIFYING = "verifying", lazy("공개검증 중")
    AWARDED = "awarded", lazy("수상")
    EXCLUDED = "excluded", lazy("제외")
    REVOKED = "revoked", lazy("수상 취소")


class AwardEvent(LabelledEnum):
    """What can happen to an award."""

    VERIFY = "verify", lazy("수상 후보 선정, 공개검증 시작")
    AWARD = "award", lazy("수상 결정")
    EXCLUDE = "exclude", lazy("수상 후보에서 제외")
    REVOKE = "revoke", lazy("수상 취소")


class VerificationState(LabelledEnum):
    """Life of a public verification."""

    RUNNING = "running", lazy("공개검증 중")
    FINISHED = "finished", lazy("공개검증 완료")


class VerificationEvent(StrEnum):
    """What can happen to a public verification."""

    FINISH = "finish"


class ObjectionState(LabelledEnum):
    """Life of an objection against a finalist."""

    OPEN = "open", lazy("검토 중")
    UPHELD = "upheld", lazy("받아들임")
    DISMISSED = "dismissed", lazy("받아들이지 않음")


class ObjectionEvent(StrEnum):
    """What can happen to an objection."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"


class ObjectionGround(LabelledEnum):
    """Grounds of an objection (공모전 운영 규정 제2조의 부정행위와 자격)."""

    PLAGIARISM = "plagiarism", lazy("표절")
    FORGERY = "forgery", lazy("위조·변조")
    DOUBLE_AWARD = "double_award", lazy("다른 공모전 중복 수상")
    INELIGIBLE = "ineligible", lazy("응모 자격 위반")
    OTHER = "other", lazy("그 밖의 사유")


class PaymentState(LabelledEnum):
    """Life of one part of a prize."""

    PLANNED = "planned", lazy("조건 대기")
    DUE = "due", lazy("조건 충족")
    CONFIRMED = "confirmed", lazy("지급 확인")
    APPROVED = "approved", lazy("지급 승인")
    PAID = "paid", lazy("지급 완료")
    HELD = "held", lazy("보류")
    CANCELLED = "cancelled", lazy("취소")


class PaymentEvent(LabelledEnum):
    """What can happen to one part of a prize."""

    MEET_CONDITION = "meet_condition", lazy("지급 조건 충족")
    CONFIRM = "confirm", lazy("지급 확인")
    APPROVE = "approve", lazy("지급 승인")
    PAY = "pay", lazy("지급 기록")
    HOLD = "hold", lazy("지급 보류")
    RELEASE = "release", lazy("지급 보류 해제")
    CANCEL = "cancel", lazy("지급 취소")


class LedgerKind(LabelledEnum):
    """Kinds of ledger lines; `amount_won` is positive for the first two and negative for the last."""

    COMMITMENT = "commitment", lazy("지급 약정")
    PAYMENT = "payment", lazy("지급")
    RELEASE = "release", lazy("약정 해제")


class RevocationState(LabelledEnum):
    """Life of the notice that an award may be taken back (공모전 운영 규정 제11조)."""

    ANNOUNCED = "announced", lazy("취소 예고")
    CARRIED_OUT = "carried_out", lazy("취소함")
    DROPPED = "dropped", lazy("취소하지 않기로 함")


class RevocationEvent(StrEnum):
    """What can happen to such a notice."""

    CARRY_OUT = "carry_out"
    DROP = "drop"


class Permission(StrEnum):
    """Permissions of prizes."""

    OFFICE_VIEW = "prizes:office:view"
    NOMINATE = "prizes:finalist:nominate"
    OBJECT = "prizes:objection:write"
    OBJECTION_RULE = "prizes:objection:rule"
    AWARD_EXCLUDE = "prizes:award:exclude"
    DECISION_DRAFT = "prizes:decision:draft"
    AWARD_DECIDE = "prizes:award:decide"
    AWARD_REVOKE = "prizes:award:revoke"
    REVOCATION_ANNOUNCE = "prizes:revocation:announce"
    REVOCATION_ANSWER = "prizes:revocation:answer"
    PAYMENT_CONFIRM = "prizes:payment:confirm"
    PAYMENT_APPROVE = "prizes:payment:approve"
    PAYMENT_HOLD = "prizes:payment:hold"
    PAYMENT_CANCEL = "prizes:payment:cancel"
    PAYMENT_RECORD = "prizes:payment:record"
    LEDGER_VIEW = "prizes:ledger:view"
