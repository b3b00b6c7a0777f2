"""From sheets to a ranking: the declared rule as pure arithmetic.

Owns the rule and how it is applied. Knows no database and no page; every number is a Decimal. The same sheets
give the same ranking in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from webapp.challenges.enums import TieBreak

#: Leaving out the highest and the lowest needs a sheet that stays.
LEAST_TO_TRIM = 3
MOST_DECIMALS = 4
PRECISION = 50
BY_SCORE = "score"
SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Weight:
    """A criterion as the rule sees it: its id and the most points it gives."""

    criterion_id: int
    most: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How sheets become a ranking, as the notice declared it.

    `trim_from`: from so many sheets on an idea's mean leaves out one highest and one lowest; 0 never does.
    `decimals`: places of a score, halves rounded up (ROUND_HALF_UP). Scores that are equal after rounding are
    parted by `tie_breaks` in their order; what they don't part shares its rank. ValueError for a rule that
    cannot be meant.
    """

    weights: tuple[Weight, ...]
    trim_from: int
    decimals: int
    tie_breaks: tuple[TieBreak, ...]

    def __post_init__(self) -> None:
        if not self.weights:
            raise ValueError("a rule needs criteria")
        if not 0 <= self.decimals <= MOST_DECIMALS or self.trim_from < 0:
            raise ValueError("a rule's numbers are out of range")

    @property
    def heaviest(self) -> int:
        """The criterion that gives the most points; of equal ones the first declared."""
        return max(self.weights, key=lambda weight: weight.most).criterion_id

    def as_json(self) -> dict[str, Any]:
        """The rule as it is frozen on a round."""
        return {
            "criteria": [[weight.criterion_id, weight.most] for weight in self.weights],
            "trim_from_sheets": self.trim_from,
            "score_decimals": self.decimals,
            "rounding": "half_up",
            "tie_breaks": [str(tie_break.value) for tie_break in self.tie_breaks],
        }

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> Rule:
        """The rule as `as_json` wrote it. KeyError or ValueError when something else was written."""
        return cls(
            tuple(Weight(int(criterion_id), int(most)) for criterion_id, most in facts["criteria"]),
            int(facts["trim_from_sheets"]),
            int(facts["score_decimals"]),
            tuple(TieBreak(name) for name in facts["tie_breaks"]),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A judge's points for one entry by criterion id."""

    entry_id: int
    points: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        """What the criteria add up to."""
        return sum(self.points.values(), Decimal())


@dataclass(frozen=True, slots=True)
class Entry:
    """What is ranked, and when it was handed in."""

    id: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands. Nobody scored it: `score`, `plain_mean` and `rank` are None, never zero.

    `decided_by` tells what parts it from entries of the same score: `score` when there are none, the
    tie-break that did, or `shared` when none could.
    """

    entry_id: int
    rank: int | None
    score: Decimal | None
    plain_mean: Decimal | None
    sheets: int
    is_trimmed: bool
    decided_by: str


def rank(entries: Iterable[Entry], sheets: Iterable[Sheet], rule: Rule) -> list[Standing]:
    """All entries in their order: ranked ones first, then the unjudged by id. Sheets of others are ignored.

    Entries that nothing parts share a rank, and the ranks they take up are left out after them (1, 1, 3).
    """
    by_entry: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_entry[sheet.entry_id].append(sheet)
    judged: list[_Judged] = []
    unjudged: list[Standing] = []
    for entry in sorted(entries, key=lambda entry: entry.id):
        own = by_entry.get(entry.id)
        if own:
            judged.append(_judge(entry, own, rule))
        else:
            unjudged.append(Standing(entry.id, None, None, None, 0, is_trimmed=False, decided_by=BY_SCORE))
    return [*_placed(judged, rule), *unjudged]


def mean(values: Sequence[Decimal], decimals: int) -> Decimal:
    """The mean with so many places, halves rounded up. The sum is exact, so the order does not matter."""
    with localcontext(prec=PRECISION):
        exact = sum(values, Decimal()) / len(values)
        return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def trimmed(values: Sequence[Decimal], trim_from: int) -> list[Decimal]:
    """The values without one highest and one lowest, from `trim_from` values on; else all of them.

    Of several equal ones only one goes. With fewer than three values none goes, whatever the rule says.
    """
    ordered = sorted(values)
    if trim_from and len(ordered) >= max(trim_from, LEAST_TO_TRIM):
        return ordered[1:-1]
    return ordered


@dataclass(frozen=True, slots=True)
class _Judged:
    entry: Entry
    score: Decimal
    plain_mean: Decimal
    sheets: int
    is_trimmed: bool
    ties: tuple[Decimal | datetime, ...]  # smaller is better


def _judge(entry: Entry, sheets: Sequence[Sheet], rule: Rule) -> _Judged:
    totals = [sheet.total for sheet in sheets]
    counted = trimmed(totals, rule.trim_from)
    return _Judged(
        entry=entry,
        score=mean(counted, rule.decimals),
        plain_mean=mean(totals, rule.decimals),
        sheets=len(totals),
        is_trimmed=len(counted) < len(totals),
        ties=tuple(_tie_value(tie_break, entry, sheets, rule) for tie_break in rule.tie_breaks),
    )


def _tie_value(tie_break: TieBreak, entry: Entry, sheets: Sequence[Sheet], rule: Rule) -> Decimal | datetime:
    """What a tie-break compares, over all sheets of the entry, turned so that smaller is better.

    The heaviest criterion's mean is compared without rounding: equal fractions give equal decimals.
    """
    if tie_break is TieBreak.EARLIEST_SUBMISSION:
        return entry.submitted_at
    if tie_break is TieBreak.HIGHEST_SINGLE:
        return -max(sheet.total for sheet in sheets)
    with localcontext(prec=PRECISION):
        return -(sum((sheet.points[rule.heaviest] for sheet in sheets), Decimal()) / len(sheets))


def _placed(judged: list[_Judged], rule: Rule) -> list[Standing]:
    ordered = sorted(judged, key=lambda one: (-one.score, *one.ties, one.entry.id))
    sizes: dict[tuple[Any, ...], int] = defaultdict(int)
    for one in ordered:
        for level in range(len(rule.tie_breaks) + 1):
            sizes[_prefix(one, level)] += 1
    standings: list[Standing] = []
    for index, one in enumerate(ordered):
        before = ordered[index - 1] if index else None
        is_equal = before is not None and (before.score, before.ties) == (one.score, one.ties)
        place = standings[-1].rank if is_equal else index + 1
        standings.append(
            Standing(
                one.entry.id,
                place,
                one.score,
                one.plain_mean,
                one.sheets,
                is_trimmed=one.is_trimmed,
                decided_by=_deciding(one, sizes, rule),
            )
        )
    return standings


def _prefix(one: _Judged, level: int) -> tuple[Any, ...]:
    return (one.score, *one.ties[:level])


def _deciding(one: _Judged, sizes: Mapping[tuple[Any, ...], int], rule: Rule) -> str:
    """The first level at which the entry stands alone."""
    for level, name in enumerate((BY_SCORE, *rule.tie_breaks)):
        if sizes[_prefix(one, level)] == 1:
            return str(name)
    return SHARED
