"""Masks as Korean agencies write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.text import mask_email, mask_name, mask_official, mask_phone


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("김구", "김*"),
        ("정수정", "정*정"),
        ("남궁민수", "남**수"),
        ("남궁 민수", "남**수"),
        ("황보제갈공명", "황****명"),
        ("김", "*"),
        ("", ""),
        ("John Smith", "J*** S***"),
        ("Nguyễn Văn An", "N*** V*** A***"),
        ("田中太郎", "田**郎"),
        (unicodedata.normalize("NFD", "정수정"), "정*정"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert mask_name(name) == expected


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=8))
def test_a_korean_mask_keeps_at_most_two_letters(name: str) -> None:
    mask = mask_name(name)
    assert len(mask) == len(name)
    assert len(mask) - mask.count("*") == (1 if len(name) == 2 else 2)


@pytest.mark.parametrize(
    ("name", "expected"), [("박영희", "박ㅇㅇ"), ("박영", "박ㅇ"), ("John Smith", "J*** S***"), ("", "")]
)
def test_officials(name: str, expected: str) -> None:
    assert mask_official(name) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("abcdef@example.kr", "ab***@example.kr"),
        ("ab@example.kr", "a***@example.kr"),
        ("a@example.kr", "a***@example.kr"),
        ("주소아님", "***"),
        ("@example.kr", "***"),
    ],
)
def test_addresses(address: str, expected: str) -> None:
    assert mask_email(address) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("010-1234-5678", "010-****-5678"),
        ("01012345678", "010-****-5678"),
        ("+82 10-1234-5678", "010-****-5678"),
        ("+821012345678", "010-****-5678"),
        ("02-123-4567", "02-****-4567"),
        ("031-123-4567", "031-****-4567"),
        ("1588-1234", "****-1234"),
        ("119", "****"),
    ],
)
def test_phones(number: str, expected: str) -> None:
    assert mask_phone(number) == expected
