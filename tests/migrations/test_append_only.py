"""The database itself keeps history: rows of these tables can be neither changed nor removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from webapp import registry
from webapp.core.models import Base
from webapp.web.cli import alembic_config

assert registry.MODELS  # importing the registry makes every table known
#: What a year later must still be as it was; contexts may protect more.
AT_LEAST = {
    "audit_entries",
    "state_changes",
    "idea_versions",
    "problem_versions",
    "notices",
    "sealed_sheets",
    "ledger_lines",
    "progress_reports",
}
VALUES: dict[type, Any] = {
    int: 1,
    str: "1",
    bool: True,
    bytes: b"1",
    Decimal: Decimal(1),
    datetime: datetime(2026, 3, 10, 3, 0, tzinfo=UTC),
    dict: {},
}


def value_for(column: sa.Column[Any]) -> object:
    """Something that the column takes."""
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.enum_class or [column.type.enums[0]]))
    if isinstance(column.type, sa.Date):
        return datetime(2026, 3, 10, tzinfo=UTC).date()
    if isinstance(column.type, sa.JSON):
        return {}
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    return VALUES[kind.python_type]


def protected(connection: sa.Connection) -> list[str]:
    """The tables on which a trigger stands that refuses every change."""
    statements = {
        "sqlite": (
            "SELECT DISTINCT tbl_name FROM sqlite_master"
            " WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%' AND sql NOT LIKE '% WHEN OLD.%' ORDER BY 1"
        ),
        "postgresql": (
            "SELECT DISTINCT event_object_table FROM information_schema.triggers"
            " WHERE action_condition IS NULL ORDER BY 1"
        ),
    }
    return list(connection.scalars(sa.text(statements[connection.dialect.name])))


def forget_rules(connection: sa.Connection, names: list[str]) -> None:
    """Take away what asks for fitting rows: only the triggers are looked at here."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        return
    inspector = sa.inspect(connection)
    for name in names:
        for rule in [*inspector.get_foreign_keys(name), *inspector.get_check_constraints(name)]:
            connection.exec_driver_sql(f'ALTER TABLE {name} DROP CONSTRAINT "{rule["name"]}"')


def insert_row(connection: sa.Connection, table: sa.Table) -> None:
    """Put one row into the table."""
    row = {column.name: value_for(column) for column in table.columns if not column.nullable}
    connection.execute(sa.insert(table).values(row))


@pytest.fixture
def connection(empty_url: str, engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection to a migrated database with one row in each protected table."""
    command.upgrade(alembic_config(empty_url), "head")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # sqlite3's own
        names = protected(connection)
        forget_rules(connection, names)
        for name in names:
            insert_row(connection, Base.metadata.tables[name])
        connection.commit()
        yield connection


def refusal(connection: sa.Connection, statement: sa.Executable) -> str:
    """The database's answer to a statement that it must refuse."""
    with pytest.raises(sa.exc.DBAPIError) as refused:
        connection.execute(statement)
    connection.rollback()
    return str(refused.value.orig)


def test_history_is_neither_changed_nor_removed(connection: sa.Connection) -> None:
    for name in protected(connection):
        table = Base.metadata.tables[name]
        column = next(iter(table.columns))
        assert f"append-only: {name}" in refusal(connection, sa.update(table).values({column: column}))
        assert f"append-only: {name}" in refusal(connection, sa.delete(table))
        assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def test_all_history_is_protected(connection: sa.Connection) -> None:
    assert AT_LEAST - set(protected(connection)) == set()


def test_a_change_of_rules_is_history_once_it_is_in_force(connection: sa.Connection) -> None:
    table = Base.metadata.tables["rule_changes"]
    forget_rules(connection, [table.name])
    insert_row(connection, table)
    connection.commit()
    connection.execute(sa.update(table).values(reason="오타"))
    connection.execute(sa.update(table).values(state="in_force"))
    connection.commit()
    assert "append-only: rule_changes" in refusal(connection, sa.update(table).values(reason="다른 까닭"))
    assert "append-only: rule_changes" in refusal(connection, sa.delete(table))
    assert connection.scalar(sa.select(table.c.reason)) == "오타"
