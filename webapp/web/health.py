"""Readiness: what must be true before this process may be sent requests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from webapp.core.database import Database
from webapp.core.outbox import is_stuck
from webapp.web.pipeline import platform

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class Report:
    """The checks by name: True is well."""

    checks: dict[str, bool]

    @property
    def is_ready(self) -> bool:
        """Whether all is well."""
        return all(self.checks.values())

    def as_json(self) -> dict[str, object]:
        """For monitors."""
        return {"status": "ready" if self.is_ready else "not_ready", "checks": self.checks}


def report() -> Report:
    """Check now. A database that does not answer fails the checks that need it as well."""
    database = platform().database
    checks = {"database": database.is_reachable(), "storage": database.storage.is_writable()}
    if checks["database"]:
        checks["migrations"] = is_at_head(database)
        with database.read() as work:
            checks["outbox"] = checks["migrations"] and not is_stuck(work.session, work.now)
    else:
        checks["migrations"] = checks["outbox"] = False
    return Report(checks)


def is_at_head(database: Database) -> bool:
    """Whether every migration was applied."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection:
        try:
            current = MigrationContext.configure(connection).get_current_heads()
        except sa.exc.SQLAlchemyError:
            return False
    return set(current) == set(ScriptDirectory.from_config(config).get_heads())
