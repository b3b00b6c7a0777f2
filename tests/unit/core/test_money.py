"""Amounts are read as people write them and divided without losing a won."""

from contextlib import suppress
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.errors import RuleBroken
from webapp.core.i18n import format_money, format_won, use_locale
from webapp.core.money import drop_below_ten, parse_won, split_by_percent, split_by_shares


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("5,000만원", 50_000_000),
        ("3억", 300_000_000),
        ("13억 원", 1_300_000_000),
        ("8.5백만원", 8_500_000),
        ("275,000천원", 275_000_000),
        ("1억 3천만 원", 130_000_000),
        ("1억3천5백만원", 135_000_000),
        ("1,234만 5,678원", 12_345_678),
        ("1.3억", 130_000_000),
        ("천만원", 10_000_000),
        ("만 원", 10_000),
        ("1조 2천억", 1_200_000_000_000),
        ("금5,000,000원", 5_000_000),
        ("총 300백만원", 300_000_000),
        ("₩5,000", 5_000),
        ("KRW 50,000,000", 50_000_000),
        ("５０００만원", 50_000_000),
        ("50000000", 50_000_000),
        ("1,000.0원", 1_000),
        ("0", 0),
        (" 5 000 000 원정 ", 5_000_000),
        (50_000_000, 50_000_000),
        (0, 0),
    ],
)
def test_amounts_are_read(text: str | int, won: int) -> None:
    assert parse_won(text) == won


@pytest.mark.parametrize(
    "text",
    ["", "원", "1,00만원", "1,0000", "3만 1억", "1억 2억", "-5만원", "1.5.5만", "5만5만", "3천5천", "삼억",
     "1e5", "억억", "5만 달러", "5만원쯤", "9" * 41, "1" * 10_000, "½만원", "٣만원", "nan", True],
)  # fmt: skip
def test_what_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(RuleBroken, match="금액을 읽을 수 없습니다") as caught:
        parse_won(text, field="prize_won")
    assert caught.value.code == "amount"
    assert "prize_won" in caught.value.fields


def test_parts_of_a_won_and_sums_beyond_reason_are_refused() -> None:
    with pytest.raises(RuleBroken, match="1원 단위"):
        parse_won("1.55원")
    with pytest.raises(RuleBroken, match="1,000조"):
        parse_won("1,001조")
    with pytest.raises(RuleBroken, match="0원부터"):
        parse_won(-1)


@pytest.mark.usefixtures("english")
def test_errors_have_english() -> None:
    with pytest.raises(RuleBroken, match="cannot be read"):
        parse_won("삼억")


@given(st.integers(min_value=0, max_value=10**15))
def test_what_is_shown_can_be_read_back(won: int) -> None:
    assert parse_won(format_money(won)) == won
    assert parse_won(format_won(won)) == won
    with use_locale("en"):
        assert parse_won(format_won(won)) == won


@given(st.text(alphabet="0123456789,.천백십만억조원 -", max_size=20))
def test_any_text_is_an_amount_or_a_broken_rule(text: str) -> None:
    won = 0
    with suppress(RuleBroken):
        won = parse_won(text)
    assert 0 <= won <= 10**15


def test_the_lead_gets_what_remains() -> None:
    assert split_by_shares(100, [1, 1, 1]) == [34, 33, 33]
    assert split_by_shares(1_000_000, [Decimal(50), Decimal(30), Decimal(20)]) == [500_000, 300_000, 200_000]
    assert split_by_shares(10, [0, 1, 2]) == [0, 4, 6]
    assert split_by_shares(0, [1, 2]) == [0, 0]


@pytest.mark.parametrize(("total", "shares"), [(-1, [1]), (10, [1, -1]), (10, []), (10, [0, 0])])
def test_impossible_shares_are_refused(total: int, shares: list[int]) -> None:
    with pytest.raises(ValueError, match="share"):
        split_by_shares(total, shares)


SHARES = st.lists(
    st.one_of(st.integers(0, 10**6), st.decimals(0, 100, places=3, allow_nan=False)), min_size=1, max_size=8
).filter(any)


@given(st.integers(0, 10**12), SHARES)
def test_shares_add_up_and_only_the_lead_gains(total: int, shares: list[int | Decimal]) -> None:
    parts = split_by_shares(total, shares)
    assert sum(parts) == total
    whole = sum(Decimal(share) for share in shares)
    lead = next(place for place, share in enumerate(shares) if share)
    for place, (part, share) in enumerate(zip(parts, shares, strict=True)):
        exact = total * Decimal(share) / whole
        assert part >= 0
        assert part - exact < len(shares) if place == lead else abs(exact - part) < 1
        assert share or not part


def test_stages_by_percent() -> None:
    stages = [Decimal(40), Decimal(30), Decimal(30)]
    assert split_by_percent(50_000_000, stages) == [20_000_000, 15_000_000, 15_000_000]
    assert split_by_percent(10, [Decimal("33.3"), Decimal("33.3"), Decimal("33.4")]) == [3, 3, 4]
    assert split_by_percent(7, [Decimal(0), Decimal(100), Decimal(0)]) == [0, 7, 0]


@pytest.mark.parametrize("percents", [[], [Decimal(99)], [Decimal("100.1")], [Decimal(-10), Decimal(110)]])
def test_stages_must_be_the_whole(percents: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="percentage"):
        split_by_percent(100, percents)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_stages_add_up_and_none_is_paid_early(total: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 100]
    percents = [Decimal(b - a) for a, b in pairwise(edges)]
    parts = split_by_percent(total, percents)
    assert sum(parts) == total
    for count in range(1, len(parts) + 1):
        assert sum(parts[:count]) * 100 <= total * sum(percents[:count])
    assert min(parts) >= 0


def test_below_ten_won_is_left_out() -> None:
    assert [drop_below_ten(won) for won in (0, 9, 10, 13_339, 1_040)] == [0, 0, 10, 13_330, 1_040]
    with pytest.raises(ValueError, match="nought"):
        drop_below_ten(-5)
