"""What is no longer needed goes, what is needed stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.people import PASSWORD, make_account
from webapp.accounts.enums import AccountState
from webapp.accounts.jobs import purge_accounts
from webapp.accounts.models import Account, AccountSession, Consent, OneTimeToken, SignInAttempt
from webapp.accounts.services import SignIn, SignUp, confirm_email, purge, request_reset, sign_in, sign_up
from webapp.core.audit import verify_chain
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
