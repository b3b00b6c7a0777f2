"""The panel: invitations and their answers, the chair, the pledge, dismissal."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.judging import Stage, assignments, hand_in, make_stage
from tests.support.people import actor_for, make_account
from webapp.accounts.enums import InvitationState, Role, Scope
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import accept_invitation, decline_invitation
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, WrongState
from webapp.core.work import Work
from webapp.judging.enums import AssignmentState, RoundState, SeatState
from webapp.judging.models import Assignment, Seat
from webapp.judging.queries import members, progress
from webapp.judging.services import (
    PLEDGE,
    InviteJudge,
    appoint_chair,
    dismiss_judge,
    invite_judge,
    sign_pledge,
)

_A = AssignmentState


def invited(work: Work, stage: Stage, email: str = "new@example.org", **flags: bool) -> Seat:
    command = InviteJudge(email, "새 위원", is_civilian=flags.pop("is_civilian", True), **flags)
    return invite_judge(work, actor_for(work, stage.secretary), stage.round, command)


def invitation_of(work: Work, seat: Seat) -> Invitation:
    return work.session.get_one(Invitation, seat.invitation_id)


def accepted(work: Work, seat: Seat, account: Account) -> None:
    accept_invitation(work, actor_for(work, account), invitation_of(work, seat).key)


def test_an_invitation_makes_a_seat_that_waits(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    seat = invited(work, stage, is_civilian=False)
    assert (seat.state, seat.account_id, seat.is_civilian) == (SeatState.INVITED, None, False)
    assert letters(work, "accounts/invitation")[-1]["to"] == "new@example.org"
    waiting = [one for one in members(work, stage.round.id) if one.state is SeatState.INVITED]
    assert [(one.name, one.email) for one in waiting] == [("새 위원", "new@example.org")]


def test_inviting_again_sends_no_second_seat(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    assert invited(work, stage).id == invited(work, stage, email=" NEW@example.org ").id


def test_accepting_takes_the_seat_and_grants_the_role(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    account = make_account(work, "새 위원", email="new@example.org")
    seat = invited(work, stage)
    accepted(work, seat, account)
    assert (seat.state, seat.account_id) == (SeatState.ACCEPTED, account.id)
    assert actor_for(work, account).has_role(Role.JUDGE, Scope.ROUND, stage.round.id)


def test_declining_leaves_the_seat_empty_and_lets_another_be_asked(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    account = make_account(work, email="new@example.org")
    seat = invited(work, stage)
    decline_invitation(work, actor_for(work, account), invitation_of(work, seat).key)
    assert (seat.state, seat.account_id) == (SeatState.DECLINED, None)
    again = invited(work, stage)
    accepted(work, again, account)
    assert again.state is SeatState.ACCEPTED


def test_a_member_is_not_invited_twice(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    with pytest.raises(RuleBroken, match="이미 이 심사의 심사위원"):
        invited(work, stage, email=stage.judges[0].email)


def test_a_panel_has_one_chair(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    with pytest.raises(RuleBroken) as caught:
        invited(work, stage, is_chair=True)
    assert set(caught.value.fields) == {"is_chair"}


def test_the_chair_passes_from_one_member_to_another(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    appoint_chair(work, actor_for(work, stage.secretary), stage.seats[2].key)
    chairs = [one.seat_id for one in members(work, stage.round.id) if one.is_chair]
    assert chairs == [stage.seats[2].id]


def test_a_judge_who_joins_during_scoring_gets_what_is_short(work: Work) -> None:
    stage = make_stage(work, ideas=3, judges=5, sheets_per_idea=5)
    dismiss_judge(work, actor_for(work, stage.secretary), stage.seats[4].key, "출장으로 참여할 수 없음")
    assert progress(work, stage.round).gaps == 3
    account = make_account(work, "새 위원", email="new@example.org")
    seat = invited(work, stage)
    accepted(work, seat, account)
    own = assignments(work, stage.round, Assignment.seat_id == seat.id)
    assert [(one.position, one.state) for one in own] == [
        (1, _A.ASSIGNED),
        (2, _A.ASSIGNED),
        (3, _A.ASSIGNED),
    ]
    assert progress(work, stage.round).gaps == 0
    (told,) = letters(work, "judging/assigned")
    assert (told["to"], told["facts"]["ideas"]) == ("new@example.org", 3)


def test_nobody_joins_a_round_that_is_over(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    account = make_account(work, email="new@example.org")
    seat = invited(work, stage)
    stage.round.state = RoundState.CANCELLED
    work.session.flush()
    with pytest.raises(WrongState, match="이미 끝난 심사"):
        accepted(work, seat, account)


def test_the_pledge_is_signed_once_with_the_hash_of_its_words(work: Work) -> None:
    stage = make_stage(work, is_pledged=False)
    judge = actor_for(work, stage.judges[0])
    seat = sign_pledge(work, judge, stage.round)
    words = "\n".join(f"{part.title!s}\n{part.text!s}" for part in PLEDGE)
    assert seat.pledge_sha256 == hashlib.sha256(words.encode()).hexdigest()
    first = seat.pledged_at
    assert sign_pledge(work, judge, stage.round).pledged_at == first == work.now


def test_only_a_judge_of_the_round_can_sign(work: Work) -> None:
    stage = make_stage(work, is_pledged=False)
    with pytest.raises(NotFound):
        sign_pledge(work, actor_for(work, make_account(work)), stage.round)


def test_dismissal_keeps_what_was_handed_in_and_redraws_the_rest(work: Work) -> None:
    stage = make_stage(work, ideas=5, judges=6, sheets_per_idea=3)
    seat = stage.seats[5]
    own = assignments(work, stage.round, Assignment.seat_id == seat.id)
    hand_in(work, own[0])
    dismiss_judge(work, actor_for(work, stage.secretary), seat.key, "건강 문제")
    states = [one.state for one in assignments(work, stage.round, Assignment.seat_id == seat.id)]
    assert states == [_A.SUBMITTED, *[_A.VOID] * (len(own) - 1)]
    now = progress(work, stage.round)
    assert (now.gaps, now.submitted) == (0, 1)
    assert not actor_for(work, stage.judges[5]).has_role(Role.JUDGE)
    (told,) = letters(work, "judging/dismissed")
    assert told["facts"]["why"] == "건강 문제"


def test_dismissal_needs_a_reason_and_changes_nothing_without(work: Work) -> None:
    stage = make_stage(work)
    with pytest.raises(RuleBroken, match="사유"):
        dismiss_judge(work, actor_for(work, stage.secretary), stage.seats[0].key, "  ")


def test_an_unanswered_invitation_is_taken_back(work: Work) -> None:
    stage = make_stage(work, is_started=False)
    seat = invited(work, stage)
    dismiss_judge(work, actor_for(work, stage.secretary), seat.key, "다른 사람을 위촉함")
    assert invitation_of(work, seat).state is InvitationState.WITHDRAWN
    assert seat.state is SeatState.DISMISSED
    assert letters(work, "judging/dismissed") == []


def test_whoever_was_dismissed_is_not_invited_again(work: Work) -> None:
    stage = make_stage(work)
    dismiss_judge(work, actor_for(work, stage.secretary), stage.seats[1].key, "비밀유지 위반")
    with pytest.raises(RuleBroken, match="해촉한 사람"):
        invited(work, stage, email=stage.judges[1].email)


@pytest.mark.parametrize("who", ["judge", "stranger"])
def test_only_the_agency_runs_the_panel(work: Work, who: str) -> None:
    stage = make_stage(work)
    actor = actor_for(work, stage.judges[0] if who == "judge" else make_account(work))
    with pytest.raises((NotFound, NotPermitted)):
        invite_judge(work, actor, stage.round, InviteJudge("a@example.org", "가", is_civilian=True))
    with pytest.raises((NotFound, NotPermitted)):
        dismiss_judge(work, actor, stage.seats[0].key, "사유")
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 5
