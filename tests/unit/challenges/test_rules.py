"""Receipt patterns, phases, the whole line, lengths: the pure rules of challenges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.challenges.enums import ChallengeState, ContestPhase, ProgrammeState
from webapp.challenges.models import Brief, FrozenRules, Rules, Schedule
from webapp.challenges.models.frozen import canonical_json, from_plain, plain_of, rules_hash
from webapp.challenges.models.phases import contest_phase, line_of, state_by_clock
from webapp.challenges.models.receipts import MAX_NUMBER, is_receipt_pattern, receipt_number
from webapp.challenges.policies.sections import faults_of
from webapp.problems.enums import ProblemField

NOON = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("도전한국 {year}-{challenge:03}-{sequence:05}", "도전한국 2020-007-00042"),
        ("{sequence}", "42"),
        ("제안 {year}{sequence:04}호", "제안 20200042호"),
    ],
)
def test_a_receipt_pattern_makes_the_number(pattern: str, number: str) -> None:
    assert is_receipt_pattern(pattern)
    assert receipt_number(pattern, year=2020, challenge=7, sequence=42) == number


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "도전한국",
        "{year}-{challenge}",
        "{sequence}{sequence}",
        "{sequence:5}",
        "{sequence:05d}",
        "{sequence!r}",
        "{sequence.real}",
        "{sequence[0]}",
        "{0}{sequence}",
        "{}{sequence}",
        "{secret}{sequence}",
        "{sequence",
        "}{sequence}",
        "a/b {sequence}",
        "<b>{sequence}",
        "줄\n{sequence}",
        "긴" * 60 + "{sequence}",
    ],
)
def test_what_does_not_count_or_reaches_inside_is_no_pattern(pattern: str) -> None:
    assert not is_receipt_pattern(pattern)


@given(st.text(max_size=40))
def test_any_accepted_pattern_makes_different_short_numbers(pattern: str) -> None:
    if is_receipt_pattern(pattern):
        first, second = (receipt_number(pattern, year=2026, challenge=1, sequence=n) for n in (1, 2))
        assert first != second
        assert len(first) <= MAX_NUMBER


@pytest.mark.parametrize(
    ("state", "opens_in", "closes_in", "seen"),
    [
        (ChallengeState.ANNOUNCED, 1, 2, ChallengeState.ANNOUNCED),
        (ChallengeState.ANNOUNCED, 0, 2, ChallengeState.OPEN),
        (ChallengeState.ANNOUNCED, -2, 0, ChallengeState.CLOSED),
        (ChallengeState.OPEN, -2, 1, ChallengeState.OPEN),
        (ChallengeState.OPEN, -2, 0, ChallengeState.CLOSED),
        (ChallengeState.DRAFT, -2, -1, ChallengeState.DRAFT),
        (ChallengeState.CANCELLED, -2, 1, ChallengeState.CANCELLED),
        (ChallengeState.DECIDED, -2, 1, ChallengeState.DECIDED),
    ],
)
def test_the_clock_decides_whether_entries_are_taken(
    state: ChallengeState, opens_in: int, closes_in: int, seen: ChallengeState
) -> None:
    opens_at, closes_at = (NOON + timedelta(days=days) for days in (opens_in, closes_in))
    assert state_by_clock(state, opens_at, closes_at, NOON) is seen


@pytest.mark.parametrize(
    ("state", "opens_in", "closes_in", "is_settled", "phase"),
    [
        (ProgrammeState.PUBLISHED, 1, 2, False, ContestPhase.UPCOMING),
        (ProgrammeState.PUBLISHED, 0, 2, False, ContestPhase.OPEN),
        (ProgrammeState.PUBLISHED, -2, 0, False, ContestPhase.JUDGING),
        (ProgrammeState.PUBLISHED, -2, -1, True, ContestPhase.DONE),
        (ProgrammeState.FINISHED, -2, -1, True, ContestPhase.DONE),
        (ProgrammeState.CANCELLED, 1, 2, True, ContestPhase.CANCELLED),
    ],
)
def test_a_contest_is_in_one_phase(
    state: ProgrammeState, opens_in: int, closes_in: int, *, is_settled: bool, phase: ContestPhase
) -> None:
    opens_at, closes_at = (NOON + timedelta(days=days) for days in (opens_in, closes_in))
    assert contest_phase(state, opens_at, closes_at, NOON if is_settled else None, now=NOON) is phase


def place(states: list[ChallengeState]) -> list[str]:
    return [step.state.value for step in line_of(states)]


def test_the_line_stands_where_the_hindmost_challenge_is() -> None:
    assert place([ChallengeState.OPEN, ChallengeState.DECIDED]).index("now") == 2
    assert place([ChallengeState.ANNOUNCED]).index("now") == 1
    assert place([ChallengeState.VERIFYING, ChallengeState.CANCELLED]).index("now") == 4
    assert place([ChallengeState.COMPLETED]) == ["done"] * 7
    assert place([ChallengeState.CANCELLED]) == ["done"] * 2 + ["skipped"] * 5
    assert place([]) == ["now"] + ["next"] * 6


@pytest.mark.parametrize("state", ChallengeState)
def test_the_line_has_at_most_one_present(state: ChallengeState) -> None:
    assert place([state]).count("now") <= 1


def test_lengths_are_checked_in_characters() -> None:
    fits = Brief(title="가" * 150, field=ProblemField.SAFETY)
    assert faults_of(fits) == []
    assert [fault.field for fault in faults_of(replace(fits, title="가" * 151))] == ["title"]
    assert [fault.field for fault in faults_of(replace(fits, title="  "))] == ["title"]
    assert [fault.place for fault in faults_of(replace(fits, exclusions=("좋음", " ")))] == [
        ("exclusions", 1)
    ]
    assert [fault.field for fault in faults_of(Rules(verification_days=366))] == ["verification_days"]


def test_a_result_is_not_announced_before_entries_close() -> None:
    schedule = Schedule(opens_at=NOON, closes_at=NOON + timedelta(days=5), result_on=NOON.date())
    assert [fault.field for fault in faults_of(schedule)] == ["result_on"]


def test_the_hash_covers_the_facts_and_not_their_order() -> None:
    assert rules_hash({"a": 1, "b": "가"}) == rules_hash({"b": "가", "a": 1})
    assert rules_hash({"a": 1}) != rules_hash({"a": 2})
    assert canonical_json({"b": "가", "a": [1]}) == '{"a":[1],"b":"가"}'


def test_rules_frozen_before_a_field_was_added_can_still_be_read() -> None:
    plain = plain_of(Rules())
    del plain["score_decimals"]
    assert from_plain(Rules, plain) == Rules()
    with pytest.raises(TypeError):
        from_plain(FrozenRules, {})
