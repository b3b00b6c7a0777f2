"""What the clock does for problems: forgetting the people for whom officials posted, when it is time."""

from __future__ import annotations

from datetime import timedelta

from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.problems.services import forget_people


def forget(database: Database) -> None:
    """Empty what may be kept no longer, batch by batch."""
    forgotten = 1
    while forgotten:
        with database.write() as work:
            forgotten = forget_people(work)


CLOCK_TASKS = (ClockTask("problems:forget_people", timedelta(days=1), forget),)
