"""An expert's part: saying that there is no conflict, stepping back, five scales and an opinion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField

from webapp.accounts.enums import ConflictKind
from webapp.core.i18n import lazy
from webapp.problems.forms.deciding import ReasonForm
from webapp.problems.forms.fields import HiddenNumber, NeededToPost, counted, whole_number
from webapp.problems.queries import DeskItem, OwnReview
from webapp.problems.services import DeclareReviewConflict, ReviewProblem
from webapp.problems.services.declarations import CONFLICT_MAX
from webapp.problems.services.reviews import COMMENT_MAX, SCALES
from webapp.web.forms import Characters, Form, Required, many_lines, select_choices

POINT_CHOICES: Final = [(str(points), str(points)) for points in range(1, 6)]
SUBMIT: Final = "submit"


def _points(label: Any, description: Any) -> RadioField:
    return RadioField(
        label,
        [NeededToPost()],
        choices=select_choices(POINT_CHOICES),
        validate_choice=False,
        description=description,
    )


class ReviewForm(Form):
    """An expert's scores and opinion; a draft may have gaps."""

    version = HiddenNumber(default=0)
    act = HiddenField()
    urgency = _points(lazy("시급성"), lazy("지금 풀지 않으면 피해가 커집니까? 1점이 낮고 5점이 높습니다."))
    importance = _points(
        lazy("중요도"), lazy("많은 사람의 삶이나 안전에 걸린 문제입니까? 1점이 낮고 5점이 높습니다.")
    )
    solvability = _points(
        lazy("해결 가능성"),
        lazy("국민의 아이디어와 지금의 기술로 풀 수 있습니까? 1점이 낮고 5점이 높습니다."),
    )
    ripple = _points(
        lazy("파급력"), lazy("풀리면 다른 지역과 분야에도 널리 쓰입니까? 1점이 낮고 5점이 높습니다.")
    )
    difficulty = _points(
        lazy("난이도"),
        lazy("풀기가 얼마나 어렵습니까? 5점이 가장 어렵습니다. 평균에 넣지 않고 등급을 정할 때 봅니다."),
    )
    comment = TextAreaField(
        lazy("검토 의견"),
        [NeededToPost(), Characters(COMMENT_MAX)],
        filters=[many_lines],
        render_kw=counted(COMMENT_MAX, rows=5),
        description=lazy("왜 그렇게 보았는지 적습니다. 담당 공무원과, 검토를 마친 다른 위원이 봅니다."),
    )

    @property
    def is_submitting(self) -> bool:
        """Whether the button that was pressed submits the review."""
        return bool(self.act.data == SUBMIT)

    @classmethod
    def of(cls, own: OwnReview | None) -> ReviewForm:
        """The form with what the expert wrote before."""
        if own is None:
            return cls()
        points = {name: getattr(own, name) for name in SCALES}
        written = {name: str(value) for name, value in points.items() if value is not None}
        return cls(version=own.version, comment=own.comment, **written)

    def command(self, key: str) -> ReviewProblem:
        """The review as its service takes it."""
        points = {name: whole_number(self[name].data) for name in SCALES}
        return ReviewProblem(
            problem_key=key, comment=self.comment.data or "", version=self.version.data or 0, **points
        )


class ClearForm(Form):
    """The problems of which the expert says that there is no conflict."""

    clear = SelectMultipleField(validate_choice=False)

    def chosen_among(self, waiting: Sequence[DeskItem]) -> list[str]:
        """The keys that were ticked and still wait; others are not the expert's to declare."""
        known = {item.key for item in waiting}
        return [key for key in self.clear.data or [] if key in known]


class ReviewConflictForm(Form):
    """Why an expert steps back from a problem."""

    kind = RadioField(
        lazy("어떤 관계입니까?"),
        [Required(lazy("관계를 골라 주십시오."))],
        choices=select_choices(ConflictKind),
    )
    reason = TextAreaField(
        lazy("설명"),
        [Required(lazy("어떤 사정인지 적어 주십시오.")), Characters(CONFLICT_MAX)],
        filters=[many_lines],
        render_kw=counted(CONFLICT_MAX, rows=4),
        description=lazy("담당 공무원만 봅니다. 다른 사람의 이름은 적지 마십시오."),
    )

    def command(self, key: str) -> DeclareReviewConflict:
        """What the service takes."""
        return DeclareReviewConflict(key, ConflictKind(self.kind.data), self.reason.data or "")


class ReopenForm(ReasonForm):
    """Why a review goes back to its expert."""
