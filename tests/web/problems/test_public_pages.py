"""What everybody sees of problems: valid pages in both languages, nothing hidden, at a fixed cost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask

from tests.support.html import faults
from tests.support.people import actor_for, make_account
from tests.support.problems import (
    make_call,
    make_officer,
    make_problem,
    make_reviewed,
    new_call,
    upload,
    written,
)
from tests.support.statements import counted_statements
from tests.web.problems.conftest import Browser, Scene
from webapp.core.attachments import attachments_of
from webapp.core.database import Database
from webapp.problems.enums import DeclineReason, ProblemState
from webapp.problems.models import ProblemCall
from webapp.problems.services import (
    create_call,
    decline_problem,
    merge_problem,
    post_problem,
    save_problem,
    select_problem,
    withdraw_problem,
)

SCRIPT = "<script>alert('제목')</script>"
LANGUAGES = ("ko", "en")


def fill(database: Database, scene: Scene) -> dict[str, str]:
    """A problem in every public state; returns their keys by state."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        reviewed = make_reviewed(work, scene.officer, call, [(5, 4, 3)])
        selected = make_reviewed(work, scene.officer, call, [(5, 5, 5), (2, 2, 2)])
        select_problem(work, scene.officer, selected, "많은 사람이 겪는 문제입니다.")
        declined = make_problem(work, call, title="시행하는 일")
        decline_problem(work, scene.officer, declined, DeclineReason.ALREADY_UNDERWAY, "하고 있습니다.")
        merged = make_problem(work, call, title="같은 문제")
        merge_problem(work, scene.officer, merged, selected.key, "같은 문제입니다.")
        posted = post_problem(work, scene.citizen, replace(written(call), files=(upload(),)))
        return {p.state.value: p.key for p in (posted, reviewed, selected, declined, merged)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_valid(
    database: Database, scene: Scene, browser: Browser, language: str
) -> None:
    keys = fill(database, scene)
    paths = ["/problems", f"/problems/calls/{scene.slug}", *(f"/problems/{key}" for key in keys.values())]
    client = browser(None)
    for path in paths:
        answer = client.get(path, headers={"Accept-Language": language})
        assert (path, answer.status_code, faults(answer.text)) == (path, 200, [])


def test_the_list_filters_by_its_address(database: Database, scene: Scene, browser: Browser) -> None:
    fill(database, scene)
    client = browser(None)
    page = client.get(f"/problems?call={scene.slug}&state=declined").text
    assert "시행하는 일" in page
    assert "같은 문제" not in page
    assert "조건 빼기" in page
    assert client.get("/problems?state=draft&field=health&call=x&page=zzz").status_code == 200
    assert "조건에 맞는 문제가 없습니다." in client.get("/problems?field=health").text


def test_an_empty_list_says_so(browser: Browser) -> None:
    assert "아직 낸 문제가 없습니다." in browser(None).get("/problems").text


def test_the_pages_cost_the_same_at_1_and_at_30_rows(
    app: Flask, database: Database, scene: Scene, browser: Browser
) -> None:
    client, counts = browser(None), []
    for more in (1, 29):
        with database.write() as work:
            call = work.session.get_one(ProblemCall, scene.call_id)
            target = make_problem(work, call, title="합칠 곳")
            for number in range(more):
                merge_problem(
                    work, scene.officer, make_problem(work, call, title=f"{number}"), target.key, "같습니다."
                )
        client.get("/problems")
        for path in ("/problems", f"/problems/{target.key}", f"/problems/calls/{scene.slug}"):
            with counted_statements(app) as statements:
                client.get(path)
            counts.append(len(statements))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 8


def test_a_page_stays_small(database: Database, scene: Scene, browser: Browser) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        for number in range(25):
            make_problem(work, call, title=f"골목길이 어두워 배달이 위험합니다 {number}")
    assert len(browser(None).get("/problems").data) < 60_000


def test_nothing_hidden_shows_anywhere(database: Database, scene: Scene, browser: Browser) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        draft = save_problem(work, scene.citizen, written(call, "숨은 초안"))
        gone = withdraw_problem(work, scene.citizen, make_problem(work, call, scene.citizen, "숨은 철회"))
        secret_call = create_call(work, scene.officer, new_call(work, scene.officer))
        author = make_account(work, "남궁시민", email="namgung@example.org")
        shown = make_problem(work, call, actor_for(work, author), "보이는 문제")
        stranger = actor_for(work, make_account(work))
    for client in (browser(None), browser(stranger)):
        for path in ("/problems", f"/problems/calls/{scene.slug}", f"/problems/{shown.key}"):
            page = client.get(path).text
            assert not [text for text in ("숨은", "남궁시민", "namgung", secret_call.title) if text in page]
        for path in (
            f"/problems/{draft.key}",
            f"/problems/{gone.key}",
            f"/problems/calls/{secret_call.slug}",
            "/problems/forged23456z",
            "/problems/calls/forged",
        ):
            assert client.get(path).status_code == 404


def test_scores_do_not_show_before_the_decision(database: Database, scene: Scene, browser: Browser) -> None:
    keys = fill(database, scene)
    assert "검토 평균" not in browser(None).get(f"/problems/{keys[ProblemState.UNDER_REVIEW]}").text
    decided = browser(None).get(f"/problems/{keys[ProblemState.SELECTED]}").text
    assert "3.50점" in decided
    assert "근거가 뚜렷합니다." not in decided


def test_a_decision_names_its_official_and_its_reason(
    database: Database, scene: Scene, browser: Browser
) -> None:
    keys = fill(database, scene)
    declined = browser(None).get(f"/problems/{keys[ProblemState.DECLINED]}").text
    assert "이미 시행 중이거나 시행할 예정" in declined
    assert "사무관 이담당" in declined
    merged = browser(None).get(f"/problems/{keys[ProblemState.MERGED]}").text
    assert f'href="/problems/{keys[ProblemState.SELECTED]}"' in merged
    target = browser(None).get(f"/problems/{keys[ProblemState.SELECTED]}").text
    assert "이 문제에 합친 문제" in target


def test_what_people_write_is_text_and_nothing_else(database: Database, browser: Browser) -> None:
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
        call.title, call.intro, call.exclusions, call.examples = SCRIPT, SCRIPT, [SCRIPT], [SCRIPT]
        problem = make_problem(work, call, title=f"{SCRIPT} 🏆")
        problem.situation = f"{SCRIPT}\n\n[링크](javascript:alert(1)) <img src=x onerror=alert(1)>"
        problem.wished_change, problem.related_agency = SCRIPT, SCRIPT
        select_problem(work, officer, problem, SCRIPT)
    for path in ("/problems", f"/problems/calls/{call.slug}", f"/problems/{problem.key}"):
        answer = browser(None).get(path)
        assert answer.status_code == 200
        assert SCRIPT not in answer.text
        assert 'href="javascript' not in answer.text
        assert "<img src=x" not in answer.text
        assert faults(answer.text) == []
    assert "🏆" in browser(None).get(f"/problems/{problem.key}").text


def test_a_file_is_downloaded_as_a_file(database: Database, scene: Scene, browser: Browser) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        problem = post_problem(work, scene.citizen, replace(written(call), files=(upload("현황.pdf"),)))
        draft = save_problem(work, scene.citizen, replace(written(call, "초안"), files=(upload("비밀.pdf"),)))
        work.flush()
        [shown] = attachments_of(work.session, "problems", problem.id)
        [hidden] = attachments_of(work.session, "problems", draft.id)
    path = f"/problems/{problem.key}/files/{shown.key}"
    with browser(None).get(path) as answer:
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert "filename*=UTF-8''%ED%98%84%ED%99%A9.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with browser(None).get(path, headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert (again.status_code, again.data) == (304, b"")
    for forged in (
        f"/problems/{problem.key}/files/{hidden.key}",
        f"/problems/{draft.key}/files/{hidden.key}",
        f"/problems/{problem.key}/files/..%2f..%2fetc%2fpasswd",
    ):
        assert browser(None).get(forged).status_code == 404
    with browser(scene.citizen).get(f"/problems/{draft.key}/files/{hidden.key}") as own:
        assert own.status_code == 200


def test_errors_speak_json_to_programs(browser: Browser) -> None:
    answer = browser(None).get("/problems/forged23456z", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert json.loads(answer.text)["detail"] == "문제를 찾을 수 없습니다."
