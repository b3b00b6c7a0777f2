"""A ranking as a page shows it: by key, on one scale, with the boundary of the prizes.

Pure: it is given the whole ranking and reads nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from webapp.core.pagination import Cursor, Key, Page, page_of
from webapp.judging.queries.results import RankedIdea

PAGE_SIZE = 20
#: The scale of scores begins at a full ten below the lowest sheet.
STEP = 10


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where the prizes end. `score` is the last one within, `gap` what parts it from the first one without.

    `straddling` counts the ideas whose sheets stand on both sides of it: their place hangs on single judges.
    """

    score: Decimal
    gap: Decimal
    straddling: int


@dataclass(frozen=True, slots=True)
class RankingPage:
    """A page of a ranking. `low` is where the scale of all its pages begins."""

    page: Page[RankedIdea]
    judged: int
    unjudged: int
    low: int
    boundary: Boundary | None


def ranking_page(ranked: Sequence[RankedIdea], prizes: int, cursor: Cursor | None = None) -> RankingPage:
    """The page that begins at `cursor`; `prizes` is how many the challenge gives at most."""
    judged = [one for one in ranked if one.rank is not None]
    lows = [one.low if one.low is not None else one.score for one in judged]
    lowest = min((low for low in lows if low is not None), default=Decimal())
    return RankingPage(
        page_of(
            _from(ranked, cursor),
            size=PAGE_SIZE,
            key=_place,
            cursor=cursor,
            total=len(ranked),
        ),
        judged=len(judged),
        unjudged=len(ranked) - len(judged),
        low=int(lowest) // STEP * STEP,
        boundary=boundary_of(judged, prizes),
    )


def boundary_of(judged: Sequence[RankedIdea], prizes: int) -> Boundary | None:
    """Where the ranks with a prize end; None when all or none of the judged ideas get one."""
    inside = [
        one.score for one in judged if one.rank is not None and one.rank <= prizes and one.score is not None
    ]
    outside = [
        one.score for one in judged if one.rank is not None and one.rank > prizes and one.score is not None
    ]
    if not inside or not outside:
        return None
    score = min(inside)
    straddling = sum(
        one.low is not None and one.high is not None and one.low < score <= one.high for one in judged
    )
    return Boundary(score, score - max(outside), straddling)


def _place(one: RankedIdea) -> Key:
    return (int(one.rank is None), one.rank or 0, one.idea_id)


def _from(ranked: Sequence[RankedIdea], cursor: Cursor | None) -> list[RankedIdea]:
    """As a query would fetch them: from the cursor in its direction, one more than a page."""
    if cursor is None:
        found = list(ranked)
    elif cursor.backwards:
        found = [one for one in reversed(ranked) if _numbers(_place(one)) < _numbers(cursor.key)]
    else:
        found = [one for one in ranked if _numbers(_place(one)) > _numbers(cursor.key)]
    return found[: PAGE_SIZE + 1]


def _numbers(key: Key) -> tuple[int, ...]:
    return tuple(part for part in key if isinstance(part, int))
