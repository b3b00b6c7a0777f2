"""Workers in processes of their own: each letter goes out once, and a killed worker loses none."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from config import Settings
from tools.steps import BIN, ROOT
from webapp.app import create_app
from webapp.core.outbox import LEASE, Letter, OutboxMessage, OutboxState

LETTERS = 24
WAIT_SECONDS = 60


@pytest.fixture
def environment(tmp_path: Path, database_url: str) -> dict[str, str]:
    """Settings of an installation whose pages and jobs run apart; letters land in a folder."""
    return {
        "APP_ENV": "test",
        "SECRET_KEY": "test-only-secret-key-of-no-use-elsewhere",
        "INSTANCE_PATH": str(tmp_path),
        "DATABASE_URL": database_url,
        "MAIL_URL": (tmp_path / "mail").as_uri(),
        "JOBS_URL": f"sqlite:///{tmp_path / 'jobs.db'}",
        "JOBS_IN_PROCESS": "0",
        "BASE_URL": "http://localhost",
    }


@pytest.fixture
def site(environment: Mapping[str, str]) -> Iterator[Flask]:
    """The process that answers requests: it puts letters into the outbox and sends none."""
    app = create_app(Settings.from_env(dict(environment)))
    yield app
    app.extensions["platform"].database.engine.dispose()


@contextmanager
def workers(count: int, environment: Mapping[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run that many workers; at the end each is asked to stop, and must."""
    command = [str(BIN / "flask"), "--app", "webapp", "worker"]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _number in range(count)
    ]
    try:
        yield running
    finally:
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(timeout=WAIT_SECONDS)


def write_letters(app: Flask) -> None:
    with app.extensions["platform"].database.write() as work:
        for number in range(LETTERS):
            facts = {"name": "홍길동", "link": f"http://localhost/{number}", "link_label": "열기"}
            letter = Letter(f"reader{number}@example.org", "accounts/already_known", "ko", facts)
            work.send(letter, key=f"letter-{number}")


def letters(app: Flask) -> list[tuple[OutboxState, int]]:
    """State and tries of every letter."""
    with app.extensions["platform"].database.read() as work:
        rows = work.session.execute(
            sa.select(OutboxMessage.state, OutboxMessage.attempts).order_by(OutboxMessage.id)
        )
        return [(row.state, row.attempts) for row in rows]


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "the workers did not finish in time"
        time.sleep(0.1)


def all_done(app: Flask) -> bool:
    return all(state is OutboxState.DONE for state, _attempts in letters(app))


def test_two_workers_send_each_letter_once(
    site: Flask, environment: Mapping[str, str], tmp_path: Path
) -> None:
    write_letters(site)
    with workers(2, environment):
        wait_until(lambda: all_done(site))
    assert letters(site) == [(OutboxState.DONE, 1)] * LETTERS
    assert len(list((tmp_path / "mail").glob("*.eml"))) == LETTERS


def test_what_a_killed_worker_held_goes_out_when_its_lease_is_over(
    site: Flask, environment: Mapping[str, str], tmp_path: Path
) -> None:
    write_letters(site)
    long_ago = datetime.now(UTC) - LEASE - timedelta(seconds=1)
    with site.extensions["platform"].database.write() as work:
        held = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id).limit(3)).all()
        for message in held:
            message.state, message.attempts, message.lease_until = OutboxState.LEASED, 1, long_ago
    with workers(1, environment):
        wait_until(lambda: all_done(site))
    assert [attempts for _state, attempts in letters(site)] == [2, 2, 2, *[1] * (LETTERS - 3)]
    assert len(list((tmp_path / "mail").glob("*.eml"))) == LETTERS
