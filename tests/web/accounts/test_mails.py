"""The letters of accounts, as they arrive: in the reader's language, with one link and no gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.support.people import make_account
from webapp.accounts import mails
from webapp.accounts.enums import Role, Scope
from webapp.accounts.services import Invite, invite, request_reset
from webapp.core.database import Database
from webapp.core.outbox import Letter
from webapp.core.policy import SYSTEM
from webapp.core.work import Work
from webapp.web.mail import compose

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "mail" / "accounts"
#: Hangul that stays in English letters: what people wrote.
DATA = {"까닭", "차", "심사"}
EXPIRES = "2026-03-12T03:00:00+00:00"


def every_letter(work: Work, locale: str) -> list[Letter]:
    account = make_account(work, "홍길동" if locale == "ko" else "Jane Doe", email="hong@example.org")
    account.locale = locale
    invitation = invite(work, SYSTEM, Invite("hong@example.org", "", Role.JUDGE, Scope.ROUND, 1, "1차 심사"))
    return [
        mails.confirm_email(work, account, "secret", EXPIRES, "/ideas"),
        mails.already_known(work, account),
        mails.reset_password(work, account, "secret", EXPIRES),
        mails.password_changed(work, account),
        mails.account_suspended(account, "까닭"),
        mails.account_restored(work, account),
        mails.account_closed(account.email, account.name, locale),
        mails.invitation(work, invitation, locale),
    ]


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_letter_reads_well(app: Flask, work: Work, locale: str) -> None:
    letters = every_letter(work, locale)
    assert {f"{letter.template}.mail" for letter in letters} == {
        f"accounts/{path.name}" for path in FOLDER.glob("*.mail")
    }
    with app.app_context():
        for letter in letters:
            message = compose(letter.payload())
            for text in (message.subject, message.body, message.html):
                assert text, letter.template
                assert "%(" not in text, letter.template
                assert "을(를)" not in text, letter.template
            hangul = set(re.findall("[가-힣]+", f"{message.subject} {message.body}"))
            assert locale == "ko" or hangul <= DATA, letter.template
            link = str(letter.facts.get("link", ""))
            assert link in str(message.body)
            assert link.replace("&", "&amp;") in str(message.html)


def test_letters_are_compiled_once(app: Flask, work: Work) -> None:
    letter, *_others = every_letter(work, "ko")
    with app.app_context():
        compose(letter.payload())
        layouts = dict(app.extensions["letter_layouts"])
        compose(letter.payload())
        assert app.extensions["letter_layouts"] == layouts
        assert set(layouts) == {"mail/base.txt", "mail/base.html"}


def test_a_letter_leaves_the_outbox_as_mail(app: Flask, database: Database) -> None:
    with database.write() as work:
        make_account(work, "홍길동", email="hong@example.org")
        request_reset(work, "hong@example.org")
    jobs = app.extensions["jobs"]
    assert jobs.deliver_due() == 1
    assert jobs.deliver_due() == 0
    (message,) = app.config["MAIL_MEMORY"]
    assert message.recipients == ["hong@example.org"]
    assert message.subject == "[모두의 도전] 비밀번호를 새로 정해 주십시오"
    assert "http://localhost/password/new/" in message.body


def test_the_clock_brings_what_was_forgotten(app: Flask, database: Database) -> None:
    with database.write() as work:
        make_account(work, email="hong@example.org")
        request_reset(work, "hong@example.org")
    jobs = app.extensions["jobs"]
    jobs.tick()
    assert len(jobs.huey) == 1
