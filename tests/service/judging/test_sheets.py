"""Score sheets: what is taken, what is refused, sealing, reopening, voiding."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.judging import (
    COMMENT,
    assignments,
    criteria,
    fill_sheet,
    hand_in,
    judge_of,
    make_stage,
)
from tests.support.people import actor_for, make_official
from webapp.accounts.enums import Role
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Assignment, SealedSheet
from webapp.judging.queries import progress, sheet, sheet_detail
from webapp.judging.services import (
    SaveSheet,
    declare_clear,
    dismiss_judge,
    reopen_sheet,
    save_sheet,
    sheet_digest,
    skip_sheet,
    submit_sheet,
    void_sheet,
)

_A = AssignmentState


def cleared(work: Work) -> tuple[Assignment, dict[int, int]]:
    """A sheet that may be written, and its criteria's ids by number."""
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    declare_clear(work, judge_of(work, own), own.key)
    return own, {number: one.id for number, one in enumerate(criteria(work, stage.round.id), 1)}


def test_a_sheet_is_saved_in_parts_and_again(work: Work) -> None:
    own, ids = cleared(work)
    judge = judge_of(work, own)
    save_sheet(work, judge, SaveSheet(own.key, own.version, {ids[1]: Decimal("12.5")}))
    save_sheet(
        work, judge, SaveSheet(own.key, own.version, {ids[1]: Decimal(13), ids[2]: Decimal("0.01")}, "좋음")
    )
    page = sheet(work, judge.account_id, own.key)
    assert [one.points for one in page.criteria] == [Decimal("13.00"), Decimal("0.01")]
    assert (page.sum, page.comment, page.saved_at) == (Decimal("13.01"), "좋음", work.now)
    assert page.total is None


def test_what_is_emptied_is_taken_out(work: Work) -> None:
    own, _ids = cleared(work)
    fill_sheet(work, own)
    judge = judge_of(work, own)
    save_sheet(work, judge, SaveSheet(own.key, own.version))
    assert [one.points for one in sheet(work, judge.account_id, own.key).criteria] == [None, None]


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ("-0.01", "0점부터 60점까지"),
        ("60.01", "0점부터 60점까지"),
        ("1e400", "0점부터 60점까지"),
        ("NaN", "0점부터 60점까지"),
        ("sNaN", "0점부터 60점까지"),
        ("Infinity", "0점부터 60점까지"),
        ("0.001", "소수 둘째 자리"),
        ("59.999", "소수 둘째 자리"),
        ("1e-400", "소수 둘째 자리"),
    ],
)
def test_points_out_of_range_or_too_fine_are_refused_on_their_field(
    work: Work, points: str, reason: str
) -> None:
    own, ids = cleared(work)
    with pytest.raises(RuleBroken) as caught:
        save_sheet(
            work, judge_of(work, own), SaveSheet(own.key, own.version, {ids[1]: Decimal(points)}, "글")
        )
    assert set(caught.value.fields) == {"points_1"}
    assert reason in caught.value.fields["points_1"]


@pytest.mark.parametrize("points", ["0", "60", "60.00", "0.01", "59.9"])
def test_points_within_range_are_taken(work: Work, points: str) -> None:
    own, ids = cleared(work)
    judge = judge_of(work, own)
    save_sheet(work, judge, SaveSheet(own.key, own.version, {ids[1]: Decimal(points)}))
    assert sheet(work, judge.account_id, own.key).criteria[0].points == Decimal(points)


def test_criteria_of_other_challenges_are_refused(work: Work) -> None:
    own, ids = cleared(work)
    with pytest.raises(RuleBroken, match="심사 기준이 아닙니다"):
        save_sheet(
            work, judge_of(work, own), SaveSheet(own.key, own.version, {max(ids.values()) + 99: Decimal(1)})
        )


def test_a_comment_of_ten_thousand_characters_is_refused(work: Work) -> None:
    own, _ids = cleared(work)
    with pytest.raises(RuleBroken) as caught:
        save_sheet(work, judge_of(work, own), SaveSheet(own.key, own.version, {}, "가" * 10_000))
    assert set(caught.value.fields) == {"comment"}


def test_the_second_tab_is_told_that_the_first_has_saved(work: Work) -> None:
    own, _ids = cleared(work)
    opened_with = own.version
    judge = judge_of(work, own)
    save_sheet(work, judge, SaveSheet(own.key, opened_with, {}, "첫 창"))
    with pytest.raises(StaleVersion):
        save_sheet(work, judge, SaveSheet(own.key, opened_with, {}, "둘째 창"))
    with pytest.raises(StaleVersion):
        submit_sheet(work, judge, own.key, version=opened_with)
    assert own.comment == "첫 창"


def test_nothing_is_saved_before_the_declaration(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    with pytest.raises(WrongState, match="이해관계"):
        save_sheet(work, judge_of(work, own), SaveSheet(own.key, own.version))


def test_handing_in_seals_the_sheet(work: Work) -> None:
    own, _ids = cleared(work)
    hand_in(work, own, ("50.5", "30"))
    assert (own.state, own.total, own.submitted_at) == (_A.SUBMITTED, Decimal("80.5"), work.now)
    kept = work.session.scalars(sa.select(SealedSheet)).one()
    assert kept.sha256 == own.sheet_sha256 == sheet_digest(kept.content)
    assert kept.content["points"] == [
        {"criterion": "창의성", "weight": 60, "points": "50.50"},
        {"criterion": "실현 가능성", "weight": 40, "points": "30.00"},
    ]
    assert (kept.content["total"], kept.content["comment"], kept.number) == ("80.50", COMMENT, 1)
    assert "심사위원" not in str(kept.content)


def test_a_changed_seal_does_not_fit(work: Work) -> None:
    own, _ids = cleared(work)
    hand_in(work, own)
    kept = work.session.scalars(sa.select(SealedSheet)).one()
    assert sheet_digest({**kept.content, "total": "99.00"}) != kept.sha256


def test_the_database_refuses_to_change_or_delete_a_seal(work: Work) -> None:
    own, _ids = cleared(work)
    hand_in(work, own)
    for statement in (sa.update(SealedSheet).values(sha256="0" * 64), sa.delete(SealedSheet)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), work.session.begin_nested():
            work.session.execute(statement)


def test_handing_in_twice_seals_once(work: Work) -> None:
    own, _ids = cleared(work)
    hand_in(work, own)
    first = own.sheet_sha256
    assert submit_sheet(work, judge_of(work, own), own.key, version=1).sheet_sha256 == first
    assert work.session.scalar(sa.select(sa.func.count()).select_from(SealedSheet)) == 1


@pytest.mark.parametrize(
    ("filled", "comment", "missing"),
    [
        ((1,), COMMENT, {"points_2"}),
        ((1, 2), " \n", {"comment"}),
        ((), "", {"points_1", "points_2", "comment"}),
    ],
)
def test_an_unfinished_sheet_is_not_taken(
    work: Work, filled: tuple[int, ...], comment: str, missing: set[str]
) -> None:
    own, ids = cleared(work)
    judge = judge_of(work, own)
    save_sheet(work, judge, SaveSheet(own.key, own.version, {ids[n]: Decimal(5) for n in filled}, comment))
    with pytest.raises(RuleBroken) as caught:
        submit_sheet(work, judge, own.key)
    assert set(caught.value.fields) == missing
    assert own.state is _A.CLEARED


def test_a_sheet_that_was_handed_in_is_locked(work: Work) -> None:
    own, _ids = cleared(work)
    hand_in(work, own)
    with pytest.raises(WrongState, match="제출한 심사표"):
        save_sheet(work, judge_of(work, own), SaveSheet(own.key, own.version))
    with pytest.raises(WrongState, match="제출한 심사표"):
        skip_sheet(work, judge_of(work, own), own.key)


def test_reopening_lets_the_judge_hand_in_anew_and_keeps_both(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    hand_in(work, own, ("50", "30"))
    first = own.sheet_sha256
    reopen_sheet(work, actor_for(work, stage.secretary), own.key, "항목을 서로 바꾸어 적음")
    assert (own.state, own.total, own.sheet_sha256) == (_A.CLEARED, None, "")
    assert progress(work, stage.round).submitted == 0
    assert letters(work, "judging/reopened")[0]["facts"]["why"] == "항목을 서로 바꾸어 적음"
    hand_in(work, own, ("30", "40"))
    detail = sheet_detail(work, own.key)
    assert detail is not None
    assert [(one.number, one.total) for one in detail.seals] == [(1, "80.00"), (2, "70.00")]
    assert detail.seals[0].sha256 == first != detail.seals[1].sha256
    assert [one.event for one in detail.steps] == ["clear", "submit", "reopen", "submit"]
    assert detail.steps[2].body == "항목을 서로 바꾸어 적음"


def test_only_the_secretary_reopens_and_says_why(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    hand_in(work, own)
    officer = make_official(work, stage.agency, Role.CONTEST_OFFICER)
    for actor in (judge_of(work, own), actor_for(work, officer)):
        with pytest.raises((NotFound, NotPermitted)):
            reopen_sheet(work, actor, own.key, "사유")
    with pytest.raises(RuleBroken, match="사유"):
        reopen_sheet(work, actor_for(work, stage.secretary), own.key, "")
    assert own.state is _A.SUBMITTED
    assert own.sheet_sha256


def test_the_sheet_of_a_dismissed_judge_is_not_reopened(work: Work) -> None:
    stage = make_stage(work, judges=6)
    own = assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[0]
    hand_in(work, own)
    secretary = actor_for(work, stage.secretary)
    dismiss_judge(work, secretary, stage.seats[0].key, "사임")
    with pytest.raises(WrongState, match="해촉"):
        reopen_sheet(work, secretary, own.key, "사유")
    void_sheet(work, secretary, own.key, "응모자와 아는 사이로 드러남")
    assert own.state is _A.VOID
    assert progress(work, stage.round).gaps == 0


def test_voiding_draws_another_judge(work: Work) -> None:
    stage = make_stage(work)
    own = assignments(work, stage.round)[0]
    hand_in(work, own)
    void_sheet(work, actor_for(work, stage.secretary), own.key, "같은 글을 모든 심사표에 적음")
    assert own.total is not None
    live = assignments(work, stage.round, Assignment.idea_id == own.idea_id, Assignment.state == _A.ASSIGNED)
    assert len(live) == 3


def test_a_dismissed_judge_writes_nothing_more(work: Work) -> None:
    stage = make_stage(work)
    own = fill_sheet(work, assignments(work, stage.round, Assignment.seat_id == stage.seats[0].id)[0])
    judge = actor_for(work, stage.judges[0])
    dismiss_judge(work, actor_for(work, stage.secretary), stage.seats[0].key, "사임")
    with pytest.raises((WrongState, NotPermitted)):
        save_sheet(work, judge, SaveSheet(own.key, own.version))
    with pytest.raises(NotFound):
        sheet(work, judge.account_id, own.key)
