"""How the texts and numbers of a contest's design are limited: marks that annotations carry.

Owns the marks and the usual limits. Must not know a section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Limit:
    """How a text or number is limited: most characters, or least and most; `lines`: several lines."""

    characters: int = 0
    least: int | None = None
    most: int | None = None
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Won:
    """A sum in won: files may write it as people do (`5,000만원`)."""


@dataclass(frozen=True, slots=True)
class Given:
    """Known from the place where the value stands, so that it isn't written there."""


Line40 = Annotated[str, Limit(40)]
Line60 = Annotated[str, Limit(60)]
Line80 = Annotated[str, Limit(80)]
Line100 = Annotated[str, Limit(100)]
Line120 = Annotated[str, Limit(120)]
Line150 = Annotated[str, Limit(150)]
Line200 = Annotated[str, Limit(200)]
Text300 = Annotated[str, Limit(300)]
Text400 = Annotated[str, Limit(400)]
Text500 = Annotated[str, Limit(500, lines=True)]
LongText = Annotated[str, Limit(10_000, lines=True)]
WonSum = Annotated[int, Won()]
Percent = Annotated[int, Limit(least=1, most=100)]
