"""Taking an award back: announced ten days before, answered, decided by another person (제11조)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.prizes import Contest, announce_revoking, make_awarded
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, WrongState
from webapp.core.kst import end_of_day_kst, kst_day
from webapp.core.outbox import OutboxMessage
from webapp.core.work import Work
from webapp.prizes.enums import AwardState, RevocationState
from webapp.prizes.models import Award, Revocation
from webapp.prizes.services import (
    announce_revocation,
    answer_chance,
    answer_revocation,
    drop_revocation,
    revoke_award,
)

WHY = "다른 공모전의 수상작과 같습니다."
Announced = tuple[Contest, Award]


@pytest.fixture
def announced(database: Database, clock: FixedClock) -> Announced:
    """A contest whose best award may be taken back."""
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        announce_revoking(work, contest, awards[0].key, WHY)
    return contest, awards[0]


def templates(work: Work) -> list[tuple[str, str]]:
    rows = work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id))
    return [(row["template"], row["to"]) for row in rows if "revocation" in row["template"]]


def state_of(database: Database, award: Award) -> AwardState:
    with database.read() as work:
        return work.session.get_one(Award, award.id).state


def test_the_entrants_are_told_why_and_until_when(database: Database, announced: Announced) -> None:
    contest, award = announced
    with database.read() as work:
        notice = work.session.scalars(sa.select(Revocation)).one()
        assert (notice.state, notice.reason) == (RevocationState.ANNOUNCED, WHY)
        assert notice.opinions_until == kst_day(work.now) + timedelta(days=10)
        assert templates(work) == [("prizes/revocation_announced", contest.entrants[0].email)]
    assert state_of(database, award) is AwardState.AWARDED


def test_nothing_is_taken_back_before_the_last_day_has_passed(
    database: Database, clock: FixedClock, announced: Announced
) -> None:
    contest, award = announced
    with database.read() as work:
        last = work.session.scalars(sa.select(Revocation.opinions_until)).one()
    clock.move_to(end_of_day_kst(last) - timedelta(seconds=1))
    with pytest.raises(WrongState, match="부터 취소할 수 있습니다"), database.write() as work:
        revoke_award(work, contest.acting(work, contest.approver), award.key, WHY)
    clock.move_to(end_of_day_kst(last))
    with database.write() as work:
        revoke_award(work, contest.acting(work, contest.approver), award.key, "의견을 살폈으나 같습니다.")
    assert state_of(database, award) is AwardState.REVOKED
    with database.read() as work:
        notice = work.session.scalars(sa.select(Revocation)).one()
        assert (notice.state, notice.conclusion) == (RevocationState.CARRIED_OUT, "의견을 살폈으나 같습니다.")


def test_nothing_is_taken_back_without_a_notice(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with pytest.raises(WrongState, match="먼저 취소를 예고"), database.write() as work:
        revoke_award(work, contest.acting(work, contest.approver), awards[0].key, WHY)


def test_whoever_announced_it_does_not_decide(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        announce_revocation(work, contest.acting(work, contest.approver), awards[0].key, WHY)
    clock.advance(timedelta(days=12))
    with pytest.raises(NotPermitted, match="다른 결재자"), database.write() as work:
        revoke_award(work, contest.acting(work, contest.approver), awards[0].key, WHY)
    with database.write() as work:
        revoke_award(work, contest.acting(work, contest.second_approver), awards[0].key, WHY)
    assert state_of(database, awards[0]) is AwardState.REVOKED


def test_entrants_answer_until_the_last_day_and_may_answer_anew(
    database: Database, clock: FixedClock, announced: Announced
) -> None:
    contest, award = announced
    for opinion in ("같지 않습니다.", "그림을 직접 그렸습니다."):
        with database.write() as work:
            answer_revocation(work, contest.acting(work, contest.entrants[0]), award.key, opinion)
    with database.read() as work:
        assert work.session.scalars(sa.select(Revocation.opinion)).one() == "그림을 직접 그렸습니다."
        told = {to for template, to in templates(work) if template == "prizes/revocation_answered"}
        assert contest.officer.email in told
        assert contest.approver.email in told
    clock.advance(timedelta(days=11))
    with pytest.raises(NotPermitted, match="기간이 지났습니다"), database.write() as work:
        answer_revocation(work, contest.acting(work, contest.entrants[0]), award.key, "늦었습니다.")


def test_nobody_else_answers_or_learns_of_it(database: Database, announced: Announced) -> None:
    contest, award = announced
    with database.write() as work:
        stranger = actor_for(work, make_account(work))
        with pytest.raises(NotFound):
            answer_chance(work, stranger, award.key)
        with pytest.raises(NotPermitted):
            answer_revocation(work, contest.acting(work, contest.entrants[1]), award.key, "저도 한마디")


def test_a_dropped_notice_leaves_the_award_and_can_come_again(
    database: Database, announced: Announced
) -> None:
    contest, award = announced
    with database.write() as work:
        officer = contest.acting(work, contest.officer)
        with pytest.raises(RuleBroken):
            drop_revocation(work, officer, award.key, " ")
        for _click in range(2):
            drop_revocation(work, officer, award.key, "의견이 타당합니다.")
        assert templates(work)[-1] == ("prizes/revocation_dropped", contest.entrants[0].email)
    assert state_of(database, award) is AwardState.AWARDED
    with database.write() as work:
        announce_revoking(work, contest, award.key, "새 증거가 나왔습니다.")
        states = work.session.scalars(sa.select(Revocation.state).order_by(Revocation.id)).all()
        assert states == [RevocationState.DROPPED, RevocationState.ANNOUNCED]


def test_two_clicks_make_one_notice_and_a_reason_is_needed(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        officer = contest.acting(work, contest.officer)
        with pytest.raises(RuleBroken):
            announce_revocation(work, officer, awards[0].key, "")
        first = announce_revocation(work, officer, awards[0].key, WHY)
        assert announce_revocation(work, officer, awards[0].key, "다른 말") is first
        assert len(templates(work)) == 1
