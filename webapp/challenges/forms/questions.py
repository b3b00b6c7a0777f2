"""The form builder: the questions of an entry form, with kind, bounds, readers and condition."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import BooleanField, HiddenField, SelectField

from webapp.challenges.enums import FieldKind
from webapp.challenges.forms.fields import (
    Row,
    SectionForm,
    area,
    begin_rows,
    line,
    lines_in,
    number,
    read_rows,
    rows_of,
    whole,
)
from webapp.challenges.models import EntryForm, FieldEntry
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.storage import FILE_KINDS
from webapp.web.forms import select_choices

ALWAYS = lazy("언제나 묻기")
SPARE = lazy(
    "빈 줄은 저장하지 않고, 저장하면 새 줄이 더 생깁니다. "
    "첨부 파일을 따로 받는 칸은 언제나 응모서 끝에 있습니다."
)
BIG = 10**12


class QuestionRow(Row):
    """A question of the entry form. Its name stays with it, so that answers keep their key."""

    main: ClassVar[tuple[str, ...]] = ("label", "label_en", "help", "choices")
    name = HiddenField()
    label = line(lazy("묻는 것"), 80, is_required=True)
    label_en = line(lazy("묻는 것(영어)"), 120)
    help = line(lazy("도움말"), 300)
    kind = SelectField(lazy("답하는 방식"), choices=select_choices(FieldKind))
    min_characters = whole(
        lazy("최소 글자 수"), 0, 100_000, hint=lazy("글과 한 줄에만 씁니다."), unit=lazy("자")
    )
    max_characters = whole(
        lazy("글자 수 한도"), 1, 100_000, hint=lazy("표에서는 한 칸의 한도입니다."), unit=lazy("자")
    )
    choices = area(lazy("고를 수 있는 답"), 2000, hint=lazy("고르기일 때만 한 줄에 하나씩 적습니다."), rows=3)
    least = line(lazy("최소"), 14, hint=lazy("숫자의 최소, 골라야 하는 개수, 표의 줄 수, 파일 수"))
    most = line(lazy("최대"), 14, hint=lazy("숫자의 최대, 고를 수 있는 개수, 표의 줄 수, 파일 수"))
    unit = line(lazy("단위"), 40, hint=lazy("숫자 뒤에 붙습니다. 예: 명, 만 원"))
    table_columns = area(lazy("표의 칸 이름"), 400, hint=lazy("표일 때만 한 줄에 하나씩 적습니다."), rows=3)
    file_kinds = line(
        lazy("파일 형식"),
        100,
        hint=lazy(
            "파일일 때만 쉼표로 나누어 적습니다. 비우면 모두 받습니다: %(kinds)s", kinds=", ".join(FILE_KINDS)
        ),
    )
    max_megabytes = whole(lazy("파일 하나의 크기 한도"), 1, 100, unit="MB")
    shown_when = SelectField(lazy("이 항목을 물을 조건"), validate_choice=False)
    shown_value = line(
        lazy("조건이 되는 답"),
        100,
        hint=lazy("위 항목에서 이 답을 골랐을 때만 묻습니다. 보기와 똑같이 적습니다."),
    )
    counts_spaces = BooleanField(lazy("글자 수에 공백을 넣어 셉니다."))
    is_required = BooleanField(lazy("반드시 답해야 합니다."))
    is_shown_to_judges = BooleanField(lazy("심사위원에게 보입니다."))
    is_public = BooleanField(lazy("아이디어가 공개될 때 함께 공개됩니다. 파일은 공개하지 않습니다."))


class QuestionsForm(SectionForm):
    """The questions that an entry answers."""

    aliases: ClassVar[dict[str, str]] = {"fields": "rows"}
    rows = rows_of(QuestionRow, lazy("응모서 항목"), SPARE)

    @classmethod
    def begin(cls, section: EntryForm, version: int, _choices: SectionChoices) -> QuestionsForm:
        """The form with what is stored."""
        rows = begin_rows(_as_row(one) for one in section.fields)
        spare = _as_row(FieldEntry(name="", label=""))
        form = cls(data={"version": version, "rows": [row or spare for row in rows]})
        sources = [(one.name, one.label) for one in section.fields if one.kind.is_chosen]
        for row in form.rows:
            row.form.shown_when.choices = select_choices(sources, empty=ALWAYS)
        return form

    def section(self) -> EntryForm:
        """What was written; a new question gets the next free name."""
        taken = {row.form.name.data for row in self.rows}
        free = (name for name in (f"q{place}" for place in range(1, 1000)) if name not in taken)
        return EntryForm(
            fields=read_rows(
                self.rows, lambda row: _entry(row, row["name"].data or next(free)), field="fields"
            )
        )


def _as_row(one: FieldEntry) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "label_en": one.label_en,
        "help": one.help,
        "kind": one.kind.value,
        "choices": "\n".join(one.choices),
        "min_characters": str(one.min_characters or ""),
        "max_characters": str(one.max_characters),
        "counts_spaces": one.counts_spaces,
        "least": "" if one.least is None else str(one.least),
        "most": "" if one.most is None else str(one.most),
        "unit": one.unit,
        "table_columns": "\n".join(one.table_columns),
        "file_kinds": ", ".join(one.file_kinds),
        "max_megabytes": str(one.max_megabytes),
        "shown_when": one.shown_when,
        "shown_value": one.shown_value,
        "is_required": one.is_required,
        "is_shown_to_judges": one.is_shown_to_judges,
        "is_public": one.is_public,
    }


def _entry(row: Any, name: str) -> FieldEntry:
    kinds = tuple(one.strip().lower().removeprefix(".") for one in (row.file_kinds.data or "").split(","))
    return FieldEntry(
        name=name,
        label=row.label.data,
        label_en=row.label_en.data,
        help=row["help"].data,
        kind=FieldKind(row.kind.data),
        choices=lines_in(row.choices.data),
        min_characters=number(row.min_characters) or 0,
        max_characters=number(row.max_characters) or 2000,
        counts_spaces=row.counts_spaces.data,
        least=bound(row.least),
        most=bound(row.most),
        unit=row.unit.data,
        table_columns=lines_in(row.table_columns.data),
        file_kinds=tuple(one for one in kinds if one),
        max_megabytes=number(row.max_megabytes) or 10,
        shown_when=row.shown_when.data or "",
        shown_value=row.shown_value.data,
        is_required=row.is_required.data,
        is_shown_to_judges=row.is_shown_to_judges.data,
        is_public=row.is_public.data,
    )


def bound(field: Any) -> int | None:
    """A whole number, which may be below nought, or None. RuleBroken when it is neither."""
    text = (field.data or "").replace(",", "")
    if not text:
        return None
    try:
        value = int(text) if text.removeprefix("-").isdecimal() and text.isascii() else None
    except ValueError:
        value = None
    if value is None or abs(value) > BIG:
        raise RuleBroken(_("최소와 최대는 숫자로 적어 주십시오."), field=field.name)
    return value
