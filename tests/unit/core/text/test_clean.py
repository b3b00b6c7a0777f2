"""Text is taken in clean and counted in characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.errors import RuleBroken
from webapp.core.text import check_length, clean_line, clean_text, count_characters, shorten

ANY_TEXT = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        (unicodedata.normalize("NFD", "제안서"), "제안서"),
        ("  두   칸\t사이\n줄 ", "두 칸 사이 줄"),
        ("널\x00문자\x1b[0m", "널문자[0m"),
        ("\u202e거꾸로\u2066", "거꾸로"),
        ("빈\u200b칸\ufeff", "빈칸"),
        ("\u3164\u3164", ""),
        ("전각\u3000공백\u00a0칸", "전각 공백 칸"),
        ("👨\u200d👩\u200d👧 가족", "👨\u200d👩\u200d👧 가족"),
        ("홀로\ud800남음", "홀로남음"),
        (None, ""),
    ],
)
def test_a_line_is_cleaned(given_text: str | None, expected: str) -> None:
    assert clean_line(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("하나\r\n둘\r셋\u2028넷", "하나\n둘\n셋\n넷"),
        ("\n\n  들여 씀  \n\t탭 \n\n", "  들여 씀\n\t탭"),
        ("벨\x07 없음", "벨 없음"),
        (None, ""),
    ],
)
def test_a_text_keeps_its_lines(given_text: str | None, expected: str) -> None:
    assert clean_text(given_text) == expected


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@given(ANY_TEXT)
def test_what_is_clean_can_be_stored(text: str) -> None:
    clean = clean_text(text)
    assert "\x00" not in clean
    assert clean.encode("utf-8").decode() == clean
    assert unicodedata.is_normalized("NFC", clean)


def test_characters_are_counted_not_bytes() -> None:
    assert count_characters("제안서") == 3
    assert count_characters(unicodedata.normalize("NFD", "제안서")) == 3
    assert count_characters("가 나\r\n다") == 5
    assert count_characters("가 나\r\n다", spaces=False) == 3


def test_a_length_within_the_limits_passes() -> None:
    check_length("다섯 글자", maximum=5, minimum=5)
    check_length("다섯 글자", maximum=4, spaces=False)
    assert count_characters("다섯 글자") == 5


def test_too_long_names_limit_and_count_on_the_field() -> None:
    with pytest.raises(RuleBroken) as caught:
        check_length("가" * 1001, maximum=1000, field="title")
    assert caught.value.message == "1,000자까지 적을 수 있습니다. 지금은 1,001자입니다."
    assert caught.value.fields == {"title": caught.value.message}
    assert caught.value.code == "too_long"


@pytest.mark.usefixtures("english")
def test_too_short_says_so_in_english_too() -> None:
    with pytest.raises(RuleBroken, match=r"Write at least 10 characters\. There are 2 now\.") as caught:
        check_length("가나", maximum=100, minimum=10)
    assert caught.value.code == "too_short"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("짧은 글", 10, "짧은 글"),
        ("여러\n줄은  한 줄로", 20, "여러 줄은 한 줄로"),
        ("도심 열섬을 줄이는 방법", 10, "도심 열섬을…"),
        ("도심 열섬을 줄이는 방법", 9, "도심 열섬을…"),
        ("띄어쓰지않은아주긴글입니다", 6, "띄어쓰지않…"),
        ("가나다라마 e\u0301끝", 7, "가나다라마…"),
    ],
)
def test_shortening(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


@given(ANY_TEXT, st.integers(min_value=1, max_value=40))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
