"""A prize in parts: condition, confirmation, a second person's approval, payment; hold, release, cancel."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import grant
from tests.support.prizes import Contest, approved_payment, make_awarded, part_of, revoke
from webapp.accounts.enums import Role, Scope
from webapp.challenges.enums import StageCondition
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.workflow import StateChange
from webapp.prizes.enums import LedgerKind, PaymentState
from webapp.prizes.models import Award, LedgerLine, Payment, PotBalance
from webapp.prizes.services import (
    RecordPayment,
    approve_payment,
    cancel_payment,
    confirm_payment,
    hold_payment,
    meet_condition,
    record_payment,
    release_payment,
    revoke_award,
)

Awarded = tuple[Contest, list[Award]]
PAID_ON = date(2026, 3, 20)


@pytest.fixture
def awarded(database: Database, clock: FixedClock) -> Awarded:
    """Decided awards on the first moment of 20 March."""
    return make_awarded(database, clock)


def sums(database: Database, contest: Contest) -> tuple[int, int]:
    with database.read() as work:
        balance = work.session.get_one(PotBalance, contest.pot_id)
        return balance.committed_won, balance.paid_won


def state_of(database: Database, key: str) -> PaymentState:
    with database.read() as work:
        return work.session.scalars(sa.select(Payment.state).where(Payment.key == key)).one()


def test_from_due_to_paid(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = approved_payment(database, contest, awards[0])
    with database.write() as work:
        payment = record_payment(
            work, contest.acting(work, contest.officer), RecordPayment(key, PAID_ON, " 2026-지출-17 ")
        )
        assert (payment.state, payment.voucher) == (PaymentState.PAID, "2026-지출-17")
    assert sums(database, contest) == (40_000_000, 15_000_000)
    with database.read() as work:
        line = work.session.scalars(sa.select(LedgerLine).where(LedgerLine.kind == LedgerKind.PAYMENT)).one()
        assert (line.amount_won, line.booked_on, line.voucher) == (15_000_000, PAID_ON, "2026-지출-17")
        told = work.session.scalars(sa.select(OutboxMessage.payload)).all()
    to = [payload["to"] for payload in told if payload["template"] == "prizes/paid"]
    assert to == [contest.entrants[0].email]


def test_the_same_record_twice_is_one_payment(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = approved_payment(database, contest, awards[0])
    for _click in range(2):
        with database.write() as work:
            record_payment(
                work, contest.acting(work, contest.officer), RecordPayment(key, PAID_ON, "2026-지출-17")
            )
    assert sums(database, contest) == (40_000_000, 15_000_000)
    with pytest.raises(WrongState), database.write() as work:
        record_payment(
            work, contest.acting(work, contest.officer), RecordPayment(key, PAID_ON, "2026-지출-18")
        )
    assert sums(database, contest) == (40_000_000, 15_000_000)


def test_each_step_waits_for_the_one_before(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    due, planned = (
        part_of(database, awards[0], condition)
        for condition in (StageCondition.ON_AWARD, StageCondition.ON_MATURED)
    )
    with pytest.raises(WrongState), database.write() as work:
        confirm_payment(work, contest.acting(work, contest.officer), planned)
    with pytest.raises(WrongState), database.write() as work:
        approve_payment(work, contest.acting(work, contest.approver), due)
    with pytest.raises(WrongState), database.write() as work:
        record_payment(work, contest.acting(work, contest.officer), RecordPayment(due, PAID_ON, "1"))
    assert (state_of(database, due), state_of(database, planned)) == (PaymentState.DUE, PaymentState.PLANNED)


def test_whoever_confirmed_does_not_approve(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = part_of(database, awards[0], StageCondition.ON_AWARD)
    with database.write() as work:
        grant(work, contest.officer, Role.APPROVER, Scope.AGENCY, contest.agency.id)
        confirm_payment(work, contest.acting(work, contest.officer), key)
    with pytest.raises(NotPermitted), database.write() as work:
        approve_payment(work, contest.acting(work, contest.officer), key)
    assert state_of(database, key) is PaymentState.CONFIRMED


def test_the_database_itself_wants_two_people(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = part_of(database, awards[0], StageCondition.ON_AWARD)
    with database.write() as work:
        confirm_payment(work, contest.acting(work, contest.officer), key)
    same = sa.update(Payment).where(Payment.key == key).values(approved_by_id=contest.officer.id)
    with pytest.raises(sa.exc.IntegrityError, match="two_people"), database.write() as work:
        work.session.execute(same)
    assert state_of(database, key) is PaymentState.CONFIRMED


@pytest.mark.parametrize(
    ("act", "who"),
    [("confirm", "approver"), ("confirm", "secretary"), ("approve", "officer"), ("approve", "secretary")],
)
def test_roles_do_their_own_part_only(database: Database, awarded: Awarded, act: str, who: str) -> None:
    contest, awards = awarded
    key = part_of(database, awards[0], StageCondition.ON_AWARD)
    doing = confirm_payment if act == "confirm" else approve_payment
    with pytest.raises(NotPermitted), database.write() as work:
        doing(work, contest.acting(work, getattr(contest, who)), key)
    assert state_of(database, key) is PaymentState.DUE


@pytest.mark.parametrize(
    ("paid_on", "voucher", "field"),
    [
        (PAID_ON + timedelta(days=1), "1", "paid_on"),
        (PAID_ON - timedelta(days=1), "1", "paid_on"),
        (PAID_ON, "  ", "voucher"),
    ],
)
def test_a_record_names_a_possible_day_and_a_voucher(
    database: Database, awarded: Awarded, paid_on: date, voucher: str, field: str
) -> None:
    contest, awards = awarded
    key = approved_payment(database, contest, awards[0])
    with pytest.raises(RuleBroken) as caught, database.write() as work:
        record_payment(work, contest.acting(work, contest.officer), RecordPayment(key, paid_on, voucher))
    assert list(caught.value.fields) == [field]


def test_a_met_condition_makes_its_part_due_once(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    with database.write() as work:
        actor = contest.acting(work, contest.officer)
        first = meet_condition(work, actor, awards[0].id, StageCondition.ON_MATURED)
        assert first is not None
        assert (first.state, first.amount_won) == (PaymentState.DUE, 9_000_000)
    with database.write() as work:
        actor = contest.acting(work, contest.officer)
        assert meet_condition(work, actor, awards[0].id, StageCondition.ON_MATURED) is None
    with database.read() as work:
        to = [
            payload["to"]
            for payload in work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id))
            if payload["template"] == "prizes/payment_waits"
        ]
    assert to == [contest.officer.email] * 4  # three parts on award, one matured


def test_a_held_part_goes_back_to_the_beginning(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = approved_payment(database, contest, awards[0])
    with database.write() as work:
        hold_payment(work, contest.acting(work, contest.officer), key, "계좌의 이름이 다릅니다.")
    with pytest.raises(WrongState), database.write() as work:
        record_payment(work, contest.acting(work, contest.officer), RecordPayment(key, PAID_ON, "1"))
    with database.write() as work:
        payment = release_payment(work, contest.acting(work, contest.approver), key, "이름을 바로잡았습니다.")
        assert (payment.confirmed_by_id, payment.approved_by_id) == (None, None)
    assert state_of(database, key) is PaymentState.DUE
    with database.read() as work:
        history = work.session.scalars(
            sa.select(StateChange.event)
            .where(StateChange.subject_type == "payments", StateChange.subject_id == payment.id)
            .order_by(StateChange.id)
        ).all()
    assert history == ["meet_condition", "confirm", "approve", "hold", "release"]


@pytest.mark.parametrize("act", [hold_payment, cancel_payment])
def test_stopping_money_needs_a_reason(database: Database, awarded: Awarded, act: object) -> None:
    contest, awards = awarded
    key = part_of(database, awards[0], StageCondition.ON_AWARD)
    doing = hold_payment if act is hold_payment else cancel_payment
    with pytest.raises(RuleBroken), database.write() as work:
        doing(work, contest.acting(work, contest.approver), key, " ")
    assert state_of(database, key) is PaymentState.DUE


def test_a_cancelled_part_is_free_in_the_pot_again(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = part_of(database, awards[0], StageCondition.ON_MATURED)
    with pytest.raises(NotPermitted), database.write() as work:
        cancel_payment(work, contest.acting(work, contest.officer), key, "숙성이 중단되었습니다.")
    with database.write() as work:
        cancel_payment(work, contest.acting(work, contest.approver), key, "숙성이 중단되었습니다.")
    assert sums(database, contest) == (31_000_000, 0)
    with pytest.raises(WrongState), database.write() as work:
        cancel_payment(work, contest.acting(work, contest.approver), key, "다시 취소합니다.")
    assert sums(database, contest) == (31_000_000, 0)


def test_a_revoked_award_gives_up_what_was_not_paid(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    key = approved_payment(database, contest, awards[0])
    with database.write() as work:
        record_payment(work, contest.acting(work, contest.officer), RecordPayment(key, PAID_ON, "1"))
    with database.write() as work:
        revoke(work, contest, awards[0].key, "표절이 확인되었습니다.")
    with database.write() as work:
        revoke_award(work, contest.acting(work, contest.approver), awards[0].key, "표절이 확인되었습니다.")
    # 30 million were committed; 15 were paid and stay on record, 15 are free again.
    assert sums(database, contest) == (25_000_000, 15_000_000)
    with database.read() as work:
        states = work.session.scalars(
            sa.select(Payment.state).where(Payment.award_id == awards[0].id).order_by(Payment.position)
        ).all()
        letters = [
            payload["facts"]
            for payload in work.session.scalars(sa.select(OutboxMessage.payload))
            if payload["template"] == "prizes/revoked"
        ]
    assert states == [PaymentState.PAID, PaymentState.CANCELLED, PaymentState.CANCELLED]
    assert [facts["paid_won"] for facts in letters] == [15_000_000]


def test_no_part_of_a_revoked_award_becomes_due(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    with database.write() as work:
        revoke(work, contest, awards[0].key, "표절이 확인되었습니다.")
    with database.write() as work:
        actor = contest.acting(work, contest.officer)
        assert meet_condition(work, actor, awards[0].id, StageCondition.ON_MATURED) is None


def test_only_approvers_revoke_and_with_a_reason(database: Database, awarded: Awarded) -> None:
    contest, awards = awarded
    with pytest.raises(NotPermitted), database.write() as work:
        revoke_award(work, contest.acting(work, contest.officer), awards[0].key, "표절이 확인되었습니다.")
    with pytest.raises(RuleBroken), database.write() as work:
        revoke(work, contest, awards[0].key, "")
    assert sums(database, contest) == (40_000_000, 0)
