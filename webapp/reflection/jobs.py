"""What the clock does for reflection: reminders before and after promised days."""

from __future__ import annotations

from datetime import timedelta

from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.reflection.services import remind_of_days


def remind(database: Database) -> None:
    """Write the reminders that are due."""
    with database.write() as work:
        remind_of_days(work)


CLOCK_TASKS = (ClockTask("reflection:remind", timedelta(hours=1), remind),)
