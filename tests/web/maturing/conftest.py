"""A browser for everybody who meets maturing in these tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import sign_in
from webapp.core.database import Database


@pytest.fixture
def browser_of(app: Flask, database: Database) -> Callable[[int], FlaskClient]:
    """A browser in which somebody is signed in."""

    def open_for(account_id: int) -> FlaskClient:
        client = app.test_client()
        sign_in(client, database, account_id)
        return client

    return open_for
