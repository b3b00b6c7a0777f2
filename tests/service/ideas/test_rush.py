"""A rush on the deadline: many at once, and no number is lost, doubled or out of order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for, make_account
from webapp.accounts.enums import ConsentKind
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import WrongState
from webapp.core.policy import Actor
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea, IdeaVersion
from webapp.ideas.services import SubmitIdea, submit_idea

PEOPLE = 12


def hand_in(database: Database, clock: FixedClock, actor: Actor, key: str) -> bool:
    clock.advance(timedelta(milliseconds=7))
    try:
        with database.write() as work:
            submit_idea(work, actor, SubmitIdea(key, {ConsentKind.PRIVACY}, True, False))
    except WrongState:
        return False
    return True


def test_numbers_have_no_gap_and_follow_the_order_of_acceptance(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        challenge = make_challenge(work)
        ideas = [make_idea(work, challenge, state=IdeaState.DRAFT) for _ in range(PEOPLE)]
        entries = [(actor_for(work, idea.author), idea.key) for idea in ideas]
    with ThreadPoolExecutor(max_workers=6) as pool:
        # Everybody presses twice.
        taken = list(pool.map(lambda entry: hand_in(database, clock, *entry), entries * 2))
    assert taken == [True] * (2 * PEOPLE)
    with database.read() as work:
        rows = work.session.execute(
            sa.select(Idea.receipt_sequence, Idea.receipt_number, Idea.submitted_at).order_by(
                Idea.receipt_sequence
            )
        ).all()
        versions = work.session.scalar(sa.select(sa.func.count()).select_from(IdeaVersion))
    assert [row.receipt_sequence for row in rows] == list(range(1, PEOPLE + 1))
    assert len({row.receipt_number for row in rows}) == PEOPLE
    assert [row.submitted_at for row in rows] == sorted(row.submitted_at for row in rows)
    assert versions == PEOPLE


def test_the_limit_of_entries_holds_against_two_windows(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        challenge = make_challenge(work, entries_per_person=1)
        author = make_account(work)
        keys = [make_idea(work, challenge, author, state=IdeaState.DRAFT).key for _ in range(4)]
        actor = actor_for(work, author)
    with ThreadPoolExecutor(max_workers=4) as pool:
        taken = list(pool.map(lambda key: hand_in(database, clock, actor, key), keys))
    assert sorted(taken) == [False, False, False, True]
    with database.read() as work:
        assert work.session.scalars(
            sa.select(Idea.receipt_sequence).where(Idea.receipt_number.is_not(None))
        ).all() == [1]
