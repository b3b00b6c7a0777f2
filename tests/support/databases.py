"""Clean databases for tests, quickly: the migrations run once into a template, each test gets a copy.

A copy rather than a rolled-back transaction, because the unit of work commits for real in these tests; a copy
rather than emptied tables, because the audit tables refuse to be emptied and migrations may bring rows.
Knows no application: the caller says how a database is brought to its head.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Migrate = Callable[[str], None]


class PostgresServer:
    """A server and the address of a database on it whose user may create databases."""

    def __init__(self, url: str) -> None:
        """Take a SQLAlchemy or a libpq address."""
        self._url = make_url(url).set(drivername="postgresql+psycopg")

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return self._url.set(database=database).render_as_string(hide_password=False)

    def create(self, database: str, *, template: str | None = None) -> str:
        """Create a database, as a copy of the template when one is named, and return its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(database), sql.Identifier(template or "template0")
        )
        self._execute(statement)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database and whatever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def _execute(self, statement: sql.Composed) -> None:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


class PostgresDatabases:
    """Fresh migrated databases on a server; one object for each test process."""

    def __init__(self, server: PostgresServer, migrate: Migrate) -> None:
        """`migrate` brings the database at an address from empty to its head."""
        self._server = server
        self._migrate = migrate
        self._template: str | None = None

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Yield the address of a migrated database without rows; drop it afterwards."""
        name = unique("test")
        yield self._server.create(name, template=self._made_template())
        self._server.drop(name)

    def close(self) -> None:
        """Drop the template."""
        if self._template:
            self._server.drop(self._template)
            self._template = None

    def _made_template(self) -> str:
        if self._template is None:
            name = unique("template")
            self._migrate(self._server.create(name))
            self._template = name
        return self._template


class SqliteDatabases:
    """Fresh migrated SQLite files in a folder; one object for each test process."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        """`migrate` brings the database at an address from empty to its head and closes it."""
        self._folder = folder
        self._migrate = migrate
        self._template = folder / f"{unique('template')}.sqlite3"

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Yield the address of a migrated database without rows; remove its files afterwards."""
        if not self._template.exists():
            self._migrate(f"sqlite:///{self._template}")
        path = self._folder / f"{unique('test')}.sqlite3"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()


def unique(prefix: str) -> str:
    """Return a database name that no other process uses."""
    return f"{prefix}_{os.getpid()}_{uuid.uuid4().hex[:12]}"
