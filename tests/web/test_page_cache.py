"""The shared cache of public pages: quick for visitors, never one reader's page for another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, Response, session
from flask.testing import FlaskClient

from config import Settings
from tests.support.people import make_account, sign_in
from tests.support.statements import counted_statements
from webapp.app import create_app
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.web.page_cache import PageCache

PAGE = "/reflection"


@pytest.fixture
def app(settings: Settings, clock: FixedClock) -> Flask:
    """The application with its page cache on."""
    return create_app(replace(settings, page_cache_seconds=60), clock=clock)


def kept(app: Flask, response: Response, *, is_own: bool = False) -> bool:
    """Whether an answer is kept for the next visitor."""
    cache = PageCache(60)
    with app.test_request_context(PAGE):
        key = cache.key()
        assert key is not None
        if is_own:
            session["csrf_token"] = "mine"
        cache.store(key, response)
        return cache.find(key) is not None


def test_a_good_page_is_kept(app: Flask) -> None:
    assert kept(app, Response("good"))


def test_what_failed_or_is_ones_own_is_not(app: Flask) -> None:
    assert not kept(app, Response("bad", status=404))
    assert not kept(app, Response("mine", headers={"Set-Cookie": "a=b"}))
    assert not kept(app, Response("mine"), is_own=True)


def test_nothing_is_kept_when_it_is_off(app: Flask) -> None:
    with app.test_request_context(PAGE):
        assert PageCache(0).key() is None


def test_languages_and_displays_have_their_own(app: Flask) -> None:
    keys = set()
    for headers in (
        {},
        {"Accept-Language": "en"},
        {"Cookie": "language=en; display_size=large"},
        {"Accept": "application/json"},
    ):
        with app.test_request_context(PAGE, headers=headers):
            app.preprocess_request()
            keys.add(PageCache(60).key())
    assert len(keys) == 4


def test_a_second_visitor_costs_nothing(app: Flask, client: FlaskClient) -> None:
    first = client.get(PAGE)
    with counted_statements(app) as statements:
        second = client.get(PAGE)
        again = client.get(PAGE, headers={"If-None-Match": second.headers["ETag"]})
    assert statements == []
    assert second.data == first.data
    assert again.status_code == 304
    assert "Cookie" in second.headers["Vary"]


def test_whoever_is_signed_in_gets_a_page_of_their_own(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with database.write() as work:
        account = make_account(work, "정다운")
    sign_in(client, database, account.id)
    assert "정다운" in client.get(PAGE).text
    assert "정다운" not in app.test_client().get(PAGE).text
    assert client.get(PAGE).headers["Cache-Control"] == "no-store"
