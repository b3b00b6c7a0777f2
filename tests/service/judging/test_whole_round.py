"""A whole round through the services alone: from a closed challenge to a frozen ranking."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.ideas import make_challenge, make_idea
from tests.support.judging import assignments, hand_in_all
from tests.support.people import actor_for, make_account, make_agency, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency, Invitation
from webapp.accounts.services import accept_invitation
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge
from webapp.core.errors import DomainError, NotFound, RuleBroken, WrongState
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.judging.enums import RoundState
from webapp.judging.queries import desk, ranking, waiting_challenges
from webapp.judging.services import (
    InviteJudge,
    NewRound,
    close_round,
    create_round,
    invite_judge,
    sign_pledge,
    start_round,
)


def closed_challenge(work: Work, agency: Agency) -> Challenge:
    return make_challenge(work, agency, state=ChallengeState.CLOSED, closes_in=timedelta(days=-1))


def plan(work: Work, challenge: Challenge, sheets: int = 3) -> NewRound:
    return NewRound(challenge.key, "서류 심사", sheets, work.now + timedelta(days=14))


def secretary_of(work: Work, agency: Agency) -> Actor:
    return actor_for(work, make_official(work, agency, Role.JUDGING_SECRETARY))


def test_from_a_closed_challenge_to_a_frozen_ranking(work: Work) -> None:
    agency = make_agency(work)
    challenge = closed_challenge(work, agency)
    ideas = [make_idea(work, challenge) for _ in range(4)]
    ruled_out = make_idea(work, challenge, state=IdeaState.INELIGIBLE)
    secretary = secretary_of(work, agency)

    round_ = create_round(work, secretary, plan(work, challenge))
    assert challenge.state is ChallengeState.JUDGING
    assert {one.state for one in ideas} == {IdeaState.IN_JUDGING}
    assert ruled_out.state is IdeaState.INELIGIBLE

    people = [make_account(work, f"심사위원{number}") for number in range(5)]
    for number, account in enumerate(people):
        seat = invite_judge(
            work,
            secretary,
            round_,
            InviteJudge(account.email, account.name, is_civilian=number < 3, is_chair=number == 0),
        )
        invitation = work.session.get_one(Invitation, seat.invitation_id)
        accept_invitation(work, actor_for(work, account), invitation.key)
    draw = start_round(work, secretary, round_, seed=5)
    assert draw.missing == {}
    for account in people:
        judge = actor_for(work, account)
        sign_pledge(work, judge, round_)
        (own,) = desk(work, account.id)
        assert (own.total, own.done, own.undeclared) == (own.total, 0, own.total)

    assert hand_in_all(work, round_) == 12
    assert [one.done for account in people for one in desk(work, account.id)] == [
        one.total for account in people for one in desk(work, account.id)
    ]
    results = close_round(work, secretary, round_)
    assert len(results) == 4
    assert results == ranking(work, round_)
    assert ruled_out.id not in {one.idea_id for one in results}
    assert len(assignments(work, round_)) == 12


def test_one_round_stands_at_a_time(work: Work) -> None:
    agency = make_agency(work)
    challenge = closed_challenge(work, agency)
    make_idea(work, challenge)
    secretary = secretary_of(work, agency)
    round_ = create_round(work, secretary, plan(work, challenge))
    with pytest.raises(WrongState, match="이미 심사가 있습니다"):
        create_round(work, secretary, plan(work, challenge))
    round_.state = RoundState.CANCELLED
    work.session.flush()
    assert create_round(work, secretary, plan(work, challenge)).number == 2


def test_nothing_to_judge_makes_no_round(work: Work) -> None:
    agency = make_agency(work)
    challenge = closed_challenge(work, agency)
    with pytest.raises(RuleBroken, match="심사할 아이디어가 없습니다"):
        create_round(work, secretary_of(work, agency), plan(work, challenge))


def test_while_entries_are_taken_no_round_is_made(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency)
    make_idea(work, challenge)
    with pytest.raises(DomainError):
        create_round(work, secretary_of(work, agency), plan(work, challenge))


def test_the_clock_closes_entries_even_when_no_job_has_noted_it(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency, state=ChallengeState.OPEN, closes_in=timedelta(hours=-1))
    make_idea(work, challenge)
    assert [one.key for one in waiting_challenges(work, [agency.id])] == [challenge.key]
    create_round(work, secretary_of(work, agency), plan(work, challenge))
    assert challenge.state is ChallengeState.JUDGING
    assert waiting_challenges(work, [agency.id]) == []


def test_officials_elsewhere_and_others_make_no_round(work: Work) -> None:
    agency = make_agency(work)
    challenge = closed_challenge(work, agency)
    make_idea(work, challenge)
    elsewhere = secretary_of(work, make_agency(work))
    for actor in (elsewhere, actor_for(work, make_account(work))):
        with pytest.raises(NotFound):
            create_round(work, actor, plan(work, challenge))
    with pytest.raises(NotFound):
        create_round(work, elsewhere, NewRound("nothing", "심사", 3, work.now + timedelta(days=1)))
