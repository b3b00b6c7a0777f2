"""Conflicts of interest: declared before the text opens, late ones after a sheet was handed in."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.judging import assignments, fill_sheet, hand_in, judge_of, make_stage
from tests.support.people import actor_for
from webapp.accounts.enums import ConflictKind
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, WrongState
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Assignment, SealedSheet
from webapp.judging.queries import desk_round, progress, sheet
from webapp.judging.services import (
    DeclareConflict,
    declare_all_clear,
    declare_clear,
    declare_conflict,
    save_sheet,
    submit_sheet,
)
from webapp.judging.services.sheets import SaveSheet

_A = AssignmentState
REASON = "제안 기관의 연구 용역을 맡고 있습니다."


def conflict(assignment: Assignment, reason: str = REASON) -> DeclareConflict:
    return DeclareConflict(assignment.key, ConflictKind.ADVICE, reason)


def test_declaring_no_conflict_opens_the_text(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    judge = judge_of(work, own)
    assert not sheet(work, judge.account_id, own.key).may_read
    declare_clear(work, judge, own.key)
    assert (own.state, own.declared_at) == (_A.CLEARED, work.now)
    assert sheet(work, judge.account_id, own.key).may_read
    assert declare_clear(work, judge, own.key).state is _A.CLEARED


def test_several_can_be_declared_at_once(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)
    assert declare_all_clear(work, judge_of(work, own[0]), [one.key for one in own]) == len(own)
    assert {one.state for one in own} == {_A.CLEARED}


def test_without_the_pledge_nothing_is_declared(work: Work) -> None:
    stage = make_stage(work, is_pledged=False)
    own = assignments(work, stage.round)[0]
    with pytest.raises(NotPermitted, match="서약"):
        declare_clear(work, judge_of(work, own), own.key)


def test_a_conflict_takes_the_idea_away_and_draws_another_judge(work: Work) -> None:
    stage = make_stage(work, ideas=4, judges=5, sheets_per_idea=3)
    own = assignments(work, stage.round)[0]
    judge = judge_of(work, own)
    declare_conflict(work, judge, conflict(own))
    assert (own.state, own.conflict_kind) == (_A.CONFLICTED, ConflictKind.ADVICE)
    live = assignments(work, stage.round, Assignment.idea_id == own.idea_id, Assignment.state == _A.ASSIGNED)
    assert len(live) == 3
    assert progress(work, stage.round).conflicted == 1
    assert len(letters(work, "judging/assigned")) == 1
    with pytest.raises(NotFound):
        sheet(work, judge.account_id, own.key)
    (place,) = [
        one for one in desk_round(work, judge.account_id, stage.round.key).places if one.key == own.key
    ]
    assert (place.title, place.summary) == ("", "")


def test_declaring_a_conflict_twice_changes_nothing(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    judge = judge_of(work, own)
    declare_conflict(work, judge, conflict(own))
    declare_conflict(work, judge, conflict(own, "다른 사유"))
    count = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(StateChange)
        .where(StateChange.subject_type == "assignments", StateChange.subject_id == own.id)
    )
    assert count == 1


def test_a_late_conflict_voids_the_sheet_and_keeps_it(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    hand_in(work, own)
    seal = own.sheet_sha256
    declare_conflict(work, judge_of(work, own), conflict(own))
    assert (own.state, own.conflict_kind, own.sheet_sha256) == (_A.VOID, ConflictKind.ADVICE, seal)
    kept = work.session.scalars(sa.select(SealedSheet).where(SealedSheet.assignment_id == own.id)).one()
    assert kept.sha256 == seal
    now = progress(work, stage.round)
    assert (now.submitted, now.void, now.conflicted, now.gaps) == (0, 1, 1, 0)


def test_where_nobody_else_may_judge_the_idea_stays_short(work: Work) -> None:
    stage = make_stage(work, judges=5, sheets_per_idea=5)
    own = assignments(work, stage.round)[0]
    declare_conflict(work, judge_of(work, own), conflict(own))
    assert progress(work, stage.round).gaps == 1


def test_a_conflict_needs_a_reason(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    with pytest.raises(RuleBroken) as caught:
        declare_conflict(work, judge_of(work, own), conflict(own, " "))
    assert set(caught.value.fields) == {"reason"}
    assert own.state is _A.ASSIGNED


def test_an_endless_reason_is_refused(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    with pytest.raises(RuleBroken, match="500자까지"):
        declare_conflict(work, judge_of(work, own), conflict(own, "가" * 501))


def test_after_stepping_back_nothing_more_can_be_done_on_the_idea(work: Work) -> None:
    stage = make_stage(work)
    own = fill_sheet(work, assignments(work, stage.round)[0])
    judge = judge_of(work, own)
    declare_conflict(work, judge, conflict(own))
    with pytest.raises(WrongState):
        save_sheet(work, judge, SaveSheet(own.key, own.version))
    with pytest.raises(WrongState):
        submit_sheet(work, judge, own.key)
    with pytest.raises(NotFound):
        declare_clear(work, judge, own.key)


def test_another_judges_assignment_does_not_exist(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[0]
    other = actor_for(work, stage.judges[1])
    for act in (
        lambda: declare_clear(work, other, own.key),
        lambda: declare_conflict(work, other, conflict(own)),
        lambda: save_sheet(work, other, SaveSheet(own.key, own.version)),
        lambda: submit_sheet(work, other, own.key),
        lambda: sheet(work, other.account_id, own.key),
    ):
        with pytest.raises(NotFound):
            act()
    assert own.state is _A.ASSIGNED
