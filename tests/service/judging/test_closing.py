"""Rankings and the end of a round: the preview, what closing asks for, what is frozen, reminders."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.ideas import make_idea
from tests.support.judging import (
    assignments,
    fill_sheet,
    hand_in,
    hand_in_all,
    judge_of,
    make_stage,
)
from tests.support.people import actor_for, make_account, make_official
from webapp.accounts.enums import Role
from webapp.challenges.services import cancel
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.judging.enums import AssignmentState, RoundState
from webapp.judging.models import Assignment, Round, RoundResult
from webapp.judging.queries import closed_round, progress, ranking
from webapp.judging.services import (
    SaveSheet,
    close_round,
    remind_before_due,
    remind_judges,
    save_sheet,
    start_round,
    submit_sheet,
    view_ranking,
)

_A = AssignmentState


def test_the_preview_follows_the_sheets_that_are_in(work: Work) -> None:
    stage = make_stage(work, ideas=2, judges=5, sheets_per_idea=5)
    first = assignments(work, stage.round, Assignment.idea_id == stage.ideas[0].id)
    for own, points in zip(first, ("10", "20", "30", "40", "60"), strict=True):
        hand_in(work, own, (points, "0"))
    best, unjudged = view_ranking(work, actor_for(work, stage.secretary), stage.round)
    assert (best.idea_key, best.rank, best.score, best.plain_mean) == (
        stage.ideas[0].key,
        1,
        Decimal("30.00"),
        Decimal("32.00"),
    )
    assert (best.sheets, best.missing) == (5, 0)
    assert (unjudged.rank, unjudged.score, unjudged.sheets, unjudged.missing) == (None, None, 0, 5)


def test_drafts_and_void_sheets_do_not_count(work: Work) -> None:
    stage = make_stage(work, ideas=1, judges=5, sheets_per_idea=3)
    own = assignments(work, stage.round)
    fill_sheet(work, own[0])
    (only,) = view_ranking(work, actor_for(work, stage.secretary), stage.round)
    assert (only.rank, only.sheets) == (None, 0)


@pytest.mark.parametrize("who", ["judge", "citizen", "approver", "author"])
def test_nobody_else_sees_scores_while_the_round_runs(work: Work, who: str) -> None:
    stage = make_stage(work)
    account = {
        "judge": stage.judges[0],
        "citizen": make_account(work),
        "approver": make_official(work, stage.agency, Role.APPROVER),
        "author": stage.ideas[0].author,
    }[who]
    with pytest.raises(NotFound):
        view_ranking(work, actor_for(work, account), stage.round)


def test_the_approver_sees_the_ranking_once_it_is_final(work: Work) -> None:
    stage = make_stage(work)
    hand_in_all(work, stage.round)
    close_round(work, actor_for(work, stage.secretary), stage.round)
    approver = make_official(work, stage.agency, Role.APPROVER)
    assert len(view_ranking(work, actor_for(work, approver), stage.round)) == 4


def test_closing_freezes_what_the_preview_showed(work: Work) -> None:
    stage = make_stage(work, ideas=6, judges=7, sheets_per_idea=5)
    assert hand_in_all(work, stage.round) == 30
    secretary = actor_for(work, stage.secretary)
    before = view_ranking(work, secretary, stage.round)
    assert close_round(work, secretary, stage.round) == before
    assert (stage.round.state, stage.round.closed_at) == (RoundState.CLOSED, work.now)
    work.session.expunge_all()
    again = closed_round(work, stage.challenge.id)
    assert again is not None
    assert ranking(work, again) == before
    assert [one.rank for one in before] == sorted(one.rank or 0 for one in before)


def test_closing_twice_changes_nothing(work: Work) -> None:
    stage = make_stage(work)
    hand_in_all(work, stage.round)
    secretary = actor_for(work, stage.secretary)
    first = close_round(work, secretary, stage.round)
    assert close_round(work, secretary, stage.round) == first
    assert work.session.scalar(sa.select(sa.func.count()).select_from(RoundResult)) == 4


def test_missing_sheets_ask_for_a_reason_and_are_named(work: Work) -> None:
    stage = make_stage(work, ideas=2, judges=5, sheets_per_idea=3)
    own = assignments(work, stage.round, Assignment.idea_id == stage.ideas[0].id)
    for one in own[:2]:
        hand_in(work, one)
    secretary = actor_for(work, stage.secretary)
    with pytest.raises(RuleBroken) as caught:
        close_round(work, secretary, stage.round)
    assert set(caught.value.fields) == {"reason"}
    assert "제출하지 않은 심사표가 4장" in caught.value.message
    assert "심사표가 한 장도 없는 아이디어가 1건" in caught.value.message
    results = close_round(work, secretary, stage.round, "심사위원의 입원으로 기한 안에 받지 못함")
    assert [(one.rank, one.sheets, one.missing) for one in results] == [(1, 2, 1), (None, 0, 3)]
    assert stage.round.closing_note == "심사위원의 입원으로 기한 안에 받지 못함"
    left = {one.state for one in assignments(work, stage.round)}
    assert left == {_A.SUBMITTED, _A.VOID}
    stored = work.session.scalars(
        sa.select(RoundResult).where(RoundResult.idea_id == stage.ideas[1].id)
    ).one()
    assert (stored.score, stored.plain_mean, stored.rank) == (None, None, None)
    assert progress(work, stage.round).ideas == 2


def test_a_round_without_a_single_sheet_cannot_be_closed(work: Work) -> None:
    stage = make_stage(work)
    with pytest.raises(RuleBroken, match="한 장도 없어"):
        close_round(work, actor_for(work, stage.secretary), stage.round, "모두 사임함")


def test_a_panel_that_fell_below_its_rules_asks_for_a_reason(work: Work) -> None:
    stage = make_stage(work, judges=5, sheets_per_idea=3)
    hand_in_all(work, stage.round)
    stage.seats[0].is_chair = False
    with pytest.raises(RuleBroken, match="위원장 1명"):
        close_round(work, actor_for(work, stage.secretary), stage.round)


def test_nothing_is_written_after_the_end(work: Work) -> None:
    stage = make_stage(work)
    first, *rest = assignments(work, stage.round)
    fill_sheet(work, first)
    hand_in(work, rest[0])
    close_round(work, actor_for(work, stage.secretary), stage.round, "일정 마감")
    judge = judge_of(work, first)
    for act in (
        lambda: save_sheet(work, judge, SaveSheet(first.key, first.version)),
        lambda: submit_sheet(work, judge, first.key),
        lambda: close_round(work, judge, stage.round),
    ):
        with pytest.raises((WrongState, NotFound)):
            act()


def test_a_round_that_has_not_begun_has_no_ranking(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    with pytest.raises(WrongState):
        view_ranking(work, actor_for(work, stage.secretary), stage.round)


def test_ideas_that_come_to_judging_later_do_not_change_a_closed_round(work: Work) -> None:
    stage = make_stage(work, ideas=2)
    hand_in_all(work, stage.round)
    close_round(work, actor_for(work, stage.secretary), stage.round)
    make_idea(work, stage.challenge, state=IdeaState.IN_JUDGING)
    assert len(ranking(work, stage.round)) == progress(work, stage.round).ideas == 2


def test_laggards_are_reminded_once_a_day(work: Work, database: Database, clock: FixedClock) -> None:
    stage = make_stage(work, judges=5, sheets_per_idea=3)
    for own in assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id):
        hand_in(work, own)
    secretary = actor_for(work, stage.secretary)
    assert remind_judges(work, secretary, stage.round) == 4
    assert remind_judges(work, secretary, stage.round) == 0
    told = letters(work, "judging/reminder")
    assert stage.judges[0].email not in {one["to"] for one in told}
    assert told[0]["facts"]["done"] == 0
    assert told[0]["facts"]["left"] > 0
    work.commit()
    clock.advance(timedelta(days=1))
    with database.write() as next_day:
        round_ = next_day.session.get_one(Round, stage.round.id)
        assert remind_judges(next_day, secretary, round_) == 4


def test_the_clock_reminds_two_days_before_the_round_is_due(
    work: Work, database: Database, clock: FixedClock
) -> None:
    stage = make_stage(work)
    assert remind_before_due(work) == 0
    work.commit()
    clock.move_to(stage.round.due_at - timedelta(days=1))
    with database.write() as later:
        assert remind_before_due(later) == 5
    with database.write() as again:
        assert remind_before_due(again) == 0


def test_a_cancelled_challenge_takes_its_round_with_it(work: Work) -> None:
    stage = make_stage(work)
    approver = make_official(work, stage.agency, Role.APPROVER)
    cancel(work, actor_for(work, approver), stage.challenge, "예산이 취소됨")
    assert stage.round.state is RoundState.CANCELLED
    own = assignments(work, stage.round)[0]
    with pytest.raises(NotFound):
        view_ranking(work, judge_of(work, own), stage.round)
    with pytest.raises(WrongState):
        start_round(work, actor_for(work, stage.secretary), stage.round)
