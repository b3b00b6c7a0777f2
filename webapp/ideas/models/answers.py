"""Questions and what answers them: one text for each answer, whatever its kind, and what is wrong with it.

Several choices stand one on a line; a table has a line for each row and tabs between its cells; files are
attachments in the slot of their question and have no text. A question with a condition is asked only where
the condition holds. Pure: must not read the database or decide who may see what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from webapp.challenges.enums import FieldKind
from webapp.challenges.models import FieldEntry, FormField
from webapp.core.attachments import MEGABYTE, FileRule
from webapp.core.i18n import gettext as _
from webapp.core.storage import FILE_KINDS
from webapp.core.text import clean_line, clean_text, count_characters

MAX_LINK: Final = 300
USUAL_ROWS: Final = 5
USUAL_FILES: Final = 3
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,4})?", re.ASCII)
_LINK: Final = re.compile(r"https?://[^\s/<>\"'.]+(\.[^\s/<>\"'.]+)+(/[^\s<>\"']*)?", re.IGNORECASE)


#: A field of the entry form, as the challenge declares it: the value, or the row that keeps it.
Question = FieldEntry | FormField


def asked(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that are asked of somebody who has answered so, in their order."""
    found: dict[str, Question] = {}
    for one in questions:
        chosen = answers.get(one.shown_when, "").split("\n")
        if not one.shown_when or (one.shown_when in found and one.shown_value in chosen):
            found[one.name] = one
    return tuple(found.values())


def file_rule(question: Question) -> FileRule:
    """Which files answer a question."""
    return FileRule(
        kinds=tuple(question.file_kinds) or tuple(FILE_KINDS),
        max_bytes=question.max_megabytes * MEGABYTE,
        max_files=question.most or USUAL_FILES,
    )


def row_limit(question: Question) -> int:
    """How many rows the table of a question may have."""
    return int(question.most or USUAL_ROWS)


def table_rows(text: str) -> list[list[str]]:
    """The cells of a table's text, row by row."""
    return [line.split("\t") for line in text.split("\n") if line]


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """The text of a table; rows in which nothing stands are left out."""
    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    return "\n".join("\t".join(row) for row in cleaned if any(row))


def characters(question: Question, text: str) -> int:
    """The length of a text as the question counts it."""
    return count_characters(text if question.counts_spaces else "".join(text.split()))


def cleaned_answer(question: Question, text: str) -> str:
    """An answer in NFC and without what cannot be seen."""
    match question.kind:
        case FieldKind.TEXT:
            return clean_text(text)
        case FieldKind.TABLE:
            return table_text(table_rows(text.replace("\r\n", "\n")))
        case FieldKind.CHOICES:
            lines = [clean_line(line) for line in text.splitlines()]
            return "\n".join(line for line in lines if line)
        case FieldKind.NUMBER:
            return clean_line(text).replace(",", "").replace(" ", "")
        case FieldKind.FILE:
            return ""
        case _:
            return clean_line(text)


def answer_fault(question: Question, text: str) -> str:
    """What keeps an answer from being kept at all; "" when nothing does. An empty one is always kept."""
    return _FAULTS[question.kind](question, text) if text else ""


def answer_gap(question: Question, text: str, files: int) -> str:
    """What an answer still lacks for being handed in; "" when nothing."""
    label = question.label
    if question.kind is FieldKind.FILE:
        needed = max(question.least or 0, 1) if question.is_required else 0
        if files >= needed:
            return ""
        return _("%(label)s: 파일을 %(count)s개 이상 올려 주십시오.", label=label, count=needed)
    if not text:
        if not question.is_required:
            return ""
        if question.kind is FieldKind.CHOICE:
            return _("%(label)s: 하나를 골라 주십시오.", label=label)
        if question.kind is FieldKind.CHOICES:
            return _("%(label)s: 하나 이상 골라 주십시오.", label=label)
        return _("%(label)s을(를) 적어 주십시오.", label=label)
    return _too_little(question, text)


def _too_little(question: Question, text: str) -> str:
    least = question.least or 0
    if question.kind.is_written and characters(question, text) < question.min_characters:
        return _(
            "%(label)s: %(least)s자 이상 적어 주십시오. 지금은 %(count)s자입니다.",
            label=question.label,
            least=f"{question.min_characters:,}",
            count=f"{characters(question, text):,}",
        )
    count = len(text.split("\n"))
    if question.kind is FieldKind.CHOICES and count < least:
        return _("%(label)s: %(least)s개 이상 골라 주십시오.", label=question.label, least=least)
    if question.kind is FieldKind.TABLE and count < least:
        return _("%(label)s: %(least)s줄 이상 적어 주십시오.", label=question.label, least=least)
    return ""


def _written(question: Question, text: str) -> str:
    count = characters(question, text)
    return "" if count <= question.max_characters else too_long(question.max_characters, count)


def too_long(limit: int, count: int) -> str:
    """What is said of a text above its limit."""
    return _(
        "%(limit)s자까지 적을 수 있습니다. 지금은 %(count)s자입니다.", limit=f"{limit:,}", count=f"{count:,}"
    )


def _choice(question: Question, text: str) -> str:
    return "" if text in question.choices else _("보기 가운데에서 골라 주십시오.")


def _choices(question: Question, text: str) -> str:
    chosen = text.split("\n")
    if set(chosen) - set(question.choices) or len(set(chosen)) < len(chosen):
        return _("보기 가운데에서 골라 주십시오.")
    if question.most is not None and len(chosen) > question.most:
        return _("%(most)s개까지 고를 수 있습니다.", most=question.most)
    return ""


def _number(question: Question, text: str) -> str:
    if _NUMBER.fullmatch(text) is None:
        return _("숫자로 적어 주십시오. 소수점 아래는 4자리까지 적을 수 있습니다.")
    value = Decimal(text)
    if question.least is not None and value < question.least:
        return _("%(least)s 이상으로 적어 주십시오.", least=f"{question.least:,}")
    if question.most is not None and value > question.most:
        return _("%(most)s 이하로 적어 주십시오.", most=f"{question.most:,}")
    return ""


def _table(question: Question, text: str) -> str:
    rows = table_rows(text)
    if len(rows) > row_limit(question):
        return _("%(most)s줄까지 적을 수 있습니다.", most=row_limit(question))
    if any(len(row) > len(question.table_columns) for row in rows):
        return _("표의 칸이 응모서와 다릅니다. 화면을 새로 열어 주십시오.")
    longest = max((characters(question, cell) for row in rows for cell in row), default=0)
    return "" if longest <= question.max_characters else too_long(question.max_characters, longest)


def _link(_question: Question, text: str) -> str:
    if len(text) > MAX_LINK or _LINK.fullmatch(text) is None:
        return _("영상의 주소를 https://로 시작하는 그대로 적어 주십시오.")
    return ""


def _nothing(_question: Question, _text: str) -> str:
    return ""


_FAULTS: Final[Mapping[FieldKind, Callable[[Question, str], str]]] = {
    FieldKind.LINE: _written,
    FieldKind.TEXT: _written,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.NUMBER: _number,
    FieldKind.TABLE: _table,
    FieldKind.LINK: _link,
    FieldKind.FILE: _nothing,
}
