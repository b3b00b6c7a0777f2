"""Money, counts, shares and sizes as a reader of each language writes them.

Won are whole numbers and are never rounded here. Must not parse amounts or split them: `money` does.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from webapp.core.i18n.locale import current_locale

#: 만, 억, 조: each ten thousand times the one before.
_KOREAN_UNITS: Final = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
#: English counters whose word for one is not made by leaving the s.
_IRREGULAR: Final = {"people": " person"}
_ENGLISH_UNITS: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SIZES: Final = ("KB", "MB", "GB", "TB")


def format_number(value: int | Decimal) -> str:
    """Digits in groups of three: `1,234`; a Decimal keeps the places that it has."""
    return f"{value:,}"


def format_decimal(value: Decimal | int, places: int = 2) -> str:
    """A score or rate with fixed places, halves rounded away from nought: `87.50`."""
    return f"{_rounded(Decimal(value), places):,}"


def format_percent(ratio: Decimal, places: int = 0) -> str:
    """A ratio as a percentage: `Decimal("0.125")` with one place is `12.5%`."""
    return f"{_rounded(ratio * 100, places):,}%"


def format_won(won: int) -> str:
    """The exact sum in digits: `50,000,000원`; English `KRW 50,000,000`."""
    return f"KRW {won:,}" if current_locale() == "en" else f"{won:,}원"


def format_money(won: int) -> str:
    """The sum as people say it: `5,000만 원`, `1억 3천만 원`; English `KRW 50,000,000 (50 million won)`.

    Nothing is rounded: what is below ten thousand is said too (`1,234만 5,678원`).
    """
    if current_locale() == "en":
        return _english_money(won)
    sign, rest = ("-", -won) if won < 0 else ("", won)
    said: list[str] = []
    for size, unit in _KOREAN_UNITS:
        count, rest = divmod(rest, size)
        if not count:
            continue
        # Beside a greater unit a round thousand is said short: 1억 3천만, but 5,000만 when it stands alone.
        short = said and count % 1000 == 0
        said.append(f"{count // 1000}천{unit}" if short else f"{count:,}{unit}")
    if rest or not said:
        return sign + " ".join([*said, f"{rest:,}원"])
    return sign + " ".join([*said, "원"])


def format_bytes(size: int) -> str:
    """A file's size for people: `512B`, `1.5MB` (1,024 to the step, one place, whole ones without)."""
    if size < 1024:
        return f"{size:,}B"
    amount, unit = Decimal(size), ""
    for unit in _SIZES:  # noqa: B007  # the unit at which the loop ends is the answer
        amount /= 1024
        if _rounded(amount, 1) < 1024:
            break
    return f"{_bare(_rounded(amount, 1))}{unit}"


def _rounded(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded or abs(rounded)  # never "-0.0"


def _bare(value: Decimal) -> str:
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _english_money(won: int) -> str:
    exact = f"KRW {won:,}"
    for size, word in _ENGLISH_UNITS:
        if abs(won) >= size:
            short = Decimal(won) / size
            # Said in words only when the words are exact.
            return f"{exact} ({_bare(short)} {word} won)" if short == _rounded(short, 2) else exact
    return exact


def unit_for(unit: str, value: object) -> str:
    """A counter's unit as it stands behind a value: English has another word for one (`1 item`)."""
    if current_locale() == "ko" or str(value) != "1":
        return unit
    return _IRREGULAR.get(unit.strip(), unit.removesuffix("s"))
