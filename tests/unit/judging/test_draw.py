"""The draw of judges: even loads, forbidden pairs never, mixed pairs, repeatable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.judging.services.draw import draw_judges, draw_replacement, meetings

JUDGES = list(range(101, 108))


def test_every_idea_gets_its_judges_and_loads_differ_by_one_at_most() -> None:
    draw = draw_judges(range(1, 41), JUDGES, [], per_idea=3, seed=7)
    assert {len(chosen) for chosen in draw.judges_of.values()} == {3}
    loads = draw.loads(JUDGES)
    assert sum(loads.values()) == 120
    assert max(loads.values()) - min(loads.values()) <= 1
    assert draw.missing == {}


def test_everybody_judges_all_when_the_round_asks_for_so_many() -> None:
    draw = draw_judges([1, 2], JUDGES, [], per_idea=7, seed=1)
    assert draw.judges_of == {1: frozenset(JUDGES), 2: frozenset(JUDGES)}


def test_pairs_of_judges_are_mixed() -> None:
    counts = meetings(draw_judges(range(1, 71), JUDGES, [], per_idea=3, seed=3))
    assert len(counts) == 21  # every two judges meet
    assert max(counts.values()) - min(counts.values()) <= 2


def test_the_seed_alone_decides() -> None:
    first = draw_judges(range(30), JUDGES, [(1, 101)], per_idea=3, seed=5)
    assert first == draw_judges(list(reversed(range(30))), JUDGES[::-1], [(1, 101)], per_idea=3, seed=5)
    assert first != draw_judges(range(30), JUDGES, [(1, 101)], per_idea=3, seed=6)


def test_an_idea_that_too_few_may_judge_gets_all_of_those() -> None:
    barred = [(1, judge) for judge in JUDGES[2:]]
    draw = draw_judges([1, 2, 3], JUDGES, barred, per_idea=3, seed=2)
    assert draw.judges_of[1] == frozenset(JUDGES[:2])
    assert draw.missing == {1: 1}


def test_loads_are_evened_out_along_chains() -> None:
    # Judge 3 may do idea 9 only; the rest must share what is left evenly.
    barred = [(idea, 3) for idea in range(1, 9)]
    loads = draw_judges(range(1, 10), [1, 2, 3], barred, per_idea=1, seed=4).loads([1, 2, 3])
    assert loads == {1: 4, 2: 4, 3: 1}


def test_one_judge_and_many_judges_have_an_answer() -> None:
    assert draw_judges([1, 2], [9], [], per_idea=1, seed=1).loads([9]) == {9: 2}
    assert draw_judges([1], list(range(200)), [], per_idea=3, seed=1).missing == {}
    assert draw_judges([1], [], [], per_idea=2, seed=1).missing == {1: 2}
    assert draw_judges([], JUDGES, [], per_idea=2, seed=1).judges_of == {}


@settings(max_examples=60)
@given(
    st.integers(1, 14),
    st.integers(1, 7),
    st.integers(1, 4),
    st.sets(st.tuples(st.integers(0, 13), st.integers(0, 6)), max_size=30),
    st.integers(0, 5),
)
def test_forbidden_pairs_never_meet_and_nobody_able_is_left_out(
    ideas: int, judges: int, per_idea: int, barred: set[tuple[int, int]], seed: int
) -> None:
    draw = draw_judges(range(ideas), range(judges), barred, per_idea=per_idea, seed=seed)
    for idea, chosen in draw.judges_of.items():
        able = {judge for judge in range(judges) if (idea, judge) not in barred}
        assert chosen <= able
        assert len(chosen) == min(per_idea, len(able))
        assert draw.missing.get(idea, 0) == per_idea - len(chosen)
    if not barred:
        loads = draw.loads(range(judges)).values()
        assert max(loads) - min(loads) <= 1


@settings(max_examples=40)
@given(
    st.integers(1, 7),
    st.integers(2, 4),
    st.sets(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=14),
    st.integers(0, 3),
)
def test_no_draw_of_one_judge_each_is_more_even(
    ideas: int, judges: int, barred: set[tuple[int, int]], seed: int
) -> None:
    draw = draw_judges(range(ideas), range(judges), barred, per_idea=1, seed=seed)
    reached = sum(load**2 for load in draw.loads(range(judges)).values())
    assert reached == least_squares(ideas, judges, barred)


def least_squares(ideas: int, judges: int, barred: set[tuple[int, int]]) -> int:
    """The least sum of squared loads over all draws, by trying every vector of loads."""
    reachable = {(0,) * judges}
    for idea in range(ideas):
        able = [judge for judge in range(judges) if (idea, judge) not in barred]
        if able:
            reachable = {
                tuple(load + (judge == own) for judge, load in enumerate(loads))
                for loads in reachable
                for own in able
            }
    return min(sum(load**2 for load in loads) for loads in reachable)


def test_a_replacement_is_the_least_loaded_of_these_who_met_the_others_least() -> None:
    assert draw_replacement({1: 4, 2: 3, 3: 3}, {2: 5, 3: 1}, seed="a") == 3
    assert draw_replacement({1: 4}, {}, seed="a") == 1
    assert draw_replacement({}, {}, seed="a") is None


@pytest.mark.parametrize("seed", ["1:2:3", "x"])
def test_a_replacement_can_be_drawn_again(seed: str) -> None:
    loads = dict.fromkeys(range(20), 2)
    assert draw_replacement(loads, {}, seed=seed) == draw_replacement(loads, {}, seed=seed)
