"""Search by pairs of syllables finds every word of two or more, in Python and in a real full-text index."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.search import QueryTerm, bigrams, query_terms, search_text

SYLLABLES = "가나다라마미세먼지물"
HANGUL = st.text(alphabet=SYLLABLES, min_size=1, max_size=8)
WORD = st.one_of(HANGUL, st.sampled_from(["AI", "R2D2", "2020", "IoT기반", "제2차", "한국ai"]))
TEXT = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


def stands_in(text: str, term: QueryTerm) -> bool:
    """Whether an index that knows phrases and beginnings would find the term."""
    tokens = search_text(text).split()
    size = len(term.tokens)
    return any(
        tuple(tokens[place : place + size - 1]) == term.tokens[:-1]
        and (
            tokens[place + size - 1].startswith(term.tokens[-1])
            if term.prefix
            else tokens[place + size - 1] == term.tokens[-1]
        )
        for place in range(len(tokens) - size + 1)
    )


def is_found(text: str, query: str) -> bool:
    return all(stands_in(text, term) for term in query_terms(query))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("미세먼지", "미세 세먼 먼지 지"),
        ("물", "물"),
        ("AI기반 돌봄", "ai 기반 반 돌봄 봄"),
        ("한국AI", "한국 국 ai"),
        (unicodedata.normalize("NFD", "돌봄"), "돌봄 봄"),
        ("ＡＩ　Ｒ＆Ｄ", "ai r d"),
        ("2020. 1. 20.(월)", "2020 1 20 월"),
        ("snake_case", "snake case"),
        ("東京都", "東京 京都 都"),
        ("ﬁle STRASSE ß", "file strasse ss"),
        ("!?… 😀", ""),
        ("", ""),
    ],
)
def test_texts_are_analysed(text: str, expected: str) -> None:
    assert search_text(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("미세먼지", (QueryTerm(("미세", "세먼", "먼지")),)),
        ("물", (QueryTerm(("물",), prefix=True),)),
        ("AI", (QueryTerm(("ai",)),)),
        ("chall", (QueryTerm(("chall",), prefix=True),)),
        ("AI기반", (QueryTerm(("ai", "기반")),)),
        ("한국ai", (QueryTerm(("한국", "국", "ai")),)),
        ("2020년", (QueryTerm(("2020", "년"), prefix=True),)),
        ("돌봄 돌봄 버스", (QueryTerm(("돌봄",)), QueryTerm(("버스",)))),
        ('" OR * -', (QueryTerm(("or",)),)),
        ("!?", ()),
    ],
)
def test_queries_are_analysed(query: str, expected: tuple[QueryTerm, ...]) -> None:
    assert query_terms(query) == expected


def test_a_query_is_bounded() -> None:
    assert len(query_terms(" ".join(f"낱말{number}" for number in range(100)))) == 10
    assert query_terms("가나 " * 100_000) == (QueryTerm(("가나",)),)


@given(TEXT, st.data())
def test_every_part_of_a_word_of_two_syllables_or_more_is_found(text: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(text.split()))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    if all("가" <= letter <= "힣" for letter in part):
        assert is_found(text, part)


@given(TEXT, HANGUL)
def test_nothing_else_is_found(text: str, query: str) -> None:
    assert is_found(text, query) == any(query in word for word in text.split())


@given(st.text(max_size=60))
def test_every_text_finds_itself_and_is_stable(text: str) -> None:
    indexed = search_text(text)
    assert search_text(indexed.replace(" ", "\n")) is not None
    assert is_found(text[:60], text[:60])


def test_a_full_text_index_agrees_with_substrings() -> None:
    texts = [
        "초미세먼지를 줄이자",
        "치매 어르신 돌봄버스",
        "돌봄 버스",
        "물놀이 안전",
        "빗물 저금통",
        "AI 돌봄",
    ]
    queries = ["미세먼지", "치매", "돌봄", "버스", "돌봄버스", "놀이", "저금통", "세먼", "먼미", "봄버"]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(search, tokenize='unicode61')")
    connection.executemany("INSERT INTO found (search) VALUES (?)", [(search_text(text),) for text in texts])
    for query in queries:
        phrase = " AND ".join('"{}"'.format(" ".join(term.tokens)) for term in query_terms(query))
        rows = connection.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (phrase,))
        assert [texts[row - 1] for (row,) in rows] == [text for text in texts if query in text]
    connection.close()


def test_bigrams_for_comparing() -> None:
    assert bigrams("돌봄 버스 돌봄 물") == {"돌봄", "버스"}
