"""The pages of home: good in both languages, cheap, and showing each reader only his or her own."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.ideas import make_challenge, make_idea
from tests.support.maturing import hand_in, make_project
from tests.support.people import actor_for, grant, make_account, make_agency, make_official, sign_in
from tests.support.prizes import make_contest, verify
from tests.support.problems import make_call, make_officer, written
from tests.support.reflection import (
    make_adopted,
    make_assigned,
    make_award,
    make_judged_idea,
    make_measure,
    make_scene,
    tell_everything,
)
from tests.support.statements import counted_statements
from webapp.accounts.enums import Role, Scope
from webapp.challenges.enums import ChallengeState
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.home.queries import office_desk
from webapp.ideas.enums import IdeaState
from webapp.judging.enums import RoundState
from webapp.problems.services import post_problem

PUBLIC = (
    "/",
    "/about",
    "/stories",
    "/search",
    "/search?q=도로",
    "/search?q=도로&kind=idea",
    "/terms",
    "/privacy",
    "/accessibility",
    "/open-data",
)
LOCALES = ("ko", "en")


def browser(app: Flask, database: Database, account_id: int) -> FlaskClient:
    client = app.test_client()
    sign_in(client, database, account_id)
    return client


@pytest.mark.parametrize("locale", LOCALES)
def test_public_pages_are_good_empty_and_full(
    app: Flask, client: FlaskClient, database: Database, locale: str
) -> None:
    client.set_cookie("language", locale)
    for is_full in (False, True):
        if is_full:
            with database.write() as work:
                scene, _key = tell_everything(work)
                make_award(work, scene)
                make_challenge(work, title="도로를 안전하게")
        for path in PUBLIC:
            with counted_statements(app) as statements:
                response = client.get(path)
            assert (path, response.status_code) == (path, 200)
            assert (path, faults(response.text)) == (path, [])
            assert len(statements) <= 8, path


@pytest.mark.parametrize("locale", LOCALES)
def test_a_passport_is_a_good_page(app: Flask, client: FlaskClient, database: Database, locale: str) -> None:
    with database.write() as work:
        scene, _key = tell_everything(work)
        make_award(work, scene)
        running = make_scene(work, title="밝은 골목")
        make_measure(work, running, make_adopted(work, running))
    client.set_cookie("language", locale)
    for idea in (scene.idea, running.idea):
        with counted_statements(app) as statements:
            response = client.get(f"/ideas/{idea.key}/passport")
        assert response.status_code == 200
        assert faults(response.text) == []
        assert scene.author.name not in response.text
        assert len(statements) <= 8
    assert client.get("/ideas/nothing/passport").status_code == 404


@pytest.mark.parametrize("locale", LOCALES)
def test_my_page_and_the_desk_are_good(app: Flask, database: Database, locale: str) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
        challenge = make_challenge(work, scene.agency)
        make_idea(work, challenge, scene.author, title="", state=IdeaState.DRAFT)
        newcomer = make_account(work)
    for account, path in (
        (scene.author, "/my"),
        (scene.author, "/"),
        (newcomer, "/my"),
        (newcomer, "/"),
        (scene.official, "/my"),
        (scene.officer, "/office"),
        (scene.approver, "/office"),
    ):
        client = browser(app, database, account.id)
        client.set_cookie("language", locale)
        response = client.get(path)
        assert (path, response.status_code) == (path, 200)
        assert (path, faults(response.text)) == (path, [])


def test_each_sees_only_what_is_theirs(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_judged_idea(work, scene.challenge, scene.author, title="나만의 생각", is_published=False)
        other = make_account(work)
    assert "나만의 생각" in browser(app, database, scene.author.id).get("/my").text
    assert "나만의 생각" not in browser(app, database, other.id).get("/my").text
    assert "나만의 생각" not in browser(app, database, other.id).get("/").text
    assert app.test_client().get("/my").status_code == 303


def test_the_desk_is_for_officials(app: Flask, database: Database) -> None:
    with database.write() as work:
        citizen = make_account(work)
        official = make_official(work, make_agency(work), Role.JUDGING_SECRETARY)
    assert browser(app, database, citizen.id).get("/office").status_code == 403
    assert browser(app, database, official.id).get("/office").status_code == 200
    assert app.test_client().get("/office").status_code == 303


def test_the_header_leads_to_the_readers_desks(app: Flask, database: Database) -> None:
    with database.write() as work:
        citizen = make_account(work)
        official = make_official(work, make_agency(work), Role.CONTEST_OFFICER)
    assert 'href="/my"' in browser(app, database, citizen.id).get("/about").text
    assert 'href="/office"' not in browser(app, database, citizen.id).get("/about").text
    assert 'href="/office"' in browser(app, database, official.id).get("/about").text
    assert 'href="/my"' not in app.test_client().get("/about").text


def test_every_todo_leads_to_a_page(app: Flask, database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        agency = make_agency(work)
        roles = (Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY)
        official = make_official(work, agency, *roles)
        contests = [
            make_contest(work, round_state=state) for state in (RoundState.SCORING, RoundState.CLOSED)
        ]
        contests.append(make_contest(work))
        verify(work, contests[-1])
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
        scene.idea = make_judged_idea(work, scene.challenge, scene.author)
        make_assigned(work, scene)
        make_judged_idea(work, scene.challenge, scene.author)
        for state in (ChallengeState.DRAFT, ChallengeState.IN_APPROVAL, ChallengeState.OPEN):
            make_challenge(work, agency, state=state, closes_in=timedelta(days=3))
        over = make_challenge(work, agency, state=ChallengeState.CLOSED, closes_in=-timedelta(days=1))
        make_idea(work, over)
        call = make_call(work, make_officer(work, agency))
        post_problem(work, actor_for(work, scene.author), written(call))
        for one in (scene.agency, *(contest.agency for contest in contests)):
            for role in roles:
                grant(work, official, role, Scope.AGENCY, one.id)
        desk = office_desk(work, actor_for(work, official))
        paths = {todo.path for todo in (*desk.todos, *desk.alerts)}
    maturing = make_project(database, clock)
    hand_in(database, maturing)
    with database.read() as work:
        desk = office_desk(work, actor_for(work, maturing.contest.officer))
        paths |= {todo.path for todo in (*desk.todos, *desk.alerts)}
    rules = app.url_map.bind("localhost")
    assert len(paths) >= 13
    for path in sorted(paths):
        assert rules.match(urlsplit(path).path, method="GET"), path


def test_a_search_that_is_too_long_says_how_much_of_it_counts(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "도로 " * 60})
    assert page.status_code == 200
    assert "찾을 말은 60자까지 씁니다" in page.text
    assert "찾을 말은" not in client.get("/search", query_string={"q": "도로"}).text.split("<form")[0]


def test_search_shows_what_was_typed_as_text(client: FlaskClient) -> None:
    response = client.get("/search", query_string={"q": '<script>alert("x")</script>'})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert faults(response.text) == []


@pytest.mark.parametrize("query", ["q=가", "q=" + "가" * 500, "q=가나&kind=nothing&cursor=x", "cursor=1"])
def test_strange_searches_are_answered(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 200
