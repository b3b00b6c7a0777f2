"""When nominations need a public reason, and how a prize is divided: pure rules, any input."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.challenges.models import PrizeTier
from webapp.core.money import split_by_shares
from webapp.ideas.models import Idea
from webapp.prizes.services.nomination import Standing, needs_reason

TIERS = [PrizeTier(id=1, position=1, title="최우수상", quota=1), PrizeTier(id=2, position=2, quota=2)]


def standings(*ranks: int) -> list[Standing]:
    return [Standing(Idea(id=place), rank) for place, rank in enumerate(ranks, 1)]


def test_the_ranking_s_own_order_needs_none() -> None:
    ranked = standings(1, 2, 3, 4)
    places = [(ranked[0], TIERS[0]), (ranked[1], TIERS[1]), (ranked[2], TIERS[1])]
    assert not needs_reason(TIERS, ranked, places)


def test_equal_ranks_may_stand_in_either_order() -> None:
    ranked = standings(1, 1, 3, 3)
    places = [(ranked[1], TIERS[0]), (ranked[0], TIERS[1]), (ranked[3], TIERS[1])]
    assert not needs_reason(TIERS, ranked, places)


@given(
    ranks=st.lists(st.integers(1, 6), min_size=1, max_size=6).map(sorted),
    choice=st.permutations(range(6)),
    count=st.integers(1, 3),
)
def test_a_reason_is_needed_whenever_somebody_better_stands_lower(
    ranks: list[int], choice: list[int], count: int
) -> None:
    ranked = standings(*ranks)
    chosen = [ranked[index] for index in choice if index < len(ranked)][:count]
    places = list(zip(chosen, [TIERS[0], TIERS[1], TIERS[1]], strict=False))
    position = {standing.idea.id: tier.position for standing, tier in places}
    is_unfair = any(
        better.rank < worse.rank and position.get(better.idea.id, 9) > position.get(worse.idea.id, 9)
        for better in ranked
        for worse in ranked
    )
    is_short = len(places) < min(3, len(ranked))
    assert needs_reason(TIERS, ranked, places) == (is_unfair or is_short)


@given(
    won=st.integers(0, 10**12),
    percents=st.lists(st.integers(1, 100), min_size=1, max_size=5),
)
def test_parts_sum_to_the_prize_and_the_first_takes_what_is_left(won: int, percents: list[int]) -> None:
    parts = split_by_shares(won, percents)
    whole = sum(percents)
    assert sum(parts) == won
    assert parts[1:] == [won * percent // whole for percent in percents[1:]]
    assert 0 <= parts[0] - won * percents[0] // whole < len(percents)
