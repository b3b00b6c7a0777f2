"""The pledge that a judge signs before anything else: confidentiality, conflicts of interest, personal data.

Owns its words and their hash. What was signed is the text as it was shown, in the reader's language then.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from webapp.core.i18n import LazyText, lazy


@dataclass(frozen=True, slots=True)
class PledgePart:
    """One promise; `name` is its field on the form."""

    name: str
    title: LazyText
    text: LazyText


PLEDGE = (
    PledgePart(
        "confidentiality",
        lazy("비밀유지"),
        lazy(
            "심사하면서 알게 된 아이디어의 내용과 심사 내용을 심사에만 쓰고, 심사가 끝난 뒤에도 다른 사람에게"
            " 알리지 않겠습니다."
        ),
    ),
    PledgePart(
        "conflicts",
        lazy("이해충돌"),
        lazy(
            "본인·배우자·친족, 자문·연구·용역·감정, 대리인, 같은 기관이나 단체 등 공정한 심사를 해칠 수 있는"
            " 관계가 있는 아이디어는 곧바로 알리고 심사하지 않겠습니다."
            " 응모한 사람과 따로 연락하지 않겠습니다."
        ),
    ),
    PledgePart(
        "privacy",
        lazy("개인정보"),
        lazy(
            "심사하면서 알게 된 개인정보를 모으거나 저장하거나 다른 사람에게 주지 않고,"
            " 내려받은 자료는 심사가 끝나면 바로 지우겠습니다."
        ),
    ),
)


def pledge_sha256() -> str:
    """SHA-256 of the pledge as it is shown in the reader's language: title and text, line by line."""
    text = "\n".join(f"{part.title!s}\n{part.text!s}" for part in PLEDGE)
    return hashlib.sha256(text.encode()).hexdigest()
