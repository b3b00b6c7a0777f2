"""Every kind of question: what is kept, what is refused, what is still missing, when it is asked at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.challenges.enums import FieldKind
from webapp.challenges.models import FieldEntry
from webapp.ideas.models import Answer, asked, gaps, table_rows, table_text
from webapp.ideas.models.answers import answer_fault, answer_gap, cleaned_answer
from webapp.ideas.models.content import Working

LINE = FieldEntry(name="q", label="물음", kind=FieldKind.LINE, max_characters=5, min_characters=3)
MANY = FieldEntry(name="q", label="물음", kind=FieldKind.CHOICES, choices=("가", "나", "다"), least=2, most=2)
NUMBER = FieldEntry(name="q", label="물음", kind=FieldKind.NUMBER, least=0, most=100, unit="명")
TABLE = FieldEntry(
    name="q", label="물음", kind=FieldKind.TABLE, table_columns=("품명", "금액"), most=2, max_characters=4
)
FILE = FieldEntry(name="q", label="물음", kind=FieldKind.FILE, file_kinds=("pdf",), least=2)
LINK = FieldEntry(name="q", label="물음", kind=FieldKind.LINK)


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        (LINE, " 가\n나 ", "가 나"),
        (MANY, "가\r\n\r\n나", "가\n나"),
        (NUMBER, " 1,234.5 ", "1234.5"),
        (TABLE, "펜\t100\r\n\t\n자\t", "펜\t100\n자\t"),
        (FILE, "무엇이든", ""),
        (LINK, " https://video.example/1 ", "https://video.example/1"),
    ],
)
def test_an_answer_is_cleaned_by_its_kind(question: FieldEntry, typed: str, kept: str) -> None:
    assert cleaned_answer(question, typed) == kept


@pytest.mark.parametrize(
    ("question", "text", "is_kept"),
    [
        (LINE, "가나다라마", True),
        (LINE, "가나다라마바", False),
        (replace(LINE, counts_spaces=False), "가 나 다 라 마", True),
        (MANY, "가\n나", True),
        (MANY, "가\n라", False),
        (MANY, "가\n가", False),
        (MANY, "가\n나\n다", False),
        (NUMBER, "100", True),
        (NUMBER, "100.1", False),
        (NUMBER, "-1", False),
        (NUMBER, "열", False),
        (NUMBER, "1e3", False),
        (NUMBER, "１", False),
        (TABLE, "펜\t100\n자\t5", True),
        (TABLE, "펜\t1\n자\t2\n칼\t3", False),
        (TABLE, "펜\t1\t2", False),
        (TABLE, "아주 긴 칸\t1", False),
        (LINK, "https://video.example/watch?v=1", True),
        (LINK, "javascript:alert(1)", False),
        (LINK, 'https://video.example/"onclick=', False),
        (LINK, "https://nowhere", False),
        (LINK, "https://video.example/" + "a" * 300, False),
    ],
)
def test_what_an_answer_may_be(question: FieldEntry, text: str, *, is_kept: bool) -> None:
    assert (answer_fault(question, text) == "") == is_kept


@pytest.mark.parametrize(
    ("question", "text", "files", "is_whole"),
    [
        (LINE, "", 0, False),
        (LINE, "가나", 0, False),
        (LINE, "가나다", 0, True),
        (replace(LINE, counts_spaces=False), "가 나", 0, False),
        (replace(LINE, is_required=False), "", 0, True),
        (MANY, "가", 0, False),
        (MANY, "가\n나", 0, True),
        (FILE, "", 1, False),
        (FILE, "", 2, True),
        (replace(FILE, is_required=False), "", 0, True),
        (replace(TABLE, least=2), "펜\t1", 0, False),
    ],
)
def test_what_is_still_missing(question: FieldEntry, text: str, files: int, *, is_whole: bool) -> None:
    assert (answer_gap(question, text, files) == "") == is_whole


def test_a_question_with_a_condition_is_asked_only_where_it_holds() -> None:
    form = (
        replace(MANY, name="kinds", least=None),
        replace(LINE, name="detail", shown_when="kinds", shown_value="나"),
        replace(LINE, name="note"),
    )
    hidden, shown = {"kinds": "가"}, {"kinds": "가\n나"}
    assert [one.name for one in asked(form, hidden)] == ["kinds", "note"]
    assert [one.name for one in asked(form, shown)] == ["kinds", "detail", "note"]
    open_gaps = gaps(Working("제목", "요약", {**shown, "note": "가나다"}), form)
    assert [gap.field for gap in open_gaps] == ["answer_detail"]
    assert gaps(Working("제목", "요약", {**hidden, "note": "가나다"}), form) == ()


def test_a_chain_of_conditions_falls_with_its_first() -> None:
    choice = FieldEntry(name="a", label="가", kind=FieldKind.CHOICE, choices=("예", "아니요"))
    second = replace(choice, name="b", shown_when="a", shown_value="예")
    third = replace(choice, name="c", shown_when="b", shown_value="예")
    assert len(asked((choice, second, third), {"a": "예", "b": "예"})) == 3
    assert len(asked((choice, second, third), {"a": "아니요", "b": "예"})) == 1


cells = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=5)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_a_table_survives_its_text(rows: list[list[str]]) -> None:
    text = table_text(rows)
    assert table_text(table_rows(text)) == text
    assert Answer.of(TABLE, text).rows == table_rows(text)
