"""What the clock does for ideas: reminders of drafts, publication once entries are closed."""

from __future__ import annotations

from datetime import timedelta

from webapp.core.database import Database
from webapp.core.outbox import ClockTask
from webapp.ideas.services import challenges_to_publish, publish_at_close, remind_of_drafts


def remind(database: Database) -> None:
    """Send the reminders that are due, batch by batch."""
    after: int | None = 0
    while after is not None:
        with database.write() as work:
            after = remind_of_drafts(work, after)


def publish_closed(database: Database) -> None:
    """Publish the ideas of challenges whose entries are closed, a challenge at a time."""
    with database.read() as work:
        waiting = challenges_to_publish(work)
    for challenge_id in waiting:
        with database.write() as work:
            publish_at_close(work, challenge_id)


CLOCK_TASKS = (
    ClockTask("ideas:remind", timedelta(minutes=10), remind),
    ClockTask("ideas:publish_closed", timedelta(minutes=5), publish_closed),
)
