"""Where an idea stands, state by state: one sentence, who acts next, by when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from webapp.challenges.enums import ChallengeState
from webapp.core.i18n import use_locale
from webapp.home.enums import Tone
from webapp.home.queries import IdeaFacts, standing
from webapp.ideas.enums import IdeaState
from webapp.maturing.enums import ProjectState
from webapp.reflection.enums import ReflectionState

CLOSES = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 4, 1)


def facts(idea: IdeaState, challenge: ChallengeState = ChallengeState.OPEN, **other: object) -> IdeaFacts:
    return IdeaFacts(idea, challenge, CLOSES, **other)  # type: ignore[arg-type]  # the cases below name their fields


@pytest.mark.parametrize(
    ("idea", "challenge", "reflection", "project"),
    list(
        product(
            IdeaState,
            (ChallengeState.OPEN, ChallengeState.CLOSED, ChallengeState.DECIDED, ChallengeState.CANCELLED),
            (None, *ReflectionState),
            (None, *ProjectState),
        )
    ),
)
def test_every_combination_has_a_sentence(
    idea: IdeaState,
    challenge: ChallengeState,
    reflection: ReflectionState | None,
    project: ProjectState | None,
) -> None:
    found = standing(
        facts(idea, challenge, reflection_state=reflection, project_state=project, planned_on=DAY)
    )
    assert found.label
    assert found.next_step


@pytest.mark.parametrize(
    ("case", "sentence", "due"),
    [
        (facts(IdeaState.DRAFT), "아직 제출하지 않았습니다", CLOSES),
        (facts(IdeaState.DRAFT, ChallengeState.CLOSED), "접수가 마감되었습니다", None),
        (facts(IdeaState.DRAFT, ChallengeState.CANCELLED), "공모가 취소되었습니다", None),
        (facts(IdeaState.SUBMITTED), "고쳐서 다시 제출할 수 있습니다", CLOSES),
        (facts(IdeaState.SUBMITTED, has_pending=True), "고친 내용을 아직 제출하지", CLOSES),
        (facts(IdeaState.SUBMITTED, ChallengeState.CLOSED), "응모 자격을 확인", None),
        (facts(IdeaState.IN_JUDGING, ChallengeState.JUDGING), "심사하고 있습니다.", None),
        (
            facts(IdeaState.IN_JUDGING, ChallengeState.JUDGING, result_on=DAY),
            "결과 발표 예정일",
            DAY,
        ),
        (
            facts(IdeaState.FINALIST, ChallengeState.VERIFYING, verification_closes_on=DAY),
            "공개검증",
            DAY,
        ),
        (facts(IdeaState.NOT_SELECTED, ChallengeState.DECIDED), "수상하지 못했습니다", None),
        (facts(IdeaState.INELIGIBLE, ChallengeState.CANCELLED), "사유를 확인", None),
        (facts(IdeaState.AWARDED, ChallengeState.DECIDED), "축하합니다", None),
        (
            facts(
                IdeaState.AWARDED,
                ChallengeState.DECIDED,
                project_state=ProjectState.ACTIVE,
                milestone="시제품",
                milestone_due_on=DAY,
            ),
            "‘시제품’입니다",
            DAY,
        ),
        (
            facts(IdeaState.AWARDED, ChallengeState.DECIDED, project_state=ProjectState.ACTIVE),
            "살펴보고 있습니다",
            None,
        ),
        (
            facts(
                IdeaState.AWARDED,
                ChallengeState.DECIDED,
                reflection_state=ReflectionState.UNDER_REVIEW,
                reflection_due_on=DAY,
            ),
            "검토 기한",
            DAY,
        ),
        (
            facts(
                IdeaState.AWARDED,
                ChallengeState.DECIDED,
                reflection_state=ReflectionState.ADOPTED,
                planned_on=date(2026, 12, 31),
                next_promised_on=DAY,
            ),
            "다음 약속",
            DAY,
        ),
        (
            facts(
                IdeaState.AWARDED,
                ChallengeState.DECIDED,
                reflection_state=ReflectionState.ADOPTED,
                next_promised_on=DAY,
                is_late=True,
            ),
            "약속한 날이 지났습니다",
            DAY,
        ),
        (
            facts(
                IdeaState.AWARDED,
                ChallengeState.DECIDED,
                reflection_state=ReflectionState.UNDER_REVIEW,
                reflection_due_on=DAY,
                is_late=True,
            ),
            "늦어지고 있습니다",
            DAY,
        ),
        (
            facts(
                IdeaState.NOT_SELECTED,
                ChallengeState.DECIDED,
                reflection_state=ReflectionState.REALISED,
            ),
            "정책이 되었습니다",
            None,
        ),
    ],
)
def test_the_sentence_says_what_comes_next(case: IdeaFacts, sentence: str, due: date | None) -> None:
    with use_locale("ko"):
        found = standing(case)
    assert sentence in found.next_step
    assert found.due == due


def test_whose_turn_it_is() -> None:
    assert standing(facts(IdeaState.DRAFT)).is_my_turn
    assert not standing(facts(IdeaState.IN_JUDGING, ChallengeState.JUDGING)).is_my_turn


def test_a_prize_is_named_by_its_tier() -> None:
    found = standing(facts(IdeaState.AWARDED, ChallengeState.DECIDED, tier="대상"))
    assert (found.label, found.tone) == ("대상", Tone.POINT)
