"""Nothing typed is lost: a session that ended, a stale token, a conflict. And nobody else gets at it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.pages import csrf_token, submit
from tests.support.people import PASSWORD, make_account, sign_in
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.parking import MAX_CHARACTERS, ParkedForm

FORM = "/account/organisations/new"
EMAIL = "hong@example.org"
TYPED = {"kind": "team", "name": "밤새워 지은 긴 이름", "representative": "홍길동"}
RIGHT = {"email": EMAIL, "password": PASSWORD}
HERE = {"Origin": "http://localhost"}


@pytest.fixture
def account_id(database: Database) -> int:
    with database.write() as work:
        return make_account(work, "홍길동", email=EMAIL).id


@pytest.fixture
def writer(client: FlaskClient, database: Database, account_id: int) -> FlaskClient:
    sign_in(client, database, account_id)
    return client


def send_too_late(
    writer: FlaskClient, clock: FixedClock, typed: dict[str, str] | None = None
) -> TestResponse:
    """Open the form, think for a week, send it."""
    token = csrf_token(writer, FORM)
    clock.advance(timedelta(days=7))
    return writer.post(FORM, data={"csrf_token": token, **(typed or TYPED)}, headers=HERE)


def kept_link(page: TestResponse) -> str:
    match = re.search(r'href="([^"]+\?kept=[^"]+)"', page.text)
    assert match
    return html.unescape(match.group(1))


def parked(database: Database) -> list[dict[str, str]]:
    with database.read() as work:
        return [dict(fields) for fields in work.session.scalars(sa.select(ParkedForm.fields))]


def test_a_form_sent_after_the_session_ended_comes_back_filled(
    writer: FlaskClient, clock: FixedClock
) -> None:
    late = send_too_late(writer, clock)
    assert late.status_code == 303
    assert late.location.startswith(f"/sign-in?next={FORM}?kept")
    assert "적던 내용은 보관했으니" in writer.get(late.location).text
    entered = submit(writer, late.location, RIGHT)
    assert entered.status_code == 303
    page = writer.get(entered.location)
    assert page.status_code == 200
    assert 'value="밤새워 지은 긴 이름"' in page.text
    assert 'value="홍길동"' in page.text
    assert re.search(r'checked[^>]*value="team"|value="team"[^>]*checked', page.text)
    assert submit(writer, entered.location, TYPED).status_code == 303


def test_another_account_does_not_get_it(
    app: Flask, writer: FlaskClient, database: Database, clock: FixedClock
) -> None:
    target = send_too_late(writer, clock).location.partition("next=")[2]
    with database.write() as work:
        other_id = make_account(work, "남").id
    other = app.test_client()
    sign_in(other, database, other_id)
    page = other.get(target.replace("%3D", "="))
    assert page.status_code == 200
    assert "밤새워" not in page.text


def test_a_wrong_token_says_so_and_leads_back(writer: FlaskClient) -> None:
    page = writer.post(FORM, data={"csrf_token": "forged", **TYPED}, headers=HERE)
    assert page.status_code == 400
    assert "보안 확인값이 맞지 않아" in page.text
    assert 'value="밤새워 지은 긴 이름"' in writer.get(kept_link(page)).text


def test_a_wrong_token_keeps_it_for_its_writer_only(
    app: Flask, writer: FlaskClient, database: Database
) -> None:
    link = kept_link(writer.post(FORM, data={"csrf_token": "forged", **TYPED}, headers=HERE))
    with database.write() as work:
        other_id = make_account(work, "남").id
    other = app.test_client()
    sign_in(other, database, other_id)
    assert "밤새워" not in other.get(link).text


def test_a_browser_that_lost_its_cookies_gets_it_back_too(client: FlaskClient, account_id: int) -> None:
    assert account_id
    page = client.post(FORM, data=TYPED, headers=HERE)
    assert page.status_code == 400
    asked = client.get(kept_link(page))
    assert asked.status_code == 303
    entered = submit(client, asked.location, RIGHT)
    assert 'value="밤새워 지은 긴 이름"' in client.get(entered.location).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/http://localhost/"},
        {},
    ],
)
def test_nobody_else_puts_words_into_a_form(
    writer: FlaskClient, database: Database, headers: dict[str, str]
) -> None:
    page = writer.post(FORM, data={"csrf_token": "forged", **TYPED}, headers=headers)
    assert page.status_code == 400
    assert "kept=" not in page.text
    assert parked(database) == []


def test_what_was_kept_opens_only_its_own_page(writer: FlaskClient) -> None:
    link = kept_link(writer.post(FORM, data={"csrf_token": "forged", **TYPED}, headers=HERE))
    token = link.partition("kept=")[2]
    assert "밤새워" not in writer.get(f"/account?kept={token}").text
    assert "밤새워" not in writer.get(f"{FORM}?kept={token}x").text


def test_it_is_kept_for_a_day(writer: FlaskClient, clock: FixedClock) -> None:
    link = kept_link(writer.post(FORM, data={"csrf_token": "forged", **TYPED}, headers=HERE))
    clock.advance(timedelta(hours=11))
    assert "밤새워" in writer.get(link).text
    clock.advance(timedelta(hours=11))
    assert "밤새워" in writer.get(link).text
    clock.advance(timedelta(hours=3))
    assert "밤새워" not in writer.get(link).text


def test_passwords_and_tokens_are_never_kept(client: FlaskClient, database: Database) -> None:
    data = {"csrf_token": "forged", "email": EMAIL, "password": PASSWORD, "current_password": PASSWORD}
    assert client.post("/sign-in", data=data, headers=HERE).status_code == 400
    assert parked(database) == [{"email": EMAIL}]


def test_a_flood_is_not_kept(writer: FlaskClient, database: Database) -> None:
    data = {**TYPED, "csrf_token": "forged", "name": "가" * (MAX_CHARACTERS + 1)}
    assert writer.post(FORM, data=data, headers=HERE).status_code == 400
    assert parked(database) == []


def test_programs_get_the_address_as_data(writer: FlaskClient, clock: FixedClock) -> None:
    token = csrf_token(writer, FORM)
    clock.advance(timedelta(days=7))
    response = writer.post(
        FORM, data={"csrf_token": token, **TYPED}, headers={**HERE, "Accept": "application/json"}
    )
    assert response.status_code == 401
    assert response.content_type == "application/problem+json; charset=utf-8"
    assert response.get_json()["code"] == "sign_in_needed"
    assert response.get_json()["kept_url"].startswith(f"{FORM}?kept=")


def test_a_button_pressed_too_late_leads_to_the_front(writer: FlaskClient, clock: FixedClock) -> None:
    token = csrf_token(writer, "/account/sessions")
    clock.advance(timedelta(days=7))
    late = writer.post("/account/sessions/end-others", data={"csrf_token": token, "n": "1"}, headers=HERE)
    assert (late.status_code, late.location) == (303, "/sign-in?next=/")
