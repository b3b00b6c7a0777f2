"""Names of states and kinds in reflection."""

from __future__ import annotations

from enum import StrEnum

from webapp.core.i18n import lazy
from webapp.core.labels import LabelledEnum


class ReflectionState(LabelledEnum):
    """Life of a department's answer to an idea."""

    UNDER_REVIEW = "under_review", lazy("반영 검토 중")
    ADOPTED = "adopted", lazy("채택")
    PARTLY_ADOPTED = "partly_adopted", lazy("일부 채택")
    NOT_ADOPTED = "not_adopted", lazy("불채택")
    REALISED = "realised", lazy("반영 완료")


class ReflectionEvent(StrEnum):
    """What can happen to a department's answer."""

    ADOPT = "adopt"
    ADOPT_PARTLY = "adopt_partly"
    DECLINE = "decline"
    REALISE = "realise"


class DecisionKind(LabelledEnum):
    """The three ways in which a department may decide."""

    ADOPT = "adopt", lazy("채택합니다")
    PARTLY = "partly", lazy("일부를 채택합니다")
    DECLINE = "decline", lazy("채택하지 않습니다")


class NotAdoptedReason(LabelledEnum):
    """Why an idea was not adopted (국민 제안 규정의 사유를 따름)."""

    RIGHTS = "rights", lazy("다른 사람의 특허나 저작권에 해당")
    ALREADY_ADOPTED = "already_adopted", lazy("이미 채택한 제안과 내용이 같음")
    UNDERWAY = "underway", lazy("이미 시행 중이거나 비슷한 사업이 있음")
    NOT_FEASIBLE = "not_feasible", lazy("법령·예산·기술 여건으로 실시하기 어려움")
    OUT_OF_SCOPE = "out_of_scope", lazy("국가나 지방자치단체의 사무가 아님")
    OTHER = "other", lazy("그 밖의 사유")


class MeasureKind(LabelledEnum):
    """How policy changes."""

    STATUTE = "statute", lazy("법령")
    ORDINANCE = "ordinance", lazy("조례")
    GUIDELINE = "guideline", lazy("지침")
    BUDGET = "budget", lazy("예산")
    SERVICE = "service", lazy("서비스")
    FACILITY = "facility", lazy("시설")
    PILOT = "pilot", lazy("시범사업")
    PROCUREMENT = "procurement", lazy("조달")


class MeasureState(LabelledEnum):
    """Life of a measure."""

    PLANNED = "planned", lazy("예정")
    IN_PROGRESS = "in_progress", lazy("추진 중")
    DONE = "done", lazy("이행 완료")
    STOPPED = "stopped", lazy("중단")


class ProgressStep(LabelledEnum):
    """Where a report says that a measure stands."""

    WAITING = "waiting", lazy("아직 시작하지 않았습니다")
    STARTED = "started", lazy("추진하고 있습니다")
    DONE = "done", lazy("마쳤습니다")


class MeasureEvent(StrEnum):
    """What can happen to a measure."""

    START = "start"
    FINISH = "finish"
    STOP = "stop"


class BoardPart(LabelledEnum):
    """What the public board shows: promises by how they stand, and ideas that wait or were not adopted."""

    OPEN = "open", lazy("지켜야 할 약속")
    OVERDUE = "overdue", lazy("기한이 지난 약속")
    DONE = "done", lazy("지킨 약속")
    STOPPED = "stopped", lazy("중단한 약속")
    REVIEW = "review", lazy("검토 중인 아이디어")
    DECLINED = "declined", lazy("채택하지 않은 아이디어")


PROMISE_PARTS = (BoardPart.OPEN, BoardPart.OVERDUE, BoardPart.DONE, BoardPart.STOPPED)


class Permission(StrEnum):
    """Permissions of reflection."""

    ASSIGN = "reflection:reflection:assign"
    DECIDE = "reflection:reflection:decide"
    MEASURE_MANAGE = "reflection:measure:manage"
    PROGRESS_REPORT = "reflection:progress:report"
    OFFICE_VIEW = "reflection:office:view"
