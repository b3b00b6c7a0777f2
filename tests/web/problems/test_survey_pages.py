"""Preference surveys in pages: planned by an official, answered once each, totals only at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.people import actor_for, make_account, sign_in
from tests.support.problems import make_problem
from tests.support.surveys import make_survey
from tests.web.problems.conftest import Browser, Scene
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.problems.enums import SurveyKind
from webapp.problems.models import ProblemCall, Survey, SurveyAnswer

PLAN = {
    "kind": "choose",
    "most_choices": "1",
    "opens_at": "2020-01-01T09:00",
    "closes_at": "2100-01-01T18:00",
    "intro": "<script>alert('조사')</script>",
    "version": "0",
}


def three_problems(database: Database, scene: Scene) -> list[str]:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        titles = ("첫째 문제", "<b>둘째</b> 문제", "셋째 문제")
        return [make_problem(work, call, title=title).key for title in titles]


def open_survey(
    database: Database, scene: Scene, kind: SurveyKind = SurveyKind.CHOOSE
) -> tuple[str, list[str]]:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        problems = [make_problem(work, call, title=f"{number}번 문제") for number in range(1, 4)]
        survey = make_survey(work, scene.officer, call, problems, kind)
        return survey.key, [problem.key for problem in problems]


def answers(database: Database) -> int:
    with database.read() as work:
        return work.session.scalar(sa.select(sa.func.count()).select_from(SurveyAnswer)) or 0


def test_an_official_plans_and_publishes(database: Database, scene: Scene, browser: Browser) -> None:
    keys = three_problems(database, scene)
    client, path = browser(scene.officer), f"/office/problems/calls/{scene.slug}/survey"
    empty = client.get(path)
    assert (empty.status_code, faults(empty.text)) == (200, [])
    bare = submit(client, f"{path}/new", {**PLAN, "problems": keys[:1]})
    assert (bare.status_code, faults(bare.text)) == (422, [])
    late = submit(client, f"{path}/new", {**PLAN, "closes_at": "2019-01-01T09:00", "problems": keys})
    assert "마감은 시작보다 뒤여야 합니다." in late.text
    assert submit(client, f"{path}/new", {**PLAN, "problems": keys}).headers["Location"] == path
    again = submit(client, f"{path}/new", {**PLAN, "problems": keys})
    assert again.status_code == 422
    assert "이미 선호도 조사가 있습니다" in again.text
    with database.read() as work:
        key = work.session.scalars(sa.select(Survey.key)).one()
    assert browser(None).get(f"/problems/surveys/{key}").status_code == 404
    edit = f"/office/problems/surveys/{key}/edit"
    assert faults(client.get(edit).text) == []
    assert submit(client, edit, {**PLAN, "problems": keys, "version": "9"}).status_code == 409
    assert submit(client, f"/office/problems/surveys/{key}/publish", {}, page=path).status_code == 303
    page = browser(None).get(f"/problems/surveys/{key}")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "<script>alert(&#39;조사" not in page.text
    assert "로그인하고 답하기" in page.text
    assert f"/problems/surveys/{key}" in browser(None).get(f"/problems/calls/{scene.slug}").text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_person_answers_once_over_two_sessions(
    app: Flask, database: Database, scene: Scene, browser: Browser, language: str
) -> None:
    key, problems = open_survey(database, scene)
    path, client = f"/problems/surveys/{key}", browser(scene.citizen)
    page = client.get(path, headers={"Accept-Language": language})
    assert (page.status_code, faults(page.text)) == (200, [])
    assert 'type="checkbox"' in page.text
    other = app.test_client()
    sign_in(other, database, scene.citizen.account_id or 0)
    token = csrf_token(other, path)
    nothing = submit(client, path, {})
    assert (nothing.status_code, faults(nothing.text)) == (422, [])
    assert submit(client, path, {"choices": problems}).status_code == 422
    sent = submit(client, path, {"choices": problems[:2]})
    assert sent.headers["Location"] == path
    second = other.post(path, data={"choices": problems[2:], "csrf_token": token})
    assert second.status_code == 409
    assert "이미 이 조사에 답하셨습니다" in second.text
    after = client.get(path, headers={"Accept-Language": language})
    assert (faults(after.text), 'type="checkbox"' in after.text) == ([], False)
    assert answers(database) == 1


def test_a_rating_works_by_lists(database: Database, scene: Scene, browser: Browser) -> None:
    key, problems = open_survey(database, scene, SurveyKind.RATE)
    path, client = f"/problems/surveys/{key}", browser(scene.citizen)
    page = client.get(path)
    assert (page.status_code, faults(page.text)) == (200, [])
    half = submit(client, path, {f"urgency-{problems[0]}": "5"})
    assert (half.status_code, faults(half.text)) == (422, [])
    whole = {f"urgency-{problems[0]}": "5", f"importance-{problems[0]}": "4"}
    assert submit(client, path, whole).status_code == 303
    assert answers(database) == 1


def test_totals_stay_hidden_until_the_clock_closes_it(
    database: Database, scene: Scene, browser: Browser, clock: FixedClock
) -> None:
    key, problems = open_survey(database, scene)
    for name in ("가시민", "나시민"):
        with database.write() as work:
            person = actor_for(work, make_account(work, name))
        submit(browser(person), f"/problems/surveys/{key}", {"choices": problems[:1]})
    pages = [
        (reader, path)
        for reader in (None, scene.citizen, scene.officer)
        for path in (f"/problems/surveys/{key}", f"/problems/calls/{scene.slug}")
    ]
    pages.append((scene.officer, f"/office/problems/calls/{scene.slug}/survey"))
    for reader, path in pages:
        assert "100.0%" not in browser(reader).get(path).text
    clock.move_to(clock.now() + timedelta(days=3))
    for reader in (None, scene.officer):
        page = browser(reader).get(f"/problems/surveys/{key}")
        assert (page.status_code, faults(page.text)) == (200, [])
        assert "100.0%" in page.text
        assert "2명(n)" in page.text
    client = browser(scene.citizen)
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    late = client.post(f"/problems/surveys/{key}", data={"choices": problems[:1], "csrf_token": token})
    assert late.status_code == 409


def test_an_official_cancels_with_a_reason(database: Database, scene: Scene, browser: Browser) -> None:
    key, _problems = open_survey(database, scene)
    client, path = browser(scene.officer), f"/office/problems/surveys/{key}/cancel"
    bare = submit(client, path, {"reason": ""})
    assert (bare.status_code, faults(bare.text)) == (422, [])
    assert browser(scene.citizen).get(path).status_code == 403
    assert submit(client, path, {"reason": "후보를 다시 고릅니다."}).status_code == 303
    page = browser(None).get(f"/problems/surveys/{key}")
    assert (page.status_code, "후보를 다시 고릅니다." in page.text) == (200, True)
