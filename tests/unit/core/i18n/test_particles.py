"""Particles agree with the word before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.i18n import gettext, josa, resolve_particles


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("과제", "을(를)", "과제를"),
        ("제안", "을(를)", "제안을"),
        ("제안", "를(을)", "제안을"),
        ("심사", "은(는)", "심사는"),
        ("심사평", "는(은)", "심사평은"),
        ("담당자", "이(가)", "담당자가"),
        ("심사위원", "가(이)", "심사위원이"),
        ("아이디어", "과(와)", "아이디어와"),
        ("상금", "와(과)", "상금과"),
        ("서울", "(으)로", "서울로"),
        ("부산", "(으)로", "부산으로"),
        ("대구", "(으)로", "대구로"),
        ("서울", "으로(로)", "서울로"),
        ("부산", "로(으로)", "부산으로"),
        ("과제", "(이)라는", "과제라는"),
        ("제안", "(이)라는", "제안이라는"),
        ("서울", "(이)나", "서울이나"),
        ("과제", "(이)며", "과제며"),
        ("정민", "아(야)", "정민아"),
        ("영희", "아(야)", "영희야"),
        ("제안", "이었(였)다", "제안이었다"),
        ("과제", "이었(였)다", "과제였다"),
    ],
)
def test_after_hangul(word: str, particle: str, expected: str) -> None:
    assert josa(word, particle) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", "0으로"), ("1", "1로"), ("2", "2로"), ("3", "3으로"), ("4", "4로"), ("5", "5로"),
        ("6", "6으로"), ("7", "7로"), ("8", "8로"), ("9", "9로"), ("10", "10으로"), ("20", "20으로"),
        ("100", "100으로"), ("1,000", "1,000으로"), ("100,000,000", "100,000,000으로"),
        ("1,000,000,000,000", "1,000,000,000,000로"), ("12", "12로"), ("3.5", "3.5로"), ("3.0", "3.0으로"),
    ],
)  # fmt: skip
def test_after_a_number_as_it_is_read(number: str, expected: str) -> None:
    assert josa(number, "(으)로") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("30%", "30%를"), ("5kg", "5kg을"), ("5 km", "5 km를"), ("10MB", "10MB를"), ("84㎡", "84㎡를"),
        ("5g", "5g을"), ("5G", "5G를"), ("10L", "10L를"), ("3t", "3t을"),
        ("R&D", "R&D를"), ("PDF", "PDF를"), ("SQL", "SQL을"), ("VPN", "VPN을"), ("QR", "QR을"),
        ("iPhone", "iPhone을"), ("Google", "Google을"), ("Twitter", "Twitter를"), ("app", "app을"),
        ("chatbot", "chatbot을"), ("Facebook", "Facebook을"), ("test", "test를"), ("email", "email을"),
        ("team", "team을"), ("A", "A를"), ("Challenge.gov", "Challenge.gov를"),
    ],
)  # fmt: skip
def test_after_units_and_latin(word: str, expected: str) -> None:
    assert josa(word, "을(를)") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("‘과제’", "‘과제’를"),
        ("'제안'", "'제안'을"),
        ('"미세먼지"', '"미세먼지"를'),
        ("「공모전」", "「공모전」을"),
        ("《도전.한국》", "《도전.한국》을"),
        ("제목!", "제목!을"),
        ("홍길동(대표)", "홍길동(대표)을"),
        ("김영희(팀장)", "김영희(팀장)를"),
        ("영희[1팀]", "영희[1팀]를"),
        ("(제안)", "(제안)을"),
        ("도전.한국(2020) ", "도전.한국(2020) 을"),
    ],
)
def test_quotes_and_brackets_between_are_not_read(word: str, expected: str) -> None:
    assert josa(word, "을(를)") == expected


@pytest.mark.parametrize("word", ["", "…", "東京", "★", "😀"])
def test_what_cannot_be_read_keeps_both_forms(word: str) -> None:
    assert josa(word, "을(를)") == f"{word}을(를)"


def test_a_sentence_with_several() -> None:
    text = "담당자은(는) 아이디어을(를) 서울(으)로 보냈습니다. 제안이(가) 채택되었습니다."
    assert resolve_particles(text) == "담당자는 아이디어를 서울로 보냈습니다. 제안이 채택되었습니다."


def test_prose_in_brackets_is_left_alone() -> None:
    text = "표(이) 하나, 값(가), 붙임(을)"
    assert resolve_particles(text) == text


def test_values_are_never_changed() -> None:
    assert gettext("%(title)s을(를) 받았습니다.", title="은(는) 시험") == "은(는) 시험을 받았습니다."


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_every_syllable_gets_one_form(syllable: str) -> None:
    has_final = (ord(syllable) - 0xAC00) % 28 != 0
    assert josa(syllable, "을(를)") == syllable + ("을" if has_final else "를")
    assert josa(syllable, "이(가)") == syllable + ("이" if has_final else "가")


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert josa(text, "은(는)").startswith(text)
