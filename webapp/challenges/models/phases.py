"""Where a contest stands by the clock: a challenge's state, a programme's phase, the whole line's step.

Pure: values in, values out. Must not query or write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.challenges.enums import ChallengeState, ContestPhase, ProgrammeState
from webapp.core.i18n import LazyText, lazy


def state_by_clock(
    state: ChallengeState, opens_at: datetime, closes_at: datetime, now: datetime
) -> ChallengeState:
    """The state by the clock: entries open and close at their times even before a job has noted it."""
    if state is ChallengeState.ANNOUNCED and opens_at <= now:
        return ChallengeState.OPEN if now < closes_at else ChallengeState.CLOSED
    if state is ChallengeState.OPEN and closes_at <= now:
        return ChallengeState.CLOSED
    return state


def contest_phase(
    state: ProgrammeState,
    opens_at: datetime,
    closes_at: datetime,
    settled_at: datetime | None,
    *,
    now: datetime,
) -> ContestPhase:
    """How an announced programme stands as a whole."""
    if state is ProgrammeState.CANCELLED:
        return ContestPhase.CANCELLED
    if settled_at is not None or state is ProgrammeState.FINISHED:
        return ContestPhase.DONE
    if now < opens_at:
        return ContestPhase.UPCOMING
    return ContestPhase.OPEN if now < closes_at else ContestPhase.JUDGING


class StepState(StrEnum):
    """How a step of the line stands; the words that the step indicator knows."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the line from a problem to a policy."""

    name: str | LazyText
    state: StepState

    @property
    def pair(self) -> tuple[str, str]:
        """Name and state as the step indicator takes them."""
        return str(self.name), self.state.value


#: The steps with the states in which a challenge is in them.
LINE: tuple[tuple[LazyText, frozenset[ChallengeState]], ...] = (
    (lazy("문제 발굴"), frozenset()),
    (lazy("공고"), frozenset({ChallengeState.ANNOUNCED})),
    (lazy("아이디어 접수"), frozenset({ChallengeState.OPEN})),
    (lazy("심사"), frozenset({ChallengeState.CLOSED, ChallengeState.JUDGING})),
    (lazy("공개검증·시상"), frozenset({ChallengeState.VERIFYING})),
    (lazy("숙성 지원"), frozenset({ChallengeState.DECIDED})),
    (lazy("정책 반영"), frozenset()),
)


def line_of(states: Sequence[ChallengeState]) -> tuple[Step, ...]:
    """The line with today's place: where the hindmost challenge is that was not cancelled.

    Completed challenges have passed every step. When all were cancelled, what was not reached is skipped.
    """
    alive = [state for state in states if state is not ChallengeState.CANCELLED]
    if states and not alive:
        return tuple(
            Step(name, StepState.DONE if place < 2 else StepState.SKIPPED)
            for place, (name, _states) in enumerate(LINE)
        )
    places = [_place_of(state) for state in alive]
    today = min(places, default=0)
    return tuple(Step(name, _step_state(place, today)) for place, (name, _states) in enumerate(LINE))


def _place_of(state: ChallengeState) -> int:
    for place, (_name, states) in enumerate(LINE):
        if state in states:
            return place
    return len(LINE) if state is ChallengeState.COMPLETED else 0


def _step_state(place: int, today: int) -> StepState:
    if place < today:
        return StepState.DONE
    return StepState.NOW if place == today else StepState.NEXT
