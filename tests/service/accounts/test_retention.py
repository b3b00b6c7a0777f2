"""What is no longer needed goes, what is needed stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.people import PASSWORD, actor_for, make_account
from webapp.accounts.enums import AccountState
from webapp.accounts.jobs import purge_accounts
from webapp.accounts.models import Account, AccountSession, Consent, OneTimeToken, SignInAttempt
from webapp.accounts.services import (
    SignIn,
    SignUp,
    close_account,
    confirm_email,
    purge,
    request_reset,
    sign_in,
    sign_up,
)
from webapp.core.audit import AuditEntry, verify_chain
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage, OutboxState, settle
from webapp.core.parking import ParkedForm, park
from webapp.core.work import Work


def rows(work: Work, table: Any) -> int:
    return work.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def live_a_little(work: Work) -> None:
    """Somebody signs in, forgets the password and leaves a form; somebody else never confirms the address."""
    make_account(work, email="hong@example.org")
    sign_in(work, SignIn("hong@example.org", PASSWORD), "203.0.113.7", "Firefox")
    request_reset(work, "hong@example.org")
    sign_up(work, SignUp("later@example.org", "나중에", PASSWORD))
    request_reset(work, "later@example.org")
    park(work.session, path="/ideas", fields=[("title", "제목")], account_id=None, now=work.now)


def test_nothing_goes_while_it_is_needed(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        live_a_little(work)
    clock.advance(timedelta(minutes=30))
    with database.write() as work:
        assert sum(purge(work).values()) == 0


def test_everything_goes_in_its_time(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        live_a_little(work)
    clock.advance(timedelta(days=120))
    purge_accounts(database)
    purge_accounts(database)
    with database.read() as work:
        for table in (OneTimeToken, SignInAttempt, AccountSession, ParkedForm, Consent):
            assert rows(work, table) == 0, table
        assert work.session.scalars(sa.select(Account.email)).all() == ["hong@example.org"]
        assert verify_chain(work.session).broken_at is None


def test_a_confirmed_account_never_goes_by_itself(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        sign_up(work, SignUp("hong@example.org", "홍길동", PASSWORD))
        link: str = letters(work)[0]["facts"]["link"]
        confirm_email(work, link.rsplit("/", 1)[-1])
    clock.advance(timedelta(days=4000))
    with database.write() as work:
        purge(work)
        assert work.session.scalars(sa.select(Account.state)).all() == [AccountState.ACTIVE]
        assert rows(work, Consent) == 2


def test_a_secret_leaves_the_outbox_when_it_was_delivered(work: Work) -> None:
    make_account(work, email="hong@example.org")
    request_reset(work, "hong@example.org")
    work.flush()
    message = work.session.scalars(sa.select(OutboxMessage)).one()
    settle(work.session, message.id, attempts=1, error="", now=work.now)
    assert message.payload == {"template": "accounts/reset_password", "locale": "ko", "is_secret": True}


def test_a_secret_leaves_the_dead_letters_after_a_while(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        make_account(work, email="hong@example.org")
        request_reset(work, "hong@example.org")
        work.flush()
        work.session.scalars(sa.select(OutboxMessage)).one().state = OutboxState.DEAD
    clock.advance(timedelta(days=3))
    with database.write() as work:
        assert purge(work)["secrets"] == 1
        assert purge(work)["secrets"] == 0
        assert "hong@example.org" not in str(work.session.scalars(sa.select(OutboxMessage.payload)).all())


def test_a_new_link_is_sent_though_the_rows_of_older_ones_went(database: Database, clock: FixedClock) -> None:
    """SQLite gives the ids of deleted rows out again; a letter must not be taken for one sent long ago."""
    for turn in range(1, 4):
        with database.write() as work:
            if turn == 1:
                make_account(work, email="hong@example.org")
            request_reset(work, "hong@example.org")
            sign_up(work, SignUp(f"new{turn}@example.org", "새로", PASSWORD))
        with database.read() as work:
            assert len(letters(work, "accounts/reset_password")) == turn
            assert len(letters(work, "accounts/confirm_email")) == turn
        clock.advance(timedelta(days=40))
        purge_accounts(database)


def test_no_account_gets_the_id_of_one_that_went(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        first = sign_up(work, SignUp("later@example.org", "나중에", PASSWORD)).id
    clock.advance(timedelta(days=40))
    purge_accounts(database)
    with database.write() as work:
        assert sign_up(work, SignUp("next@example.org", "다음", PASSWORD)).id > first


def test_what_was_purged_is_in_the_audit(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        live_a_little(work)
    clock.advance(timedelta(days=120))
    purge_accounts(database)
    purge_accounts(database)
    with database.read() as work:
        entry = work.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "accounts:retention:purged")
        ).one()
        assert entry.actor_kind == "system"
        assert entry.after["accounts"] == 1


def deliver_all(work: Work) -> None:
    """Mark what waits as delivered."""
    work.flush()
    for message in work.session.scalars(sa.select(OutboxMessage)).all():
        settle(work.session, message.id, attempts=1, error="", now=work.now)


def test_letters_keep_nobodys_address_for_long(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        make_account(work, email="hong@example.org")
        sign_up(work, SignUp("hong@example.org", "홍길동", PASSWORD))
        deliver_all(work)
    clock.advance(timedelta(days=29))
    with database.write() as work:
        assert purge(work)["letters"] == 0
        assert letters(work)[0]["to"] == "hong@example.org"
    clock.advance(timedelta(days=2))
    with database.write() as work:
        assert purge(work)["letters"] == 1
        assert purge(work)["letters"] == 0
        assert letters(work) == [{"template": "accounts/already_known", "locale": "ko"}]


def test_who_leaves_is_forgotten_by_the_letters_too(work: Work) -> None:
    account = make_account(work, email="hong@example.org", name="홍길동")
    make_account(work, email="kim@example.org")
    for email in ("hong@example.org", "kim@example.org"):
        sign_up(work, SignUp(email, "누구", PASSWORD))
    deliver_all(work)
    close_account(work, actor_for(work, account), PASSWORD)
    sent = [letter.get("to") for letter in letters(work, "accounts/already_known")]
    assert sent == [None, "kim@example.org"]
