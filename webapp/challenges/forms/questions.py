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
_WRITTEN = ("min_characters", "max_characters", "counts_spaces")
#: The fields that a kind of question has beyond those of every question.
OF_KIND: dict[FieldKind, tuple[str, ...]] = {
    FieldKind.LINE: _WRITTEN,
    FieldKind.TEXT: _WRITTEN,
    FieldKind.CHOICE: ("choices",),
    FieldKind.CHOICES: ("choices", "least", "most"),
    FieldKind.NUMBER: ("least", "most", "unit"),
    FieldKind.TABLE: ("table_columns", "least", "most", "max_characters"),
    FieldKind.FILE: ("file_kinds", "least", "most", "max_megabytes"),
    FieldKind.LINK: (),
}
USUAL = FieldEntry(name="usual", label="")


class QuestionRow(Row):
    """A question of the entry form. Its name stays with it, so that answers keep their key."""

    main: ClassVar[tuple[str, ...]] = ("label", "label_en", "help")
    name = HiddenField()
    label = line(lazy("묻는 것"), 80, is_required=True)
    label_en = line(lazy("묻는 것(영어)"), 120)
    help = line(lazy("도움말"), 300)
    kind = SelectField(
        lazy("답하는 방식"),
        choices=select_choices(FieldKind),
        description=lazy("방식을 바꾸어 저장하면 그 방식에 맞는 칸이 나타납니다."),
    )
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

    def keep_for_kind(self, *, has_sources: bool) -> None:
        """Show only what the chosen kind knows; a new kind brings its own fields with the next save."""
        kind = self.kind.data if self.kind.data in set(FieldKind) else FieldKind.TEXT
        kept = OF_KIND[FieldKind(kind)]
        for name in {one for names in OF_KIND.values() for one in names} - set(kept):
            del self[name]
        if not has_sources:
            del self.shown_when, self.shown_value


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
            row.form.keep_for_kind(has_sources=bool(sources))
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
    kinds = tuple(one.strip().lower().removeprefix(".") for one in _text(row, "file_kinds").split(","))
    return FieldEntry(
        name=name,
        label=row.label.data,
        label_en=row.label_en.data,
        help=row["help"].data,
        kind=FieldKind(row.kind.data),
        choices=lines_in(_text(row, "choices")),
        min_characters=_number(row, "min_characters", USUAL.min_characters),
        max_characters=_number(row, "max_characters", USUAL.max_characters),
        counts_spaces=row.counts_spaces.data if "counts_spaces" in row else USUAL.counts_spaces,
        least=bound(_text(row, "least")),
        most=bound(_text(row, "most")),
        unit=_text(row, "unit"),
        table_columns=lines_in(_text(row, "table_columns")),
        file_kinds=tuple(one for one in kinds if one),
        max_megabytes=_number(row, "max_megabytes", USUAL.max_megabytes),
        shown_when=_text(row, "shown_when"),
        shown_value=_text(row, "shown_value"),
        is_required=row.is_required.data,
        is_shown_to_judges=row.is_shown_to_judges.data,
        is_public=row.is_public.data,
    )


def _text(row: Any, name: str) -> str:
    return row[name].data or "" if name in row else ""


def _number(row: Any, name: str, usual: int) -> int:
    return (number(row[name]) if name in row else None) or usual


def bound(text: str) -> int | None:
    """A whole number, which may be below nought, or None. RuleBroken when it is neither."""
    text = text.replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 15):
        raise RuleBroken(_("최소와 최대는 숫자로 적어 주십시오."), field="fields")
    return int(text)
