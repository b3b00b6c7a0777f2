"""What the clock does in judging: reminding judges before a round is due."""

from __future__ import annotations

from datetime import timedelta

from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.judging.services import remind_before_due


def remind(database: Database) -> None:
    """Write to judges whose sheets are not in two days before their round is due."""
    with database.write() as work:
        remind_before_due(work)


CLOCK_TASKS = (ClockTask("judging:remind_before_due", timedelta(hours=1), remind),)
