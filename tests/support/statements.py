"""Counts what is asked of the database: for tests that a page costs the same at 1 and at 30 rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from webapp.core.database import Database

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def counted_statements(place: Flask | Database) -> Iterator[list[str]]:
    """Yield a list that fills with the statements run in the block, those of the transaction left out."""
    database: Database = place.extensions["platform"].database if isinstance(place, Flask) else place
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(FRAME):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
