"""Whether this installation carries the demo."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.database import Database


def has_demo_accounts(database: Database) -> bool:
    """Whether an account of the demo is here. One statement; pages remember the answer for a moment."""
    with database.read() as work:
        return work.session.scalar(sa.select(Account.id).where(Account.is_demo).limit(1)) is not None


def has_tables(database: Database) -> bool:
    """Whether the database was brought to its structure at all."""
    return sa.inspect(database.engine).has_table(Account.__tablename__)
