"""Pages by key: forwards, backwards, and cursors that someone has tampered with."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.errors import RuleBroken
from webapp.core.kst import KST
from webapp.core.pagination import Cursor, Key, Page, page_of, read_cursor

KINDS = (datetime, int)
ROWS = [(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number // 3), number) for number in range(10)]


def fetch(cursor: Cursor | None, size: int) -> Page[tuple[datetime, int]]:
    """What a query does: rows after or before the key, one more than the page, in the direction asked."""
    if cursor is None:
        rows = ROWS
    elif cursor.backwards:
        rows = [row for row in reversed(ROWS) if row < cursor.key]
    else:
        rows = [row for row in ROWS if row > cursor.key]
    return page_of(rows[: size + 1], size=size, key=lambda row: row, cursor=cursor, total=len(ROWS))


def test_forwards_and_back_again() -> None:
    pages = [fetch(None, 4)]
    while pages[-1].next_cursor:
        pages.append(fetch(read_cursor(pages[-1].next_cursor, KINDS), 4))
    assert [[number for _, number in page.items] for page in pages] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert pages[0].previous_cursor is None
    back = fetch(read_cursor(pages[2].previous_cursor, KINDS), 4)
    assert back.items == pages[1].items
    assert back.next_cursor == pages[1].next_cursor
    first = fetch(read_cursor(back.previous_cursor, KINDS), 4)
    assert first.items == pages[0].items
    assert first.previous_cursor is None
    assert first.next_cursor == pages[0].next_cursor


def test_a_short_list_is_one_page() -> None:
    page = fetch(None, 10)
    assert page.is_only_page
    assert page.total == 10
    empty: Page[int] = page_of([], size=10, key=lambda row: (row,))
    assert empty.items == ()
    assert empty.is_only_page


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ((1,), (int,)),
        (("가나다", 7), (str, int)),
        ((Decimal("87.50"), 7), (Decimal, int)),
        ((datetime(2020, 1, 20, 9, tzinfo=KST), 7), (datetime, int)),
        ((date(2020, 1, 20), 7), (date, int)),
        ((None, 7), (Decimal, int)),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_cursor_survives_its_way(key: Key, kinds: tuple[type, ...], backwards: bool) -> None:
    text = Cursor(key, backwards).encode()
    assert text.isascii()
    assert not set(text) & set("+/=&?# ")
    assert Cursor.decode(text, kinds) == Cursor(key, backwards)


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Cursor((datetime(2020, 1, 1),)).encode()  # noqa: DTZ001  # the very thing that is refused


def forged(body: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(body).encode()).rstrip(b"=").decode()


MOMENT = "2020-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "!", "가", "a", "AAAA", "e30", "W10", "A" * 5000, "[" * 300,
        forged([0]), forged({}), forged([0, ["t", MOMENT]]), forged([2, ["t", MOMENT], ["i", 1]]),
        forged([0, ["t", MOMENT], ["s", "1"]]), forged([0, ["t", "x"], ["i", 1]]),
        forged([0, ["t", "2020-01-01T00:00:00"], ["i", 1]]), forged([0, ["x", 1], ["i", 1]]),
        forged([0, ["t", MOMENT], ["i", 2**63]]), forged([0, ["t", MOMENT], ["i", True]]),
        forged([0, ["t", MOMENT], ["i", 1.5]]), forged([0, ["t", MOMENT], ["n", "NaN"]]),
        forged([0, ["t", 5], ["i", 1]]), forged([0, ["t"], ["i", 1]]), forged([0, 5, 6]), forged([[], 5, 6]),
    ],
)  # fmt: skip
def test_a_forged_cursor_is_refused_or_ignored(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        Cursor.decode(text, KINDS)
    assert caught.value.code == "cursor"
    assert read_cursor(text, KINDS) is None


def test_no_cursor_is_the_first_page() -> None:
    assert read_cursor(None, KINDS) is None
    assert read_cursor("", KINDS) is None


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read_cursor(text, KINDS) is None
