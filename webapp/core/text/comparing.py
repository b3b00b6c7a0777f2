"""What differs between two texts, word by word, for people to read.

Pure. Must not know markup: a page marks what is left out and what is new.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\s+|[^\s]+")
#: Beyond so many words the two texts are shown whole: comparing takes the square of their number.
_MOST_WORDS: Final = 3000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `is_changed`: it stands in this text only."""

    text: str
    is_changed: bool


def compared(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, with the words marked that the other text does not have in that place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return _whole(before), _whole(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_changed = tag != "equal"
        if a < b:
            left.append(Piece("".join(old[a:b]), is_changed))
        if c < d:
            right.append(Piece("".join(new[c:d]), is_changed))
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, is_changed=True),) if text else ()
