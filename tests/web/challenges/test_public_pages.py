"""The public pages of contests: what they say, what they hide, what they cost."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.challenges import challenge_of, make_challenge
from tests.support.html import faults
from tests.support.people import actor_for, make_account, make_agency, make_official, sign_in
from tests.support.statements import counted_statements
from webapp.accounts.enums import Role
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge
from webapp.challenges.services import cancel, publish, request_approval
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.core.work import Work

MOST_STATEMENTS = 8


def announced(database: Database, state: ChallengeState = ChallengeState.OPEN) -> Challenge:
    """A challenge in `state` with its notice put out by the real services, then set to its state."""
    with database.write() as work:
        agency = make_agency(work, "나루교통공단")
        challenge = make_challenge(work, agency)
        request_approval(work, officer(work, challenge), challenge)
        publish(work, approver(work, challenge), challenge)
    return move(database, challenge, state)


def officer(work: Work, challenge: Challenge) -> Actor:
    return actor_for(work, make_official(work, challenge.programme.agency, Role.CONTEST_OFFICER))


def approver(work: Work, challenge: Challenge) -> Actor:
    return actor_for(work, make_official(work, challenge.programme.agency, Role.APPROVER))


def move(database: Database, challenge: Challenge, state: ChallengeState) -> Challenge:
    """Set the clock into the period in which an announced challenge is in `state`."""
    assert isinstance(database.clock, FixedClock)
    moments = {
        ChallengeState.ANNOUNCED: challenge.opens_at - timedelta(days=1),
        ChallengeState.OPEN: challenge.closes_at - timedelta(days=3),
        ChallengeState.CLOSED: challenge.closes_at + timedelta(days=1),
    }
    database.clock.move_to(moments[state])
    return challenge


@pytest.fixture
def app_database(app: Flask) -> Database:
    found: Database = app.extensions["platform"].database
    return found


def paths_of(challenge: Challenge) -> list[str]:
    slug = challenge.programme.slug
    return [
        "/contests",
        f"/contests/{slug}",
        f"/contests/{slug}/notices",
        f"/challenges/{challenge.key}",
        f"/challenges/{challenge.key}/notice",
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("state", [ChallengeState.ANNOUNCED, ChallengeState.OPEN, ChallengeState.CLOSED])
def test_every_public_page_is_good_html(
    client: FlaskClient, app_database: Database, state: ChallengeState, language: str
) -> None:
    challenge = announced(app_database, state)
    client.set_cookie("language", language)
    for path in paths_of(challenge):
        response = client.get(path)
        assert (path, response.status_code, faults(response.text)) == (path, 200, [])


def test_the_open_challenge_says_what_a_reader_needs_first(
    client: FlaskClient, app_database: Database
) -> None:
    challenge = announced(app_database)
    text = client.get(f"/challenges/{challenge.key}").text
    for said in (
        "접수 중",
        "D-3",
        "2026. 4. 19.(일) 18:00",
        "3,500만 원",
        "나루교통공단",
        "창의성",
        "40점",
        "044-000-0000",
        challenge.rules_hash,
        f"/challenges/{challenge.key}/enter",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("state", "reason"),
    [(ChallengeState.ANNOUNCED, "에 시작합니다"), (ChallengeState.CLOSED, "에 끝났습니다")],
)
def test_a_challenge_that_is_not_open_says_why_and_offers_no_way_in(
    client: FlaskClient, app_database: Database, state: ChallengeState, reason: str
) -> None:
    challenge = announced(app_database, state)
    text = client.get(f"/challenges/{challenge.key}").text
    assert reason in text
    assert f"/challenges/{challenge.key}/enter" not in text


def test_the_clock_decides_at_each_request_without_any_job(
    client: FlaskClient, app_database: Database, clock: FixedClock
) -> None:
    challenge = announced(app_database)
    path = f"/challenges/{challenge.key}"
    clock.move_to(challenge.closes_at - timedelta(seconds=1))
    assert "접수 마감</span>" not in client.get(path).text
    clock.move_to(challenge.closes_at)
    assert f"{path}/enter" not in client.get(path).text


def test_the_frozen_text_has_the_published_hash(client: FlaskClient, app_database: Database) -> None:
    challenge = announced(app_database)
    response = client.get(f"/challenges/{challenge.key}/rules.json")
    assert response.mimetype == "application/json"
    assert hashlib.sha256(response.data).hexdigest() == challenge.rules_hash


def test_the_days_of_a_challenge_go_into_a_readers_own_calendar(
    client: FlaskClient, app_database: Database
) -> None:
    challenge = announced(app_database)
    response = client.get(f"/challenges/{challenge.key}/calendar.ics")
    assert response.mimetype == "text/calendar"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    lines = response.text.replace("\r\n ", "").split("\r\n")
    assert f"DTEND:{challenge.closes_at:%Y%m%dT%H%M%SZ}" in lines
    assert f"UID:{challenge.key}-closes" in lines
    assert client.get("/challenges/nothing/calendar.ics").status_code == 404


def test_article_4_2_the_notice_holds_all_nine_items(client: FlaskClient, app_database: Database) -> None:
    challenge = announced(app_database)
    text = client.get(f"/challenges/{challenge.key}/notice").text
    headings = [f"<h2>{number}. " for number in range(1, 10)]
    assert [text.count(heading) for heading in headings] == [1] * 9
    for said in (
        "누구나 응모할 수 있습니다",
        "최우수상",
        "수상을 취소",
        "10일 동안",
        "장관상",
        challenge.rules_hash,
    ):
        assert said in text


@pytest.mark.parametrize("state", [ChallengeState.DRAFT, ChallengeState.IN_APPROVAL])
def test_nothing_of_a_draft_is_public(
    client: FlaskClient, app_database: Database, state: ChallengeState
) -> None:
    with app_database.write() as work:
        agency = make_agency(work, "비밀공단")
        design = challenge_of("x", work.now, title="아직 비밀인 과제")
        challenge = make_challenge(work, agency)
        challenge.title = design.brief.title
        if state is ChallengeState.IN_APPROVAL:
            challenge.state, challenge.requested_at = state, work.now
        slug = challenge.programme.slug
    for path in (f"/contests/{slug}", f"/contests/{slug}/notices", f"/challenges/{challenge.key}"):
        assert client.get(path).status_code == 404
    for path in (f"/challenges/{challenge.key}/notice", f"/challenges/{challenge.key}/rules.json"):
        assert client.get(path).status_code == 404
    listed = client.get("/contests").text
    assert "비밀공단" not in listed
    assert slug not in listed


def test_a_draft_beside_an_announced_challenge_stays_hidden(
    client: FlaskClient, app_database: Database
) -> None:
    challenge = announced(app_database)
    with app_database.write() as work:
        design = challenge_of(challenge.programme.slug, work.now, title="아직 비밀인 과제")
        small = replace(design, prizes=replace(design.prizes, prizes=()))
        make_challenge(work, challenge.programme.agency, programme=challenge.programme, design=small)
    page = client.get(f"/contests/{challenge.programme.slug}").text
    assert "아직 비밀인 과제" not in page
    assert "과제 1건" in page


def test_a_cancelled_contest_says_so_and_why(client: FlaskClient, app_database: Database) -> None:
    challenge = announced(app_database)
    with app_database.write() as work:
        cancel(work, approver(work, challenge), challenge, "예산이 줄어 공모를 취소합니다.")
    page = client.get(f"/challenges/{challenge.key}").text
    assert "공모가 취소되어" in page
    notices = client.get(f"/contests/{challenge.programme.slug}/notices").text
    link = notices.split('href="/notices/')[1].split('"')[0]
    assert "예산이 줄어 공모를 취소합니다." in client.get(f"/notices/{link}").text


def test_the_list_filters_and_names_what_it_filters(client: FlaskClient, app_database: Database) -> None:
    challenge = announced(app_database)
    slug = challenge.programme.slug
    agency = challenge.programme.agency.slug
    shown = {
        "": True,
        "?phase=open": True,
        "?phase=upcoming": False,
        "?phase=judging": False,
        "?phase=done": False,
        "?phase=cancelled": False,
        "?field=safety": True,
        "?field=digital": False,
        f"?agency={agency}": True,
        "?agency=nobody": True,
        "?phase=open&field=safety&sort=newest": True,
        "?phase=nonsense&sort=1&cursor=xyz": True,
    }
    for query, is_shown in shown.items():
        text = client.get(f"/contests{query}").text
        assert (query, f'href="/contests/{slug}"' in text) == (query, is_shown)
    filtered = client.get(f"/contests?phase=open&agency={agency}").text
    assert f'href="/contests?agency={agency}"' in filtered
    assert 'href="/contests?phase=open"' in filtered
    assert "조건에 맞는 공모가 없습니다" in client.get("/contests?phase=done").text


def test_an_empty_list_offers_a_way_on(client: FlaskClient) -> None:
    text = client.get("/contests").text
    assert "아직 공고한 공모가 없습니다" in text
    assert faults(text) == []


@pytest.mark.parametrize("query", ["", "?phase=open", "?sort=newest"])
def test_pages_of_the_list_meet_without_gap_or_repeat(
    client: FlaskClient, app_database: Database, query: str
) -> None:
    with app_database.write() as work:
        agency = make_agency(work)
        wanted = {
            make_challenge(
                work, agency, ChallengeState.OPEN, closes_at=work.now + timedelta(days=1 + number // 3)
            ).programme.slug
            for number in range(30)
        }
    seen: list[str] = []
    path = f"/contests{query}"
    while path:
        text = client.get(path).text
        cards = text.split('class="card-title"><a href="/contests/')[1:]
        seen.extend(card.split('"')[0] for card in cards)
        path = (
            text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in text
            else ""
        )
        assert urlsplit(path).path in {"", "/contests"}
    assert (len(seen), set(seen)) == (30, wanted)


def test_the_pages_cost_the_same_at_one_and_at_thirty(
    client: FlaskClient, app: Flask, app_database: Database
) -> None:
    def costs(challenge: Challenge) -> dict[str, int]:
        found = {}
        for path in paths_of(challenge):
            with counted_statements(app) as statements:
                assert client.get(path).status_code == 200
            # Whether the demo is loaded is asked anew every few seconds, on whichever page is next.
            found[path] = sum("is_demo" not in statement for statement in statements)
        return found

    with app_database.write() as work:
        account = make_account(work)
    sign_in(client, app_database, account.id)
    challenge = announced(app_database)
    costs(challenge)  # what is asked once per process or session is asked now
    before = costs(challenge)
    with app_database.write() as work:
        for _turn in range(29):
            make_challenge(work, make_agency(work), ChallengeState.OPEN)
    assert costs(challenge) == before
    assert max(before.values()) <= MOST_STATEMENTS


def test_the_english_pages_read_in_english(client: FlaskClient, app_database: Database) -> None:
    challenge = announced(app_database)
    client.set_cookie("language", "en")
    text = client.get(f"/challenges/{challenge.key}").text
    for said in ("Fewer accidents on foot", "Safe crossings", "Originality", "3 days left", "KRW 35,000,000"):
        assert said in text


def test_a_notice_is_named_in_the_readers_language(client: FlaskClient, app_database: Database) -> None:
    challenge = announced(app_database)
    path = f"/contests/{challenge.programme.slug}/notices"
    assert f"{challenge.programme.title} 공고: {challenge.title}" in client.get(path).text
    page = client.get(path, headers={"Accept-Language": "en"}).text
    assert f"Notice: {challenge.title_en or challenge.title}" in page
    assert f"공고: {challenge.title}" not in page
