"""A ranking page by page: every idea once, one scale for all pages, and where the prizes end."""

from __future__ import annotations

from decimal import Decimal

from webapp.core.pagination import read_cursor
from webapp.judging.queries import RankedIdea, ranking_page
from webapp.judging.queries.ranking_page import PAGE_SIZE

KINDS = (int, int, int)


def ranked(
    rank: int | None, score: str | None, low: str | None = None, high: str | None = None
) -> RankedIdea:
    """An idea at this rank, or one that nobody scored."""
    number = rank or 900
    return RankedIdea(
        idea_id=number,
        idea_key=f"idea{number}",
        receipt_number=f"{number:04}",
        title=f"아이디어 {number}",
        rank=rank,
        score=Decimal(score) if score else None,
        plain_mean=Decimal(score) if score else None,
        sheets=5,
        missing=0,
        conflicts=0,
        decided_by="score",
        low=Decimal(low or score) if score else None,
        high=Decimal(high or score) if score else None,
    )


def test_all_pages_together_hold_every_idea_once_forwards_and_backwards() -> None:
    whole = [*(ranked(number, f"{99 - number}.50") for number in range(1, 46)), ranked(None, None)]
    seen: list[int] = []
    cursors: list[str | None] = []
    cursor: str | None = None
    while True:
        found = ranking_page(whole, 3, read_cursor(cursor, KINDS))
        assert len(found.page.items) <= PAGE_SIZE
        assert (found.judged, found.unjudged, found.page.total, found.low) == (45, 1, 46, 50)
        seen.extend(one.idea_id for one in found.page.items)
        cursors.append(found.page.previous_cursor)
        if found.page.next_cursor is None:
            break
        cursor = found.page.next_cursor
    assert seen == [one.idea_id for one in whole]
    before = ranking_page(whole, 3, read_cursor(cursors[-1], KINDS))
    assert [one.idea_id for one in before.page.items] == seen[PAGE_SIZE : 2 * PAGE_SIZE]


def test_the_boundary_lies_between_the_last_prize_and_the_next_idea() -> None:
    whole = [
        ranked(1, "90", "80", "95"),
        ranked(2, "80", "70", "90"),
        ranked(3, "79.5", "60", "85"),
        ranked(4, "50", "40", "60"),
    ]
    boundary = ranking_page(whole, 2).boundary
    assert boundary is not None
    assert (boundary.score, boundary.gap, boundary.straddling) == (Decimal(80), Decimal("0.5"), 2)


def test_a_shared_rank_at_the_end_of_the_prizes_is_within() -> None:
    boundary = ranking_page([ranked(1, "90"), ranked(2, "80"), ranked(2, "80"), ranked(4, "70")], 2).boundary
    assert boundary is not None
    assert (boundary.score, boundary.gap) == (Decimal(80), Decimal(10))


def test_there_is_no_boundary_when_all_or_none_get_a_prize() -> None:
    whole = [ranked(1, "90"), ranked(2, "80")]
    assert ranking_page(whole, 5).boundary is None
    assert ranking_page(whole, 0).boundary is None
    assert ranking_page([], 3).boundary is None
