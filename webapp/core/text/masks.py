"""Names and addresses shown so that only those concerned recognise them.

The forms are those in use at Korean agencies: `김*`, `정*정`, `남**수`, officials `박ㅇㅇ`, foreign
names `J*** S***`. Must not decide who sees a mask: policies do.
"""

import re
import unicodedata
from typing import Final

_HIDDEN: Final = "***"


def _is_east_asian(name: str) -> bool:
    return all(unicodedata.east_asian_width(letter) in "WF" for letter in name if letter.isalpha())


def mask_name(name: str) -> str:
    """Two letters `김*`, three `정*정`, more keep the first and the last; foreign names `J*** S***`."""
    name = unicodedata.normalize("NFC", name).strip()
    if not _is_east_asian(name):
        return " ".join(word[0] + _HIDDEN for word in name.split())
    letters = "".join(name.split())
    if len(letters) <= 1:
        return "*" * len(letters)
    if len(letters) == 2:
        return f"{letters[0]}*"
    return f"{letters[0]}{'*' * (len(letters) - 2)}{letters[-1]}"


def mask_official(name: str) -> str:
    """An official by family name alone: `박ㅇㅇ`; foreign names as anyone's."""
    name = unicodedata.normalize("NFC", name).strip()
    if not _is_east_asian(name):
        return mask_name(name)
    letters = "".join(name.split())
    return letters[:1] + "ㅇ" * max(len(letters) - 1, 0)


def mask_email(address: str) -> str:
    """`ab***@example.kr`; of a short account name one letter is left. What is no address is hidden whole."""
    account, at, domain = address.strip().rpartition("@")
    if not at or not account:
        return _HIDDEN
    return f"{account[: 2 if len(account) > 2 else 1]}{_HIDDEN}@{domain}"


def mask_phone(number: str) -> str:
    """`010-****-1234`, from any way of writing it (`+82 10 1234 1234` too)."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", number))
    if number.strip().startswith("+82") or (digits.startswith("82") and len(digits) > 10):
        digits = "0" + digits[2:].lstrip("0")
    if len(digits) < 7:
        return "****"
    if not digits.startswith("0"):  # 1588-1234 and the like have no area
        return f"****-{digits[-4:]}"
    area = 2 if digits.startswith("02") else 3
    return f"{digits[:area]}-****-{digits[-4:]}"
