"""The full-text index finds in both databases exactly the texts that hold the words."""

from __future__ import annotations

import random

import pytest

from webapp.core.search_index import SearchSource, matching_ids, put_text, rebuild
from webapp.core.work import Work

TEXTS = {
    1: "횡단보도에서 교통약자의 사고를 줄입니다",
    2: "치매 어르신 돌봄의 빈틈을 메웁니다",
    3: "AI로 도로 살얼음을 예측합니다",
    4: "전동킥보드 거치대를 설치합니다",
}


@pytest.fixture
def filled(work: Work) -> Work:
    """An index of one kind, and another kind beside it that is not to be found."""
    for ref_id, text in TEXTS.items():
        put_text(work, "problem", ref_id, text)
    put_text(work, "other", 9, "횡단보도 돌봄 AI 킥보드")
    return work


def found(work: Work, query: str) -> set[int]:
    return set(work.session.scalars(matching_ids(work, "problem", query)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("돌봄", {2}),
        ("킥보드", {4}),
        ("보도", {1}),
        ("보드", {4}),
        ("교통 사고", {1}),
        ("ai", {3}),
        ("AI 살얼음", {3}),
        ("사고 돌봄", set()),
        ("합니다", {3, 4}),
        ("!!", set()),
        ('" OR * -', set()),
        ("없는말", set()),
    ],
)
def test_every_word_must_occur(filled: Work, query: str, expected: set[int]) -> None:
    assert found(filled, query) == expected


def test_a_changed_text_is_found_by_its_new_words_only(filled: Work) -> None:
    put_text(filled, "problem", 2, "빈집을 되살립니다")
    assert (found(filled, "돌봄"), found(filled, "빈집")) == (set(), {2})


def test_the_index_can_be_made_anew(filled: Work) -> None:
    texts = [(number, f"{number}번째 마을 도서관") for number in range(1, 1203)]

    def batch(_work: Work, after: int, limit: int) -> list[tuple[int, str]]:
        return [one for one in texts if one[0] > after][:limit]

    assert rebuild(filled, [SearchSource("problem", batch)]) == len(texts)
    assert len(found(filled, "도서관")) == len(texts)
    assert found(filled, "돌봄") == set()
    assert list(filled.session.scalars(matching_ids(filled, "other", "돌봄"))) == []


def test_what_is_found_is_what_holds_the_words(work: Work) -> None:
    chance = random.Random(7)  # noqa: S311  (texts to look through)
    syllables = "가나다라마바사"
    texts = {
        number: " ".join("".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(4))
        for number in range(1, 120)
    }
    for number, text in texts.items():
        put_text(work, "problem", number, text)
    for query in {"".join(chance.choices(syllables, k=size)) for size in (2, 3) for _ in range(15)}:
        assert found(work, query) == {number for number, text in texts.items() if query in text}
