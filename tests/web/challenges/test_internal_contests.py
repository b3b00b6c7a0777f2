"""Contests for an agency's own staff: visible to and open for its people, and to nobody else anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.challenges import challenge_of, make_challenge, programme_of
from tests.support.ideas import make_idea
from tests.support.pages import submit
from tests.support.people import make_account, make_agency, make_official, sign_in
from webapp.accounts.enums import Role
from webapp.accounts.models import Account
from webapp.challenges.enums import ChallengeState, IdeaPublicity, NoticeKind, PolicyProfile
from webapp.challenges.models import Challenge
from webapp.challenges.services import create_programme, post_notice
from webapp.core.database import Database
from webapp.core.policy import SYSTEM
from webapp.ideas.services.publication import publish_at_close, publish_at_result

TITLE = "청사 에너지 줄이기"
LISTS = (
    "/",
    "/contests",
    "/contests?order=newest",
    "/ideas",
    "/search?q=에너지",
    "/search?q=에너지&kind=challenge",
    "/stories",
    "/reflection",
    "/problems",
    "/open-data",
    "/open-data/contests.csv",
    "/open-data/contests.json",
)


@pytest.fixture
def internal(app: Flask) -> tuple[Challenge, dict[str, int], str]:
    """An open internal challenge, the accounts around it, and the key of a notice."""
    database: Database = app.extensions["platform"].database
    with database.write() as work:
        agency, other = make_agency(work, "나루시설공단"), make_agency(work, "다른 기관")
        design = programme_of(agency, work.now, title=f"{TITLE} 사내 공모")
        conditions = replace(design.conditions, profile=PolicyProfile.INTERNAL)
        programme = create_programme(work, SYSTEM, replace(design, conditions=conditions))
        task = challenge_of(programme.slug, work.now, title=TITLE)
        task = replace(task, rules=replace(task.rules, publicity=IdeaPublicity.AT_CLOSE))
        challenge = make_challenge(work, agency, ChallengeState.OPEN, programme=programme, design=task)
        notice = post_notice(
            work, SYSTEM, challenge, kind=NoticeKind.CORRECTION, title=f"{TITLE} 정정", body="오기를 고침"
        )
        people = {
            "citizen": make_account(work).id,
            "official elsewhere": make_official(work, other, Role.CONTEST_OFFICER).id,
            "plain member": make_official(work, agency).id,
            "officer": make_official(work, agency, Role.CONTEST_OFFICER).id,
        }
        key = notice.key
    return challenge, people, key


def pages_of(challenge: Challenge, notice: str) -> list[str]:
    return [
        f"/contests/{challenge.programme.slug}",
        f"/contests/{challenge.programme.slug}/notices",
        f"/contests/{challenge.programme.slug}/money",
        f"/notices/{notice}",
        f"/challenges/{challenge.key}",
        f"/challenges/{challenge.key}/notice",
        f"/challenges/{challenge.key}/rules.json",
        f"/challenges/{challenge.key}/calendar.ics",
        f"/challenges/{challenge.key}/finalists",
        f"/challenges/{challenge.key}/result",
    ]


@pytest.mark.parametrize("who", ["", "citizen", "official elsewhere"])
def test_nobody_else_finds_an_internal_contest_anywhere(
    app: Flask, client: FlaskClient, internal: tuple[Challenge, dict[str, int], str], who: str
) -> None:
    challenge, people, notice = internal
    if who:
        sign_in(client, app.extensions["platform"].database, people[who])
    for path in LISTS:
        page = client.get(path)
        assert page.status_code == 200, path
        assert TITLE not in page.get_data(as_text=True), path
        assert challenge.programme.slug not in page.get_data(as_text=True), path
    for path in pages_of(challenge, notice):
        assert client.get(path).status_code == 404, path
    entry = client.get(f"/challenges/{challenge.key}/enter")
    assert entry.status_code == (404 if who else 303), "signing in comes before knowing"


@pytest.mark.parametrize("who", ["plain member", "officer"])
def test_the_agencys_people_see_it_and_may_enter(
    app: Flask, client: FlaskClient, internal: tuple[Challenge, dict[str, int], str], who: str
) -> None:
    challenge, people, notice = internal
    sign_in(client, app.extensions["platform"].database, people[who])
    assert f"{TITLE} 사내 공모" in client.get("/contests").get_data(as_text=True)
    for path in pages_of(challenge, notice):
        assert client.get(path).status_code == 200, path
    started = submit(client, f"/challenges/{challenge.key}/enter", {"applicant": ""})
    assert started.status_code == 303
    assert "/write" in started.headers["Location"]


def test_nothing_of_it_is_ever_published(app: Flask, internal: tuple[Challenge, dict[str, int], str]) -> None:
    challenge, people, _notice = internal
    database: Database = app.extensions["platform"].database
    with database.write() as work:
        row, author = (
            work.session.get_one(Challenge, challenge.id),
            work.session.get_one(Account, people["officer"]),
        )
        make_idea(work, row, author)
        row.closes_at = work.now
        assert publish_at_close(work, row.id) == 0
        row.publicity = IdeaPublicity.AT_RESULT
        assert publish_at_result(work, row.id) == 0
