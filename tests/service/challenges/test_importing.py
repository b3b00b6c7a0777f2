"""Contests from files into the database and out again."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from tests.support.challenges import challenge_of, make_challenge, programme_of
from tests.support.contest_files import DATA, SMALL
from tests.support.people import actor_for, make_account, make_agency, make_official
from tests.support.random_contests import challenge_parts, lines
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency, Department
from webapp.challenges.enums import ChallengeState, PotKind
from webapp.challenges.models import AgencyEntry, Challenge, ContestFile, PotEntry, Programme, ProgrammeMoney
from webapp.challenges.services import contest_file, export_contest, import_contest, parse_contest
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken
from webapp.core.policy import SYSTEM
from webapp.core.work import Work

_numbers = itertools.count(1)


def test_the_real_call_goes_into_an_empty_database_and_comes_out_the_same(database: Database) -> None:
    contest = parse_contest((DATA / "challenge-korea-2020.toml").read_text(encoding="utf-8"))
    with database.write() as work:
        imported = import_contest(work, SYSTEM, contest)
        assert imported.is_new
        assert [challenge.number for challenge in imported.challenges] == list(range(1, 10))
    with database.read() as work:
        out = contest_file(work, contest.programme.slug)
        assert out == contest
        assert parse_contest(export_contest(out)) == contest
        assert set(work.session.scalars(sa.select(Challenge.state))) == {ChallengeState.DRAFT}


def test_importing_twice_changes_nothing(work: Work) -> None:
    contest = parse_contest(SMALL)
    first = import_contest(work, SYSTEM, contest)
    again = import_contest(work, SYSTEM, contest)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.programme.id == first.programme.id
    for table in (Agency, Programme, Challenge):
        assert work.session.scalar(sa.select(sa.func.count()).select_from(table)) == 1


def test_importing_what_was_published_meanwhile_changes_nothing(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency, ChallengeState.ANNOUNCED)
    contest = contest_file(work, challenge.programme.slug)
    assert not import_contest(work, SYSTEM, contest).is_new


def test_another_contest_under_the_same_address_is_refused_with_what_differs(work: Work) -> None:
    contest = parse_contest(SMALL)
    import_contest(work, SYSTEM, contest)
    first = contest.challenges[0]
    other = replace(
        contest,
        programme=replace(contest.programme, basics=replace(contest.programme.basics, contact="다른 곳")),
        challenges=(replace(first, rules=replace(first.rules, score_decimals=3)), first),
    )
    with pytest.raises(RuleBroken) as refused:
        import_contest(work, SYSTEM, other)
    for place in ("programme (basics)", "challenges[1] (rules)", "challenges[2]"):
        assert place in refused.value.message


def test_nothing_is_written_when_a_part_is_refused(database: Database) -> None:
    contest = parse_contest(SMALL)
    brief = replace(contest.challenges[0].brief, problem="abcdefghijkm")
    broken = replace(contest, challenges=(replace(contest.challenges[0], brief=brief),))
    with pytest.raises(RuleBroken, match="선정된"), database.write() as work:
        import_contest(work, SYSTEM, broken)
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Programme)) == 0


def test_missing_departments_are_entered_and_known_ones_used(work: Work) -> None:
    contest = parse_contest((DATA / "late-night-bus.toml").read_text(encoding="utf-8"))
    import_contest(work, SYSTEM, contest)
    assert work.session.scalars(sa.select(Department.name)).all() == ["미래교통부"]


def test_an_agency_that_is_called_otherwise_is_not_overwritten(work: Work) -> None:
    contest = parse_contest(SMALL)
    import_contest(work, SYSTEM, contest)
    other = replace(
        contest,
        agency=replace(contest.agency, name="다른 이름"),
        programme=replace(contest.programme, slug="another"),
    )
    with pytest.raises(RuleBroken, match="나루"):
        import_contest(work, SYSTEM, other)


def test_an_officer_imports_for_the_own_agency_only(work: Work) -> None:
    agency = make_agency(work)
    entry = AgencyEntry(slug=agency.slug, name=agency.name, kind=agency.kind)
    programme = programme_of(agency, work.now)
    contest = ContestFile(
        agency=entry, programme=programme, challenges=(challenge_of(programme.slug, work.now),)
    )
    with pytest.raises(NotPermitted):
        import_contest(work, actor_for(work, make_account(work)), contest)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    assert import_contest(work, officer, contest).programme.created_by_id == officer.account_id


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=challenge_parts(), title=lines)
def test_any_contest_comes_out_as_it_went_in_and_a_second_import_changes_nothing(
    work: Work, part: dict[str, object], title: str
) -> None:
    small = parse_contest(SMALL)
    slug = f"any-{next(_numbers)}"
    pots = (PotEntry(kind=PotKind.PRIZE, amount_won=10**12),)
    programme = replace(small.programme, slug=slug, money=ProgrammeMoney(pots=pots))
    programme = replace(programme, basics=replace(programme.basics, title=title))
    challenge = replace(small.challenges[0], programme=slug, **part)  # type: ignore[arg-type]  # sections
    contest = replace(small, programme=programme, challenges=(challenge,))
    assert import_contest(work, SYSTEM, contest).is_new
    work.flush()
    work.session.expire_all()
    out = contest_file(work, slug)
    assert out == contest
    assert parse_contest(export_contest(out)) == contest
    assert not import_contest(work, SYSTEM, contest).is_new
