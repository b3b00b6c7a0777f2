"""Browsers of people for the pages of discussion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import sign_in
from webapp.core.database import Database
from webapp.core.policy import Actor

Browser = Callable[[Actor | None], FlaskClient]


@pytest.fixture
def browser(app: Flask, database: Database) -> Browser:
    """A browser in which somebody, or nobody, is signed in."""

    def open_for(actor: Actor | None) -> FlaskClient:
        client = app.test_client()
        if actor is not None and actor.account_id is not None:
            sign_in(client, database, actor.account_id)
        return client

    return open_for
