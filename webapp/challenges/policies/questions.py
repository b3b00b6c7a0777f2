"""The rules of an entry form's questions: names, choices, bounds, conditions.

Pure: reads values. What an entrant answers is checked by ideas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from webapp.challenges.enums import FieldKind
from webapp.challenges.models.design import FieldEntry
from webapp.core.i18n import gettext as _
from webapp.core.storage import FILE_KINDS

FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_COLUMNS: Final = 8
MOST_ROWS: Final = 30
MOST_FILES: Final = 10


def question_faults(one: FieldEntry, before: Mapping[str, FieldEntry]) -> Iterator[str]:
    """What is wrong with a question; `before`: the questions that stand earlier in the form, by name."""
    if FIELD_NAME.fullmatch(one.name) is None:
        yield _("항목의 이름은 영어 소문자로 시작하고 소문자, 숫자, 밑줄로 적어 주십시오.")
    yield from _choices(one)
    yield from _bounds(one)
    yield from _table_and_files(one)
    yield from _condition(one, before)


def _choices(one: FieldEntry) -> Iterator[str]:
    if one.kind.is_chosen and (len(one.choices) < 2 or len(set(one.choices)) < len(one.choices)):
        yield _("고르기 항목에는 서로 다른 보기가 둘 이상 있어야 합니다.")
    elif one.choices and not one.kind.is_chosen:
        yield _("보기는 고르기 항목에만 적습니다.")


def _bounds(one: FieldEntry) -> Iterator[str]:
    if one.min_characters > one.max_characters:
        yield _("글자 수의 최소는 한도보다 클 수 없습니다.")
    if one.least is not None and one.most is not None and one.least > one.most:
        yield _("최소는 최대보다 클 수 없습니다.")
    limits = {
        FieldKind.CHOICES: (0, len(one.choices)),
        FieldKind.TABLE: (0, MOST_ROWS),
        FieldKind.FILE: (0, MOST_FILES),
    }
    if one.kind in limits:
        least, most = limits[one.kind]
        if any(value is not None and not least <= value <= most for value in (one.least, one.most)):
            yield _(
                "이 방식에서 최소와 최대는 %(least)s부터 %(most)s까지 적을 수 있습니다.",
                least=least,
                most=most,
            )


def _table_and_files(one: FieldEntry) -> Iterator[str]:
    columns = one.table_columns
    if one.kind is FieldKind.TABLE:
        if not 2 <= len(columns) <= MOST_COLUMNS or len(set(columns)) < len(columns):
            yield _("표에는 서로 다른 칸 이름이 2개에서 %(most)s개까지 있어야 합니다.", most=MOST_COLUMNS)
    elif columns:
        yield _("칸 이름은 표 항목에만 적습니다.")
    if set(one.file_kinds) - set(FILE_KINDS):
        known = ", ".join(FILE_KINDS)
        yield _("받을 수 있는 파일 형식은 다음과 같습니다: %(known)s", known=known)
    elif one.file_kinds and one.kind is not FieldKind.FILE:
        yield _("파일 형식은 파일 항목에만 적습니다.")


def _condition(one: FieldEntry, before: Mapping[str, FieldEntry]) -> Iterator[str]:
    if bool(one.shown_when) != bool(one.shown_value):
        yield _("조건이 되는 항목과 그 답을 함께 정해 주십시오.")
    elif one.shown_when:
        source = before.get(one.shown_when)
        if source is None or not source.kind.is_chosen:
            yield _("조건은 앞에 있는 고르기 항목에만 걸 수 있습니다.")
        elif one.shown_value not in source.choices:
            yield _("조건이 되는 답이 ‘%(label)s’의 보기에 없습니다.", label=source.label)
