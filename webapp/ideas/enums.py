"""Names of states and kinds in ideas."""

from __future__ import annotations

from enum import StrEnum

from webapp.challenges.enums import ApplicantKind
from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum

#: How its things are called in the full-text index.
IDEA_KIND = "idea"


__all__ = [
    "IDEA_KIND",
    "VIEWED",
    "VIEWED_BY_DEPARTMENT",
    "ApplicantKind",
    "IdeaEvent",
    "IdeaState",
    "IneligibleReason",
    "Permission",
]


class IdeaState(LabelledEnum):
    """Life of an idea."""

    DRAFT = "draft", lazy("작성 중")
    SUBMITTED = "submitted", lazy("접수 완료")
    WITHDRAWN = "withdrawn", lazy("철회")
    INELIGIBLE = "ineligible", lazy("부적격")
    IN_JUDGING = "in_judging", lazy("심사 중")
    NOT_SELECTED = "not_selected", lazy("미선정")
    FINALIST = "finalist", lazy("수상 후보")
    AWARDED = "awarded", lazy("수상")


class IdeaEvent(StrEnum):
    """What can happen to an idea."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RULE_OUT = "rule_out"
    REINSTATE = "reinstate"
    TAKE_TO_JUDGING = "take_to_judging"
    PASS_OVER = "pass_over"  # noqa: S105  (an event)
    NOMINATE = "nominate"
    EXCLUDE = "exclude"
    AWARD = "award"
    REVOKE = "revoke"


class IneligibleReason(LabelledEnum):
    """Why an entry is not eligible; also the exclusion grounds of the notice."""

    REGULATION_ONLY = "regulation_only", lazy("단순 규제·처벌 강화")
    CAMPAIGN_ONLY = "campaign_only", lazy("단순 캠페인")
    ALREADY_UNDERWAY = "already_underway", lazy("이미 시행 중이거나 시행할 예정")
    IMITATION = "imitation", lazy("해외 사례를 그대로 모방")
    AWARDED_ELSEWHERE = "awarded_elsewhere", lazy("다른 공모전에서 입상한 같은 아이디어")
    INCOMPLETE = "incomplete", lazy("서류 미비")
    OTHER = "other", lazy("그 밖의 사유")


class Permission(StrEnum):
    """Permissions of ideas."""

    START = "ideas:idea:start"
    EDIT = "ideas:idea:edit"
    SUBMIT = "ideas:idea:submit"
    WITHDRAW = "ideas:idea:withdraw"
    VIEW_OWN = "ideas:idea:view_own"
    VIEW_UNPUBLISHED = "ideas:idea:view_unpublished"
    REGISTER_VIEW = "ideas:register:view"
    ELIGIBILITY_DECIDE = "ideas:eligibility:decide"


#: The audit's name for a look at an idea that is not public.
VIEWED = "ideas:idea:viewed"
#: The same, when the department that decides on the policy looked.
VIEWED_BY_DEPARTMENT = "reflection:idea:viewed"
