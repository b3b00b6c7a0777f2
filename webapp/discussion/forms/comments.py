"""Forms of who writes: a comment, an answer, a change, a report, an appeal."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.widgets import HiddenInput

from webapp.core.i18n import LazyText, lazy
from webapp.discussion.enums import CommentOrder, HideReason, ReportReason, Stance
from webapp.discussion.services.comments import COMMENT_MAX, REASON_MAX
from webapp.discussion.services.reports import REPORT_MAX
from webapp.web.forms import Characters, Form, Required, many_lines, select_choices


def long_text(
    label: LazyText, maximum: int, message: LazyText | None = None, *, rows: int = 5
) -> TextAreaField:
    """A field of several lines that counts its characters; `message`: what to say when it is empty."""
    validators: list[Any] = [Required(message)] if message else []
    return TextAreaField(
        label,
        [*validators, Characters(maximum)],
        filters=[many_lines],
        render_kw={"data-maxchars": maximum, "rows": rows},
    )


class VersionField(IntegerField):
    """The version that the page was made from; what is no number counts as 0."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; where none was sent, the page's own stays."""
        if valuelist:
            text = valuelist[0]
            self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class AnswerForm(Form):
    """An answer to a comment."""

    body = long_text(lazy("답글"), COMMENT_MAX, lazy("의견을 적어 주십시오."))


class CommentForm(Form):
    """A comment on a subject."""

    body = long_text(lazy("의견"), COMMENT_MAX, lazy("의견을 적어 주십시오."))
    stance = RadioField(
        lazy("찬성인지 반대인지"),
        choices=select_choices(Stance, empty=lazy("밝히지 않음")),
        default="",
        validate_choice=False,
    )


class EditForm(CommentForm):
    """A comment's new text."""

    version = VersionField()


class ReportForm(Form):
    """What is wrong with a comment."""

    reason = SelectField(
        lazy("무엇이 문제입니까"),
        [Required(lazy("무엇이 문제인지 골라 주십시오."))],
        choices=select_choices(ReportReason, empty=lazy("하나를 고르십시오")),
    )
    text = long_text(lazy("자세한 내용"), REPORT_MAX, rows=3)


class AppealForm(Form):
    """Why a hidden comment should be shown again."""

    text = long_text(lazy("다시 보여야 하는 까닭"), REASON_MAX, lazy("왜 다시 보여야 하는지 적어 주십시오."))


class HideForm(Form):
    """Why a comment is hidden; its author reads both."""

    code = SelectField(
        lazy("가리는 사유"),
        [Required(lazy("가리는 사유를 골라 주십시오."))],
        choices=select_choices(HideReason, empty=lazy("사유를 고르십시오")),
    )
    reason = long_text(lazy("작성자에게 알릴 설명"), REASON_MAX, lazy("작성자가 읽을 설명을 적어 주십시오."))


class ShowForm(Form):
    """Why a hidden comment is shown again."""

    reason = long_text(lazy("다시 보이게 하는 까닭"), REASON_MAX, lazy("까닭을 적어 주십시오."))


class DecideForm(Form):
    """What becomes of an appeal."""

    decision = RadioField(
        lazy("결정"),
        [Required(lazy("결정을 골라 주십시오."))],
        choices=select_choices(
            (
                ("uphold", lazy("받아들여 의견을 다시 보이게 합니다")),
                ("dismiss", lazy("받아들이지 않고 계속 가립니다")),
            )
        ),
    )
    reason = long_text(lazy("결정한 까닭"), REASON_MAX, lazy("결정한 까닭을 적어 주십시오."))
    version = VersionField()


class ThreadFilterForm(Form):
    """Filters and order of a thread."""

    side = SelectField(
        lazy("찬반"), choices=select_choices(Stance, empty=lazy("모든 의견")), validate_choice=False
    )
    only = SelectField(
        lazy("기관 답변"),
        choices=select_choices([("answered", lazy("기관이 답한 의견만"))], empty=lazy("모두 보기")),
        validate_choice=False,
    )
    order = SelectField(lazy("차례"), choices=select_choices(CommentOrder), validate_choice=False)


def stance_named(text: str | None) -> Stance | None:
    """The stance in a form or an address, or None for none and for nonsense."""
    return next((stance for stance in Stance if stance.value == text), None)
