"""Readiness: what must be true before this process may be sent requests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from webapp.core.database import Database
from webapp.core.outbox import is_failing, is_stuck, recent_dead_letters
from webapp.web.pipeline import platform

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class Report:
    """The checks by name: True is well. `dead_letters` were given up in the last hour; they block nothing."""

    checks: dict[str, bool]
    dead_letters: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether all is well."""
        return all(self.checks.values())

    def as_json(self) -> dict[str, object]:
        """For monitors."""
        status = "ready" if self.is_ready else "not_ready"
        return {"status": status, "checks": self.checks, "dead_letters": self.dead_letters}


def report() -> Report:
    """Check now. A database that does not answer fails the checks that need it as well."""
    database = platform().database
    checks = {"database": database.is_reachable(), "storage": database.storage.is_writable()}
    if checks["database"]:
        checks["migrations"] = is_at_head(database)
        with database.read() as work:
            if checks["migrations"]:
                checks["outbox"] = not (
                    is_stuck(work.session, work.now) or is_failing(work.session, work.now)
                )
                return Report(checks, recent_dead_letters(work.session, work.now))
            checks["outbox"] = False
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
