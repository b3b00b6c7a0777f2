"""The ranking rule: planted values, rounding, trimming, ties, and that order never matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.challenges.enums import TieBreak
from webapp.judging.services.ranking import (
    BY_SCORE,
    SHARED,
    Entry,
    Rule,
    Sheet,
    Standing,
    Weight,
    mean,
    rank,
    trimmed,
)

NOON = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
ALL_TIES = (TieBreak.HEAVIEST_CRITERION, TieBreak.HIGHEST_SINGLE, TieBreak.EARLIEST_SUBMISSION)


def rule(
    *,
    weights: tuple[int, ...] = (60, 40),
    trim_from: int = 5,
    decimals: int = 2,
    ties: tuple[TieBreak, ...] = ALL_TIES,
) -> Rule:
    return Rule(
        tuple(Weight(number, most) for number, most in enumerate(weights, 1)), trim_from, decimals, ties
    )


def entries(count: int, *, same_moment: bool = False) -> list[Entry]:
    step = timedelta(0 if same_moment else 1)
    return [Entry(number, NOON + number * step) for number in range(1, count + 1)]


def sheets(entry_id: int, *totals: str | tuple[str, ...]) -> list[Sheet]:
    """Sheets by their points; one number stands for the first criterion, with nothing on the second."""
    return [
        Sheet(
            entry_id,
            {
                number: Decimal(points)
                for number, points in enumerate((total, "0") if isinstance(total, str) else total, 1)
            },
        )
        for total in totals
    ]


def by_id(standings: list[Standing]) -> dict[int, Standing]:
    return {one.entry_id: one for one in standings}


def test_a_sheet_counts_the_sum_of_its_criteria() -> None:
    (one,) = rank(entries(1), sheets(1, ("50.25", "30.5"), ("40", "39")), rule(trim_from=0))
    assert one.score == Decimal("79.88")  # (80.75 + 79) / 2 = 79.875, half up
    assert one.plain_mean == Decimal("79.88")
    assert (one.rank, one.sheets, one.is_trimmed, one.decided_by) == (1, 2, False, BY_SCORE)


def test_one_highest_and_one_lowest_are_left_out() -> None:
    (one,) = rank(entries(1), sheets(1, "0", "40", "45", "50", "60"), rule())
    assert one.score == Decimal("45.00")
    assert one.plain_mean == Decimal("39.00")
    assert one.is_trimmed
    assert one.sheets == 5


def test_of_equal_highest_only_one_is_left_out() -> None:
    assert trimmed([Decimal(n) for n in (60, 60, 10, 10, 30)], 5) == [Decimal(n) for n in (10, 30, 60)]


@pytest.mark.parametrize(
    ("count", "trim_from", "left"), [(4, 5, 4), (5, 5, 3), (9, 0, 9), (2, 1, 2), (3, 3, 1)]
)
def test_trimming_begins_where_the_rule_says_and_always_leaves_a_sheet(
    count: int, trim_from: int, left: int
) -> None:
    assert len(trimmed([Decimal(n) for n in range(count)], trim_from)) == left


@pytest.mark.parametrize(
    ("decimals", "expected"), [(0, "67"), (1, "66.7"), (2, "66.67"), (3, "66.667"), (4, "66.6667")]
)
def test_scores_have_the_declared_decimals(decimals: int, expected: str) -> None:
    (one,) = rank(entries(1), sheets(1, "60", "70", "70"), rule(decimals=decimals, trim_from=0))
    assert str(one.score) == expected


def test_halves_are_rounded_up() -> None:
    assert mean([Decimal("0.01"), Decimal("0.02")], 2) == Decimal("0.02")
    assert mean([Decimal(2), Decimal(3)], 0) == Decimal(3)


def test_an_idea_that_nobody_scored_is_unjudged_never_zero() -> None:
    standings = rank(entries(2), sheets(2, "0"), rule())
    assert [(one.entry_id, one.rank, one.score) for one in standings] == [
        (2, 1, Decimal("0.00")),
        (1, None, None),
    ]
    assert standings[1].plain_mean is None
    assert standings[1].sheets == 0


def test_equal_scores_are_parted_by_the_heaviest_criterion_first() -> None:
    given_sheets = [*sheets(1, ("40", "40")), *sheets(2, ("50", "30"))]
    standings = by_id(rank(entries(2), given_sheets, rule()))
    assert (standings[2].rank, standings[1].rank) == (1, 2)
    assert {one.decided_by for one in standings.values()} == {"heaviest_criterion"}


def test_of_equally_heavy_criteria_the_first_declared_counts() -> None:
    given_sheets = [*sheets(1, ("20", "50")), *sheets(2, ("40", "30"))]
    assert by_id(rank(entries(2), given_sheets, rule(weights=(50, 50))))[2].rank == 1


def test_then_by_the_highest_single_sheet() -> None:
    given_sheets = [
        *sheets(1, ("30", "20"), ("30", "20")),
        *sheets(2, ("30", "40"), ("30", "0")),
    ]
    standings = by_id(rank(entries(2), given_sheets, rule()))
    assert standings[2].rank == 1
    assert standings[2].decided_by == "highest_single"


def test_then_by_the_earliest_submission() -> None:
    given_sheets = [*sheets(2, "50"), *sheets(1, "50")]
    standings = by_id(rank(entries(2), given_sheets, rule()))
    assert (standings[1].rank, standings[2].rank) == (1, 2)
    assert standings[1].decided_by == "earliest_submission"


def test_what_nothing_parts_shares_its_rank_and_the_next_rank_is_left_out() -> None:
    given_sheets = [*sheets(1, "50"), *sheets(2, "50"), *sheets(3, "10"), *sheets(4, "60")]
    standings = rank(entries(4, same_moment=True), given_sheets, rule())
    assert [(one.entry_id, one.rank) for one in standings] == [(4, 1), (1, 2), (2, 2), (3, 4)]
    assert by_id(standings)[1].decided_by == by_id(standings)[2].decided_by == SHARED


def test_tie_breaks_apply_in_the_declared_order_only() -> None:
    given_sheets = [*sheets(1, ("40", "40")), *sheets(2, ("50", "30"))]
    earliest = rule(ties=(TieBreak.EARLIEST_SUBMISSION, TieBreak.HEAVIEST_CRITERION))
    assert by_id(rank(entries(2), given_sheets, earliest))[1].rank == 1
    nothing = rule(ties=())
    assert [one.rank for one in rank(entries(2), given_sheets, nothing)] == [1, 1]


def test_scores_are_equal_after_rounding() -> None:
    given_sheets = [
        *sheets(1, ("33.33", "0"), ("33.33", "0"), ("33.34", "0")),
        *sheets(2, ("33.33", "0"), ("33.33", "0"), ("33.33", "0")),
    ]
    standings = by_id(rank(entries(2), given_sheets, rule(trim_from=0)))
    assert standings[1].score == standings[2].score == Decimal("33.33")
    assert standings[1].decided_by == "heaviest_criterion"


def test_all_judges_giving_the_same_to_all_is_one_shared_first_rank() -> None:
    given_sheets = [one for entry in range(1, 6) for one in sheets(entry, "50", "50", "50", "50", "50")]
    standings = rank(entries(5, same_moment=True), given_sheets, rule())
    assert {(one.rank, one.decided_by) for one in standings} == {(1, SHARED)}


def test_sheets_of_other_ideas_are_ignored() -> None:
    assert rank(entries(1), sheets(7, "50"), rule())[0].rank is None


def test_the_rule_survives_being_frozen() -> None:
    one = rule(trim_from=7, decimals=3)
    assert Rule.from_json(one.as_json()) == one
    assert one.as_json()["rounding"] == "half_up"


@pytest.mark.parametrize("broken", [{"weights": ()}, {"decimals": 5}, {"trim_from": -1}])
def test_a_rule_that_cannot_be_meant_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="rule"):
        rule(**broken)  # type: ignore[arg-type]  # wrong on purpose


points = st.tuples(st.decimals(0, 60, places=2), st.decimals(0, 40, places=2)).map(
    lambda pair: {1: pair[0], 2: pair[1]}
)
many_sheets = st.lists(st.builds(Sheet, st.integers(1, 6), points), max_size=40)


@given(many_sheets, st.randoms(use_true_random=False), st.integers(0, 7), st.integers(0, 4))
def test_the_ranking_does_not_depend_on_the_order_of_sheets_or_entries(
    given_sheets: list[Sheet], chance: object, trim_from: int, decimals: int
) -> None:
    the_rule = rule(trim_from=trim_from, decimals=decimals)
    shuffled, mixed = list(given_sheets), entries(6)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert rank(entries(6), given_sheets, the_rule) == rank(mixed, shuffled, the_rule)


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=20), st.integers(0, 8), st.integers(0, 4))
def test_a_trimmed_mean_lies_between_lowest_and_highest_and_is_rounded_exactly(
    values: list[Decimal], trim_from: int, decimals: int
) -> None:
    counted = trimmed(values, trim_from)
    score = mean(counted, decimals)
    unit = Decimal(1).scaleb(-decimals)
    low = min(values).quantize(unit, rounding=ROUND_HALF_UP)
    high = max(values).quantize(unit, rounding=ROUND_HALF_UP)
    assert low <= score <= high
    exact = sum(map(Fraction, counted), Fraction()) / len(counted)
    # Half up on exact fractions, computed another way.
    assert Fraction(score) == Fraction(int(exact * 10**decimals + Fraction(1, 2)), 10**decimals)


@given(many_sheets, st.integers(0, 7))
def test_ranks_follow_scores_and_every_entry_stands_once(given_sheets: list[Sheet], trim_from: int) -> None:
    standings = rank(entries(6), given_sheets, rule(trim_from=trim_from))
    assert sorted(one.entry_id for one in standings) == [1, 2, 3, 4, 5, 6]
    ranked = [one for one in standings if one.rank is not None]
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)  # type: ignore[type-var]  # ranked ones have a score
    assert [one.rank for one in ranked] == sorted(one.rank or 0 for one in ranked)
    assert not ranked or ranked[0].rank == 1
    judged = {sheet.entry_id for sheet in given_sheets}
    assert {one.entry_id for one in ranked} == judged
