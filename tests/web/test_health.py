"""Whether the process answers and whether it can do its work."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.outbox import FAILING_MESSAGES, FAILING_TRIES, PAUSES, OutboxMessage, OutboxState


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.get_json()) == (200, {"status": "ok"})


def test_all_is_well(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.get_json() == {
        "status": "ready",
        "checks": {"database": True, "storage": True, "migrations": True, "outbox": True},
        "dead_letters": 0,
    }


def failed(client: FlaskClient) -> set[str]:
    """The checks that failed; they answer 503."""
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["status"] == "not_ready"
    return {name for name, is_well in response.get_json()["checks"].items() if not is_well}


def test_mail_that_nobody_sends_is_noticed(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        work.enqueue("x", {}, key="x")
    clock.advance(timedelta(minutes=31))
    assert failed(client) == {"outbox"}


def fail(database: Database, kind: str, number: int, clock: FixedClock, *, is_dead: bool = False) -> None:
    """A message that has failed three times a minute ago, or was given up then."""
    with database.write() as work:
        work.enqueue(kind, {}, key=f"{kind}:{number}")
    with database.write() as work:
        message = work.session.scalars(
            sa.select(OutboxMessage).where(OutboxMessage.key == f"{kind}:{number}")
        ).one()
        message.attempts = len(PAUSES) + 1 if is_dead else FAILING_TRIES
        message.state = OutboxState.DEAD if is_dead else OutboxState.PENDING
        message.not_before = clock.now() + timedelta(minutes=-1 if is_dead else 30)


@pytest.mark.parametrize("is_dead", [False, True])
def test_a_mail_server_that_is_gone_is_noticed(
    client: FlaskClient, database: Database, clock: FixedClock, is_dead: bool
) -> None:
    for number in range(FAILING_MESSAGES):
        assert client.get("/readyz").status_code == 200
        fail(database, "mail", number, clock, is_dead=is_dead)
    assert failed(client) == {"outbox"}
    assert client.get("/readyz").get_json()["dead_letters"] == (FAILING_MESSAGES if is_dead else 0)
    clock.advance(timedelta(hours=2))
    assert (client.get("/readyz").status_code == 200) is is_dead


def test_bad_addresses_are_counted_while_other_letters_go_out(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    for number in range(FAILING_MESSAGES):
        fail(database, "mail", number, clock, is_dead=True)
    fail(database, "job", 0, clock)
    with database.write() as work:
        work.enqueue("mail", {}, key="good")
    with database.write() as work:
        good = work.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.key == "good")).one()
        good.state, good.done_at = OutboxState.DONE, work.now
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["dead_letters"]) == (200, FAILING_MESSAGES)


def test_a_structure_that_is_not_the_newest_is_noticed(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        work.session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert failed(client) == {"migrations", "outbox"}


def test_a_storage_that_takes_nothing_is_noticed(client: FlaskClient, settings: Settings) -> None:
    folder = Path(settings.storage_url.removeprefix("file://"))
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder any more")
    assert failed(client) == {"storage"}


def test_a_database_without_tables_is_noticed(app: Flask, settings: Settings) -> None:
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    app.extensions["platform"].database.engine.dispose()
    path.write_bytes(b"")
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    assert failed(app.test_client()) == {"migrations", "outbox"}
