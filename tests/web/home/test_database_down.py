"""When the database does not answer, readers still get a page that says so, and nothing half done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from config import Settings
from tests.support.html import faults
from tests.support.people import make_account, sign_in
from webapp.app import create_app
from webapp.core.clock import FixedClock
from webapp.core.database import Database

PATHS = (
    "/",
    "/about",
    "/contests",
    "/ideas",
    "/reflection",
    "/search?q=도로",
    "/my",
    "/office",
    "/ideas/x/passport",
)


def refuse(*_arguments: object) -> None:
    """What the driver says when the file or the server is gone."""
    raise sqlite3.OperationalError("unable to open database file")


@pytest.fixture
def broken(app: Flask, database: Database) -> Iterator[Flask]:
    """The application whose database went away while somebody was signed in."""
    with database.write() as work:
        app.config["WHO"] = make_account(work).id
    engine = app.extensions["platform"].database.engine
    engine.dispose()
    event.listen(engine, "do_connect", refuse)
    yield app
    event.remove(engine, "do_connect", refuse)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_page_becomes_one_that_says_so(
    broken: Flask, database: Database, path: str, locale: str
) -> None:
    client = broken.test_client()
    sign_in(client, database, broken.config["WHO"])
    client.set_cookie("language", locale)
    response = client.get(path)
    assert response.status_code == 503
    assert faults(response.text) == []
    assert ("잠시 쉬고 있습니다" in response.text) == (locale == "ko")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "sqlite" not in response.text.lower()


def test_a_program_gets_a_problem(broken: Flask) -> None:
    response = broken.test_client().get("/contests", headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert response.content_type.startswith("application/problem+json")
    assert response.get_json()["status"] == 503


def test_a_form_is_refused_whole(broken: Flask, database: Database) -> None:
    client = broken.test_client()
    sign_in(client, database, broken.config["WHO"])
    response = client.post("/sign-out", data={}, headers={"Origin": "http://localhost"})
    assert response.status_code in {400, 503}
    assert faults(response.text) == []


def test_health_tells_the_difference(broken: Flask) -> None:
    client = broken.test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.fixture
def crashing(settings: Settings, clock: FixedClock) -> Iterator[FlaskClient]:
    """An application as readers meet it (not in test mode) whose front page has a bug."""
    app = create_app(replace(settings, environment="development"), clock=clock)

    def crash() -> str:
        raise ZeroDivisionError("a secret of the inside")

    app.view_functions["home.front"] = crash
    yield app.test_client()
    app.extensions["platform"].database.engine.dispose()


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_a_bug_shows_a_page_and_no_trace(crashing: FlaskClient, locale: str) -> None:
    crashing.set_cookie("language", locale)
    response = crashing.get("/")
    assert response.status_code == 500
    assert faults(response.text) == []
    assert "secret of the inside" not in response.text
    assert "Traceback" not in response.text


def test_a_bug_while_the_database_is_gone_shows_the_same_page(crashing: FlaskClient) -> None:
    engine = crashing.application.extensions["platform"].database.engine
    engine.dispose()
    event.listen(engine, "do_connect", refuse)
    response = crashing.get("/")
    assert response.status_code == 500
    assert faults(response.text) == []
