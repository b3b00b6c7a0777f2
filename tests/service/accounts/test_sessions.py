"""Signing in, its limits, and sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import PASSWORD, PASSWORD_HASH, actor_for, make_account
from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, AccountSession, SignInAttempt
from webapp.accounts.queries import actor_of_session, hash_token
from webapp.accounts.services import (
    SessionLife,
    SignIn,
    end_other_sessions,
    end_session,
    sign_in,
    touch_session,
)
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, TooMany
from webapp.core.work import Work

HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def account(database: Database) -> Account:
    with database.write() as work:
        return make_account(work, email="hong@example.org")


def attempt(database: Database, password: str, address: str = HOME, email: str = "hong@example.org") -> str:
    with database.write() as work:
        return sign_in(work, SignIn(email, password), address, "Firefox")[0]


def fail(database: Database, times: int, address: str = HOME, email: str = "hong@example.org") -> None:
    for _ in range(times):
        with pytest.raises(RuleBroken):
            attempt(database, "틀린 비밀번호입니다", address, email)


def test_the_token_leads_to_the_actor_and_only_its_hash_is_stored(
    database: Database, account: Account
) -> None:
    token = attempt(database, PASSWORD)
    with database.read() as work:
        actor = actor_of_session(work, token)
        session = work.session.scalars(sa.select(AccountSession)).one()
        work.session.expunge(session)
    assert actor is not None
    assert (actor.account_id, actor.session_id) == (account.id, session.id)
    assert (session.token_hash, session.address, session.user_agent) == (hash_token(token), HOME, "Firefox")


def test_an_old_hash_is_made_anew(database: Database, account: Account) -> None:
    attempt(database, PASSWORD)
    with database.read() as work:
        stored = work.session.get_one(Account, account.id).password_hash
    assert stored != PASSWORD_HASH
    assert "m=19456,t=2,p=1" in stored


@pytest.mark.parametrize("email", ["hong@example.org", "nobody@example.org", "keine Adresse", ""])
def test_the_refusal_does_not_tell_who_has_an_account(database: Database, email: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        attempt(database, "틀린 비밀번호입니다", email=email)
    assert (refused.value.code, refused.value.fields) == ("credentials", {})


def test_failures_are_counted_though_nothing_else_is_kept(database: Database) -> None:
    fail(database, 2)
    with database.read() as work:
        assert work.session.scalars(sa.select(SignInAttempt.is_success)).all() == [False, False]


def test_ten_failures_close_the_door_for_a_while(database: Database, clock: FixedClock) -> None:
    fail(database, 9)
    clock.advance(timedelta(minutes=5))
    fail(database, 1)
    with pytest.raises(TooMany) as refused:
        attempt(database, PASSWORD)
    assert refused.value.retry_after == 10 * 60
    clock.advance(timedelta(minutes=10))
    assert attempt(database, PASSWORD)


def test_who_signed_in_from_here_before_is_not_locked_out_by_others(database: Database) -> None:
    attempt(database, PASSWORD, HOME)
    fail(database, 10, ELSEWHERE)
    with pytest.raises(TooMany):
        attempt(database, PASSWORD, ELSEWHERE)
    assert attempt(database, PASSWORD, HOME)


def test_one_address_cannot_try_many_accounts(database: Database) -> None:
    with database.write() as work:
        work.session.add_all(
            SignInAttempt(email_hash=f"{n:064}", address=ELSEWHERE, is_success=False, at=work.now)
            for n in range(50)
        )
    with pytest.raises(TooMany):
        attempt(database, PASSWORD, ELSEWHERE)
    assert attempt(database, PASSWORD, HOME)


def test_the_state_of_an_account_is_told_only_to_its_owner(database: Database, account: Account) -> None:
    for state in (AccountState.PENDING, AccountState.SUSPENDED):
        with database.write() as work:
            work.session.get_one(Account, account.id).state = state
        with pytest.raises(RuleBroken) as refused:
            attempt(database, "틀린 비밀번호입니다")
        assert refused.value.code == "credentials"
        with pytest.raises((RuleBroken, NotPermitted)) as told:
            attempt(database, PASSWORD)
        assert told.value.code in {"unconfirmed", "not_permitted"}


def test_a_session_ends_when_it_is_not_used(database: Database, clock: FixedClock) -> None:
    token = attempt(database, PASSWORD)
    clock.advance(timedelta(hours=12))
    with database.read() as work:
        assert actor_of_session(work, token) is None


def test_use_keeps_a_session_alive_but_not_for_ever(database: Database, clock: FixedClock) -> None:
    token = attempt(database, PASSWORD)
    life = SessionLife(idle=timedelta(hours=12), longest=timedelta(days=2))
    with database.read() as work:
        session_id = work.session.scalars(sa.select(AccountSession.id)).one()
    for hours in (11, 11, 11):
        clock.advance(timedelta(hours=hours))
        touch_session(database, session_id, life)
        with database.read() as work:
            assert actor_of_session(work, token) is not None
    clock.advance(timedelta(hours=15))
    with database.read() as work:
        assert actor_of_session(work, token) is None


def test_use_is_noted_every_few_minutes_only(database: Database, clock: FixedClock) -> None:
    attempt(database, PASSWORD)
    with database.read() as work:
        started = work.session.scalars(sa.select(AccountSession)).one()
        work.session.expunge(started)
    clock.advance(timedelta(minutes=4))
    touch_session(database, started.id, SessionLife())
    with database.read() as work:
        assert work.session.get_one(AccountSession, started.id).last_seen_at == started.last_seen_at


def test_one_or_all_other_sessions_can_be_ended(work: Work) -> None:
    make_account(work, email="kim@example.org")
    tokens = [sign_in(work, SignIn("kim@example.org", PASSWORD), HOME, f"기기 {n}")[0] for n in range(3)]
    actor = actor_of_session(work, tokens[0])
    other = actor_of_session(work, tokens[1])
    assert actor is not None
    assert other is not None
    end_session(work, actor, other.session_id or 0)
    end_session(work, actor, other.session_id or 0)
    assert actor_of_session(work, tokens[1]) is None
    assert end_other_sessions(work, actor) == 1
    assert actor_of_session(work, tokens[2]) is None
    assert actor_of_session(work, tokens[0]) is not None


def test_nobody_ends_another_persons_session(work: Work) -> None:
    make_account(work, email="kim@example.org")
    token, _actor = sign_in(work, SignIn("kim@example.org", PASSWORD), HOME, "")
    session_id = work.session.scalars(sa.select(AccountSession.id)).one()
    stranger = actor_for(work, make_account(work, "남"))
    with pytest.raises(NotFound):
        end_session(work, stranger, session_id)
    assert actor_of_session(work, token) is not None
