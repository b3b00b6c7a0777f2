"""What the public's queries cost: statements, and rows read whatever the table holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tests.support.challenges import make_challenge
from tests.support.people import make_agency
from tests.support.statements import counted_statements
from webapp.challenges.enums import ChallengeState, ContestPhase, ProgrammeState
from webapp.challenges.queries import (
    ContestFilters,
    ContestOrder,
    challenge_page,
    contest_page,
    list_contests,
    open_contests,
)
from webapp.challenges.services.indexing import index_programme
from webapp.core.clock import FixedClock
from webapp.core.database import Database


def test_each_phase_is_found_by_the_clock(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        agency = make_agency(work)
        slugs = {
            state: make_challenge(work, agency, state).programme.slug
            for state in (
                ChallengeState.ANNOUNCED,
                ChallengeState.OPEN,
                ChallengeState.CLOSED,
                ChallengeState.DECIDED,
            )
        }
    expected = {
        ContestPhase.UPCOMING: ChallengeState.ANNOUNCED,
        ContestPhase.OPEN: ChallengeState.OPEN,
        ContestPhase.JUDGING: ChallengeState.CLOSED,
        ContestPhase.DONE: ChallengeState.DECIDED,
    }
    with database.read() as work:
        for phase, state in expected.items():
            page = list_contests(work, ContestFilters(phase=phase))
            assert [(card.slug, card.phase) for card in page.items] == [(slugs[state], phase)]
        assert list_contests(work, ContestFilters()).total == 4
        assert [card.slug for card in open_contests(work, 3)] == [slugs[ChallengeState.OPEN]]
    clock.advance(timedelta(days=400))
    with database.read() as work:
        assert list_contests(work, ContestFilters(phase=ContestPhase.JUDGING)).total == 3


def test_what_is_open_comes_first_and_what_was_cancelled_last(database: Database) -> None:
    with database.write() as work:
        agency = make_agency(work)
        day = timedelta(days=1)

        def contest(state: ChallengeState, closes_at: datetime | None = None) -> str:
            return make_challenge(work, agency, state, closes_at=closes_at).programme.slug

        late = contest(ChallengeState.OPEN, closes_at=work.now + 9 * day)
        given_up = make_challenge(work, agency, ChallengeState.CANCELLED).programme
        given_up.state, cancelled = ProgrammeState.CANCELLED, given_up.slug
        decided = contest(ChallengeState.DECIDED)
        judging = contest(ChallengeState.CLOSED)
        upcoming = contest(ChallengeState.ANNOUNCED)
        soon = contest(ChallengeState.OPEN, closes_at=work.now + 2 * day)
    wanted = [soon, late, upcoming, judging, decided, cancelled]
    with database.read() as work:
        assert [card.slug for card in list_contests(work, ContestFilters()).items] == wanted


def test_the_phases_turn_page_after_page_and_back(database: Database) -> None:
    states = (ChallengeState.OPEN, ChallengeState.ANNOUNCED, ChallengeState.CLOSED, ChallengeState.DECIDED)
    with database.write() as work:
        agency = make_agency(work)
        for state in states * 5:
            make_challenge(work, agency, state)
    with database.read() as work:
        pages = [list_contests(work, ContestFilters())]
        while pages[-1].next_cursor:
            pages.append(list_contests(work, ContestFilters(), pages[-1].next_cursor))
        slugs = [card.slug for page in pages for card in page.items]
        assert (len(pages), len(slugs), len(set(slugs))) == (2, 20, 20)
        for before, after in pairwise(pages):
            assert list_contests(work, ContestFilters(), after.previous_cursor).items == before.items


def test_the_pages_take_few_statements(database: Database) -> None:
    with database.write() as work:
        challenge = make_challenge(work, make_agency(work), ChallengeState.OPEN)
        slug, key = challenge.programme.slug, challenge.key
    with database.read() as work:
        for most, read in (
            (2, lambda: list_contests(work, ContestFilters())),
            (5, lambda: contest_page(work, slug)),
            (2, lambda: challenge_page(work, key)),
        ):
            with counted_statements(database) as statements:
                read()
            assert len(statements) <= most


@pytest.mark.parametrize(
    "filters",
    [
        ContestFilters(),
        ContestFilters(phase=ContestPhase.OPEN),
        ContestFilters(phase=ContestPhase.UPCOMING),
        ContestFilters(phase=ContestPhase.JUDGING),
        ContestFilters(order=ContestOrder.NEWEST),
    ],
    ids=str,
)
def test_a_page_of_the_list_is_read_along_an_index(database: Database, filters: ContestFilters) -> None:
    with database.write() as work:
        agency = make_agency(work)
        for number in range(40):
            make_challenge(work, agency, ChallengeState.OPEN, closes_at=work.now + timedelta(days=number + 1))
    with database.read() as work:
        with counted_statements(database) as statements:
            list_contests(work, filters)
        listing = statements[-1]
        if database.engine.dialect.name == "sqlite":
            plan = explained(database, listing)
            assert "USING INDEX ix_programmes" in plan
            assert "TEMP B-TREE FOR ORDER BY" not in plan
        assert "LIMIT" in listing


def explained(database: Database, statement: str) -> str:
    """SQLite's plan for a statement as it was run; which values stand in it doesn't matter."""
    values = ["2026-03-10 00:00:00.000000"] * statement.count("?")
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).all()
    return "\n".join(str(row[-1]) for row in rows)


def test_words_prize_and_deadline_narrow_the_list(database: Database) -> None:
    with database.write() as work:
        agency = make_agency(work)
        soon, late = (
            make_challenge(
                work, agency, ChallengeState.OPEN, closes_at=work.now + timedelta(days=days)
            ).programme
            for days in (3, 20)
        )
        soon.title, soon.prize_won = "골목 밝히기", 5_000_000
        late.title, late.prize_won = "바다 청소", 50_000_000
        work.flush()
        index_programme(work, soon)
        index_programme(work, late)
    with database.read() as work:

        def found(filters: ContestFilters) -> list[str]:
            return [card.title for card in list_contests(work, filters).items]

        assert found(ContestFilters(text="골목")) == ["골목 밝히기"]
        assert found(ContestFilters(text="없는말")) == []
        assert found(ContestFilters(prize_from_won=10_000_000)) == ["바다 청소"]
        assert found(ContestFilters(closes_within_days=7)) == ["골목 밝히기"]
        assert found(ContestFilters(closes_within_days=30)) == ["골목 밝히기", "바다 청소"]
        everything = ContestFilters(text="바다", prize_from_won=1, closes_within_days=30)
        assert list_contests(work, everything).total == 1
