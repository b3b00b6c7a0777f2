"""An open call with its officer, and browsers of people for the pages of problems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import actor_for, make_account, sign_in
from tests.support.problems import make_call, make_officer
from webapp.core.database import Database
from webapp.core.policy import Actor

Browser = Callable[[Actor | None], FlaskClient]


@dataclass(frozen=True)
class Scene:
    """An agency's officer, an open call of it, a citizen."""

    officer: Actor
    citizen: Actor
    call_id: int
    slug: str


@pytest.fixture
def scene(database: Database) -> Scene:
    """The scene in a fresh database."""
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
        citizen = actor_for(work, make_account(work, "김시민"))
        return Scene(officer, citizen, call.id, call.slug)


@pytest.fixture
def browser(app: Flask, database: Database) -> Browser:
    """A browser in which somebody, or nobody, is signed in."""

    def open_for(actor: Actor | None) -> FlaskClient:
        client = app.test_client()
        if actor is not None and actor.account_id is not None:
            sign_in(client, database, actor.account_id)
        return client

    return open_for
