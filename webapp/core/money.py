"""Won as whole numbers: reading amounts that people write, and dividing them without losing one.

Must not format (see `i18n`), tax or pay. Nothing here is a float; where something is rounded, the
function's name or its docstring says how.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _

_SMALL: Final = {"천": 1000, "백": 100, "십": 10, "": 1}
_LARGE: Final = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
_AMOUNT: Final = re.compile(
    r"(?:금|총|₩|\\|KRW)?(?P<figure>[\d.,조억만천백십]+)(?:원정?)?", re.IGNORECASE | re.ASCII
)
_SECTION: Final = re.compile(r"([\d.,천백십]*)([조억만]|$)", re.ASCII)
_TERM: Final = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)?(?P<unit>[천백십]|$)", re.ASCII
)
#: More than any budget: what is larger is a slip of the hand.
_MAX_WON: Final = 10**15


def parse_won(amount: int | str, *, field: str | None = None) -> int:
    """Whole won from a number or from the ways in which Koreans write an amount.

    `5,000만원`, `3억`, `13억 원`, `8.5백만원`, `275,000천원`, `1억 3천만 원`, `금5,000,000원`, `50000000`.
    RuleBroken when it cannot be read, is negative, is not whole won or is beyond a thousand trillion.
    """
    if isinstance(amount, int) and not isinstance(amount, bool):
        won: Fraction | None = Fraction(amount)
    else:
        won = _read(str(amount))
    if won is None:
        message = _("금액을 읽을 수 없습니다. ‘5,000만원’이나 ‘50000000’처럼 적어 주십시오.")
        raise RuleBroken(message, field=field, code="amount")
    if won.denominator != 1:
        raise RuleBroken(_("금액은 1원 단위로 적어 주십시오."), field=field, code="amount")
    if not 0 <= won <= _MAX_WON:
        raise RuleBroken(_("금액은 0원부터 1,000조 원까지 적을 수 있습니다."), field=field, code="amount")
    return int(won)


def _read(text: str) -> Fraction | None:
    # Also at most 40 characters: no amount is longer, and digits without end are costly to read.
    plain = "".join(unicodedata.normalize("NFKC", text[:80]).split())
    match = _AMOUNT.fullmatch(plain) if len(plain) <= 40 else None
    if match is None:
        return None
    total, ceiling = Fraction(0), max(_LARGE.values()) * 10
    for figures, large in _SECTION.findall(match["figure"]):
        if not figures and not large:
            continue
        size, part = _LARGE[large], _read_section(figures)
        if part is None or size >= ceiling:  # units go down: 1억 3천만, never 3만 1억
            return None
        total += part * size
        ceiling = size
    return total


def _read_section(figures: str) -> Fraction | None:
    """What stands before 만, 억 or 조: `3천5백`, `5,000`, `8.5백`; nothing at all is one (`만원`)."""
    if not figures:
        return Fraction(1)
    total, ceiling, place = Fraction(0), 10**4, 0
    while place < len(figures):
        match = _TERM.match(figures, place)
        if match is None or match.end() == place or _SMALL[match["unit"]] >= ceiling:
            return None
        ceiling, place = _SMALL[match["unit"]], match.end()
        number = match["number"]
        total += Fraction(number.replace(",", "")) * ceiling if number else ceiling
    return total


def split_by_shares(total: int, shares: Sequence[int | Decimal]) -> list[int]:
    """Divide won by shares: each part is rounded down, what remains goes to the first who has a share.

    The parts always add up to the total. The first is the lead by convention (대표에게 잔액).
    ValueError for a negative total or share, or when no share is above nought.
    """
    if total < 0 or any(share < 0 for share in shares):
        raise ValueError("neither the total nor a share may be negative")
    weights = [Fraction(share) for share in shares]
    whole = sum(weights)
    if not whole:
        raise ValueError("at least one share must be above nought")
    parts = [int(total * weight / whole) for weight in weights]
    lead = next(place for place, weight in enumerate(weights) if weight)
    parts[lead] += total - sum(parts)
    return parts


def split_by_percent(total: int, percents: Sequence[Decimal]) -> list[int]:
    """Divide a prize into stages by percentages that add up to exactly 100.

    What has been paid after each stage is its percentage of the total so far rounded down, so no won is
    paid early and the last stage settles the rest. ValueError when the percentages are not 100 in all.
    """
    if total < 0 or any(percent < 0 for percent in percents):
        raise ValueError("neither the total nor a percentage may be negative")
    if sum(percents) != 100:
        raise ValueError("the percentages of all stages must add up to 100")
    parts: list[int] = []
    reached, paid = Fraction(0), 0
    for percent in percents:
        reached += Fraction(percent)
        due = int(total * reached / 100)
        parts.append(due - paid)
        paid = due
    return parts


def drop_below_ten(won: int) -> int:
    """Leave out what is below ten won, as with state money in and out (국고금관리법 제47조)."""
    if won < 0:
        raise ValueError("only sums of nought and above are cut to ten won")
    return won - won % 10
