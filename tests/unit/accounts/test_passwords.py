"""Which passwords may be chosen."""

from __future__ import annotations

import pytest

from webapp.accounts.services.common_passwords import is_common
from webapp.accounts.services.passwords import check_password
from webapp.core.errors import RuleBroken

EMAIL = "hong.gildong@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "한 번에 떠오르는 긴 문장",
        "correct horse battery staple",
        "vX9!kd02mQp",
        "우리집강아지는복슬강아지",
        "48201957361049571",
        "tlsrnwkdhkehwjs-39",
    ],
)
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    check_password(password, email=EMAIL, name="홍길동")
    assert not is_common(password.casefold())


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("짧은비번123", "short"),
        ("가" * 9, "short"),
        ("긴" * 201, "long"),
        (EMAIL, "own"),
        (EMAIL.upper(), "own"),
        ("hong.gildong", "own"),
        ("hong.gildong2020!", "own"),
        ("1234567890", "common"),
        ("01012345678", "common"),
        ("password123!", "common"),
        ("Password2026", "common"),
        ("qwertyuiop", "common"),
        ("1q2w3e4r5t6y", "common"),
        ("qwer1234asdf", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("abcabcabcabc", "common"),
        ("samsungsamsung", "common"),
        ("대한민국12345678", "common"),
        ("사랑해사랑해사랑해1", "common"),
        ("dkssudgktpdy1!", "common"),
        ("9876543210", "common"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_password(password, email=EMAIL, name="홍길동")
    assert refused.value.code == code
    assert set(refused.value.fields) == {"password"}
