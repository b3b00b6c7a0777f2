"""The fields of an entry form's questions, one kind each, and the text that their data stands for.

Owns the way between a form's data and an answer's text. What an answer may be, `models.answers` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field, FieldList, FormField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as RowBase
from wtforms.widgets import CheckboxInput, ListWidget, URLInput

from webapp.challenges.enums import FieldKind
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized, translated
from webapp.ideas.models import Question, file_rule, row_limit, table_rows, table_text
from webapp.web.forms import Form, many_lines, one_line, select_choices
from webapp.web.uploads import UploadField


class NeededAtLast:
    """Marks a field that may stay empty in a draft and must not when the idea is handed in."""

    field_flags = {"required": True}  # noqa: RUF012  (WTForms reads it from the class)

    def __call__(self, _form: Form, _field: Field) -> None:
        """Nothing is refused while writing."""


class CheckboxGroupField(SelectMultipleField):
    """Several of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TableField(FieldList):  # type: ignore[type-arg]  # generic in its stubs alone
    """A table to fill in: as many rows as there may be, blank ones do not count."""

    def __init__(self, label: str, *, columns: Sequence[str], rows: int, **options: Any) -> None:
        cells = {f"c{place}": StringField(name, filters=[one_line]) for place, name in enumerate(columns)}
        row = type("TableRow", (RowBase,), cells)
        super().__init__(FormField(row), label=label, min_entries=rows, max_entries=rows, **options)
        self.columns = tuple(columns)


def question_field(question: Question, questions: Sequence[Question]) -> Any:
    """The field of a question; its hint says the condition, the least, and how characters are counted."""
    label = localized(question.label, question.label_en)
    shared: dict[str, Any] = {
        "validators": [NeededAtLast()] if question.is_required else [],
        "description": " ".join(one for one in hints(question, questions) if one),
    }
    match question.kind:
        case FieldKind.CHOICE:
            choices = [(str(one), str(one)) for one in question.choices]
            if not question.is_required or question.shown_when:
                choices.append(("", _("고르지 않음")))
            return RadioField(
                label, choices=select_choices(choices), validate_choice=False, default="", **shared
            )
        case FieldKind.CHOICES:
            offered = select_choices((str(one), str(one)) for one in question.choices)
            return CheckboxGroupField(label, choices=offered, validate_choice=False, **shared)
        case FieldKind.NUMBER:
            render = {"inputmode": "decimal", "size": 14, "data-unit": question.unit}
            return StringField(label, filters=[one_line], render_kw=render, **shared)
        case FieldKind.TABLE:
            return TableField(label, columns=question.table_columns, rows=row_limit(question), **shared)
        case FieldKind.FILE:
            return UploadField(label, rule=file_rule(question), **shared)
        case FieldKind.LINK:
            return StringField(label, filters=[one_line], widget=URLInput(), **shared)
    render = {"data-maxchars": question.max_characters}
    if not question.counts_spaces:
        render["data-without-spaces"] = "true"
    if question.kind is FieldKind.LINE:
        return StringField(label, filters=[one_line], render_kw=render, **shared)
    return TextAreaField(label, filters=[many_lines], render_kw=render | {"rows": 10}, **shared)


def hints(question: Question, questions: Sequence[Question]) -> list[str]:
    """What stands under a question's label."""
    found = [condition_text(question, questions), translated(question.help)]
    if question.kind.is_written and question.min_characters:
        found.append(_("%(least)s자 이상 적습니다.", least=f"{question.min_characters:,}"))
    if question.kind is FieldKind.CHOICES and question.most is not None:
        found.append(_("%(most)s개까지 고를 수 있습니다.", most=question.most))
    if question.kind is FieldKind.LINK:
        found.append(_("영상이 있는 주소를 https://로 시작하는 그대로 붙여 넣습니다."))
    return found


def condition_text(question: Question, questions: Sequence[Question]) -> str:
    """The condition under which a question is asked, in words; "" for none."""
    source = next((one for one in questions if one.name == question.shown_when), None)
    if source is None:
        return ""
    return _(
        "‘%(source)s’에서 ‘%(value)s’을(를) 골랐을 때만 답합니다.",
        source=localized(source.label, source.label_en),
        value=question.shown_value,
    )


def answer_text(question: Question, field: Any) -> str:
    """The text that a field's data stands for."""
    match question.kind:
        case FieldKind.CHOICES:
            return "\n".join(field.data or ())
        case FieldKind.TABLE:
            return table_text([[cell.data or "" for cell in row.form] for row in field])
        case FieldKind.FILE:
            return ""
    return str(field.data or "")


def answer_data(question: Question, text: str) -> Any:
    """The data with which a field shows an answer's text."""
    match question.kind:
        case FieldKind.CHOICES:
            return text.split("\n") if text else []
        case FieldKind.TABLE:
            rows = table_rows(text)
            return [{f"c{place}": cell for place, cell in enumerate(row)} for row in rows]
        case FieldKind.FILE:
            return None
    return text
