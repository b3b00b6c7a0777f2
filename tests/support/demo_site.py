"""The demo as an application, with a browser for each of its roles: for tests that go through its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from tests.support.applications import TEMPLATES
from tests.support.demo import DATABASE, email_of
from tests.support.people import sign_in
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.core.database import Database


@dataclass(frozen=True)
class Demo:
    """The application on a copy of the demo, and a browser for each reader that was asked for."""

    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The copy's database, with units of work."""
        found: Database = self.app.extensions["platform"].database
        return found

    @property
    def engine(self) -> sa.Engine:
        """The copy's database."""
        return self.database.engine

    def account_id(self, role: str) -> int:
        """Who signs in as a role."""
        with self.database.read() as work:
            return work.session.scalars(sa.select(Account.id).where(Account.email == email_of(role))).one()

    def new_client(self, role: str) -> FlaskClient:
        """A browser of its own, signed in as a role ("" for nobody)."""
        client = self.app.test_client()
        if role:
            sign_in(client, self.database, self.account_id(role))
        return client

    def client(self, role: str) -> FlaskClient:
        """The browser that all tests of a role share."""
        if role not in self.clients:
            self.clients[role] = self.new_client(role)
        return self.clients[role]


def open_demo(folder: Path) -> Demo:
    """The application on the demo in `folder`; whoever asked disposes of its engine."""
    settings = Settings.from_env(
        {
            "APP_ENV": "test",
            "SECRET_KEY": "test-only-secret-key-of-no-use-elsewhere",
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
            "MAIL_URL": "memory://",
            "JOBS_URL": "memory://",
            "JOBS_IN_PROCESS": "0",
            "PAGE_CACHE_SECONDS": "0",
            "BASE_URL": "http://localhost",
        }
    )
    app = create_app(settings)
    app.jinja_env.bytecode_cache = TEMPLATES
    return Demo(app)
