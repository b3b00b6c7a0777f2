"""Endorsements move along with mergers: once per person, and back again when a merger is undone."""

from __future__ import annotations

from tests.support.discussion import (
    Talk,
    at_address,
    make_talk,
    ref_of,
    some_people,
    somebody,
    subject_for,
    tally_of,
)
from tests.support.problems import make_problem
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.discussion.enums import EndorsementPattern
from webapp.discussion.services import (
    VoidGroup,
    carry_endorsements,
    endorse,
    take_back_carried,
    void_endorsements,
    withdraw_endorsement,
)
from webapp.problems.models import Problem


def another(work: Work, talk: Talk, *endorsers: Actor) -> Problem:
    """Another problem of the same call, with these endorsements."""
    problem = make_problem(work, talk.call, somebody(work), "같은 문제")
    for actor in endorsers:
        endorse(work, actor, ref_of(problem))
    return problem


def count_of(work: Work, problem: Problem) -> int:
    """What is kept as the problem's count."""
    tally = tally_of(work, ref_of(problem))
    return tally.endorsements if tally else 0


def carry(work: Work, talk: Talk, source: Problem, target: Problem) -> int:
    return carry_endorsements(
        work, subject_for(work, talk.officer, source), subject_for(work, talk.officer, target)
    )


def take_back(work: Work, talk: Talk, source: Problem, target: Problem) -> int:
    return take_back_carried(
        work, subject_for(work, talk.officer, source), subject_for(work, talk.officer, target)
    )


def test_everybody_counts_once_in_the_merged_one_and_the_original_keeps_its_own(work: Work) -> None:
    talk = make_talk(work)
    both, one, other = some_people(work, 3)
    source, target = another(work, talk, both, one), another(work, talk, both, other)
    assert [carry(work, talk, source, target) for _ in range(2)] == [3, 3]
    assert (count_of(work, source), count_of(work, target)) == (2, 3)


def test_an_author_does_not_come_to_count_for_their_own(work: Work) -> None:
    talk = make_talk(work)
    source = another(work, talk, talk.author, somebody(work))
    assert carry(work, talk, source, talk.problem) == 1


def test_undoing_takes_away_exactly_what_came(work: Work) -> None:
    talk = make_talk(work)
    both, one, other = some_people(work, 3)
    first, second = another(work, talk, both, one), another(work, talk, both)
    target = another(work, talk, other)
    carry(work, talk, first, target)
    carry(work, talk, second, target)
    assert count_of(work, target) == 3
    assert [take_back(work, talk, first, target) for _ in range(2)] == [2, 2]
    assert take_back(work, talk, second, target) == 1
    assert (count_of(work, first), count_of(work, second)) == (2, 1)


def test_who_endorsed_both_still_counts_when_the_merger_is_undone(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    source, target = another(work, talk, person), another(work, talk, person)
    carry(work, talk, source, target)
    assert take_back(work, talk, source, target) == 1


def test_a_chain_of_mergers_keeps_each_apart(work: Work) -> None:
    talk = make_talk(work)
    first, second = another(work, talk, somebody(work)), another(work, talk, somebody(work))
    target = another(work, talk)
    carry(work, talk, first, second)
    assert carry(work, talk, second, target) == 2
    assert take_back(work, talk, first, target) == 1
    carry(work, talk, second, target)
    assert take_back(work, talk, second, target) == 0
    assert count_of(work, second) == 2


def test_taking_an_endorsement_back_takes_it_back_everywhere(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    source, target = another(work, talk, person), another(work, talk)
    carry(work, talk, source, target)
    withdraw_endorsement(work, person, ref_of(source))
    assert (count_of(work, source), count_of(work, target)) == (0, 0)


def test_the_merged_one_cannot_be_endorsed_a_second_time(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    source, target = another(work, talk, person), another(work, talk)
    carry(work, talk, source, target)
    assert endorse(work, person, ref_of(target)) == 1
    assert withdraw_endorsement(work, person, ref_of(target)) == 0
    assert count_of(work, source) == 1


def test_what_was_voided_does_not_come_along(work: Work) -> None:
    talk = make_talk(work)
    at_address(work, "e" * 64)
    source, target = another(work, talk, *some_people(work, 3)), another(work, talk)
    group = VoidGroup(EndorsementPattern.ADDRESS, "e" * 64, "한 자리에서 이어서 눌렀습니다.")
    void_endorsements(work, talk.officer, ref_of(source), group)
    assert carry(work, talk, source, target) == 0
