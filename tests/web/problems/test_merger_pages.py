"""Undoing a merger and beginning the department's review on the desk, and what the public sees of both."""

from __future__ import annotations

import pytest

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.problems import make_problem
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.problems.enums import ProblemState
from webapp.problems.models import ProblemCall
from webapp.problems.services import load_problem, merge_problem

HERE = {"Origin": "http://localhost"}
SCRIPT = "<script>alert('합침')</script>"


@pytest.fixture
def merged(scene: Scene, database: Database) -> tuple[str, str]:
    """The keys of a problem and of that which it was merged into."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        problem, target = make_problem(work, call, scene.citizen), make_problem(work, call)
        merge_problem(work, scene.officer, problem, target.key, "같은 문제입니다.")
        return problem.key, target.key


def state_of(database: Database, key: str) -> ProblemState:
    with database.write() as work:
        return load_problem(work, key).state


def test_a_merger_is_undone_with_a_reason(
    scene: Scene, browser: Browser, database: Database, merged: tuple[str, str]
) -> None:
    key, target = merged
    client, path = browser(scene.officer), f"/office/problems/{key}/unmerge"
    assert path in client.get(f"/office/problems/{key}").text
    form = client.get(path)
    assert (form.status_code, faults(form.text)) == (200, [])
    public = browser(None).get(f"/problems/{target}").text
    assert "함께 제안한 사람" in public
    assert "김*민" in public
    empty = submit(client, path, {"reason": " "})
    assert (empty.status_code, state_of(database, key)) == (422, ProblemState.MERGED)
    answer = submit(client, path, {"reason": f"장소가 다릅니다. {SCRIPT}"})
    assert (answer.status_code, state_of(database, key)) == (303, ProblemState.POSTED)
    again = submit(client, path, {"reason": "다시"}, page="/office/problems/receive")
    assert again.status_code == 409
    history = browser(None).get(f"/problems/{key}").text
    assert "합친 것을 되돌렸습니다" in history
    assert SCRIPT not in history
    assert "함께 제안한 사람" not in browser(None).get(f"/problems/{target}").text


def test_only_who_decides_undoes(scene: Scene, browser: Browser, merged: tuple[str, str]) -> None:
    path = f"/office/problems/{merged[0]}/unmerge"
    assert browser(scene.citizen).get(path).status_code == 403
    assert browser(None).get(path).status_code == 303
    assert browser(scene.officer).get("/office/problems/zzzzzzzzzzzz/unmerge").status_code == 404


def test_an_official_begins_the_departments_review(
    scene: Scene, browser: Browser, database: Database
) -> None:
    with database.write() as work:
        key = make_problem(work, work.session.get_one(ProblemCall, scene.call_id)).key
    client, page = browser(scene.officer), f"/office/problems/{key}"
    assert "담당부서 검토 시작" in client.get(page).text
    token = csrf_token(client, page)
    for _ in range(2):
        answer = client.post(
            f"{page}/take-up", data={"csrf_token": token}, headers={"Origin": "http://localhost"}
        )
        assert answer.status_code == 303
    desk = client.get(page)
    assert faults(desk.text) == []
    assert "담당부서 검토 기한" in desk.text
    public = browser(None).get(f"/problems/{key}")
    assert faults(public.text) == []
    assert "담당부서 검토 기한" in public.text
    assert "담당부서 검토 중인 문제 1건" in client.get("/office").text
    assert key in client.get("/office/problems?state=department_review").text
