"""What the clock does for accounts: clearing away what is no longer needed."""

from __future__ import annotations

import logging
from datetime import timedelta

from webapp.accounts.services import purge
from webapp.core.database import Database
from webapp.core.outbox import ClockTask

logger = logging.getLogger(__name__)


def purge_accounts(database: Database) -> None:
    """Purge, and leave the counts in the log."""
    with database.write() as work:
        counts = purge(work)
    if any(counts.values()):
        logger.info("purged %s", ", ".join(f"{name} {count}" for name, count in counts.items() if count))


CLOCK_TASKS = (ClockTask("accounts:purge", timedelta(hours=1), purge_accounts),)
