"""New passwords, and passwords asked for again."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters, link_secret
from tests.support.people import PASSWORD, actor_for, make_account
from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account, AccountSession
from webapp.accounts.services import (
    ChangePassword,
    ResetPassword,
    SignIn,
    SignUp,
    change_password,
    close_account,
    request_reset,
    reset_password,
    sign_in,
    sign_up,
)
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import RuleBroken, TooMany, WrongState
from webapp.core.work import Work

EMAIL = "hong@example.org"
NEW = "새로 정한 아주 긴 문장"


def test_a_reset_ends_every_session_and_works_once(work: Work) -> None:
    make_account(work, email=EMAIL)
    sign_in(work, SignIn(EMAIL, PASSWORD), "", "")
    request_reset(work, EMAIL)
    secret = link_secret(work, "accounts/reset_password")
    reset_password(work, ResetPassword(secret, NEW))
    assert work.session.scalars(sa.select(AccountSession.ended_at)).all() == [work.now]
    assert sign_in(work, SignIn(EMAIL, NEW), "", "")
    with pytest.raises(RuleBroken):
        sign_in(work, SignIn(EMAIL, PASSWORD), "", "")
    with pytest.raises(WrongState):
        reset_password(work, ResetPassword(secret, PASSWORD))


def test_the_newest_reset_makes_the_older_links_worthless(work: Work) -> None:
    make_account(work, email=EMAIL)
    request_reset(work, EMAIL)
    old = link_secret(work, "accounts/reset_password")
    request_reset(work, EMAIL)
    reset_password(work, ResetPassword(link_secret(work, "accounts/reset_password"), NEW))
    with pytest.raises(WrongState):
        reset_password(work, ResetPassword(old, PASSWORD))


def test_a_weak_password_does_not_use_the_link_up(work: Work) -> None:
    make_account(work, email=EMAIL)
    request_reset(work, EMAIL)
    secret = link_secret(work, "accounts/reset_password")
    with pytest.raises(RuleBroken):
        reset_password(work, ResetPassword(secret, "password123!"))
    assert reset_password(work, ResetPassword(secret, NEW)).email == EMAIL


def test_a_reset_also_proves_the_address_of_who_never_confirmed_it(work: Work) -> None:
    sign_up(work, SignUp(EMAIL, "홍길동", PASSWORD))
    request_reset(work, EMAIL)
    account = reset_password(work, ResetPassword(link_secret(work, "accounts/reset_password"), NEW))
    assert account.state is AccountState.ACTIVE
    assert sign_in(work, SignIn(EMAIL, NEW), "", "")


def test_suspended_and_unknown_addresses_get_nothing(work: Work) -> None:
    make_account(work, email=EMAIL).state = AccountState.SUSPENDED
    request_reset(work, EMAIL)
    request_reset(work, "nobody@example.org")
    assert letters(work) == []


def test_letters_are_not_sent_without_end(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        make_account(work, email=EMAIL)
        for _ in range(6):
            request_reset(work, EMAIL)
        assert len(letters(work)) == 3
    clock.advance(timedelta(hours=1))
    with database.write() as work:
        request_reset(work, EMAIL)
        assert len(letters(work)) == 4


def test_a_changed_password_keeps_this_session_only(work: Work) -> None:
    make_account(work, email=EMAIL)
    here = sign_in(work, SignIn(EMAIL, PASSWORD), "", "")[1]
    sign_in(work, SignIn(EMAIL, PASSWORD), "", "")
    change_password(work, here, ChangePassword(PASSWORD, NEW))
    open_ids = work.session.scalars(sa.select(AccountSession.id).where(AccountSession.ended_at.is_(None)))
    assert open_ids.all() == [here.session_id]


def test_who_took_over_a_session_cannot_try_passwords_without_end(database: Database) -> None:
    with database.write() as work:
        actor = actor_for(work, make_account(work, email=EMAIL))
    for _ in range(5):
        with database.write() as work, pytest.raises(RuleBroken):
            change_password(work, actor, ChangePassword("틀린 비밀번호입니다", NEW))
        with database.write() as work, pytest.raises(RuleBroken):
            close_account(work, actor, "틀린 비밀번호입니다")
    with database.write() as work, pytest.raises(TooMany):
        change_password(work, actor, ChangePassword(PASSWORD, NEW))


def test_a_password_typed_letter_by_letter_is_the_same(work: Work) -> None:
    make_account(work, email=EMAIL)
    actor = actor_for(work, work.session.scalars(sa.select(Account)).one())
    change_password(work, actor, ChangePassword(PASSWORD, "우리집강아지는복슬강아지"))
    decomposed = unicodedata.normalize("NFD", "우리집강아지는복슬강아지")
    assert sign_in(work, SignIn(EMAIL, decomposed), "", "")
