"""What the clock does for challenges: opening and closing entries. Safe to repeat; nobody waits for it."""

from __future__ import annotations

from datetime import timedelta

from webapp.challenges.services import close_due, open_due
from webapp.core.database import Database
from webapp.core.outbox import ClockTask


def open_and_close(database: Database) -> None:
    """Open what is due and close what is over, in a unit of work each."""
    with database.write() as work:
        open_due(work)
    with database.write() as work:
        close_due(work)


CLOCK_TASKS = (ClockTask("challenges:open_and_close", timedelta(minutes=1), open_and_close),)
