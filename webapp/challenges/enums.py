"""Names of states and kinds in challenges."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum

#: How its things are called in the full-text index.
PROGRAMME_KIND, CHALLENGE_KIND = "programme", "challenge"


class ProgrammeState(LabelledEnum):
    """Life of a programme."""

    DRAFT = "draft", lazy("작성 중")
    PUBLISHED = "published", lazy("진행")
    FINISHED = "finished", lazy("종료")
    CANCELLED = "cancelled", lazy("취소")


class ProgrammeEvent(StrEnum):
    """What can happen to a programme."""

    PUBLISH = "publish"
    FINISH = "finish"
    CANCEL = "cancel"


class ChallengeState(LabelledEnum):
    """Life of a challenge."""

    DRAFT = "draft", lazy("작성 중")
    IN_APPROVAL = "in_approval", lazy("결재 중")
    ANNOUNCED = "announced", lazy("접수 예정")
    OPEN = "open", lazy("접수 중")
    CLOSED = "closed", lazy("접수 마감")
    JUDGING = "judging", lazy("심사 중")
    VERIFYING = "verifying", lazy("공개검증 중")
    DECIDED = "decided", lazy("결과 발표")
    COMPLETED = "completed", lazy("종료")
    CANCELLED = "cancelled", lazy("취소")


PUBLIC_CHALLENGE_STATES = tuple(
    state for state in ChallengeState if state not in {ChallengeState.DRAFT, ChallengeState.IN_APPROVAL}
)


class ChallengeEvent(LabelledEnum):
    """What can happen to a challenge."""

    REQUEST_APPROVAL = "request_approval", lazy("결재 요청")
    RETURN = "return", lazy("결재자가 돌려보냄")
    PUBLISH = "publish", lazy("공고")
    OPEN = "open", lazy("접수 시작")
    CLOSE = "close", lazy("접수 마감")
    START_JUDGING = "start_judging", lazy("심사 시작")
    START_VERIFICATION = "start_verification", lazy("공개검증 시작")
    DECIDE = "decide", lazy("수상작 결정")
    DECIDE_WITHOUT_WINNER = "decide_without_winner", lazy("수상작 없음 결정")
    COMPLETE = "complete", lazy("과제 종료")
    CANCEL = "cancel", lazy("공모 취소")


class ContestPhase(LabelledEnum):
    """How a programme stands as a whole, by the clock: what lists show and filter by."""

    UPCOMING = "upcoming", lazy("접수 예정")
    OPEN = "open", lazy("접수 중")
    JUDGING = "judging", lazy("심사 중")
    DONE = "done", lazy("결과 발표")
    CANCELLED = "cancelled", lazy("취소")


class ContestSection(LabelledEnum):
    """The parts of a contest's design, each with a form of its own. The first four are the programme's."""

    BASICS = "basics", lazy("목적과 문의처")
    CONDITIONS = "conditions", lazy("응모 자격과 운영 규칙")
    MONEY = "money", lazy("재원과 등급별 상한")
    CALENDAR = "calendar", lazy("전체 일정")
    BRIEF = "brief", lazy("과제 내용")
    SCHEDULE = "schedule", lazy("접수 기간")
    PRIZES = "prizes", lazy("시상과 지급")
    CRITERIA = "criteria", lazy("심사 기준")
    FORM = "form", lazy("응모서 항목")
    RULES = "rules", lazy("접수번호와 결정 규칙")
    STANDARDS = "standards", lazy("규정의 기준과 다르게 정한 것")
    ENTRANTS = "entrants", lazy("응모할 수 있는 사람")
    TERMS = "terms", lazy("동의와 권리, 보관")
    PLAN = "plan", lazy("심사 단계와 공개 범위")


PROGRAMME_SECTIONS = (
    ContestSection.BASICS,
    ContestSection.CONDITIONS,
    ContestSection.MONEY,
    ContestSection.CALENDAR,
)
CHALLENGE_SECTIONS = tuple(section for section in ContestSection if section not in PROGRAMME_SECTIONS)


class CalendarKind(LabelledEnum):
    """What an entry of the contests' calendar tells."""

    OPENS = "opens", lazy("접수 시작")
    CLOSES = "closes", lazy("접수 마감")
    RESULT = "result", lazy("결과 발표 예정")
    MILESTONE = "milestone", lazy("추진 일정")


class Outcome(LabelledEnum):
    """How a decided challenge ended."""

    AWARDED = "awarded", lazy("수상작 있음")
    NO_WINNER = "no_winner", lazy("수상작 없음")


class Grade(LabelledEnum):
    """A challenge's grade: it caps the best prize."""

    A = "A", lazy("A급")
    B = "B", lazy("B급")
    C = "C", lazy("C급")


class FieldKind(LabelledEnum):
    """Kinds of questions on an entry form."""

    LINE = "line", lazy("한 줄")
    TEXT = "text", lazy("긴 글")
    CHOICE = "choice", lazy("하나 고르기")
    CHOICES = "choices", lazy("여럿 고르기")
    NUMBER = "number", lazy("숫자")
    TABLE = "table", lazy("표")
    FILE = "file", lazy("파일")
    LINK = "link", lazy("영상 주소")

    @property
    def is_chosen(self) -> bool:
        """Whether the answer is chosen from what is offered."""
        return self in {FieldKind.CHOICE, FieldKind.CHOICES}

    @property
    def is_written(self) -> bool:
        """Whether the answer is text whose characters are counted."""
        return self in {FieldKind.LINE, FieldKind.TEXT}


class RoundKind(LabelledEnum):
    """Kinds of judging rounds that a notice plans."""

    DOCUMENTS = "documents", lazy("서류 심사")
    PRESENTATION = "presentation", lazy("발표 심사")
    CITIZENS = "citizens", lazy("국민 심사")
    DELIBERATION = "deliberation", lazy("심의")


class Published(LabelledEnum):
    """What a notice promises to publish with the result."""

    SCORES = "scores", lazy("점수")
    COMMENTS = "comments", lazy("심사평")
    JUDGES = "judges", lazy("심사위원 명단")
    ENTRIES = "entries", lazy("응모 건수")


class VerificationMethod(LabelledEnum):
    """How finalists are checked before the decision."""

    PUBLIC = "public", lazy("수상후보작을 공개하여 국민의 의견을 듣습니다. (공모전 운영 규정 제9조제3항)")
    BOTH = "both", lazy("공개검증에 더하여 심사위원회가 정한 방법으로도 검증합니다.")


class ApplicantKind(LabelledEnum):
    """Who enters."""

    PERSON = "person", lazy("개인")
    TEAM = "team", lazy("팀")
    COMPANY = "company", lazy("기업")
    GROUP = "group", lazy("단체")


class StaffRule(LabelledEnum):
    """What holds for people of the agency that a challenge belongs to."""

    HONOUR_ONLY = "honour_only", lazy("응모할 수 있으나 상금 없이 표창만 받습니다.")
    EXCLUDED = "excluded", lazy("응모할 수 없습니다.")
    EQUAL = "equal", lazy("다른 응모자와 똑같이 다룹니다.")


class Improvement(LabelledEnum):
    """What holds when the agency develops an idea further."""

    AGREED = "agreed", lazy("제안한 사람과 협의하여 정합니다.")
    NONE = "none", lazy("주최 기관은 아이디어를 고치거나 발전시켜 쓰지 않습니다.")
    JOINT = "joint", lazy("함께 발전시킨 부분은 공동으로 소유하고 이익을 나눕니다.")


class Retention(LabelledEnum):
    """How long personal data and entries are kept after the result."""

    HALF_YEAR = (
        "half_year",
        lazy("결과 발표 뒤 6개월. 수상작은 상금 지급과 정책 반영이 끝날 때까지 보관합니다."),
    )
    ONE_YEAR = "one_year", lazy("결과 발표 뒤 1년. 수상작은 상금 지급과 정책 반영이 끝날 때까지 보관합니다.")
    PROPOSAL = "proposal", lazy("채택한 제안은 3년, 채택하지 않은 제안은 2년(국민 제안 규정)")


class PotKind(LabelledEnum):
    """What a pot of money is for."""

    PRIZE = "prize", lazy("포상금")
    MATURING = "maturing", lazy("숙성·연구 지원금")


class StageCondition(LabelledEnum):
    """What must have happened before a part of a prize is paid."""

    ON_AWARD = "on_award", lazy("수상 결정 때")
    ON_MATURED = "on_matured", lazy("숙성 결과 승인 때")
    ON_ADOPTED = "on_adopted", lazy("정책 채택 때")


class IdeaPublicity(LabelledEnum):
    """When ideas become readable by everybody (with their authors' consent)."""

    NEVER = "never", lazy("공개하지 않음")
    WINNERS = "winners", lazy("수상작만 결과 발표 때")
    AT_RESULT = "at_result", lazy("공개에 동의한 아이디어를 결과 발표 때")
    AT_CLOSE = "at_close", lazy("공개에 동의한 아이디어를 접수 마감 때")


class NoticeKind(LabelledEnum):
    """Kinds of public notices."""

    PUBLICATION = "publication", lazy("공고")
    CORRECTION = "correction", lazy("정정")
    CHANGE = "change", lazy("변경공고")
    EXTENSION = "extension", lazy("접수 기간 연장 공고")
    POSTPONEMENT = "postponement", lazy("결과 발표 연기 공고")
    CANCELLATION = "cancellation", lazy("취소 공고")
    RESULT = "result", lazy("결과 발표")
    NO_WINNER = "no_winner", lazy("수상작 없음 공고")


class TieBreak(LabelledEnum):
    """Rules for equal scores, applied in the declared order."""

    HEAVIEST_CRITERION = "heaviest_criterion", lazy("배점이 큰 항목의 점수가 높은 순")
    HIGHEST_SINGLE = "highest_single", lazy("가장 높은 심사표 점수가 높은 순")
    EARLIEST_SUBMISSION = "earliest_submission", lazy("먼저 접수한 순")


class PolicyProfile(LabelledEnum):
    """The rule set under which a contest is run."""

    CENTRAL = "central", lazy("중앙행정기관(공모전 운영 규정)")
    LOCAL = "local", lazy("지방자치단체")
    PUBLIC = "public", lazy("공공기관")
    PROPOSAL = "proposal", lazy("국민제안 규정 공모제안")
    INTERNAL = "internal", lazy("내부 공모")


class RuleKey(LabelledEnum):
    """What a policy profile fixes."""

    NOTICE_DAYS = "notice_days", lazy("접수 전 공고 기간")
    VERIFICATION_DAYS = "verification_days", lazy("공개검증 기간")
    MINIMUM_JUDGES = "minimum_judges", lazy("심사위원 수")
    CIVILIAN_SHARE = "civilian_share", lazy("민간 위원 비율")
    TRIM_FROM_SHEETS = "trim_from_sheets", lazy("최고·최저 점수를 빼기 시작하는 심사표 수")
    DECISION_MONTHS = "decision_months", lazy("접수 마감부터 결과 발표까지")

    def amount(self, value: int) -> str:
        """A value of this rule with its unit."""
        match self:
            case RuleKey.MINIMUM_JUDGES:
                return _("%(count)s명", count=value)
            case RuleKey.CIVILIAN_SHARE:
                return f"{value}%"
            case RuleKey.TRIM_FROM_SHEETS:
                return _("%(count)s장", count=value)
            case RuleKey.DECISION_MONTHS:
                return _("%(count)s개월", count=value)
            case _:
                return _("%(count)s일", count=value)


#: Texts that a new contest begins with; its officials may change them until the notice.
#: They are part of a legal notice and therefore stay Korean in every language.
USUAL_MISCONDUCT_RULE = (
    "표절, 위조, 변조, 부당한 중복 응모와 이 공고에서 금지한 행위를 부정행위로 봅니다. "
    "가벼운 과실은 제외합니다. 수상후보작을 공개하여 국민의 의견을 듣고, "
    "부정행위인지는 심사위원회가 심의하여 판단합니다."
)
USUAL_RIGHTS_RULE = (
    "아이디어에 관한 권리는 제안한 사람에게 있습니다. "
    "주최 기관은 수상작을 정책에 활용하는 데 필요한 범위에서 제안한 사람과 협의하여 이용하며, "
    "수상하지 않은 아이디어에는 어떤 권리도 갖지 않습니다."
)
USUAL_REVOCATION_RULE = (
    "수상작으로 정한 뒤에 부정행위가 드러나면 수상을 취소하고 상장과 상금을 돌려받을 수 있습니다. "
    "취소하기 10일 전까지 미리 알리고 의견을 들으며, 의견이 타당하면 반영합니다."
)


class Permission(StrEnum):
    """Permissions of challenges."""

    PROGRAMME_CREATE = "challenges:programme:create"
    PROGRAMME_EDIT = "challenges:programme:edit"
    DRAFT_VIEW = "challenges:draft:view"
    APPROVAL_REQUEST = "challenges:approval:request"
    PUBLISH = "challenges:notice:publish"
    JUDGING_START = "challenges:judging:start"
    VERIFICATION_START = "challenges:verification:start"
    RESULT_DECIDE = "challenges:result:decide"
    CANCEL = "challenges:challenge:cancel"
    SIMILARITY_REVIEW = "challenges:similarity:review"
    PAST_IMPORT = "challenges:past:import"
    REMARK_WRITE = "challenges:remark:write"
    CHANGE_PROPOSE = "challenges:change:propose"
    CHANGE_APPROVE = "challenges:change:approve"
    COMPLETE = "challenges:challenge:complete"
    OFFICE_VIEW = "challenges:office:view"


class ChangeKind(LabelledEnum):
    """What changes the rules after the notice, apart from cancelling and deciding without a winner."""

    CORRECTION = "correction", lazy("경미한 정정")
    CHANGE = "change", lazy("변경공고")
    EXTENSION = "extension", lazy("접수 기간 연장")
    POSTPONEMENT = "postponement", lazy("결과 발표 연기")


class ChangeState(LabelledEnum):
    """Life of a change of the rules."""

    DRAFT = "draft", lazy("작성 중")
    REQUESTED = "requested", lazy("결재 중")
    IN_FORCE = "in_force", lazy("공고함")
    WITHDRAWN = "withdrawn", lazy("거둠")


class ChangeEvent(LabelledEnum):
    """What can happen to a change of the rules."""

    REQUEST = "request", lazy("결재 요청")
    RETURN = "return", lazy("결재자가 돌려보냄")
    APPROVE = "approve", lazy("변경 공고")
    CORRECT = "correct", lazy("정정")
    WITHDRAW = "withdraw", lazy("변경을 거둠")


class SimilarityJudgement(LabelledEnum):
    """What an official found on looking at a contest that may be like the own one (제4조제1항)."""

    DIFFERENT = "different", lazy("다름")
    SIMILAR = "similar", lazy("비슷함")
    SAME = "same", lazy("같음")


class SimilarityConclusion(LabelledEnum):
    """What follows from the comparison with other contests."""

    NONE_FOUND = "none_found", lazy("비슷한 공모가 없어 그대로 진행합니다")
    ADAPTED = "adapted", lazy("비슷한 공모가 있으나 내용을 다르게 하여 진행합니다")
    STOPPED = "stopped", lazy("같은 공모가 있어 진행하지 않습니다")


#: The kind under which past contests of others stand in the full-text index.
PAST_KIND = "past_contest"
