"""Names of kinds and permissions in discussion."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class Deed(StrEnum):
    """What is counted against floods."""

    ENDORSE = "endorse"
    COMMENT = "comment"
    REPORT = "report"
    ASK = "ask"
    FOLLOW = "follow"


class EndorsementPattern(LabelledEnum):
    """What a group of endorsements has in common."""

    ADDRESS = "address", lazy("같은 접속 주소")
    MINUTE = "minute", lazy("같은 1분")
    AGE = "age", lazy("가입한 지 얼마 안 된 계정")


class AccountAge(LabelledEnum):
    """How old an account was when it endorsed."""

    DAY = "day", lazy("가입한 날")
    WEEK = "week", lazy("가입 뒤 1주 안")
    MONTH = "month", lazy("가입 뒤 30일 안")
    OLDER = "older", lazy("30일 넘게 쓴 계정")


class Permission(StrEnum):
    """Permissions of discussion."""

    ENDORSEMENT_WRITE = "discussion:endorsement:write"
    ENDORSEMENT_WITHDRAW = "discussion:endorsement:withdraw"
    FOLLOW_WRITE = "discussion:follow:write"
    FOLLOW_STOP = "discussion:follow:stop"
    ENDORSEMENT_REVIEW = "discussion:endorsement:review"
