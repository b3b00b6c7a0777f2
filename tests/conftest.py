"""Fixtures that every test may ask for: settings, clock, databases, application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from tests.support.applications import make_app
from tests.support.databases import PostgresDatabases, PostgresServer, SqliteDatabases
from webapp.app import open_database
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.web.cli import alembic_config

pytest_plugins = ["tests.support.demo", "tests.support.environment", "tests.support.time_caps"]

#: A Tuesday noon in Korea.
START = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)


def migrate(url: str) -> None:
    """Bring an empty database to the newest structure."""
    command.upgrade(alembic_config(url), "head")


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Fresh SQLite databases, copied from one that was migrated once."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"), migrate)


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: PostgresServer) -> Iterator[PostgresDatabases]:
    """Fresh PostgreSQL databases, copied from a template."""
    databases = PostgresDatabases(postgres_server, migrate)
    yield databases
    databases.close()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at START until a test moves it."""
    return FixedClock(START)


@pytest.fixture
def database_url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A fresh SQLite database; service tests replace this by both kinds in turn."""
    with sqlite_databases.fresh() as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a test installation: memory mail, no job engine of its own, no page cache."""
    base = Settings.from_env(
        {
            "APP_ENV": "test",
            "SECRET_KEY": "test-only-secret-key-of-no-use-elsewhere",
            "INSTANCE_PATH": str(tmp_path),
            "DATABASE_URL": database_url,
            "MAIL_URL": "memory://",
            "JOBS_URL": "memory://",
            "JOBS_IN_PROCESS": "0",
            "PAGE_CACHE_SECONDS": "0",
            "BASE_URL": "http://localhost",
        }
    )
    return replace(base)


@pytest.fixture
def database(settings: Settings, clock: FixedClock) -> Iterator[Database]:
    """Units of work on a fresh database, without an application."""
    database = open_database(settings, clock)
    yield database
    database.engine.dispose()


@pytest.fixture
def work(database: Database) -> Iterator[Work]:
    """A writing unit of work; what is not committed is gone at the end."""
    work = database.begin(is_writing=True)
    yield work
    work.roll_back()
    work.session.close()


@pytest.fixture
def app(settings: Settings, clock: FixedClock) -> Iterator[Flask]:
    """The application on a fresh database."""
    app = make_app(settings, clock)
    yield app
    app.extensions["platform"].database.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script, not signed in."""
    return app.test_client()
