"""Text on its way in: one form for the same letters, nothing invisible that deceives, counted in characters.

Must not escape or interpret: what is stored is what the person wrote.
"""

import re
import unicodedata
from typing import Final

from webapp.core.errors import RuleBroken
from webapp.core.i18n import format_number
from webapp.core.i18n import gettext as _

_LINE_ENDS: Final = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, lone surrogates, direction overrides and what takes no width. The zero-width joiner
# stays, as emoji are made with it.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)
# The Hangul fillers look like nothing and pass for a letter: names made of them would be blank.
_FILLERS: Final = str.maketrans({"\u3164": " ", "\uffa0": " "})
_SPACES: Final = re.compile(r"\s")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))).translate(_FILLERS)


def clean_line(text: str | None) -> str:
    """One line in NFC: no control characters, every run of white space one space, none at the ends."""
    return " ".join(_normal(text or "").split())


def clean_text(text: str | None) -> str:
    r"""Several lines in NFC: line ends are `\n`, no control characters but tabs, no white space at line ends.

    Blank lines before and after go; an indent at the start of a line stays, it means something in Markdown.
    """
    lines = [line.rstrip() for line in _normal(text or "").split("\n")]
    return "\n".join(lines).strip("\n")


def count_characters(text: str, *, spaces: bool = True) -> int:
    """Characters as Koreans count them: NFC code points, with white space or without; a line end is one."""
    normal = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    return len(normal) if spaces else len(_SPACES.sub("", normal))


def check_length(
    text: str, *, maximum: int, minimum: int = 0, field: str | None = None, spaces: bool = True
) -> None:
    """RuleBroken when the text has more characters than the maximum, or fewer than the minimum."""
    count = count_characters(text, spaces=spaces)
    said = {"limit": format_number(maximum), "count": format_number(count)}
    if count > maximum:
        message = _("%(limit)s자까지 적을 수 있습니다. 지금은 %(count)s자입니다.", **said)
        raise RuleBroken(message, field=field, code="too_long")
    if count < minimum:
        message = _(
            "%(limit)s자 이상 적어 주십시오. 지금은 %(count)s자입니다.",
            **said | {"limit": format_number(minimum)},
        )
        raise RuleBroken(message, field=field, code="too_short")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters on one line; a cut ends in `…`, at a word's end where one is near."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    # A mark that joins to what was cut off (an accent, a joiner in an emoji) must not hang at the end.
    while cut and (
        unicodedata.combining(line[len(cut)]) or line[len(cut)] in "\u200d\ufe0f" or cut[-1] == "\u200d"
    ):
        cut = cut[:-1]
    space = cut.rfind(" ")
    if line[len(cut)] != " " and space >= limit * 2 // 3:
        cut = cut[:space]
    return cut.rstrip() + "…"
