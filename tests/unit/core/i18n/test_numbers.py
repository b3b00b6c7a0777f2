"""Money, numbers and sizes in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.i18n import (
    format_bytes,
    format_decimal,
    format_money,
    format_number,
    format_percent,
    format_won,
    unit_for,
    use_locale,
)


@pytest.mark.parametrize(
    ("won", "expected"),
    [
        (0, "0원"),
        (9_000, "9,000원"),
        (10_000, "1만 원"),
        (50_000_000, "5,000만 원"),
        (130_000_000, "1억 3천만 원"),
        (135_000_000, "1억 3,500만 원"),
        (300_000_000, "3억 원"),
        (1_300_000_000, "13억 원"),
        (275_000_000, "2억 7,500만 원"),
        (12_345_678, "1,234만 5,678원"),
        (1_200_000_000_000, "1조 2천억 원"),
        (100_000_001, "1억 1원"),
        (-50_000_000, "-5,000만 원"),
    ],
)
def test_money_as_koreans_say_it(won: int, expected: str) -> None:
    assert format_money(won) == expected


@pytest.mark.parametrize(
    ("won", "expected"),
    [
        (50_000_000, "KRW 50,000,000 (50 million won)"),
        (130_000_000, "KRW 130,000,000 (130 million won)"),
        (1_300_000_000, "KRW 1,300,000,000 (1.3 billion won)"),
        (500_000, "KRW 500,000"),
        (12_345_678, "KRW 12,345,678"),
        (0, "KRW 0"),
    ],
)
def test_money_in_english(won: int, expected: str) -> None:
    with use_locale("en"):
        assert format_money(won) == expected


def test_exact_won() -> None:
    assert format_won(50_000_000) == "50,000,000원"
    with use_locale("en"):
        assert format_won(50_000_000) == "KRW 50,000,000"


@given(st.integers(min_value=0, max_value=10**15))
def test_money_says_every_won(won: int) -> None:
    said = (
        format_money(won)
        .removesuffix("원")
        .replace(",", "")
        .replace("천만", "000만")
        .replace("천억", "000억")
    )
    total = 0
    for part in said.split():
        for unit, size in (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1)):
            if part.endswith(unit):
                total += int(part.removesuffix(unit)) * size
                break
    assert total == won


def test_numbers() -> None:
    assert format_number(1234567) == "1,234,567"
    assert format_number(Decimal("1234.50")) == "1,234.50"
    assert format_decimal(Decimal("87.495")) == "87.50"
    assert format_decimal(Decimal("87.5"), 0) == "88"
    assert format_decimal(Decimal("-0.001")) == "0.00"
    assert format_decimal(3) == "3.00"
    assert format_percent(Decimal("0.125"), 1) == "12.5%"
    assert format_percent(Decimal("0.125")) == "13%"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, "0B"),
        (1023, "1,023B"),
        (1024, "1KB"),
        (1536, "1.5KB"),
        (1024 * 1024 - 1, "1MB"),
        (20 * 1024 * 1024, "20MB"),
        (5 * 1024**4, "5TB"),
        (5000 * 1024**4, "5,000TB"),
    ],
)
def test_sizes(size: int, expected: str) -> None:
    assert format_bytes(size) == expected


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        (" items", 1, " item"),
        (" items", "1", " item"),
        (" items", 21, " items"),
        (" people", 1, " person"),
        ("", 1, ""),
    ],
)
def test_an_english_counter_has_another_word_for_one(unit: str, value: object, written: str) -> None:
    with use_locale("en"):
        assert unit_for(unit, value) == written


def test_a_korean_counter_stays_as_it_is() -> None:
    assert unit_for("건", 1) == "건"
