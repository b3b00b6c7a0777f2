"""What the pages cost: as many statements at 1 row as at 30, rows cut out by an index, pages by key."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import make_account, make_agency, make_official, sign_in
from tests.support.statements import counted_statements
from webapp.accounts.enums import Role
from webapp.challenges.enums import ChallengeState, IdeaPublicity
from webapp.challenges.models import Challenge
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.queries.public import IdeaFilters, list_public_ideas
from webapp.ideas.services import publish_at_result

PUBLIC_LIMIT = 8
LINK = re.compile(r'href="/ideas/([2-9a-z]{12})"')


def decided(work: Work, **other: object) -> Challenge:
    return make_challenge(
        work,
        state=ChallengeState.VERIFYING,
        publicity=IdeaPublicity.AT_RESULT,
        **other,  # type: ignore[arg-type]  # passed on as they are
    )


def published(work: Work, challenge: Challenge, count: int, *, winners: int = 0) -> list[Idea]:
    author = make_account(work)
    ideas = [
        make_idea(
            work,
            challenge,
            author,
            title=f"공개 {number}",
            state=IdeaState.AWARDED if number < winners else IdeaState.NOT_SELECTED,
        )
        for number in range(count)
    ]
    publish_at_result(work, challenge.id)
    return ideas


@pytest.mark.parametrize("path", ["/ideas", "/ideas?award=yes", "/ideas?contest={slug}", "/ideas/{key}"])
def test_public_pages_cost_the_same_at_any_size(
    app: Flask, client: FlaskClient, database: Database, path: str
) -> None:
    with database.write() as work:
        challenge = decided(work)
        first = published(work, challenge, 1, winners=1)[0]
        address = path.format(slug=challenge.programme.slug, key=first.key)
    client.get(address)
    counts = []
    for more in (0, 30):
        with database.write() as work:
            for number in range(more):
                idea = make_idea(work, work.session.get_one(Challenge, challenge.id), title=f"더 {number}")
                idea.state = IdeaState.AWARDED
            publish_at_result(work, challenge.id)
        with counted_statements(app) as statements:
            assert client.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= PUBLIC_LIMIT


@pytest.mark.parametrize("who", ["author", "officer"])
def test_lists_of_people_cost_the_same_at_any_size(
    app: Flask, client: FlaskClient, database: Database, who: str
) -> None:
    with database.write() as work:
        agency, author = make_agency(work), make_account(work)
        challenge = make_challenge(work, agency)
        officer = make_official(work, agency, Role.CONTEST_OFFICER)
        make_idea(work, challenge, author)
    sign_in(client, database, author.id if who == "author" else officer.id)
    path = "/my" if who == "author" else f"/office/ideas/challenges/{challenge.key}"
    client.get(path)
    counts = []
    for more in (0, 29):
        with database.write() as work:
            for _ in range(more):
                make_idea(work, work.session.get_one(Challenge, challenge.id), author)
        with counted_statements(app) as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["", "award=yes", "contest={slug}", "challenge={key}"])
def test_the_list_is_read_page_by_page_in_both_directions(
    client: FlaskClient, database: Database, clock: FixedClock, query: str
) -> None:
    with database.write() as work:
        challenge = decided(work)
        published(work, challenge, 25, winners=25)
    clock.advance(timedelta(minutes=1))
    with database.write() as work:
        published(work, work.session.get_one(Challenge, challenge.id), 20, winners=20)
    path = f"/ideas?{query.format(slug=challenge.programme.slug, key=challenge.key)}"
    pages, seen = [], []
    while path:
        text = client.get(path).text
        pages.append(path)
        seen.append(LINK.findall(text))
        found = re.search(r'rel="next" href="([^"]+)"', text)
        path = found[1].replace("&amp;", "&") if found else ""
    assert [len(one) for one in seen] == [20, 20, 5]
    assert len({key for page in seen for key in page}) == 45
    back = re.search(r'rel="prev" href="([^"]+)"', client.get(pages[2]).text)
    assert back is not None
    assert LINK.findall(client.get(back[1].replace("&amp;", "&")).text) == seen[1]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "W10", "eyJ4Ijox", "%00"])
def test_a_forged_cursor_shows_the_first_page(client: FlaskClient, database: Database, cursor: str) -> None:
    with database.write() as work:
        published(work, decided(work), 3)
    assert len(LINK.findall(client.get(f"/ideas?cursor={cursor}").text)) == 3


def test_a_contest_of_several_challenges_is_listed_in_one_order(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        first = decided(work, title="첫째")
        second = decided(work, title="둘째")
        second.programme_id, second.number = first.programme_id, 2
        slug = first.programme.slug
        published(work, first, 2)
    clock.advance(timedelta(minutes=1))
    with database.write() as work:
        published(work, work.session.get_one(Challenge, second.id), 2)
    with database.read() as work:
        found = list_public_ideas(work, IdeaFilters(contest=slug))
        alone = list_public_ideas(work, IdeaFilters(contest=slug, challenge=second.key))
        nothing = list_public_ideas(work, IdeaFilters(contest=slug, challenge="other"))
    assert [one.challenge_title for one in found.page.items] == ["둘째", "둘째", "첫째", "첫째"]
    assert [one.challenge_title for one in alone.page.items] == ["둘째", "둘째"]
    assert nothing.page.items == ()
    assert [one.label for one in found.challenges] == ["첫째", "둘째"]


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (IdeaFilters(), "ix_ideas_published"),
        (IdeaFilters(is_awarded=True), "ix_ideas_awarded"),
        (IdeaFilters(challenge="{key}"), "ix_ideas_challenge_published"),
        (IdeaFilters(challenge="{key}", is_awarded=True), "ix_ideas_challenge_awarded"),
    ],
)
def test_a_page_is_cut_out_by_one_index(database: Database, filters: IdeaFilters, index: str) -> None:
    with database.write() as work:
        challenge = decided(work)
        published(work, challenge, 30, winners=5)
        work.session.execute(sa.text("ANALYZE"))
    asked = IdeaFilters(filters.contest, filters.challenge.format(key=challenge.key), filters.is_awarded)
    with counted_statements(database) as statements, database.read() as work:
        list_public_ideas(work, asked)
    (listing,) = [one for one in statements if "idea_publications" in one]
    with database.engine.connect() as connection:
        blanks = {f"p{place}": 1 for place in range(listing.count("?"))}
        for name in blanks:
            listing = listing.replace("?", f":{name}", 1)
        plan = connection.execute(sa.text(f"EXPLAIN QUERY PLAN {listing}"), blanks).all()
    steps = [str(row[3]) for row in plan]
    assert any(f"USING INDEX {index} " in step or f"INDEX {index}" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN ideas") and "INDEX" not in step]
