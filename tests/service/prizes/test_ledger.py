"""The ledger's promises: sums that agree, no pot overspent, nothing paid twice, whoever comes at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.prizes import Contest, approved_payment, make_awarded, make_contest
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import DomainError, RuleBroken, WrongState
from webapp.core.policy import SYSTEM
from webapp.core.work import Work
from webapp.prizes.enums import LedgerKind, PaymentState
from webapp.prizes.models import LedgerLine, Payment, PotBalance
from webapp.prizes.services import (
    Booking,
    RecordPayment,
    commit_funds,
    pay_funds,
    record_payment,
    release_funds,
)

PAID_ON = date(2026, 3, 20)


def totals(work: Work, pot_id: int) -> dict[LedgerKind, int]:
    rows = work.session.execute(
        sa.select(LedgerLine.kind, sa.func.sum(LedgerLine.amount_won))
        .where(LedgerLine.pot_id == pot_id)
        .group_by(LedgerLine.kind)
    )
    found = {kind: int(total) for kind, total in rows}
    return {kind: found.get(kind, 0) for kind in LedgerKind}


def assert_balanced(database: Database, pot_id: int) -> None:
    with database.read() as work:
        sums = totals(work, pot_id)
        balance = work.session.get(PotBalance, pot_id)
        committed, paid, amount = (
            (balance.committed_won, balance.paid_won, balance.amount_won) if balance else (0, 0, 0)
        )
    assert committed == sums[LedgerKind.COMMITMENT] + sums[LedgerKind.RELEASE]
    assert paid == sums[LedgerKind.PAYMENT]
    assert 0 <= paid <= committed <= amount


def at_once(*acts: Callable[[], object]) -> list[DomainError | None]:
    """Run the acts in threads that start together; what each raised, or None."""
    gate = threading.Barrier(len(acts))
    errors: list[DomainError | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except DomainError as error:
            errors[place] = error

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["commit", "pay", "release"]),
        st.integers(min_value=0, max_value=5),
        st.integers(min_value=-5, max_value=120),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(operations=OPERATIONS)
def test_sums_agree_after_any_operations(database: Database, operations: list[tuple[str, int, int]]) -> None:
    with database.write() as work:
        pot_id = make_contest(work, entries=0, pot_won=200).pot_id
    for name, number, amount in operations:
        try:
            with database.write() as work:
                book(work, name, pot_id, Booking(f"pot:{pot_id}:{number}", amount))
        except DomainError:
            continue
    assert_balanced(database, pot_id)


def book(work: Work, act: str, pot_id: int, booking: Booking) -> None:
    if act == "commit":
        commit_funds(work, SYSTEM, pot_id, [booking])
    elif act == "pay":
        pay_funds(work, SYSTEM, pot_id, booking)
    else:
        release_funds(work, SYSTEM, pot_id, [booking])


def test_the_same_sum_is_not_committed_twice(database: Database) -> None:
    with database.write() as work:
        pot_id = make_contest(work, entries=0).pot_id
        commit_funds(work, SYSTEM, pot_id, [Booking("payment:a", 10)])
    with pytest.raises(RuleBroken, match="이미 처리한"), database.write() as work:
        commit_funds(work, SYSTEM, pot_id, [Booking("payment:a", 10)])
    assert_balanced(database, pot_id)


def test_the_database_refuses_an_overspent_pot_by_itself(database: Database) -> None:
    with database.write() as work:
        pot_id = make_contest(work, entries=0, pot_won=100).pot_id
        commit_funds(work, SYSTEM, pot_id, [Booking("payment:a", 60)])
    with pytest.raises(RuleBroken, match="재원이 모자라"), database.write() as work:
        work.session.get_one(PotBalance, pot_id).committed_won = 101
    with pytest.raises(RuleBroken, match="약정한 금액보다"), database.write() as work:
        work.session.get_one(PotBalance, pot_id).paid_won = 61
    assert_balanced(database, pot_id)


def test_lines_cannot_be_changed(database: Database) -> None:
    with database.write() as work:
        pot_id = make_contest(work, entries=0).pot_id
        commit_funds(work, SYSTEM, pot_id, [Booking("payment:a", 60)])
    for statement in (sa.update(LedgerLine).values(amount_won=1), sa.delete(LedgerLine)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.write() as work:
            work.session.execute(statement)
    assert_balanced(database, pot_id)


def test_two_who_commit_the_last_won_at_once(database: Database) -> None:
    with database.write() as work:
        pot_id = make_contest(work, entries=0, pot_won=100).pot_id

    def commit(reference: str) -> None:
        with database.write() as work:
            commit_funds(work, SYSTEM, pot_id, [Booking(reference, 60)])

    errors = at_once(lambda: commit("payment:a"), lambda: commit("payment:b"))
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "RuleBroken"]
    assert_balanced(database, pot_id)


def record(database: Database, contest: Contest, key: str, voucher: str) -> None:
    with database.write() as work:
        actor = contest.acting(work, contest.officer)
        record_payment(work, actor, RecordPayment(key, PAID_ON, voucher))


def test_a_double_click_at_once_pays_once(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    key = approved_payment(database, contest, awards[0])
    errors = at_once(*[lambda: record(database, contest, key, "2026-17")] * 3)
    assert errors == [None, None, None]
    with database.read() as work:
        assert totals(work, contest.pot_id)[LedgerKind.PAYMENT] == 15_000_000
    assert_balanced(database, contest.pot_id)


def test_two_officials_at_once_pay_once(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    key = approved_payment(database, contest, awards[0])
    errors = at_once(
        lambda: record(database, contest, key, "2026-17"),
        lambda: record(database, contest, key, "2026-18"),
    )
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", WrongState.__name__]
    with database.read() as work:
        assert totals(work, contest.pot_id)[LedgerKind.PAYMENT] == 15_000_000
        paid = work.session.scalar(
            sa.select(sa.func.count()).select_from(Payment).where(Payment.state == PaymentState.PAID)
        )
    assert paid == 1
    assert_balanced(database, contest.pot_id)
