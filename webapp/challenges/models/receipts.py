"""Receipt numbers: a challenge's pattern such as `도전한국 {year}-{challenge:03}-{sequence:05}`.

Owns what a pattern may hold and how a number is made of it. Must not count: ideas do, gapless.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import Final

PARTS: Final = ("year", "challenge", "sequence")
_WIDTH: Final = re.compile(r"(?:0[1-9])?")
_PLAIN: Final = re.compile(r"[^\x00-\x1f/\\<>\"]*")
_SEQUENCE: Final = re.compile(r"\{sequence(?::[^}]*)?\}")
MAX_NUMBER: Final = 60


def is_receipt_pattern(pattern: str) -> bool:
    """Whether the pattern counts (`{sequence}`), uses only the known parts, and makes a short plain line."""
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        return False
    names = [name for _literal, name, _spec, _conversion in pieces if name is not None]
    fits = all(
        name is None or (name in PARTS and conversion is None and _WIDTH.fullmatch(spec or "") is not None)
        for _literal, name, spec, conversion in pieces
    )
    literals = "".join(literal for literal, *_rest in pieces)
    if not fits or names.count("sequence") != 1 or _PLAIN.fullmatch(literals) is None:
        return False
    return len(receipt_number(pattern, year=9999, challenge=999, sequence=999_999)) <= MAX_NUMBER


def receipt_number(pattern: str, *, year: int, challenge: int, sequence: int) -> str:
    """The number: `year` of the notice's opening in Korea, the challenge's number, the running number."""
    return pattern.format(year=year, challenge=challenge, sequence=sequence)


def receipt_series(pattern: str, *, year: int, challenge: int) -> str:
    """What the numbers of a series have in common: everything filled in but the count, which is `#`."""
    return _SEQUENCE.sub("#", pattern).format(year=year, challenge=challenge)
