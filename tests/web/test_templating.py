"""What the frame costs: nothing is asked twice that is the same for everybody."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import make_account, sign_in
from tests.support.statements import counted_statements
from webapp.core.database import Database
from webapp.core.i18n import use_locale
from webapp.web.templating import remembered


def test_an_answer_is_remembered_for_a_while() -> None:
    asked: list[bool] = []

    def ask() -> bool:
        asked.append(True)
        return len(asked) > 1

    once, anew = remembered(ask, 60), remembered(ask, 0)
    assert [once(), once()] == [False, False]
    assert len(asked) == 1
    assert [anew(), anew()] == [True, True]
    assert len(asked) == 3


def test_the_frame_of_a_visitor_costs_no_statement(app: Flask, client: FlaskClient) -> None:
    client.get("/about")
    with counted_statements(app) as statements:
        assert client.get("/about").status_code == 200
    assert statements == []


def test_whoever_is_signed_in_is_looked_up_once(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        account = make_account(work)
    sign_in(client, database, account.id)
    client.get("/about")
    with counted_statements(app) as statements:
        assert client.get("/about").status_code == 200
    assert len(statements) == 2


def test_macros_speak_the_language_of_each_reader(client: FlaskClient) -> None:
    korean = client.get("/about", headers={"Accept-Language": "ko"}).text
    english = client.get("/about", headers={"Accept-Language": "en"}).text
    assert "글자 크기" in korean
    assert "글자 크기" not in english


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2026-03-10", "2026. 3. 10."),
        ("2026-03-10T15:30:00+00:00", "2026. 3. 11."),
        (date(2026, 3, 10), "2026. 3. 10."),
    ],
)
def test_letters_carry_days_and_moments_as_text(app: Flask, value: object, shown: str) -> None:
    with use_locale("ko"):
        assert app.jinja_env.from_string("{{ value | date }}").render(value=value) == shown
