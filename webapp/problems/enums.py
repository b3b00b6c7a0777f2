"""Names of states and kinds in problems."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum

#: How its things are called in the full-text index.
PROBLEM_KIND = "problem"


class ProblemState(LabelledEnum):
    """Life of a problem."""

    DRAFT = "draft", lazy("작성 중")
    POSTED = "posted", lazy("접수")
    DEPARTMENT_REVIEW = "department_review", lazy("담당부서 검토")
    UNDER_REVIEW = "under_review", lazy("전문가 검토")
    SELECTED = "selected", lazy("과제 선정")
    DECLINED = "declined", lazy("미선정")
    MERGED = "merged", lazy("병합")
    WITHDRAWN = "withdrawn", lazy("철회")


PUBLIC_PROBLEM_STATES = (
    ProblemState.POSTED,
    ProblemState.DEPARTMENT_REVIEW,
    ProblemState.UNDER_REVIEW,
    ProblemState.SELECTED,
    ProblemState.DECLINED,
    ProblemState.MERGED,
)


#: States in which nothing has been decided yet: a decision, a merger or a withdrawal may still come.
UNDECIDED_PROBLEM_STATES = (
    ProblemState.POSTED,
    ProblemState.DEPARTMENT_REVIEW,
    ProblemState.UNDER_REVIEW,
)
#: States in which the author may still change the text.
EDITABLE_PROBLEM_STATES = (ProblemState.DRAFT, ProblemState.POSTED)
#: States that a decision leads to.
DECIDED_PROBLEM_STATES = (ProblemState.SELECTED, ProblemState.DECLINED, ProblemState.MERGED)


class ProblemEvent(StrEnum):
    """What can happen to a problem."""

    POST = "post"
    REACH_THRESHOLD = "reach_threshold"
    TAKE_UP = "take_up"
    START_REVIEW = "start_review"
    SELECT = "select"
    DECLINE = "decline"
    MERGE = "merge"
    UNMERGE_TO_POSTED = "unmerge_to_posted"
    UNMERGE_TO_DEPARTMENT = "unmerge_to_department"
    UNMERGE_TO_REVIEW = "unmerge_to_review"
    WITHDRAW = "withdraw"


#: By which event an undone merger brings each state back.
UNMERGE_EVENTS = {
    ProblemState.POSTED: ProblemEvent.UNMERGE_TO_POSTED,
    ProblemState.DEPARTMENT_REVIEW: ProblemEvent.UNMERGE_TO_DEPARTMENT,
    ProblemState.UNDER_REVIEW: ProblemEvent.UNMERGE_TO_REVIEW,
}


class ProblemSource(LabelledEnum):
    """Where a problem came from."""

    CITIZEN = "citizen", lazy("국민 공모")
    OFFICIAL = "official", lazy("부처 수요조사")
    EXPERT = "expert", lazy("전문가 제안")


class ReceivedAs(LabelledEnum):
    """By which way a problem came in; whatever is not `WEB` an official typed for somebody (대리접수)."""

    WEB = "web", lazy("누리집")
    VISIT = "visit", lazy("방문")
    PHONE = "phone", lazy("전화")
    POST = "post", lazy("우편")
    MAIL = "mail", lazy("전자우편")
    DOCUMENT = "document", lazy("공문")
    OTHER = "other", lazy("다른 제안 창구")


class ConsentForm(LabelledEnum):
    """How somebody agreed that an official posts for them."""

    SIGNED = "signed", lazy("서면(서명)")
    SPOKEN = "spoken", lazy("말로(통화·대면)")
    MAIL = "mail", lazy("전자우편")


class ProblemField(LabelledEnum):
    """Fields by which problems and challenges are filed."""

    SAFETY = "safety", lazy("안전·교통")
    HEALTH = "health", lazy("보건·여성·복지")
    ENVIRONMENT = "environment", lazy("환경·기타")
    ECONOMY = "economy", lazy("경제·일자리")
    EDUCATION = "education", lazy("교육·문화")
    DIGITAL = "digital", lazy("디지털·행정")


class SocialValue(LabelledEnum):
    """The thirteen social values (사회적 가치) that a problem may touch."""

    HUMAN_RIGHTS = "human_rights", lazy("인권")
    SAFETY = "safety", lazy("안전")
    HEALTH = "health", lazy("보건복지")
    LABOUR = "labour", lazy("노동")
    INCLUSION = "inclusion", lazy("사회적 약자")
    COOPERATION = "cooperation", lazy("상생과 협력")
    JOBS = "jobs", lazy("일자리")
    COMMUNITY = "community", lazy("공동체")
    LOCAL_ECONOMY = "local_economy", lazy("지역경제")
    RESPONSIBILITY = "responsibility", lazy("사회적 책임")
    ENVIRONMENT = "environment", lazy("환경")
    PARTICIPATION = "participation", lazy("민주적 참여")
    OTHER = "other", lazy("그 밖의 공동체 이익")


class DeclineReason(LabelledEnum):
    """Why a problem was not selected."""

    PRIVATE_INTEREST = "private_interest", lazy("개인 간 이해관계가 얽힌 문제")
    POLITICAL = "political", lazy("정치적 성격이 강한 문제")
    ALREADY_UNDERWAY = "already_underway", lazy("이미 시행 중이거나 시행할 예정")
    OUT_OF_SCOPE = "out_of_scope", lazy("국가·지방자치단체의 일이 아님")
    LOW_PRIORITY = "low_priority", lazy("검토 점수가 낮음")
    OTHER = "other", lazy("그 밖의 사유")


class CallState(LabelledEnum):
    """Life of a call for problems; open and closed follow its dates."""

    DRAFT = "draft", lazy("작성 중")
    PUBLISHED = "published", lazy("공모")
    FINISHED = "finished", lazy("종료")


class CallPhase(LabelledEnum):
    """How a call stands at a moment: its state, and for a published one its dates."""

    DRAFT = "draft", lazy("작성 중")
    UPCOMING = "upcoming", lazy("접수 예정")
    OPEN = "open", lazy("접수 중")
    CLOSED = "closed", lazy("접수 마감")
    FINISHED = "finished", lazy("종료")


class CallAudience(LabelledEnum):
    """Who may post in a call; officials always may, for their ministry or for somebody who comes to them."""

    ANYBODY = "anybody", lazy("로그인한 사람 누구나")
    EXPERTS = "experts", lazy("초대한 전문가와 기관 담당자")
    OFFICIALS = "officials", lazy("기관 담당자")


class CallEvent(StrEnum):
    """What can happen to a call."""

    PUBLISH = "publish"
    FINISH = "finish"


class ReviewState(LabelledEnum):
    """Life of one expert's review of one problem."""

    DRAFT = "draft", lazy("작성 중")
    SUBMITTED = "submitted", lazy("제출")
    EXCLUDED = "excluded", lazy("회피로 제외")


class ReviewEvent(StrEnum):
    """What can happen to a review."""

    SUBMIT = "submit"
    REOPEN = "reopen"
    EXCLUDE = "exclude"


class SurveyKind(LabelledEnum):
    """What a preference survey asks."""

    CHOOSE = "choose", lazy("몇 건 고르기")
    RATE = "rate", lazy("시급성·중요도 매기기")


class SurveyState(LabelledEnum):
    """Life of a preference survey; open and closed follow its dates."""

    DRAFT = "draft", lazy("준비 중")
    PUBLISHED = "published", lazy("공개")
    CANCELLED = "cancelled", lazy("취소")


class SurveyPhase(LabelledEnum):
    """How a survey stands at a moment: its state, and for a published one its dates."""

    DRAFT = "draft", lazy("준비 중")
    UPCOMING = "upcoming", lazy("조사 예정")
    OPEN = "open", lazy("조사 중")
    CLOSED = "closed", lazy("조사 끝남")
    CANCELLED = "cancelled", lazy("취소")


class SurveyEvent(StrEnum):
    """What can happen to a survey."""

    PUBLISH = "publish"
    CANCEL = "cancel"


class CommitteeState(LabelledEnum):
    """Life of a committee's decision over a batch of problems."""

    DRAFT = "draft", lazy("준비 중")
    CONFIRMED = "confirmed", lazy("의결 확정")
    DISCARDED = "discarded", lazy("버림")


class CommitteeEvent(StrEnum):
    """What can happen to a committee's decision."""

    CONFIRM = "confirm"
    DISCARD = "discard"


class Outcome(LabelledEnum):
    """What a committee decides of one problem."""

    SELECTED = "selected", lazy("선정")
    DECLINED = "declined", lazy("미선정")


class Permission(StrEnum):
    """Permissions of problems."""

    CALL_MANAGE = "problems:call:manage"
    CALL_VIEW = "problems:call:view"
    WRITE = "problems:problem:write"
    RECEIVE = "problems:problem:receive"
    VIEW = "problems:problem:view"
    EDIT = "problems:problem:edit"
    WITHDRAW = "problems:problem:withdraw"
    REVIEW = "problems:review:write"
    REVIEW_DECLARE = "problems:review:declare"
    REVIEW_REOPEN = "problems:review:reopen"
    REVIEWS_VIEW = "problems:review:view"
    DECIDE = "problems:problem:decide"
    COMMITTEE_DECIDE = "problems:committee:decide"
    MERGE_UNDO = "problems:merge:undo"
    SURVEY_MANAGE = "problems:survey:manage"
    SURVEY_ANSWER = "problems:survey:answer"
