"""The base of all tables: naming of constraints, column types that behave alike on SQLite and PostgreSQL.

Owns no table. Times are UTC, won are integers, scores are exact decimals.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

KEY_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
KEY_LENGTH = 12

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment in UTC. Naive datetimes are refused on the way in; SQLite stores them without an offset."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: every stored moment needs a timezone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(sa.TypeDecorator[Decimal]):
    """A decimal with a fixed number of places: NUMERIC on PostgreSQL, a scaled integer on SQLite."""

    impl = sa.Numeric
    cache_ok = True

    def __init__(self, places: int = 4, digits: int = 14) -> None:
        super().__init__()
        self.places = places
        self.digits = digits

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.BigInteger())
        return dialect.type_descriptor(sa.Numeric(self.digits, self.places))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        exact = Decimal(value).quantize(Decimal(1).scaleb(-self.places))
        return int(exact.scaleb(self.places)) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-self.places) if dialect.name == "sqlite" else Decimal(value)


JsonValue = sa.JSON().with_variant(JSONB(), "postgresql")
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def new_key() -> str:
    """A random public key (59 bits) without look-alike characters: it tells nothing of how many there are."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


def is_key(text: str) -> bool:
    """Whether `text` could be a key that `new_key` made."""
    return len(text) == KEY_LENGTH and set(text) <= set(KEY_ALPHABET)


def one_of(enum: type[StrEnum], name: str, length: int = 32) -> sa.Enum:
    """A column type that holds one value of `enum` as text, backed by a CHECK named `name`."""
    return sa.Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=length,
        name=name,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


class Base(DeclarativeBase):
    """All tables of the platform."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        datetime: UtcDateTime(),
        dict[str, Any]: JsonValue,
        list[Any]: JsonValue,
        int: BigId,
    }


class Identified:
    """A surrogate key that never leaves the database."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)


class Keyed(Identified):
    """A table whose rows have an address: a random key that is safe to show."""

    @declared_attr
    def key(self) -> Mapped[str]:
        return mapped_column(sa.String(16), unique=True, default=new_key)


class Versioned:
    """A row that two people may edit: a stale write is refused instead of lost."""

    version: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return (
            {"version_id_col": cls.__table__.c.version}
            if hasattr(cls, "__table__")
            else {"version_id_col": cls.version}
        )
