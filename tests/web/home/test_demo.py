"""What the demo holds: every state of a contest, two agencies, and the same history each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path

import pytest

from tests.support.demo import DATABASE
from webapp.challenges.enums import ChallengeState
from webapp.home.cli.contests_now import PLANS
from webapp.prizes.enums import PaymentState
from webapp.reflection.enums import ReflectionState


@pytest.fixture
def rows(demo_folder: Path) -> Iterator[sqlite3.Connection]:
    """The demo's database, for reading."""
    with closing(sqlite3.connect(f"file:{demo_folder / DATABASE}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("table", "states"),
    [
        ("challenges", ChallengeState),
        ("payments", PaymentState),
        ("reflections", ReflectionState),
    ],
)
def test_every_state_has_something_to_show(
    rows: sqlite3.Connection, table: str, states: type[StrEnum]
) -> None:
    found = {state for (state,) in rows.execute(f"SELECT DISTINCT state FROM {table}")}
    assert found == {state.value for state in states}


def test_what_waits_for_somebody(rows: sqlite3.Connection) -> None:
    asked = {role for (role,) in rows.execute("SELECT role FROM invitations WHERE state = 'invited'")}
    assert asked >= {"judge", "mentor", "judging_secretary", "team_member"}
    for table, state in (("outbox_messages", "dead"), ("accounts", "suspended")):
        count = rows.execute(f"SELECT count(*) FROM {table} WHERE state = ?", (state,))
        assert count.fetchone() == (1,)


def test_two_agencies_run_the_contests(rows: sqlite3.Connection) -> None:
    found = rows.execute(
        "SELECT a.slug, count(*) FROM programmes p JOIN agencies a ON a.id = p.agency_id GROUP BY a.slug"
    )
    counts = dict(found.fetchall())
    assert set(counts) == {"mois", "hanbit"}
    assert sum(counts.values()) == len(PLANS) + 1


def test_files_are_kept_and_hang_on_each_kind_of_subject(rows: sqlite3.Connection, demo_folder: Path) -> None:
    files = rows.execute("SELECT subject_type, sha256, size FROM attachments").fetchall()
    assert {subject for subject, _sha256, _size in files} == {"problems", "ideas", "milestones"}
    kept = {file.name: file.stat().st_size for file in (demo_folder / "files").rglob("*") if file.is_file()}
    assert {(sha256, size) for _subject, sha256, size in files} <= set(kept.items())
