"""The demonstration's mailbox: there while the demo is, and never a way to other people's letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from tests.support.html import faults
from tests.support.people import make_account, sign_in
from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.outbox import Letter
from webapp.web.mail import deliver_letter


def enlist(database: Database, *, is_pending: bool = False, is_demo: bool = True) -> Account:
    with database.write() as work:
        account = make_account(work, "정다운")
        account.is_demo = is_demo
        if is_pending:
            account.state, account.email_confirmed_at = AccountState.PENDING, None
    return account


def deliver(app: Flask, account: Account) -> None:
    letter = Letter(
        account.email,
        "accounts/confirm_email",
        facts={
            "name": account.name,
            "expires_at": "2026-03-12T03:00:00+00:00",
            "link": "http://localhost/sign-up/confirm/abc",
            "link_label": "이메일 주소 확인하기",
        },
    )
    with app.test_request_context():
        deliver_letter(letter.payload())


def test_without_the_demo_there_is_no_mailbox(app: Flask, client: FlaskClient, database: Database) -> None:
    account = enlist(database, is_demo=False)
    deliver(app, account)
    assert client.get("/mailbox").status_code == 404


def test_a_newcomer_finds_the_link_by_the_address(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    enlist(database)
    newcomer = enlist(database, is_pending=True)
    deliver(app, newcomer)
    response = client.get("/mailbox", query_string={"email": newcomer.email.upper()})
    assert response.status_code == 200
    assert 'href="http://localhost/sign-up/confirm/abc"' in response.text
    assert faults(response.text) == []


def test_nobody_reads_the_letters_of_somebody_who_can_sign_in(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    resident = enlist(database)
    deliver(app, resident)
    page = client.get("/mailbox", query_string={"email": resident.email})
    assert page.status_code == 200
    assert "confirm/abc" not in page.text
    assert "가입 확인을 기다리는 주소가 아닙니다" in page.text
    assert faults(page.text) == []


def test_the_signed_in_read_their_own(app: Flask, client: FlaskClient, database: Database) -> None:
    resident, other = enlist(database), enlist(database)
    deliver(app, resident)
    sign_in(client, database, resident.id)
    assert "confirm/abc" in client.get("/mailbox").text
    stranger = app.test_client()
    sign_in(stranger, database, other.id)
    page = stranger.get("/mailbox", query_string={"email": resident.email})
    assert "confirm/abc" not in page.text
    assert "아직 온 메일이 없습니다" in page.text
    assert faults(page.text) == []


@pytest.fixture
def folder_settings(settings: Settings) -> Settings:
    """Letters go to a folder, as on a demonstration."""
    return replace(settings, mail_url=(settings.instance_path / "mail").as_uri())


def test_letters_in_a_folder_are_read(
    folder_settings: Settings, clock: FixedClock, database: Database
) -> None:
    enlist(database)
    newcomer = enlist(database, is_pending=True)
    app = create_app(folder_settings, clock=clock)
    client = app.test_client()
    assert "아직 온 메일이 없습니다" in client.get("/mailbox", query_string={"email": newcomer.email}).text
    deliver(app, newcomer)
    assert "confirm/abc" in client.get("/mailbox", query_string={"email": newcomer.email}).text
    app.extensions["platform"].database.engine.dispose()


def test_with_a_mail_server_there_is_no_mailbox(
    settings: Settings, clock: FixedClock, database: Database
) -> None:
    enlist(database)
    app = create_app(replace(settings, mail_url="smtp://mail.example.org"), clock=clock)
    assert app.test_client().get("/mailbox").status_code == 404
    app.extensions["platform"].database.engine.dispose()
