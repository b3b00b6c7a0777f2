"""Every service test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.databases import PostgresDatabases, SqliteDatabases


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of each kind in turn."""
    if request.param == "sqlite":
        sqlite: SqliteDatabases = request.getfixturevalue("sqlite_databases")
        with sqlite.fresh() as url:
            yield url
    else:
        postgres: PostgresDatabases = request.getfixturevalue("postgres_databases")
        with postgres.fresh() as url:
            yield url
