"""What is said of an idea before and after the result: nothing leaks, and each state has its next step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.challenges.enums import ChallengeState
from webapp.core.i18n import use_locale
from webapp.ideas.enums import IdeaState
from webapp.ideas.queries import PublicStanding, public_standing
from webapp.ideas.queries.standing import TONES, Situation, own_standing

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DECIDED = {ChallengeState.DECIDED, ChallengeState.COMPLETED}


def situation(idea: IdeaState, challenge: ChallengeState, *, has_pending: bool = False) -> Situation:
    return Situation(idea, challenge, NOW + timedelta(days=3), NOW, NOW.date(), has_pending)


@pytest.mark.parametrize("challenge", list(ChallengeState))
def test_before_the_result_the_passed_over_look_like_all_others(challenge: ChallengeState) -> None:
    passed = public_standing(IdeaState.NOT_SELECTED, challenge)
    waiting = public_standing(IdeaState.IN_JUDGING, challenge)
    assert passed is waiting
    if challenge not in DECIDED:
        assert passed not in {PublicStanding.NOT_SELECTED, PublicStanding.AWARDED}


@pytest.mark.parametrize("challenge", list(ChallengeState))
def test_finalists_show_only_in_public_verification(challenge: ChallengeState) -> None:
    shown = public_standing(IdeaState.FINALIST, challenge) is PublicStanding.VERIFYING
    assert shown == (challenge is ChallengeState.VERIFYING)


@pytest.mark.parametrize("challenge", list(ChallengeState))
def test_winners_show_only_with_the_result(challenge: ChallengeState) -> None:
    shown = public_standing(IdeaState.AWARDED, challenge) is PublicStanding.AWARDED
    assert shown == (challenge in DECIDED)


@pytest.mark.parametrize("idea", list(IdeaState))
@pytest.mark.parametrize("challenge", list(ChallengeState))
def test_every_situation_has_a_word_and_a_next_step(idea: IdeaState, challenge: ChallengeState) -> None:
    with use_locale("ko"):
        standing = own_standing(situation(idea, challenge))
    assert standing.label
    assert standing.tone in {"neutral", "info", "active", "success", "warning", "danger", "point"}
    assert standing.next.text.endswith("다.") or standing.next.text.endswith("오.")


@pytest.mark.parametrize("challenge", [one for one in ChallengeState if one not in DECIDED])
def test_the_author_learns_no_more_than_the_public_before_the_result(challenge: ChallengeState) -> None:
    with use_locale("ko"):
        passed = own_standing(situation(IdeaState.NOT_SELECTED, challenge))
        waiting = own_standing(situation(IdeaState.IN_JUDGING, challenge))
    assert passed == waiting


def test_a_change_that_was_not_handed_in_is_pointed_out() -> None:
    with use_locale("ko"):
        pending = own_standing(situation(IdeaState.SUBMITTED, ChallengeState.OPEN, has_pending=True))
        done = own_standing(situation(IdeaState.SUBMITTED, ChallengeState.OPEN))
    assert "고친 내용" in pending.next.text
    assert pending.next.due == done.next.due == NOW + timedelta(days=3)
    assert pending.next.text != done.next.text


def test_every_public_word_has_a_tone() -> None:
    assert set(TONES) == set(PublicStanding)
