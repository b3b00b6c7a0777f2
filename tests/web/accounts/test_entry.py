"""Signing up, in and out, and a forgotten password, as a reader does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.accounts import letters, link_secret
from tests.support.pages import submit
from tests.support.people import PASSWORD, make_account, sign_in
from webapp.core.clock import FixedClock
from webapp.core.database import Database

EMAIL = "hong@example.org"
NEW = {"email": EMAIL, "name": "홍길동", "password": PASSWORD, "terms": "y", "privacy": "y"}
RIGHT = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
def account_id(database: Database) -> int:
    with database.write() as work:
        return make_account(work, "홍길동", email=EMAIL).id


def secret_of(database: Database, template: str) -> str:
    with database.read() as work:
        return link_secret(work, template)


def test_from_nothing_to_signed_in(client: FlaskClient, database: Database) -> None:
    sent = submit(client, "/sign-up?next=/ideas", NEW)
    assert (sent.status_code, sent.location) == (303, "/sign-up/sent?next=/ideas")
    with database.read() as work:
        link = letters(work, "accounts/confirm_email")[-1]["facts"]["link"].removeprefix("http://localhost")
    assert "가입 마치기" in client.get(link).text
    confirmed = submit(client, link, {})
    assert (confirmed.status_code, confirmed.location) == (303, "/sign-in?next=/ideas")
    entered = submit(client, confirmed.location, RIGHT)
    assert (entered.status_code, entered.location) == (303, "/ideas")
    assert "홍길동" in client.get("/about").text


def test_opening_the_link_alone_confirms_nothing(client: FlaskClient, database: Database) -> None:
    submit(client, "/sign-up", NEW)
    path = f"/sign-up/confirm/{secret_of(database, 'accounts/confirm_email')}"
    client.get(path)
    client.head(path)
    refused = submit(client, "/sign-in", RIGHT)
    assert refused.status_code == 422
    assert "확인이 아직 끝나지 않았습니다" in refused.text


@pytest.mark.parametrize("missing", ["terms", "privacy"])
def test_nobody_signs_up_without_both_consents(client: FlaskClient, database: Database, missing: str) -> None:
    data = {name: value for name, value in NEW.items() if name != missing}
    response = submit(client, "/sign-up", data)
    assert response.status_code == 422
    assert 'value="홍길동"' in response.text
    with database.read() as work:
        assert letters(work) == []


def test_a_known_and_an_unknown_address_get_the_same_answer(client: FlaskClient, account_id: int) -> None:
    known = submit(client, "/sign-up", NEW)
    unknown = submit(client, "/sign-up", {**NEW, "email": f"other{account_id}@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    for path in ("/password/forgotten", "/sign-up/resend"):
        known = submit(client, path, {"email": EMAIL})
        unknown = submit(client, path, {"email": "nobody@example.org"})
        assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
        assert known.status_code == 303


def test_a_wrong_password_keeps_the_address_only(client: FlaskClient, account_id: int) -> None:
    response = submit(client, "/sign-in", {"email": EMAIL, "password": f"틀린 비밀번호 {account_id}"})
    assert response.status_code == 422
    assert f'value="{EMAIL}"' in response.text
    assert "틀린 비밀번호" not in response.text


def test_too_many_failures_say_when_to_come_back(client: FlaskClient, account_id: int) -> None:
    for _ in range(10):
        assert (
            submit(client, "/sign-in", {"email": EMAIL, "password": f"틀림{account_id}"}).status_code == 422
        )
    response = submit(client, "/sign-in", RIGHT)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "2026. 3. 10.(화) 12:15" in response.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
    ],
)
def test_nobody_is_led_elsewhere(client: FlaskClient, account_id: int, target: str) -> None:
    assert account_id
    response = client.get("/sign-in", query_string={"next": target})
    page = client.post(
        "/sign-in",
        query_string={"next": target},
        data={**RIGHT, "csrf_token": _token(response.text)},
    )
    assert (page.status_code, page.location) == (303, "/")


def _token(html: str) -> str:
    return html.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_signing_out_is_for_good(client: FlaskClient, database: Database, account_id: int) -> None:
    sign_in(client, database, account_id)
    with client.session_transaction() as session:
        token = session["_user_id"]
    assert submit(client, "/sign-out", {}, page="/account").status_code == 303
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get("/account").status_code == 303


def test_a_forgotten_password_is_set_anew_and_every_device_signed_out(
    app: Flask, client: FlaskClient, database: Database, account_id: int
) -> None:
    other = app.test_client()
    sign_in(other, database, account_id)
    submit(client, "/password/forgotten", {"email": EMAIL})
    path = f"/password/new/{secret_of(database, 'accounts/reset_password')}"
    short = submit(client, path, {"password": "짧다"})
    assert short.status_code == 422
    saved = submit(client, path, {"password": "새로 정한 아주 긴 문장"})
    assert (saved.status_code, saved.location) == (303, "/sign-in")
    assert other.get("/account").status_code == 303
    assert submit(client, "/sign-in", RIGHT).status_code == 422
    assert submit(client, "/sign-in", {**RIGHT, "password": "새로 정한 아주 긴 문장"}).status_code == 303
    assert client.get(path).status_code == 410


def test_a_reset_link_lasts_an_hour(
    client: FlaskClient, database: Database, account_id: int, clock: FixedClock
) -> None:
    assert account_id
    submit(client, "/password/forgotten", {"email": EMAIL})
    path = f"/password/new/{secret_of(database, 'accounts/reset_password')}"
    page = client.get(path)
    clock.advance(timedelta(hours=1))
    assert client.get(path).status_code == 410
    late = client.post(path, data={"password": "새로 정한 아주 긴 문장", "csrf_token": _token(page.text)})
    assert late.status_code == 409


def test_the_account_decides_the_language_of_a_new_browser(
    client: FlaskClient, database: Database, account_id: int
) -> None:
    with database.write() as work:
        make_account(work, "Jane", email="jane@example.org").locale = "en"
    assert account_id
    submit(client, "/sign-in", {**RIGHT, "email": "jane@example.org"})
    assert '<html lang="en"' in client.get("/about").text


def test_use_slides_the_idle_time_and_idleness_ends_the_session(
    client: FlaskClient, account_id: int, clock: FixedClock
) -> None:
    assert account_id
    submit(client, "/sign-in", RIGHT)
    for _ in range(3):
        clock.advance(timedelta(hours=11))
        assert client.get("/account").status_code == 200
    clock.advance(timedelta(hours=12))
    assert client.get("/account").status_code == 303
