"""An expert's review: three scales and a comment."""

from __future__ import annotations

from typing import Any, Final

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from webapp.core.i18n import lazy
from webapp.problems.forms.fields import HiddenNumber, counted
from webapp.problems.queries import OwnReview
from webapp.problems.services import ReviewProblem
from webapp.problems.services.reviews import COMMENT_MAX
from webapp.web.forms import Characters, Form, many_lines, select_choices

POINT_CHOICES: Final = [(str(points), str(points)) for points in range(1, 6)]


def _points(label: Any, description: Any) -> RadioField:
    return RadioField(
        label,
        [InputRequired(lazy("1점부터 5점 사이에서 골라 주십시오."))],
        choices=select_choices(POINT_CHOICES),
        description=description,
    )


class ReviewForm(Form):
    """An expert's scores and comment."""

    version = HiddenNumber(default=0)
    urgency = _points(lazy("시급성"), lazy("지금 풀지 않으면 피해가 커집니까? 1점이 낮고 5점이 높습니다."))
    importance = _points(
        lazy("중요도"), lazy("많은 사람의 삶이나 안전에 걸린 문제입니까? 1점이 낮고 5점이 높습니다.")
    )
    solvability = _points(
        lazy("해결 가능성"),
        lazy("국민의 아이디어와 지금의 기술로 풀 수 있습니까? 1점이 낮고 5점이 높습니다."),
    )
    comment = TextAreaField(
        lazy("검토 의견"),
        [Characters(COMMENT_MAX)],
        filters=[many_lines],
        render_kw=counted(COMMENT_MAX, rows=5),
        description=lazy("담당 공무원과, 검토를 마친 다른 위원이 봅니다."),
    )

    @classmethod
    def of(cls, own: OwnReview | None) -> ReviewForm:
        """The form with what the expert wrote before."""
        if own is None:
            return cls()
        return cls(
            version=own.version,
            urgency=str(own.urgency),
            importance=str(own.importance),
            solvability=str(own.solvability),
            comment=own.comment,
        )

    def command(self, key: str) -> ReviewProblem:
        """The review as its service takes it."""
        return ReviewProblem(
            problem_key=key,
            urgency=int(self.urgency.data),
            importance=int(self.importance.data),
            solvability=int(self.solvability.data),
            comment=self.comment.data or "",
            version=self.version.data or 0,
        )
