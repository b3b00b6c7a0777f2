"""What the clock does for discussion: forgetting where acts came from."""

from __future__ import annotations

from datetime import timedelta

from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.discussion.services import forget_addresses


def forget(database: Database) -> None:
    """Forget what is no longer needed."""
    with database.write() as work:
        forget_addresses(work)


CLOCK_TASKS = (ClockTask("discussion:forget", timedelta(hours=6), forget),)
