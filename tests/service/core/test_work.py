"""Units of work: all or nothing, what is kept anyway, locks let go, constraints in words."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from tests.support.people import make_account, make_agency
from webapp.accounts.models import Account, Department, SignInAttempt
from webapp.core.constraints import ConstraintBook, ConstraintRule
from webapp.core.database import Database
from webapp.core.errors import RuleBroken, StaleVersion, WrongState
from webapp.core.models import Base
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import SYSTEM
from webapp.core.work import Work, has_written


def attempt(work: Work) -> SignInAttempt:
    return SignInAttempt(email_hash="0" * 64, address="", is_success=False, at=work.now)


def count(database: Database, table: type[Base]) -> int:
    with database.read() as work:
        return work.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def fail_with(database: Database, work_kept: bool) -> None:
    with database.write() as work:
        make_account(work)
        work.enqueue("x", {}, key="x")
        if work_kept:
            work.keep_anyway(attempt(work))
        raise RuleBroken("아니요")


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_failing_unit_leaves_only_what_is_kept_anyway(database: Database, is_kept: bool) -> None:
    with pytest.raises(RuleBroken):
        fail_with(database, is_kept)
    assert count(database, Account) == count(database, OutboxMessage) == 0
    assert count(database, SignInAttempt) == int(is_kept)


def test_what_is_kept_anyway_is_kept_once_when_all_goes_well(database: Database) -> None:
    with database.write() as work:
        work.keep_anyway(attempt(work))
    assert count(database, SignInAttempt) == 1


def test_a_reading_unit_keeps_nothing(database: Database) -> None:
    with database.read() as work, pytest.raises(RuntimeError):
        work.keep_anyway(attempt(work))
    with database.read() as work:
        make_account(work)
    assert count(database, Account) == count(database, SignInAttempt) == 0


def test_a_lock_is_let_go_while_nothing_was_written(database: Database) -> None:
    work = database.begin(is_writing=True)
    work.session.scalar(sa.select(Account.id))
    work.release()
    finished = threading.Event()

    def write() -> None:
        with database.write() as other:
            make_account(other)
        finished.set()

    threading.Thread(target=write).start()
    assert finished.wait(5)
    assert len(work.session.scalars(sa.select(Account.id)).all()) == 1
    work.roll_back()
    work.session.close()


def test_letting_go_never_loses_what_was_written(database: Database) -> None:
    with database.write() as work:
        make_account(work)
        work.release()
    with database.write() as work:
        work.session.execute(sa.update(Account).values(name="바꾼 이름"))
        work.release()
    with database.write() as work:
        work.session.scalars(sa.select(Account)).one().phone = "010"
        work.release()
    with database.read() as work:
        assert work.session.execute(sa.select(Account.name, Account.phone)).all() == [("바꾼 이름", "010")]


def test_a_unit_knows_whether_it_has_written(work: Work) -> None:
    assert not has_written(work.session)
    work.session.scalar(sa.select(Account.id))
    assert not has_written(work.session)
    make_account(work)
    assert has_written(work.session)
    work.session.rollback()
    assert not has_written(work.session)


# ------------------------------------------------------------------ constraints


RULE = ConstraintRule("uq_departments_agency_id_name", "name", "같은 이름의 부서가 있습니다.")
CHECK = ConstraintRule("ck_accounts_email_lower", "email", "소문자로 적어 주십시오.")
PARTIAL = ConstraintRule("uq_memberships_current", None, "이미 소속이 있습니다.")


@pytest.fixture
def explained(database: Database) -> Database:
    """A database whose errors are explained by the rules above."""
    database.constraints = ConstraintBook(Base.metadata, [RULE, CHECK, PARTIAL])
    return database


def test_a_unique_constraint_becomes_the_message_of_its_field(explained: Database) -> None:
    with explained.write() as work:
        agency = make_agency(work)
        work.session.add_all(Department(agency_id=agency.id, name=name) for name in ("가과", "나과"))
        work.flush()
        work.session.add(Department(agency_id=agency.id, name="가과"))
        with pytest.raises(RuleBroken) as broken:
            work.flush()
        work.roll_back()
    assert broken.value.fields == {"name": "같은 이름의 부서가 있습니다."}
    assert broken.value.code == RULE.name


def test_a_check_becomes_the_message_of_its_field(explained: Database) -> None:
    with explained.write() as work:
        account = make_account(work)
        account.email = "UPPER@EXAMPLE.ORG"
        with pytest.raises(RuleBroken) as broken:
            work.flush()
        work.roll_back()
    assert set(broken.value.fields) == {"email"}


def test_an_unexplained_constraint_is_a_conflict(database: Database) -> None:
    database.constraints = ConstraintBook(Base.metadata, [])
    with database.write() as work:
        account = make_account(work)
        account.email = "UPPER@EXAMPLE.ORG"
        with pytest.raises(WrongState):
            work.flush()
        work.roll_back()
    assert count(database, Account) == 0


def test_after_a_broken_constraint_a_unit_reads_but_does_not_commit(explained: Database) -> None:
    work = explained.begin(is_writing=True)
    agency = make_agency(work)
    work.session.add_all(Department(agency_id=agency.id, name="가과") for _ in range(2))
    with pytest.raises(RuleBroken):
        work.flush()
    assert work.session.scalars(sa.select(Department)).all() == []
    with pytest.raises(RuntimeError):
        work.commit()
    work.roll_back()
    work.session.close()


def test_two_who_edit_the_same_row_do_not_overwrite_each_other(database: Database) -> None:
    with database.write() as work:
        account_id = make_account(work).id
    with database.read() as reader:
        seen = reader.session.get_one(Account, account_id)
        reader.session.expunge(seen)
    with database.write() as work:
        work.session.get_one(Account, account_id).name = "먼저"
    work = database.begin(is_writing=True)
    work.session.add(seen)
    seen.name = "나중"
    with pytest.raises(StaleVersion):
        work.flush()
    work.roll_back()
    work.session.close()


def test_an_entry_names_what_it_is_about(database: Database) -> None:
    with database.write() as work:
        account = Account(email="new@example.org", name="새", password_hash="", created_at=work.now)
        work.session.add(account)
        work.audit(SYSTEM, "accounts:account:created", account)
        assert account.id is not None
