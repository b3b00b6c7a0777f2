"""Pages of long lists by key: a cursor holds the key of the row at a page's edge.

Owns the page, the cursor and its text form. Must not query: a query fetches one row more than a page,
in the order it is asked for, and `page_of` makes the page. Cursors are no secret and grant nothing:
visibility is part of the query.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, Generic, TypeVar

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _

T = TypeVar("T")
KeyPart = str | int | Decimal | datetime | date | None
Key = tuple[KeyPart, ...]

_MAX_TEXT: Final = 600


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after the row with this key or, going backwards, before it."""

    key: Key
    backwards: bool = False

    def encode(self) -> str:
        """The cursor as a short text for an address."""
        body = json.dumps(
            [int(self.backwards), *map(_pack, self.key)], ensure_ascii=False, separators=(",", ":")
        )
        return base64.urlsafe_b64encode(body.encode()).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str, kinds: Sequence[type]) -> "Cursor":
        """Read a cursor whose key has these types in this order; None fits each. RuleBroken if it is none."""
        try:
            backwards, *packed = json.loads(base64.b64decode(_padded(text), altchars=b"-_", validate=True))
            key = tuple(_unpack(part) for part in packed)
        except (ValueError, TypeError, KeyError, InvalidOperation, binascii.Error, RecursionError) as error:
            raise _broken() from error
        fits = len(key) == len(kinds) and all(
            part is None or type(part) is kind for part, kind in zip(key, kinds, strict=False)
        )
        if not fits or backwards not in (0, 1):
            raise _broken()
        return cls(key, bool(backwards))


def read_cursor(text: str | None, kinds: Sequence[type]) -> Cursor | None:
    """The cursor, or None (the first page) when there is none or an old or broken one."""
    if not text:
        return None
    try:
        return Cursor.decode(text, kinds)
    except RuleBroken:
        return None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list in reading order; `total` is None where counting would cost too much."""

    items: tuple[T, ...]
    total: int | None = None
    next_cursor: str | None = None
    previous_cursor: str | None = None

    @property
    def is_only_page(self) -> bool:
        """Whether there is nothing before and after it."""
        return self.next_cursor is None and self.previous_cursor is None


def page_of(
    rows: Sequence[T],
    *,
    size: int,
    key: Callable[[T], Key],
    cursor: Cursor | None = None,
    total: int | None = None,
) -> Page[T]:
    """The page from rows as they were fetched: up to `size + 1` of them, from the cursor in its direction.

    Rows fetched backwards come in reverse order and are turned round. `key` must end in the primary key.
    """
    items, has_more = list(rows[:size]), len(rows) > size
    backwards = cursor is not None and cursor.backwards
    if backwards:
        items.reverse()
    has_next, has_previous = (True, has_more) if backwards else (has_more, cursor is not None)
    return Page(
        tuple(items),
        total,
        Cursor(key(items[-1])).encode() if items and has_next else None,
        Cursor(key(items[0]), backwards=True).encode() if items and has_previous else None,
    )


def _pack(part: KeyPart) -> list[str | int] | None:
    if part is None:
        return None
    if isinstance(part, datetime):
        if part.tzinfo is None:
            raise ValueError("a moment in a cursor needs its time zone")
        return ["t", part.astimezone(UTC).isoformat()]
    if isinstance(part, date):
        return ["d", part.isoformat()]
    if isinstance(part, Decimal):
        return ["n", str(part)]
    return ["s" if isinstance(part, str) else "i", part]


def _unpack(packed: object) -> KeyPart:
    if packed is None:
        return None
    if not isinstance(packed, list) or len(packed) != 2:
        raise ValueError("not a part of a key")
    tag, value = packed
    if tag == "i":
        if type(value) is not int or abs(value) >= 2**63:
            raise ValueError("not a number that a database holds")
        return value
    if not isinstance(value, str):
        raise TypeError("every other part of a key is written as text")
    return _READERS[tag](value)


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment


def _read_number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError("not a number to sort by")
    return number


_READERS: Final[dict[str, Callable[[str], KeyPart]]] = {
    "s": str,
    "n": _read_number,
    "t": _read_moment,
    "d": date.fromisoformat,
}


def _padded(text: str) -> bytes:
    if len(text) > _MAX_TEXT:
        raise ValueError("longer than any cursor")
    return (text + "=" * (-len(text) % 4)).encode("ascii")


def _broken() -> RuleBroken:
    return RuleBroken(_("쪽 주소가 올바르지 않습니다. 목록의 처음부터 다시 보아 주십시오."), code="cursor")
