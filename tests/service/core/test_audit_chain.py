"""The audit chain: whole when left alone, and any tampering shows."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from webapp.core.audit import GENESIS, AuditEntry, verify_chain
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Trace


def act(database: Database, *actions: str) -> None:
    """One unit of work with an entry for each action."""
    with database.write(Trace("203.0.113.7", "request-1")) as work:
        for action in actions:
            work.audit(SYSTEM, action, after={"이름": "값", "n": 1, "day": work.now.date()})


def let_change(database: Database) -> None:
    """What somebody with the database's password would do first."""
    with database.write() as work:
        if database.engine.dialect.name == "postgresql":
            work.session.execute(sa.text("DROP TRIGGER audit_entries_append_only ON audit_entries"))
        else:
            work.session.execute(sa.text("DROP TRIGGER audit_entries_no_update"))
            work.session.execute(sa.text("DROP TRIGGER audit_entries_no_delete"))


def run(database: Database, *statements: str) -> None:
    with database.write() as work:
        for statement in statements:
            work.session.execute(sa.text(statement))


def report(database: Database) -> tuple[int, int | None]:
    with database.read() as work:
        found = verify_chain(work.session)
    return found.entries, found.broken_at


def test_an_empty_chain_is_whole(database: Database) -> None:
    assert report(database) == (0, None)


def test_entries_are_numbered_and_chained(database: Database, clock: FixedClock, admin: Actor) -> None:
    act(database, "a:b:c", "a:b:d")
    clock.advance(timedelta(seconds=1, microseconds=7))
    with database.write() as work:
        work.audit(admin, "a:b:e", before={"state": "x"})
    with database.read() as work:
        entries = work.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [entry.sequence for entry in entries] == [1, 2, 3]
        assert entries[0].previous_hash == GENESIS
        assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
        assert (entries[0].address, entries[0].request_id) == ("203.0.113.7", "request-1")
        assert (entries[2].actor_id, entries[2].actor_kind) == (admin.account_id, "person")
        assert entries[0].after == {"이름": "값", "n": 1, "day": "2026-03-10"}
    assert report(database) == (3, None)


def test_nothing_is_written_of_what_was_rolled_back(database: Database) -> None:
    work = database.begin(is_writing=True)
    work.audit(SYSTEM, "a:b:c")
    work.roll_back()
    work.commit()
    work.session.close()
    assert report(database) == (0, None)


@pytest.mark.parametrize(
    ("statements", "broken_at"),
    [
        (("UPDATE audit_entries SET action = 'x' WHERE sequence = 2",), 2),
        (("UPDATE audit_entries SET address = '' WHERE sequence = 3",), 3),
        (("UPDATE audit_entries SET actor_kind = 'person' WHERE sequence = 1",), 1),
        (("DELETE FROM audit_entries WHERE sequence = 2",), 3),
        (("DELETE FROM audit_entries WHERE sequence = 1",), 2),
        (
            (
                "UPDATE audit_entries SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit_entries SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_entries SET sequence = 3 WHERE sequence = 99",
            ),
            2,
        ),
        (
            (
                "DELETE FROM audit_entries WHERE sequence = 2",
                "UPDATE audit_entries SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_entries SET sequence = 3 WHERE sequence = 4",
            ),
            2,
        ),
    ],
)
def test_tampering_shows(database: Database, statements: tuple[str, ...], broken_at: int) -> None:
    act(database, "a:b:1", "a:b:2", "a:b:3", "a:b:4")
    let_change(database)
    run(database, *statements)
    assert report(database)[1] == broken_at


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_the_past(database: Database, statement: str) -> None:
    act(database, "a:b:c")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        run(database, statement)
    assert report(database) == (1, None)


def test_writers_at_the_same_time_keep_the_chain_whole(database: Database) -> None:
    failures: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for number in range(5):
                act(database, f"w:{name}:{number}", f"w:{name}:{number}b")
        except BaseException as error:  # noqa: BLE001  (a thread's failure must reach the test)
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert report(database) == (40, None)


def test_a_lost_end_shows_by_the_newest_hash(database: Database) -> None:
    act(database, "a", "b", "c")
    with database.read() as work:
        noted = verify_chain(work.session).last_hash
    let_change(database)
    run(database, "DELETE FROM audit_entries WHERE sequence = 3")
    with database.read() as work:
        report = verify_chain(work.session)
    assert (report.entries, report.broken_at) == (2, None)
    assert report.last_hash != noted
