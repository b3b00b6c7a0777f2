"""After the notice: the clock, judging, the result, cancelling; the programme follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.challenges import challenge_of, make_challenge
from tests.support.people import actor_for, make_agency, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, NoticeKind, Outcome, ProgrammeState
from webapp.challenges.jobs import open_and_close
from webapp.challenges.models import Challenge, Notice
from webapp.challenges.queries import find_challenge
from webapp.challenges.services import (
    cancel,
    close_due,
    complete,
    create_challenge,
    decide,
    decide_without_winner,
    open_due,
    start_judging,
    start_verification,
)
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange


def acting(work: Work, agency: Agency, role: Role) -> Actor:
    return actor_for(work, make_official(work, agency, role))


def state_of(challenge: Challenge) -> ChallengeState:
    """The state as it is now: types would otherwise remember what was asserted before."""
    return challenge.state


def test_the_clock_opens_and_closes_once(work: Work) -> None:
    agency = make_agency(work)
    acting(work, agency, Role.CONTEST_OFFICER)
    challenge = make_challenge(work, agency, ChallengeState.ANNOUNCED)
    assert (open_due(work), close_due(work)) == (0, 0)
    work.now = challenge.opens_at
    assert (open_due(work), open_due(work)) == (1, 0)
    assert state_of(challenge) is ChallengeState.OPEN
    work.now = challenge.closes_at
    assert (close_due(work), close_due(work)) == (1, 0)
    assert state_of(challenge) is ChallengeState.CLOSED
    work.flush()
    assert work.session.scalars(sa.select(StateChange.actor_kind)).all() == ["system", "system"]


def test_officials_are_reminded_at_closing(work: Work) -> None:
    agency = make_agency(work)
    for role in (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, Role.APPROVER):
        acting(work, agency, role)
    challenge = make_challenge(work, agency, ChallengeState.OPEN)
    work.now = challenge.closes_at
    close_due(work)
    work.flush()
    letters = work.session.scalars(sa.select(OutboxMessage.payload)).all()
    assert [letter["template"] for letter in letters] == ["challenges/closed"] * 2


def test_the_job_catches_up_after_a_long_sleep(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        key = make_challenge(work, make_agency(work), ChallengeState.ANNOUNCED).key
    clock.advance(timedelta(days=100))
    open_and_close(database)
    open_and_close(database)
    with database.read() as work:
        assert find_challenge(work, key).state is ChallengeState.CLOSED
        assert work.session.scalar(sa.select(sa.func.count()).select_from(StateChange)) == 2


def test_the_state_is_computed_from_the_clock_before_any_job_ran(work: Work) -> None:
    challenge = make_challenge(work, make_agency(work), ChallengeState.ANNOUNCED)
    instant = timedelta(microseconds=1)
    seen = [
        challenge.state_at(at)
        for at in (
            challenge.opens_at - instant,
            challenge.opens_at,
            challenge.closes_at - instant,
            challenge.closes_at,
        )
    ]
    assert seen == [
        ChallengeState.ANNOUNCED,
        ChallengeState.OPEN,
        ChallengeState.OPEN,
        ChallengeState.CLOSED,
    ]


def test_judging_starts_even_when_no_job_has_closed_the_entries(work: Work) -> None:
    agency = make_agency(work)
    secretary = acting(work, agency, Role.JUDGING_SECRETARY)
    challenge = make_challenge(work, agency, ChallengeState.ANNOUNCED)
    with pytest.raises(WrongState):
        start_judging(work, secretary, challenge)
    work.now = challenge.closes_at
    assert start_judging(work, secretary, challenge).state is ChallengeState.JUDGING


def test_from_judging_to_the_end(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = (acting(work, agency, role) for role in (Role.CONTEST_OFFICER, Role.APPROVER))
    challenge = make_challenge(work, agency, ChallengeState.CLOSED)
    start_judging(work, officer, challenge)
    start_verification(work, officer, challenge)
    with pytest.raises(NotPermitted):
        decide(work, officer, challenge)
    decided = decide(work, approver, challenge, body="대상 1건")
    assert (decided.state, decided.outcome) == (ChallengeState.DECIDED, Outcome.AWARDED)
    assert challenge.programme.settled_at == work.now
    complete(work, officer, challenge)
    assert challenge.programme.state is ProgrammeState.FINISHED
    notice = work.session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.body) == (NoticeKind.RESULT, "대상 1건")


def test_article_9_5_there_may_be_no_winner_and_the_reason_is_public(work: Work) -> None:
    agency = make_agency(work)
    approver = acting(work, agency, Role.APPROVER)
    challenge = make_challenge(work, agency, ChallengeState.JUDGING)
    with pytest.raises(RuleBroken):
        decide_without_winner(work, approver, challenge, "")
    decided = decide_without_winner(work, approver, challenge, "기준에 이른 아이디어가 없습니다.")
    assert decided.outcome is Outcome.NO_WINNER
    notice = work.session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.body) == (NoticeKind.NO_WINNER, "기준에 이른 아이디어가 없습니다.")


def test_cancelling_is_public_and_ends_the_programme_with_its_last_challenge(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = (acting(work, agency, role) for role in (Role.CONTEST_OFFICER, Role.APPROVER))
    challenge = make_challenge(work, agency, ChallengeState.OPEN)
    with pytest.raises(NotPermitted):
        cancel(work, officer, challenge, "예산이 없어졌습니다.")
    with pytest.raises(RuleBroken):
        cancel(work, approver, challenge, "  ")
    cancel(work, approver, challenge, "예산이 없어졌습니다.")
    assert state_of(challenge) is ChallengeState.CANCELLED
    assert challenge.programme.state is ProgrammeState.CANCELLED
    notice = work.session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.body) == (NoticeKind.CANCELLATION, "예산이 없어졌습니다.")
    with pytest.raises(WrongState):
        cancel(work, approver, challenge, "다시")


def test_a_programme_goes_on_while_one_of_its_challenges_does(work: Work) -> None:
    agency = make_agency(work)
    approver = acting(work, agency, Role.APPROVER)
    challenge = make_challenge(work, agency, ChallengeState.OPEN)
    create_challenge(work, SYSTEM, challenge_of(challenge.programme.slug, work.now, title="둘째"))
    cancel(work, approver, challenge, "과제를 합칩니다.")
    assert challenge.programme.state is ProgrammeState.PUBLISHED


def test_no_challenge_is_added_to_what_has_ended(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency, ChallengeState.OPEN)
    cancel(work, acting(work, agency, Role.APPROVER), challenge, "사유")
    with pytest.raises(WrongState):
        create_challenge(work, SYSTEM, challenge_of(challenge.programme.slug, work.now))


def test_a_notice_cannot_be_changed_any_more(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency, ChallengeState.OPEN)
    cancel(work, acting(work, agency, Role.APPROVER), challenge, "사유")
    with pytest.raises(sa.exc.DBAPIError):
        work.session.execute(sa.update(Notice).values(title="바꾼 제목"))


def test_the_database_refuses_an_announced_challenge_without_frozen_rules(work: Work) -> None:
    challenge = make_challenge(work, make_agency(work))
    with pytest.raises(sa.exc.IntegrityError):
        work.session.execute(
            sa.update(Challenge).where(Challenge.id == challenge.id).values(state=ChallengeState.ANNOUNCED)
        )
