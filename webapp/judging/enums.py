"""Names of states and kinds in judging."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class RoundState(LabelledEnum):
    """Life of a judging round."""

    PREPARING = "preparing", lazy("준비 중")
    SCORING = "scoring", lazy("채점 중")
    CLOSED = "closed", lazy("심사 종료")
    CANCELLED = "cancelled", lazy("취소")


class RoundEvent(StrEnum):
    """What can happen to a round."""

    START = "start"
    CLOSE = "close"
    CANCEL = "cancel"


class SeatState(LabelledEnum):
    """Life of a judge's seat in a round."""

    INVITED = "invited", lazy("초대함")
    ACCEPTED = "accepted", lazy("위촉")
    DECLINED = "declined", lazy("사양")
    DISMISSED = "dismissed", lazy("해촉")


class SeatEvent(StrEnum):
    """What can happen to a seat."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DISMISS = "dismiss"


class AssignmentState(LabelledEnum):
    """Life of one judge's work on one idea."""

    ASSIGNED = "assigned", lazy("이해관계 확인 전")
    CLEARED = "cleared", lazy("채점 가능")
    CONFLICTED = "conflicted", lazy("회피")
    SUBMITTED = "submitted", lazy("제출")
    VOID = "void", lazy("무효")


class AssignmentEvent(StrEnum):
    """What can happen to an assignment."""

    CLEAR = "clear"
    DECLARE_CONFLICT = "declare_conflict"
    SUBMIT = "submit"
    REOPEN = "reopen"
    VOID = "void"


class Permission(StrEnum):
    """Permissions of judging."""

    ROUND_MANAGE = "judging:round:manage"
    ROUND_CLOSE = "judging:round:close"
    DESK_VIEW = "judging:desk:view"
    PLEDGE_SIGN = "judging:pledge:sign"
    CONFLICT_DECLARE = "judging:conflict:declare"
    SCORE_WRITE = "judging:score:write"
    SHEET_REOPEN = "judging:sheet:reopen"
    PROGRESS_VIEW = "judging:progress:view"
    RANKING_VIEW = "judging:ranking:view"
