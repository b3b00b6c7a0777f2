"""Alembic's environment: the platform's metadata, on the database that the settings or the caller name."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from config import Settings
from webapp import registry
from webapp.core.database import make_engine
from webapp.core.models import Base, ExactDecimal, UtcDateTime
from webapp.core.search_index import OWN_NAMES

assert registry.CONTEXTS  # noqa: S101  (importing the registry makes every table known)


def render_type(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write plain SQLAlchemy types into migrations, so that an old one never depends on today's code."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, ExactDecimal):
        return f'sa.BigInteger().with_variant(sa.Numeric({item.digits}, {item.places}), "postgresql")'
    if isinstance(item, sa.JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(item, sa.BigInteger):
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


def leave_references_alone(connection: sa.Connection) -> None:
    """SQLite alters a table by copying it: while it is away, what refers to it must not be asked after.

    The switch counts only outside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.execute("PRAGMA foreign_keys=OFF")


def refuse_broken_references(connection: sa.Connection) -> None:
    """Stop where a migration left a row that refers to nothing."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"rows that refer to nothing: {broken[:5]}")


def is_ours(
    _item: sa.schema.SchemaItem,
    name: str | None,
    _kind: str,
    is_reflected: bool,
    _compared_to: sa.schema.SchemaItem | None,
) -> bool:
    """Whether Alembic compares a thing: what the full-text index makes by plain SQL is not its business."""
    return not (is_reflected and (name or "").startswith(OWN_NAMES))


def run() -> None:
    """Migrate online; SQLite alters tables by copying them (batch mode)."""
    url = context.config.attributes.get("url") or Settings.from_env().database_url
    engine = make_engine(url)
    with engine.connect() as connection:
        leave_references_alone(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_type,
            include_object=context.config.attributes.get("include_object", is_ours),
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        refuse_broken_references(connection)
        connection.commit()
    engine.dispose()


run()
