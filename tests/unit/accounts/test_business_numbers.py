"""The check digit of business registration numbers."""

from __future__ import annotations

import pytest

from webapp.accounts.services import is_business_number


@pytest.mark.parametrize("number", ["1234567891", "2208162517", "1248100998"])
def test_numbers_with_the_right_check_digit(number: str) -> None:
    assert is_business_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1234567890",
        "123456789",
        "12345678911",
        "123-45-6789",
        "가나다라마바사아자차",
        "１２３４５６７８９１",
    ],
)
def test_what_is_no_business_number(number: str) -> None:
    assert not is_business_number(number)


@pytest.mark.parametrize("place", range(10))
def test_one_wrong_digit_is_noticed(place: int) -> None:
    right = "2208162517"
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    assert not is_business_number(wrong)
