"""What changed between two texts, as one text in parts that a reader of Korean can follow.

Words are compared whole; where two words begin or end alike (어둡습니다, 어두웠습니다), only what differs is
marked, so that a changed ending does not strike out the word. `comparing` shows two texts side by side.
Must not know how the parts are shown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

#: Blanks, words and single marks: together they are the whole text.
_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]")
#: Texts beyond this are not compared word by word: that takes the square of their length.
_MOST_TOKENS: Final = 6000


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that stayed, went or came."""

    change: Change
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The pieces of both texts in reading order, what went before what came in its place.

    Without the added pieces they make `before`, without the removed ones `after`.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) + len(new) > _MOST_TOKENS:
        return tuple(_joined(_whole(before, after)))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    runs: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        is_gap = kind == "equal" and not any(token[0].isalnum() for token in old[i1:i2])
        is_between = is_gap and i1 > 0 and i2 < len(old) and "\n" not in gone
        if runs and (kind != "equal" or is_between) and runs[-1][0] != runs[-1][1]:
            runs[-1] = (runs[-1][0] + gone, runs[-1][1] + come)
        else:
            runs.append((gone, come))
    return tuple(_joined(piece for gone, come in runs for piece in _change(gone, come)))


def _change(gone: str, come: str) -> Iterator[Part]:
    """One run: the same, or with what both begin and end with left standing."""
    if gone == come:
        yield Part(Change.SAME, gone)
        return
    head = _shared_start(gone, come)
    tail = _shared_start(gone[len(head) :][::-1], come[len(head) :][::-1])[::-1]
    if not _is_worth_keeping(head, tail, gone, come):
        head, tail = _edge(head, from_start=True), _edge(tail, from_start=False)
    yield Part(Change.SAME, head)
    yield Part(Change.REMOVED, gone[len(head) : len(gone) - len(tail)])
    yield Part(Change.ADDED, come[len(head) : len(come) - len(tail)])
    yield Part(Change.SAME, tail)


def _shared_start(one: str, other: str) -> str:
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))]


def _is_worth_keeping(head: str, tail: str, gone: str, come: str) -> bool:
    """Whether half of the shorter side stays: a changed ending or particle, not another word."""
    return 2 * (len(head) + len(tail)) >= min(len(gone), len(come))


def _edge(text: str, *, from_start: bool) -> str:
    """Of what both share at an edge, the part up to a blank: words are not cut."""
    if from_start:
        return text[: text.rfind(" ") + 1]
    place = text.find(" ")
    return text[place:] if place >= 0 else ""


def _whole(before: str, after: str) -> Sequence[Part]:
    return (Part(Change.REMOVED, before), Part(Change.ADDED, after)) if before != after else _same(before)


def _same(text: str) -> Sequence[Part]:
    return (Part(Change.SAME, text),)


def _joined(pieces: Iterator[Part] | Sequence[Part]) -> Iterator[Part]:
    """Without empty pieces, and neighbours of one kind as one."""
    held: Part | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held is not None and held.change is piece.change:
            held = Part(held.change, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
