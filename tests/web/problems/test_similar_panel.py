"""While somebody writes a problem, what resembles it appears beside the form, with or without script."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.people import actor_for, make_account
from tests.support.problems import SITUATION, WISHED, make_problem
from tests.support.statements import counted_statements
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.problems.enums import DeclineReason
from webapp.problems.models import ProblemCall
from webapp.problems.services import decline_problem, load_problem, merge_problem, withdraw_problem

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
TITLE = "골목길이 어두워 배달이 위험합니다"


@pytest.fixture
def key(scene: Scene, database: Database) -> str:
    """A problem of somebody else that stands in public."""
    with database.write() as work:
        return make_problem(work, work.session.get_one(ProblemCall, scene.call_id), title=TITLE).key


@pytest.fixture
def client(scene: Scene, browser: Browser) -> FlaskClient:
    """The citizen's browser."""
    return browser(scene.citizen)


def ask(client: FlaskClient, scene: Scene, title: str, situation: str = "") -> str:
    """What htmx asks for while the title is typed."""
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    data = {"csrf_token": token, "title": title, "situation": situation, "key": "zzzzzzzzzzzz"}
    answer = client.post("/problems/similar", data=data, headers={"Origin": "http://localhost"})
    assert answer.status_code == 200
    return answer.text


def test_the_same_problem_appears_with_its_endorsement(client: FlaskClient, scene: Scene, key: str) -> None:
    part = ask(client, scene, "밤에 배달하는 분이 어두운 골목길에서 위험합니다", SITUATION)
    assert "<html" not in part
    assert f"/problems/{key}" in part
    assert f'action="/discussion/problem/{key}/endorse"' in part
    assert "이 문제에 공감하기" in part
    assert "찾지 못했습니다" in ask(client, scene, "수소 충전소가 모자랍니다")
    assert "찾지 못했습니다" in ask(client, scene, "")


def test_the_button_without_script_keeps_what_was_typed(client: FlaskClient, scene: Scene, key: str) -> None:
    path = f"/problems/new?call={scene.slug}"
    own = KEY.search(client.get(path).text)
    assert own is not None
    form = {"key": own[1], "version": "0", "call": scene.slug, "title": TITLE, "situation": SITUATION}
    answer = submit(client, path, {**form, "wished_change": WISHED, "act": "similar"})
    assert (answer.status_code, faults(answer.text)) == (200, [])
    assert f'action="/discussion/problem/{key}/endorse"' in answer.text
    assert SITUATION in answer.text
    assert client.get("/my/problems").text.count(TITLE) == 0


def test_what_is_decided_is_shown_but_not_endorsed_and_what_is_withdrawn_is_not(
    client: FlaskClient, scene: Scene, key: str, database: Database
) -> None:
    with database.write() as work:
        decline_problem(work, scene.officer, load_problem(work, key), DeclineReason.OTHER, "다루지 않습니다.")
    part = ask(client, scene, TITLE, SITUATION)
    assert f"/problems/{key}" in part
    assert "/endorse" not in part
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        author = actor_for(work, make_account(work))
        gone = make_problem(work, call, author, title=TITLE)
        withdraw_problem(work, author, gone)
        gone_key = gone.key
    assert gone_key not in ask(client, scene, TITLE, SITUATION)


def test_a_merged_problem_stands_as_the_one_that_goes_on(
    client: FlaskClient, scene: Scene, key: str, database: Database
) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        target = make_problem(work, call, title="전혀 다른 말로 쓴 것")
        into = target.key
        merge_problem(work, scene.officer, load_problem(work, key), into, "같은 문제입니다.")
    part = ask(client, scene, TITLE, SITUATION)
    assert f'action="/discussion/problem/{into}/endorse"' in part
    assert f'/problems/{key}"' not in part


def test_looking_costs_few_statements_and_needs_an_account(
    client: FlaskClient, scene: Scene, browser: Browser, key: str, database: Database
) -> None:
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    data = {"csrf_token": token, "title": TITLE, "situation": SITUATION * 40, "key": "<script>"}
    with counted_statements(database) as statements:
        answer = client.post("/problems/similar", data=data, headers={"Origin": "http://localhost"})
    assert (answer.status_code, "<script>" in answer.text) == (200, False)
    assert key in answer.text
    assert len(statements) <= 8
    refused = browser(None).post(
        "/problems/similar", data={"title": TITLE}, headers={"Origin": "http://localhost"}
    )
    assert refused.status_code in {303, 400}
