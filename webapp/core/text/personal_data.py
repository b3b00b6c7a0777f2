"""Personal data that slips into free text: resident numbers, phones, accounts, addresses of mail.

Owns finding and hiding them. It warns; whether a text may be published is a rule of the context
(개인정보 보호법 제24조의2 for resident numbers). Finds no names: those need a person's eye.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import LabelledEnum


class PersonalDataKind(LabelledEnum):
    """What was found, the gravest first."""

    RESIDENT_NUMBER = "resident_number", _l("주민등록번호")
    PHONE = "phone", _l("전화번호")
    EMAIL = "email", _l("전자우편 주소")
    ACCOUNT = "account", _l("계좌번호")


@dataclass(frozen=True)
class PersonalData:
    """One find: `text[start:end]` of the text that was searched."""

    kind: PersonalDataKind
    start: int
    end: int


# Digits and dashes that are typed in full width count as the plain ones; the length stays the same.
_PLAIN: Final = str.maketrans("０１２３４５６７８９－‐‑‒–—．＠", "0123456789------.@")

_RESIDENT: Final = re.compile(r"(?<!\d)(\d{6})(\s?-\s?|\s)?([1-8]\d{6})(?!\d)", re.ASCII)
_PHONE: Final = re.compile(
    r"(?<![\d-])(?:(?:\+?82[-. ]?0?1|01)[016789][-. )]{0,2}\d{3,4}[-. ]?\d{4}"
    r"|(?:\+82[-. ]?|0)(?:2|[3-6][1-5]|70|50\d?|80)[-. )]{1,2}\d{3,4}[-. ]\d{4})(?![\d-])",
    re.ASCII,
)
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9가-힣](?:[A-Za-z0-9가-힣-]{0,61}[A-Za-z0-9가-힣])?\.){1,4}"
    r"(?:[A-Za-z]{2,24}|한국)",
    re.ASCII,
)
_GROUPED_ACCOUNT: Final = re.compile(r"(?<![\d-])\d{2,6}-\d{2,6}-\d{2,8}(?:-\d{1,3})?(?![\d-])", re.ASCII)
_NAMED_ACCOUNT: Final = re.compile(
    r"(?:계좌|은행|뱅크|농협|신협|수협|우체국|새마을금고)[^\d\n]{0,15}(\d{10,14})(?!\d)", re.ASCII
)
_BUSINESS_NUMBER: Final = re.compile(r"\d{3}-\d{2}-\d{5}", re.ASCII)

#: The seventh digit tells the century: 1, 2 and foreigners' 5, 6 the 1900s, 3, 4, 7, 8 the 2000s.
_CENTURY: Final = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def _has_birth_date(front: str, seventh: str) -> bool:
    try:
        date(_CENTURY[seventh] + int(front[:2]), int(front[2:4]), int(front[4:6]))
    except ValueError:
        return False
    return True


def _checksum_holds(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    expected = (11 - total % 11) % 10
    if digits[6] in "5678":  # foreigners' numbers are checked two further
        expected = (expected + 2) % 10
    return expected == int(digits[12])


def _resident_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _RESIDENT.finditer(text):
        front, dash, back = match.groups()
        # Numbers given since October 2020 hold no checksum, so with a dash the birth date is enough;
        # thirteen digits in a row are more often something else and must pass both.
        if _has_birth_date(front, back[0]) and (dash or _checksum_holds(front + back)):
            yield match.span()


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    for match in _GROUPED_ACCOUNT.finditer(text):
        count = sum(letter.isdigit() for letter in match[0])
        if 10 <= count <= 14 and not _BUSINESS_NUMBER.fullmatch(match[0]):
            yield match.span()
    for match in _NAMED_ACCOUNT.finditer(text):
        yield match.span(1)


def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """What looks like personal data, in the order of the text, without overlaps (the graver kind wins)."""
    plain = text.translate(_PLAIN)
    found: list[PersonalData] = []
    searches: tuple[tuple[PersonalDataKind, Iterator[tuple[int, int]]], ...] = (
        (PersonalDataKind.RESIDENT_NUMBER, _resident_numbers(plain)),
        (PersonalDataKind.PHONE, (match.span() for match in _PHONE.finditer(plain))),
        (PersonalDataKind.EMAIL, (match.span() for match in _EMAIL.finditer(plain))),
        (PersonalDataKind.ACCOUNT, _accounts(plain)),
    )
    taken = bytearray(len(text))
    for kind, spans in searches:
        for start, end in spans:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(PersonalData(kind, start, end))
    return tuple(sorted(found, key=lambda find: find.start))


def hide_personal_data(text: str) -> str:
    """The text with each letter and digit of every find replaced by `*`; its length stays the same."""
    letters = list(text)
    for find in find_personal_data(text):
        for place in range(find.start, find.end):
            if letters[place].isalnum():
                letters[place] = "*"
    return "".join(letters)


def personal_data_warnings(texts: Mapping[str, str]) -> dict[str, str]:
    """For each named text with finds, a sentence that says what was found and what to do about it."""
    warnings: dict[str, str] = {}
    for name, text in texts.items():
        counts = Counter(find.kind for find in find_personal_data(text))
        if counts:
            kinds = [kind for kind in PersonalDataKind if kind in counts]
            found = ", ".join(
                _("%(kind)s %(count)s건", kind=kind.label, count=counts[kind]) for kind in kinds
            )
            warnings[name] = _(
                "개인정보로 보이는 내용이 있습니다(%(found)s). 누구나 보는 글이니 지우거나 가려 주십시오.",
                found=found,
            )
    return warnings


def refuse_personal_data(texts: Mapping[str, str]) -> None:
    """RuleBroken on the fields whose texts hold personal data. For texts that are about to become public."""
    warnings = personal_data_warnings(texts)
    if warnings:
        message = _("개인정보를 지운 뒤 다시 보내 주십시오.")
        raise RuleBroken(message, fields=warnings, code="personal_data")
