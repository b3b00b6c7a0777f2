"""What the clock does for maturing: reminders of milestones."""

from __future__ import annotations

from datetime import timedelta

from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.maturing.services import remind_of_milestones


def remind(database: Database) -> None:
    """Write the reminders that are due."""
    with database.write() as work:
        remind_of_milestones(work)


CLOCK_TASKS = (ClockTask("maturing:remind", timedelta(hours=1), remind),)
