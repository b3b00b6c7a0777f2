"""Names of states in maturing."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class ProjectState(LabelledEnum):
    """Life of a maturing project."""

    ACTIVE = "active", lazy("숙성 중")
    ACCEPTED = "accepted", lazy("숙성 완료")
    STOPPED = "stopped", lazy("중단")


class ProjectEvent(StrEnum):
    """What can happen to a project."""

    ACCEPT = "accept"
    STOP = "stop"


class MentorState(LabelledEnum):
    """Life of a mentor's place in a project."""

    INVITED = "invited", lazy("초대함")
    ACCEPTED = "accepted", lazy("참여")
    DECLINED = "declined", lazy("사양")
    LEFT = "left", lazy("종료")


class MentorEvent(StrEnum):
    """What can happen to a mentor's place."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LEAVE = "leave"


class MilestoneState(LabelledEnum):
    """Life of a milestone."""

    PLANNED = "planned", lazy("진행 중")
    SUBMITTED = "submitted", lazy("검토 중")
    RETURNED = "returned", lazy("보완 요청")
    ACCEPTED = "accepted", lazy("승인")


class MilestoneStep(LabelledEnum):
    """A state of a milestone as its record calls the step that led there."""

    SUBMITTED = "submitted", lazy("결과 제출")
    RETURNED = "returned", lazy("보완 요청")
    ACCEPTED = "accepted", lazy("승인")


class MilestoneEvent(StrEnum):
    """What can happen to a milestone."""

    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"


class NoteRole(LabelledEnum):
    """In which role somebody writes in the diary; shown instead of a name."""

    TEAM = "team", lazy("제안자")
    MENTOR = "mentor", lazy("멘토")
    OFFICIAL = "official", lazy("담당 공무원")


class Permission(StrEnum):
    """Permissions of maturing."""

    OFFICE_VIEW = "maturing:office:view"
    PROJECT_START = "maturing:project:start"
    PROJECT_MANAGE = "maturing:project:manage"
    PROJECT_STOP = "maturing:project:stop"
    PROJECT_VIEW = "maturing:project:view"
    MILESTONE_SUBMIT = "maturing:milestone:submit"
    MILESTONE_DECIDE = "maturing:milestone:decide"
    NOTE_WRITE = "maturing:note:write"
    SUPPORT_RECORD = "maturing:support:record"
