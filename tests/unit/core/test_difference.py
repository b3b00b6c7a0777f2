"""What changed between two texts: nothing lost, and readable where Korean words change their endings."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.text import Change, difference

WORDS = st.sampled_from(
    ["가로등", "가로등이", "어둡습니다", "어두웠습니다", ".", "\n", "밤", "AI", "3", "👩‍🚒", "<b>"]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
MARKS = {Change.SAME: "{}", Change.REMOVED: "[-{}]", Change.ADDED: "[+{}]"}


def marked(before: str, after: str) -> str:
    return "".join(MARKS[piece.change].format(piece.text) for piece in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("골목길이 어둡습니다", "골목길이 어두웠습니다", "골목길이 어[-둡][+두웠]습니다"),
        ("학교에서 집까지", "학교에는 집까지", "학교에[-서][+는] 집까지"),
        ("큰 나무가 있습니다.", "작은 꽃이 피었습니다.", "[-큰 나무가 있습니다][+작은 꽃이 피었습니다]."),
        ("열 명쯤 넘어집니다.", "열 명쯤 크게 넘어집니다.", "열 명쯤 [+크게 ]넘어집니다."),
        ("", "새 글", "[+새 글]"),
        ("없앨 글", "", "[-없앨 글]"),
        ("같음", "같음", "같음"),
        ("", "", ""),
    ],
)
def test_a_change_reads_well(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


@given(TEXTS, TEXTS)
def test_both_texts_are_whole_in_the_pieces(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after
    assert all(piece.text for piece in pieces)
    assert all(one.change is not other.change for one, other in itertools.pairwise(pieces))


@given(TEXTS)
def test_the_same_text_has_not_changed(text: str) -> None:
    assert {piece.change for piece in difference(text, text)} <= {Change.SAME}


def test_texts_beyond_measure_are_not_compared_word_by_word() -> None:
    before, after = "가 " * 4000, "나 " * 4000
    assert [piece.change for piece in difference(before, after)] == [Change.REMOVED, Change.ADDED]
