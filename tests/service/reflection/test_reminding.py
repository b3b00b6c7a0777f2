"""Reminders before and after the days that were promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.reflection import letters, make_adopted, make_assigned, make_measure, make_scene
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.reflection.jobs import CLOCK_TASKS
from webapp.reflection.services import Report, remind_of_days, report_progress


@pytest.mark.parametrize(
    ("days", "reminded"),
    [(45, False), (46, True), (60, True), (61, True), (90, True), (91, False)],
)
def test_a_promise_is_recalled_from_two_weeks_before(
    database: Database, clock: FixedClock, days: int, reminded: bool
) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
    clock.advance(timedelta(days=days))
    with database.write() as work:
        assert remind_of_days(work) == int(reminded)


def test_a_reminder_is_written_once_before_and_once_after(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
    counts: list[int] = []
    for _day in range(40, 70):
        clock.advance(timedelta(days=1 if counts else 40))
        with database.write() as work:
            counts.append(remind_of_days(work))
    assert sum(counts) == 2


def test_a_decision_is_recalled_until_it_is_taken(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_assigned(work, scene)
    clock.advance(timedelta(days=23))
    with database.write() as work:
        assert remind_of_days(work) == 0
    clock.advance(timedelta(days=1))
    with database.write() as work:
        assert remind_of_days(work) == 1
        assert letters(work)[-1] == ("reflection/decision_due", scene.official.email)


def test_a_kept_promise_is_not_recalled(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        scene = make_scene(work)
        measure = make_measure(work, scene, make_adopted(work, scene))
        report_progress(work, scene.actor(work, "official"), Report(measure.key, "열음", finishes=True))
    clock.advance(timedelta(days=58))
    with database.write() as work:
        assert remind_of_days(work) == 0


def test_the_clock_task_writes_them(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
    clock.advance(timedelta(days=50))
    for task in CLOCK_TASKS:
        task.run(database)
    with database.read() as work:
        assert letters(work)[-1] == ("reflection/promise_due", scene.official.email)
