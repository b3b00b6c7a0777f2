"""Signing up and confirming the address."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters, link_secret
from tests.support.people import PASSWORD, make_account
from webapp.accounts.enums import AccountState, ConsentKind
from webapp.accounts.models import Account, Consent, OneTimeToken
from webapp.accounts.queries import hash_token
from webapp.accounts.services import SignIn, SignUp, confirm_email, resend_confirmation, sign_in, sign_up
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.work import Work

ADDRESS = "203.0.113.7"


def command(**changed: str) -> SignUp:
    return SignUp(**{"email": "Hong@Example.org", "name": "홍길동", "password": PASSWORD, **changed})


def test_a_new_account_waits_for_its_address(work: Work) -> None:
    account = sign_up(work, command())
    assert account.state is AccountState.PENDING
    assert account.email == "hong@example.org"
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert [letter["to"] for letter in letters(work)] == ["hong@example.org"]
    given = work.session.scalars(sa.select(Consent.kind).where(Consent.account_id == account.id)).all()
    assert set(given) == {ConsentKind.TERMS, ConsentKind.PRIVACY}


def test_the_consents_hold_the_hash_of_what_was_read(work: Work) -> None:
    account = sign_up(work, command())
    rows = work.session.execute(
        sa.select(Consent.kind, Consent.text_sha256).where(Consent.account_id == account.id)
    )
    kept = {kind: text_hash for kind, text_hash in rows}  # noqa: C416  (a row is no pair to the type checker)
    privacy = (
        "개인정보 수집·이용에 동의합니다\n받는 것: 이메일 주소, 이름\n쓰는 곳: 본인 확인, 공모 진행 안내\n"
        "지우는 때: 탈퇴하면 지체 없이\n동의하지 않으실 수 있으나 그러면 회원으로 가입할 수 없습니다."
    )
    assert kept[ConsentKind.PRIVACY] == hashlib.sha256(privacy.encode()).hexdigest()
    assert kept[ConsentKind.TERMS] == hashlib.sha256("이용약관에 동의합니다".encode()).hexdigest()


def test_only_the_hash_of_the_link_is_stored(work: Work) -> None:
    sign_up(work, command())
    secret = link_secret(work, "accounts/confirm_email")
    assert work.session.scalars(sa.select(OneTimeToken.token_hash)).all() == [hash_token(secret)]


def test_the_link_makes_the_account_active_and_a_second_click_does_no_harm(work: Work) -> None:
    sign_up(work, command())
    secret = link_secret(work, "accounts/confirm_email")
    first, second = confirm_email(work, secret), confirm_email(work, secret)
    assert first is second
    assert first.state is AccountState.ACTIVE
    assert first.email_confirmed_at == work.now
    _token, actor = sign_in(work, SignIn("hong@example.org", PASSWORD), ADDRESS, "Firefox")
    assert actor.account_id == first.id


@pytest.mark.parametrize("secret", ["", "x", "nobody-ever-sent-this-link"])
def test_an_unknown_link_is_refused(work: Work, secret: str) -> None:
    with pytest.raises(WrongState):
        confirm_email(work, secret)


def test_a_link_goes_stale_and_a_new_one_can_be_had(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        sign_up(work, command())
        old = link_secret(work, "accounts/confirm_email")
    clock.advance(timedelta(days=2, seconds=1))
    with database.write() as work:
        with pytest.raises(WrongState):
            confirm_email(work, old)
        resend_confirmation(work, "hong@example.org")
        assert confirm_email(work, link_secret(work, "accounts/confirm_email")).state is AccountState.ACTIVE


def test_a_known_address_answers_alike_and_keeps_its_account(work: Work) -> None:
    known = make_account(work, "주인", email="hong@example.org")
    before = known.password_hash
    assert sign_up(work, command(name="다른 이름")) is known
    assert (known.name, known.password_hash) == ("주인", before)
    assert [letter["template"] for letter in letters(work)] == ["accounts/already_known"]


def test_nobody_gets_an_address_confirmed_for_a_password_of_theirs(work: Work) -> None:
    # A stranger signs up with the same address after its owner: the owner's link keeps the owner's password.
    sign_up(work, command())
    owners_link = link_secret(work, "accounts/confirm_email")
    sign_up(work, command(password="모르는 사람이 정한 비밀번호"))
    confirm_email(work, owners_link)
    with pytest.raises(RuleBroken):
        sign_in(work, SignIn("hong@example.org", "모르는 사람이 정한 비밀번호"), ADDRESS, "")
    assert sign_in(work, SignIn("hong@example.org", PASSWORD), ADDRESS, "")[1].name == "홍길동"


def test_links_are_not_sent_without_end(work: Work) -> None:
    for _ in range(6):
        sign_up(work, command())
    assert len(letters(work)) == 3
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1


def test_nobody_hears_whether_an_address_waits(work: Work) -> None:
    make_account(work, email="active@example.org")
    resend_confirmation(work, "active@example.org")
    resend_confirmation(work, "nobody@example.org")
    assert letters(work) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "hong"}, "email"),
        ({"email": "홍@example.org"}, "email"),
        ({"email": "hong@localhost"}, "email"),
        ({"email": "a@b@c.kr"}, "email"),
        ({"name": " "}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "hong@example.org"}, "password"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(work: Work, changed: dict[str, str], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign_up(work, command(**changed))
    assert set(refused.value.fields) == {field}
