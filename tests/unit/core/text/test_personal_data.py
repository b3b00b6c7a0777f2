"""Personal data in free text is found; what only looks like it is not. All numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.errors import RuleBroken
from webapp.core.text import (
    PersonalDataKind,
    find_personal_data,
    hide_personal_data,
    personal_data_warnings,
    refuse_personal_data,
)

RESIDENT, PHONE = PersonalDataKind.RESIDENT_NUMBER, PersonalDataKind.PHONE
EMAIL, ACCOUNT = PersonalDataKind.EMAIL, PersonalDataKind.ACCOUNT


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("주민번호는 900101-1234568입니다", RESIDENT, "900101-1234568"),
        ("최근 발급 210101-3999999", RESIDENT, "210101-3999999"),
        ("붙여 쓰면 9001011234568", RESIDENT, "9001011234568"),
        ("전각 ９００１０１－１２３４５６８", RESIDENT, "９００１０１－１２３４５６８"),
        ("010-1234-5678로", PHONE, "010-1234-5678"),
        ("연락처:01012345678", PHONE, "01012345678"),
        ("+82 10-1234-5678", PHONE, "+82 10-1234-5678"),
        ("사무실 02-123-4567", PHONE, "02-123-4567"),
        ("사무실 031)123-4567", PHONE, "031)123-4567"),
        ("메일은 hong.gildong+a@mail.example.co.kr로", EMAIL, "hong.gildong+a@mail.example.co.kr"),
        ("국민은행 123456-01-123456", ACCOUNT, "123456-01-123456"),
        ("계좌 110-123-456789 홍길동", ACCOUNT, "110-123-456789"),
        ("농협 3021234567891로", ACCOUNT, "3021234567891"),
    ],
)
def test_finds(text: str, kind: PersonalDataKind, found: str) -> None:
    (find,) = find_personal_data(text)
    assert find.kind is kind
    assert text[find.start : find.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-20 ~ 2020-02-14",
        "예산 1,300,000,000원",
        "사업자등록번호 123-45-67890",
        "999999-1234567은 날짜가 아니다",
        "물품번호 9001011234567",
        "번호 1234567890123",
        "공고 제2020-123호",
        "트위터 @dojeon 계정",
        "https://www.example.kr/2020/01/20",
        "우편번호 03171, 1588-1234",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert find_personal_data(text) == ()


def test_finds_come_in_order_and_do_not_overlap() -> None:
    text = "a@b.kr, 010-1234-5678, 900101-1234568"
    assert [find.kind for find in find_personal_data(text)] == [EMAIL, PHONE, RESIDENT]


def test_hiding_keeps_the_length_and_the_rest() -> None:
    assert hide_personal_data("전화 010-1234-5678 주세요") == "전화 ***-****-**** 주세요"
    assert hide_personal_data("메일 ab@c.kr") == "메일 **@*.**"


@given(st.text(alphabet="0123456789-@. 가a", max_size=60))
def test_what_is_hidden_is_not_found_again(text: str) -> None:
    hidden = hide_personal_data(text)
    assert len(hidden) == len(text)
    assert all(find.kind is ACCOUNT for find in find_personal_data(hidden))


@given(st.integers(min_value=0, max_value=10**9))
def test_a_valid_resident_number_is_found_with_or_without_dash(seed: int) -> None:
    front, back = "900101", f"1{seed % 10**5:05d}"
    digits = front + back
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    check = (11 - sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11) % 10
    for text in (f"{front}-{back}{check}", f"{digits}{check}"):
        assert [find.kind for find in find_personal_data(text)] == [RESIDENT]


def test_labels_are_for_people() -> None:
    assert RESIDENT.label == "주민등록번호"


def test_warnings_name_what_was_found_where() -> None:
    texts = {"title": "가로등 고장", "body": "연락: 010-1234-5678, 010-8765-4321, kim@example.org"}
    warnings = personal_data_warnings(texts)
    assert set(warnings) == {"body"}
    assert "전화번호 2건, 전자우편 주소 1건" in warnings["body"]


def test_a_text_for_the_public_is_refused_with_personal_data_in_it() -> None:
    with pytest.raises(RuleBroken) as refusal:
        refuse_personal_data({"body": "900101-1234568", "other": "없음"})
    assert refusal.value.code == "personal_data"
    assert "주민등록번호 1건" in refusal.value.fields["body"]
    assert set(refusal.value.fields) == {"body"}


def test_a_clean_text_passes() -> None:
    assert refuse_personal_data({"body": "가로등이 꺼져 있습니다."}) is None  # type: ignore[func-returns-value]  # it must not raise
