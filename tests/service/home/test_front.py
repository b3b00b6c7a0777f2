"""The front page's figures, contests and stories."""

from __future__ import annotations

from datetime import timedelta

from tests.support.ideas import make_challenge
from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, written
from tests.support.reflection import make_adopted, make_award, make_scene, tell_everything
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import PrizeTier
from webapp.core.work import Work
from webapp.home.queries import Funnel, current_contests, funnel, stories
from webapp.ideas.models import ReceiptCounter
from webapp.problems.services import post_problem


def test_open_contests_come_first_by_their_deadline(work: Work) -> None:
    upcoming = make_challenge(
        work, title="곧 엽니다", state=ChallengeState.ANNOUNCED, closes_in=timedelta(days=2)
    )
    upcoming.opens_at = work.now + timedelta(days=1)
    make_challenge(work, title="천천히", closes_in=timedelta(days=9))
    near = make_challenge(work, title="서둘러", closes_in=timedelta(days=5))
    work.session.add(PrizeTier(challenge_id=near.id, position=1, title="대상", amount_won=5_000_000))
    make_challenge(work, title="지남", closes_in=-timedelta(minutes=1))
    make_challenge(work, title="취소", state=ChallengeState.CANCELLED)
    work.session.flush()
    cards = current_contests(work)
    assert [card.title for card in cards] == ["서둘러 공모", "천천히 공모", "곧 엽니다 공모"]
    assert [card.is_open for card in cards] == [True, True, False]
    assert cards[0].best_prize_won == 5_000_000
    assert cards[1].best_prize_won is None


def test_the_figures_count_what_was_done(work: Work) -> None:
    assert funnel(work) == Funnel(0, 0, 0, 0, 0, 0)
    scene, _key = tell_everything(work)
    make_award(work, scene)
    make_adopted(work, make_scene(work))
    call = make_call(work, make_officer(work))
    post_problem(work, actor_for(work, make_account(work)), written(call))
    work.session.add_all(
        [
            ReceiptCounter(series="가", last=7, last_at=work.now),
            ReceiptCounter(series="나", last=3, last_at=work.now),
        ]
    )
    work.session.flush()
    assert funnel(work) == Funnel(problems=1, selected=0, ideas=10, awards=1, adopted=2, realised=1)


def test_a_story_has_a_before_and_an_after(work: Work) -> None:
    scene, _key = tell_everything(work)
    [story] = stories(work).items
    assert (story.before, story.after) == ("운전자는 길이 언 줄 모릅니다.", "운전자는 얼기 전에 압니다.")
    assert story.applicant == "정*운"
    scene.idea.published_at = None
    work.session.flush()
    assert stories(work).items == ()


def test_stories_turn_their_pages(work: Work) -> None:
    keys = [tell_everything(work)[0].idea.key for _number in range(5)]
    first = stories(work, size=2)
    second = stories(work, size=2, cursor_text=first.next_cursor)
    third = stories(work, size=2, cursor_text=second.next_cursor)
    seen = [story.idea_key for story in (*first.items, *second.items, *third.items)]
    assert seen == list(reversed(keys))
    assert third.next_cursor is None
    assert stories(work, size=2, cursor_text=third.previous_cursor).items == second.items
