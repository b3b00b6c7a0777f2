"""The job engine: Huey carries outbox ids to whoever delivers them, and runs the clock's tasks every minute.

The outbox is the truth: a task that is lost with its process is found again by the sweep. JOBS_URL chooses
Huey's storage: sqlite:///, redis://, postgresql://, or memory:// (nothing is delivered by itself: tests).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from webapp.core.database import Database
from webapp.core.outbox import ClockTask, Deliver, OutboxKind, deliver, due_ids, run_clock_task
from webapp.web.mail import deliver_letter

logger = logging.getLogger(__name__)
QUEUE = "platform"


@dataclass
class Jobs:
    """The engine with what it can do; kept in `app.extensions["jobs"]`."""

    app: Flask
    database: Database
    handlers: Mapping[str, Deliver]
    clock_tasks: Sequence[ClockTask]
    huey: Huey
    enqueue: Callable[[int], Any]

    def deliver(self, message_id: int) -> bool:
        """Deliver one outbox message now, if it is due."""
        with self.app.app_context():
            return deliver(self.database, message_id, self.handlers)

    def deliver_due(self) -> int:
        """Deliver everything that is due now; returns how many went well."""
        delivered = 0
        while True:
            with self.database.read() as work:
                ids = due_ids(work.session, work.now)
            done = sum(self.deliver(message_id) for message_id in ids)
            delivered += done
            if not ids or not done:
                return delivered

    def tick(self) -> None:
        """What the clock does: every context's tasks that are due, then the sweep of the outbox."""
        with self.app.app_context():
            for task in self.clock_tasks:
                try:
                    run_clock_task(self.database, task)
                except Exception:  # one failing task must not keep the others from running
                    logger.exception("clock task %s failed", task.name)
        with self.database.read() as work:
            ids = due_ids(work.session, work.now)
        for message_id in ids:
            self.enqueue(message_id)

    def consumer(self, workers: int = 2) -> Consumer:
        """A Huey consumer with threads; the caller starts and stops it."""
        return Consumer(
            self.huey, workers=workers, worker_type="thread", periodic=True, check_worker_health=False
        )

    def start_in_process(self, workers: int = 1) -> Consumer:
        """Run the consumer's threads inside this process, leaving its signals alone."""
        consumer = self.consumer(workers)
        consumer.scheduler.start()
        for _implementation, thread in consumer.worker_threads:
            thread.start()
        return consumer


def make_huey(url: str) -> Huey:
    """The engine's storage for `url`. Raises ValueError for a scheme that is not known."""
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return MemoryHuey(QUEUE, immediate=False)
    if parts.scheme == "sqlite":
        path = Path(unquote(parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(QUEUE, filename=str(path), results=False)
    if parts.scheme in {"redis", "rediss"}:
        return RedisHuey(QUEUE, url=url, results=False)
    if parts.scheme.startswith("postgres"):
        return PostgresHuey(QUEUE, dsn=url, results=False)
    raise ValueError(f"JOBS_URL: {parts.scheme}")


def install(
    app: Flask,
    database: Database,
    url: str,
    *,
    handlers: Mapping[str, Deliver],
    clock_tasks: Sequence[ClockTask],
) -> Jobs:
    """Set up the engine and have every commit wake it."""
    huey = make_huey(url)
    all_handlers: dict[str, Deliver] = {
        OutboxKind.MAIL: lambda _database, payload: deliver_letter(payload),
        **handlers,
    }

    @huey.task(name="deliver")
    def deliver_one(message_id: int) -> None:
        jobs.deliver(message_id)

    @huey.periodic_task(crontab(minute="*"), name="tick")
    def every_minute() -> None:
        jobs.tick()

    jobs = Jobs(app, database, all_handlers, clock_tasks, huey, deliver_one)
    is_idle = urlsplit(url).scheme == "memory"

    def wake(ids: list[int]) -> None:
        for message_id in ids:
            deliver_one(message_id)

    database.on_wake = None if is_idle else wake
    app.extensions["jobs"] = jobs
    return jobs
