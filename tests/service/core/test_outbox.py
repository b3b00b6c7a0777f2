"""The outbox: once enqueued, delivered at least once, retried, and at last kept for an administrator."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.outbox import (
    LEASE,
    PAUSES,
    STUCK_AFTER,
    ClockTask,
    ClockTaskRun,
    Letter,
    OutboxMessage,
    OutboxState,
    deliver,
    due_ids,
    is_stuck,
    lease,
    revive,
    run_clock_task,
)

KIND = "count"


class Post:
    """Where deliveries arrive; fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.arrived: list[Mapping[str, Any]] = []

    def __call__(self, _database: Database, payload: Mapping[str, Any]) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionRefusedError("연결할 수 없음")
        self.arrived.append(payload)


def enqueue(database: Database, key: str = "one") -> int:
    with database.write() as work:
        work.enqueue(KIND, {"n": 1}, key=key)
    with database.read() as work:
        return work.session.scalars(sa.select(OutboxMessage.id).where(OutboxMessage.key == key)).one()


def message(database: Database, message_id: int) -> OutboxMessage:
    with database.read() as work:
        found = work.session.get_one(OutboxMessage, message_id)
        work.session.expunge(found)
        return found


def test_the_same_key_is_enqueued_once(database: Database) -> None:
    with database.write() as work:
        assert work.send(Letter("a@example.org", "accounts/x"), key="k")
        assert not work.send(Letter("a@example.org", "accounts/x"), key="k")
    with database.write() as work:
        assert not work.send(Letter("a@example.org", "accounts/x"), key="k")
        assert work.session.scalars(sa.select(OutboxMessage.key)).all() == ["mail:k"]


def test_an_effect_is_never_announced_before_it_is_durable(database: Database) -> None:
    woken: list[list[int]] = []
    database.on_wake = woken.append
    work = database.begin(is_writing=True)
    work.enqueue(KIND, {}, key="one")
    work.enqueue(KIND, {}, key="later", not_before=work.now + timedelta(hours=1))
    assert woken == []
    work.roll_back()
    work.commit()
    work.session.close()
    assert woken == []
    message_id = enqueue(database)
    assert woken == [[message_id]]


def test_a_delivered_message_is_done_and_not_delivered_again(database: Database) -> None:
    post = Post()
    message_id = enqueue(database)
    assert deliver(database, message_id, {KIND: post})
    assert not deliver(database, message_id, {KIND: post})
    assert post.arrived == [{"n": 1}]
    done = message(database, message_id)
    assert (done.state, done.attempts, done.lease_until) == (OutboxState.DONE, 1, None)


def test_failures_are_tried_again_after_growing_pauses(database: Database, clock: FixedClock) -> None:
    post = Post(failures=2)
    message_id = enqueue(database)
    for pause in PAUSES[:2]:
        assert not deliver(database, message_id, {KIND: post})
        waiting = message(database, message_id)
        assert waiting.state is OutboxState.PENDING
        assert waiting.not_before == clock.now() + pause
        assert "ConnectionRefusedError: 연결할 수 없음" in waiting.last_error
        assert not deliver(database, message_id, {KIND: post})
        clock.advance(pause)
    assert deliver(database, message_id, {KIND: post})
    assert message(database, message_id).last_error == ""


def test_after_the_last_attempt_it_is_dead_until_revived(database: Database, clock: FixedClock) -> None:
    post = Post(failures=len(PAUSES) + 1)
    message_id = enqueue(database)
    for _ in range(len(PAUSES) + 1):
        deliver(database, message_id, {KIND: post})
        clock.advance(timedelta(days=1))
    assert message(database, message_id).state is OutboxState.DEAD
    with database.read() as work:
        assert list(due_ids(work.session, work.now)) == []
    with database.write() as work:
        assert revive(work.session, message_id, work.now)
        assert not revive(work.session, message_id, work.now)
        assert not revive(work.session, 999, work.now)
    assert deliver(database, message_id, {KIND: post})
    assert message(database, message_id).attempts == 1


def test_a_kind_that_nobody_handles_is_a_failure_like_others(database: Database) -> None:
    message_id = enqueue(database)
    assert not deliver(database, message_id, {})
    assert "KeyError" in message(database, message_id).last_error


def test_what_a_killed_worker_held_is_delivered_by_another(database: Database, clock: FixedClock) -> None:
    message_id = enqueue(database)
    with database.write() as work:
        assert lease(work.session, message_id, work.now)
    post = Post()
    assert not deliver(database, message_id, {KIND: post})
    clock.advance(LEASE + timedelta(seconds=1))
    with database.read() as work:
        assert list(due_ids(work.session, work.now)) == [message_id]
    assert deliver(database, message_id, {KIND: post})
    assert message(database, message_id).attempts == 2


def test_two_workers_never_hold_the_same_message(database: Database) -> None:
    message_id = enqueue(database)
    post = Post()
    threads = [threading.Thread(target=deliver, args=(database, message_id, {KIND: post})) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(post.arrived) == 1


def test_what_is_due_comes_in_order_and_not_before_its_time(database: Database, clock: FixedClock) -> None:
    first, second = enqueue(database, "first"), enqueue(database, "second")
    with database.write() as work:
        work.enqueue(KIND, {}, key="later", not_before=work.now + timedelta(hours=1))
    with database.read() as work:
        assert list(due_ids(work.session, work.now)) == [first, second]
        assert list(due_ids(work.session, work.now, limit=1)) == [first]
    clock.advance(timedelta(hours=1))
    with database.read() as work:
        assert len(due_ids(work.session, work.now)) == 3


def test_a_stuck_outbox_is_noticed(database: Database, clock: FixedClock) -> None:
    enqueue(database)
    clock.advance(STUCK_AFTER)
    with database.read() as work:
        assert not is_stuck(work.session, work.now)
    clock.advance(timedelta(seconds=1))
    with database.read() as work:
        assert is_stuck(work.session, work.now)


def test_what_a_killed_worker_left_is_noticed_as_well(database: Database, clock: FixedClock) -> None:
    enqueue(database)
    with database.write() as work:
        assert lease(work.session, 1, work.now)
    clock.advance(LEASE + STUCK_AFTER)
    with database.read() as work:
        assert not is_stuck(work.session, work.now)
    clock.advance(timedelta(seconds=1))
    with database.read() as work:
        assert is_stuck(work.session, work.now)


# ------------------------------------------------------------------ clock tasks


def test_a_clock_task_runs_when_it_is_due(database: Database, clock: FixedClock) -> None:
    runs: list[int] = []
    task = ClockTask("count", timedelta(minutes=10), lambda _database: runs.append(1))
    assert run_clock_task(database, task)
    clock.advance(timedelta(minutes=9))
    assert not run_clock_task(database, task)
    clock.advance(timedelta(minutes=1))
    assert run_clock_task(database, task)
    assert len(runs) == 2


def test_a_clock_task_is_held_by_one_process_at_a_time(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        work.session.add(ClockTaskRun(name="count", lease_until=work.now + LEASE))
    runs: list[int] = []
    task = ClockTask("count", timedelta(minutes=1), lambda _database: runs.append(1))
    assert not run_clock_task(database, task)
    clock.advance(LEASE)
    assert run_clock_task(database, task)
    assert runs == [1]


def test_a_failing_clock_task_is_tried_at_its_next_time(database: Database, clock: FixedClock) -> None:
    runs: list[int] = []

    def fail_once(_database: Database) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise ConnectionRefusedError

    task = ClockTask("count", timedelta(minutes=1), fail_once)
    try:
        run_clock_task(database, task)
    except ConnectionRefusedError:
        runs.append(0)
    assert runs == [1, 0]
    clock.advance(timedelta(minutes=1))
    assert run_clock_task(database, task)
