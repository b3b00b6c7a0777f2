"""Empty databases of both kinds, to be migrated by the tests themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.databases import PostgresServer, unique
from webapp.core.database import make_engine


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without anything in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = unique("migrated")
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def engine(empty_url: str) -> Iterator[sa.Engine]:
    """An engine on that database."""
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()
