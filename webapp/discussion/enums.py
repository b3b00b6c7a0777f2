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


class Stance(LabelledEnum):
    """How a comment stands to its subject."""

    SUPPORT = "support", lazy("찬성")
    OPPOSE = "oppose", lazy("반대")
    NEUTRAL = "neutral", lazy("중립")


class CommentOrder(LabelledEnum):
    """In which order threads are read."""

    NEWEST = "newest", lazy("새 의견부터")
    OLDEST = "oldest", lazy("먼저 쓴 의견부터")


class CommentState(LabelledEnum):
    """Life of a comment."""

    VISIBLE = "visible", lazy("공개")
    HIDDEN = "hidden", lazy("가림")
    DELETED = "deleted", lazy("지움")


class CommentEvent(StrEnum):
    """What can happen to a comment."""

    HIDE = "hide"
    SHOW = "show"
    DELETE = "delete"


class HideReason(LabelledEnum):
    """Why a comment is hidden."""

    PERSONAL_DATA = "personal_data", lazy("개인정보가 드러남")
    INSULT = "insult", lazy("욕설이나 비방")
    HATE = "hate", lazy("차별이나 혐오")
    ADVERTISING = "advertising", lazy("광고나 도배")
    ELECTION = "election", lazy("선거 운동이나 정치 선전")
    FALSEHOOD = "falsehood", lazy("거짓된 사실")
    OFF_TOPIC = "off_topic", lazy("주제와 관계없음")
    OTHER = "other", lazy("그 밖의 까닭")


class ReportReason(LabelledEnum):
    """Why a comment is reported."""

    PERSONAL_DATA = "personal_data", lazy("개인정보가 드러남")
    INSULT = "insult", lazy("욕설이나 비방")
    HATE = "hate", lazy("차별이나 혐오")
    ADVERTISING = "advertising", lazy("광고나 도배")
    FALSEHOOD = "falsehood", lazy("거짓된 사실")
    OTHER = "other", lazy("그 밖의 까닭")


class ReportState(LabelledEnum):
    """Life of a report."""

    OPEN = "open", lazy("살펴보는 중")
    UPHELD = "upheld", lazy("받아들임")
    DISMISSED = "dismissed", lazy("받아들이지 않음")
    LAPSED = "lapsed", lazy("작성자가 지움")


class ReportEvent(StrEnum):
    """What can happen to a report."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"
    LAPSE = "lapse"


class AppealState(LabelledEnum):
    """Life of an appeal against a hiding."""

    OPEN = "open", lazy("살펴보는 중")
    UPHELD = "upheld", lazy("받아들임")
    DISMISSED = "dismissed", lazy("받아들이지 않음")


class AppealEvent(StrEnum):
    """What can happen to an appeal."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"


class QuestionState(LabelledEnum):
    """Life of a question."""

    ASKED = "asked", lazy("답변을 기다림")
    ANSWERED = "answered", lazy("답변함")
    HIDDEN = "hidden", lazy("가림")


class QuestionEvent(StrEnum):
    """What can happen to a question."""

    ANSWER = "answer"
    HIDE = "hide"


class Permission(StrEnum):
    """Permissions of discussion."""

    ENDORSEMENT_WRITE = "discussion:endorsement:write"
    ENDORSEMENT_WITHDRAW = "discussion:endorsement:withdraw"
    FOLLOW_WRITE = "discussion:follow:write"
    FOLLOW_STOP = "discussion:follow:stop"
    ENDORSEMENT_REVIEW = "discussion:endorsement:review"
    COMMENT_WRITE = "discussion:comment:write"
    COMMENT_ANSWER = "discussion:comment:answer"
    COMMENT_EDIT = "discussion:comment:edit"
    COMMENT_DELETE = "discussion:comment:delete"
    REPORT_WRITE = "discussion:report:write"
    MODERATE = "discussion:moderation:manage"
    APPEAL_WRITE = "discussion:appeal:write"
    APPEAL_DECIDE = "discussion:appeal:decide"
    QUESTION_WRITE = "discussion:question:write"
    QUESTION_ANSWER = "discussion:question:answer"
