"""Writing a problem in a browser: nothing typed is lost, nothing bad gets in, one problem a form."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.support.html import faults
from tests.support.pages import csrf_token, submit, submit_large
from tests.support.people import actor_for, make_account
from tests.support.problems import SITUATION, WISHED, make_problem, written
from tests.support.sample_files import PDF, zip_of
from tests.web.problems.conftest import Browser, Scene
from webapp.core.attachments import attachments_of
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.problems.enums import ProblemSource, ProblemState
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.services import load_problem, save_problem, start_review

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
FORM = {
    "field": "safety",
    "title": "가로등이 어둡습니다 👩‍🚒",
    "situation": SITUATION,
    "wished_change": WISHED,
    "related_agency": "구청",
    "act": "post",
}


@pytest.fixture
def client(scene: Scene, browser: Browser) -> FlaskClient:
    """The citizen's browser."""
    return browser(scene.citizen)


def new_form(client: FlaskClient, scene: Scene, **changes: Any) -> dict[str, Any]:
    """What the browser would send from a fresh form."""
    match = KEY.search(client.get(f"/problems/new?call={scene.slug}").text)
    assert match is not None
    return {**FORM, "key": match[1], "version": "0", "call": scene.slug, **changes}


def send(client: FlaskClient, scene: Scene, **changes: Any) -> TestResponse:
    return submit_large(client, f"/problems/new?call={scene.slug}", new_form(client, scene, **changes))


def problems(database: Database) -> list[Problem]:
    with database.read() as work:
        found = list(work.session.scalars(sa.select(Problem).order_by(Problem.id)))
        work.session.expunge_all()
        return found


def file(name: str, content: bytes = PDF) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def test_writing_needs_an_account_and_comes_back(scene: Scene, browser: Browser) -> None:
    answer = browser(None).get(f"/problems/new?call={scene.slug}")
    assert answer.status_code == 303
    assert "/sign-in?next=" in answer.headers["Location"]
    assert scene.slug in answer.headers["Location"]


def test_the_form_shows_what_is_not_taken_first(client: FlaskClient, scene: Scene) -> None:
    page = client.get(f"/problems/new?call={scene.slug}")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert page.text.index("정치적 성격이 강한 문제") < page.text.index('name="situation"')
    assert 'data-autosave-url="/problems/drafts/' in page.text
    assert client.get("/problems/new").text.count('name="situation"') == 1  # the only open call is chosen
    assert client.get("/problems/new?call=forged").status_code == 404


def test_a_problem_is_posted_once_however_often_it_is_sent(
    client: FlaskClient, scene: Scene, database: Database
) -> None:
    form = new_form(client, scene)
    page = f"/problems/new?call={scene.slug}"
    answers = [submit(client, page, {**form, "files": file("현황.pdf")}) for _ in range(2)]
    [problem] = problems(database)
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.headers["Location"] for answer in answers} == {f"/problems/{problem.key}/posted"}
    assert (problem.state, problem.title) == (ProblemState.POSTED, FORM["title"])
    receipt = client.get(answers[0].headers["Location"])
    assert (receipt.status_code, faults(receipt.text)) == (200, [])
    with database.read() as work:
        assert len(attachments_of(work.session, "problems", problem.id)) == 1


def test_a_draft_is_saved_and_gone_on_with(client: FlaskClient, scene: Scene, database: Database) -> None:
    answer = send(client, scene, act="save", wished_change="", title="")
    [draft] = problems(database)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/problems/{draft.key}/edit")
    page = client.get(answer.headers["Location"])
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "임시저장했습니다." in page.text
    assert SITUATION in page.text
    form = {**FORM, "version": str(draft.version), "act": "post"}
    assert submit(client, f"/problems/{draft.key}/edit", form).headers["Location"].endswith("/posted")
    assert len(problems(database)) == 1


def test_what_is_missing_is_named_and_nothing_is_lost(
    client: FlaskClient, scene: Scene, database: Database
) -> None:
    answer = send(client, scene, title="", field="")
    assert (answer.status_code, faults(answer.text)) == (422, [])
    assert 'href="#title"' in answer.text
    assert "분야를 골라 주십시오." in answer.text
    assert SITUATION in answer.text
    assert problems(database) == []


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("title", "가" * 101, "100자까지"),
        ("situation", "가" * 3001, "3000자까지"),
        ("wished_change", "가" * 3001, "3000자까지"),
        ("related_agency", "가" * 101, "100자까지"),
        ("situation", "제 번호는 010-1234-5678입니다. 꼭 연락 주십시오.", "개인정보로 보이는 내용"),
        ("title", "900101-1234568이 적힌 서류", "주민등록번호 1건"),
        ("field", "forged", "유효하지"),
        ("region", "forged", "유효하지"),
        ("social_values", "forged", "유효하지"),
        ("links", "javascript:alert(1)", "누리집 주소가 아닙니다"),
        ("sufferers", "박 씨 010-1234-5678", "전화번호 1건"),
        ("tried", "가" * 2001, "2000자까지"),
        ("key", "<script>", "화면을 새로 열어"),
    ],
)
def test_what_does_not_fit_is_said_on_its_field(
    client: FlaskClient, scene: Scene, database: Database, field: str, text: str, message: str
) -> None:
    answer = send(client, scene, **{field: text})
    assert answer.status_code == 422
    assert "아래 내용을 고쳐 주십시오." in answer.text
    assert message in answer.text or text == "forged"
    assert problems(database) == []


def test_ten_megabytes_of_text_are_refused_clearly(client: FlaskClient, scene: Scene) -> None:
    answer = send(client, scene, situation="가" * (10 * 1024 * 1024 // 3))
    assert answer.status_code == 413
    assert "너무 큽니다" in answer.text
    assert "3MB" in answer.text


def test_a_too_large_upload_is_refused_clearly(app: Flask, client: FlaskClient, scene: Scene) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 2_000_000
    answer = send(client, scene, files=file("큰.pdf", PDF + b"\0" * 3_000_000))
    assert answer.status_code == 413
    assert "너무 큽니다" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("제안서.pdf", b"MZ\x90\x00 not a document", "확장자(pdf)와 다릅니다"),
        ("실행.exe", b"MZ", "올릴 수 있는 파일"),
        ("폭탄.zip", zip_of({"a.pdf": PDF + b"\0" * 20_000_000}), "너무 커지는"),
        ("큰.pdf", PDF + b"\0" * 10_485_760, "10MB까지"),
    ],
)
def test_a_bad_file_is_named_and_the_text_stays(
    client: FlaskClient, scene: Scene, database: Database, name: str, content: bytes, message: str
) -> None:
    answer = send(client, scene, files=file(name, content))
    assert (answer.status_code, faults(answer.text)) == (422, [])
    assert f"{name}: " in answer.text
    assert message in answer.text
    assert SITUATION in answer.text
    assert problems(database) == []


def test_too_many_files_are_refused(client: FlaskClient, scene: Scene, database: Database) -> None:
    answer = send(client, scene, files=[file(f"{n}.pdf", PDF + str(n).encode()) for n in range(6)])
    assert answer.status_code == 422
    assert "한 번에 5개까지" in answer.text
    assert problems(database) == []


def test_a_decomposed_name_is_composed(client: FlaskClient, scene: Scene, database: Database) -> None:
    send(client, scene, files=file(unicodedata.normalize("NFD", "현황 사진.pdf")))
    [problem] = problems(database)
    with database.read() as work:
        [kept] = attachments_of(work.session, "problems", problem.id)
    assert kept.filename == "현황 사진.pdf"


def test_files_are_taken_off_again(client: FlaskClient, scene: Scene, database: Database) -> None:
    send(client, scene, act="save", files=file("가.pdf"))
    [draft] = problems(database)
    with database.read() as work:
        [kept] = attachments_of(work.session, "problems", draft.id)
    path = f"/problems/{draft.key}/edit"
    assert "뺄 파일" in client.get(path).text
    form = {**FORM, "act": "save", "version": str(draft.version), "removed_files": kept.key}
    assert submit(client, path, form).status_code == 303
    with database.read() as work:
        assert list(attachments_of(work.session, "problems", draft.id)) == []


def autosave(client: FlaskClient, scene: Scene, form: dict[str, Any]) -> TestResponse:
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    return client.post(f"/problems/drafts/{form['key']}/autosave", data=form, headers=headers)


def test_the_draft_saves_itself(client: FlaskClient, scene: Scene, database: Database) -> None:
    form = new_form(client, scene, title="쓰는 중", situation="", field="", act="")
    first = autosave(client, scene, form)
    assert (first.status_code, json.loads(first.text)["version"]) == (200, 1)
    second = autosave(client, scene, {**form, "situation": "연락 010-1234-5678", "version": "1"})
    answer = json.loads(second.text)
    assert answer["version"] == 2
    assert "전화번호 1건" in answer["message"]
    [draft] = problems(database)
    assert (draft.state, draft.situation) == (ProblemState.DRAFT, "연락 010-1234-5678")


def test_autosave_says_what_is_wrong(client: FlaskClient, scene: Scene, database: Database) -> None:
    form = new_form(client, scene, title="가" * 101, act="")
    answer = autosave(client, scene, form)
    assert (answer.status_code, answer.content_type.split(";")[0]) == (422, "application/problem+json")
    assert "100자까지" in json.loads(answer.text)["detail"]
    assert problems(database) == []


def test_a_stale_window_saves_nothing(client: FlaskClient, scene: Scene, database: Database) -> None:
    form = new_form(client, scene, act="")
    autosave(client, scene, form)
    autosave(client, scene, {**form, "title": "먼저", "version": "1"})
    assert autosave(client, scene, {**form, "title": "나중", "version": "1"}).status_code == 409
    [draft] = problems(database)
    stale = submit(client, f"/problems/{draft.key}/edit", {**FORM, "version": "1", "act": "save"})
    assert stale.status_code == 409
    assert "적은 내용 다시 열기" in stale.text
    kept = re.search(r'href="([^"]*kept=[^"]+)"', stale.text)
    assert kept is not None
    assert FORM["title"] in client.get(kept[1]).text
    assert problems(database)[0].title == "먼저"


def test_anothers_draft_is_not_there(scene: Scene, browser: Browser, database: Database) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        draft = save_problem(work, scene.citizen, written(call, "비밀 초안"))
        stranger = actor_for(work, make_account(work))
    for actor in (stranger, scene.officer):
        client = browser(actor)
        token = csrf_token(client, f"/problems/new?call={scene.slug}")
        for path in ("edit", "withdraw", "posted", ""):
            answer = client.get(f"/problems/{draft.key}/{path}".rstrip("/"))
            assert (path, answer.status_code) == (path, 404)
            assert "비밀 초안" not in answer.text
        for path in (f"{draft.key}/edit", f"{draft.key}/withdraw", f"drafts/{draft.key}/autosave", "new"):
            data = {**FORM, "key": draft.key, "call": scene.slug, "version": "1", "csrf_token": token}
            assert (path, client.post(f"/problems/{path}", data=data).status_code) == (path, 404)
    assert problems(database)[0].title == "비밀 초안"


def test_another_persons_problem_is_not_changed(scene: Scene, browser: Browser, database: Database) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        problem = make_problem(work, call, scene.citizen, "남의 문제")
        stranger = actor_for(work, make_account(work))
    client = browser(stranger)
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    for path in (f"{problem.key}/edit", f"{problem.key}/withdraw", f"drafts/{problem.key}/autosave"):
        data = {**FORM, "call": scene.slug, "version": "1", "csrf_token": token}
        assert client.post(f"/problems/{path}", data=data).status_code == 403
    assert problems(database)[0].title == "남의 문제"


def test_the_deadline_passes_while_the_form_is_open(
    client: FlaskClient, scene: Scene, database: Database, clock: FixedClock
) -> None:
    form = new_form(client, scene)
    autosave(client, scene, {**form, "act": ""})
    clock.advance(timedelta(days=5))
    answer = submit(client, f"/problems/new?call={scene.slug}", {**form, "version": "1"})
    assert answer.status_code == 422
    assert "접수가 끝난 과제 공모입니다." in answer.text
    assert SITUATION in answer.text
    [draft] = problems(database)
    assert draft.state is ProblemState.DRAFT


def test_a_wrong_token_saves_nothing_and_loses_nothing(
    client: FlaskClient, scene: Scene, database: Database
) -> None:
    form = new_form(client, scene, csrf_token="forged")
    headers = {"Origin": "http://localhost"}
    answer = client.post(f"/problems/new?call={scene.slug}", data=form, headers=headers)
    assert answer.status_code == 400
    kept = re.search(r'href="([^"]*kept=[^"]+)"', answer.text)
    assert kept is not None
    assert SITUATION in client.get(kept[1]).text
    assert problems(database) == []


def test_a_session_that_ended_keeps_what_was_typed(
    client: FlaskClient, scene: Scene, database: Database, browser: Browser
) -> None:
    form = new_form(client, scene)
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    with client.session_transaction() as session:
        session.pop("_user_id")
    answer = client.post(
        f"/problems/new?call={scene.slug}",
        data={**form, "csrf_token": token},
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 303
    assert "kept%3D" in answer.headers["Location"]
    path = re.search(r"kept%3D([\w-]+)", answer.headers["Location"])
    assert path is not None
    assert SITUATION in browser(scene.citizen).get(f"/problems/new?kept={path[1]}").text
    assert problems(database) == []


def test_a_posted_problem_is_changed_until_its_review(
    client: FlaskClient, scene: Scene, database: Database
) -> None:
    send(client, scene)
    [problem] = problems(database)
    path = f"/problems/{problem.key}/edit"
    form = {**FORM, "act": "save", "version": str(problem.version), "title": "고친 제목"}
    assert submit(client, path, form).headers["Location"] == f"/problems/{problem.key}"
    assert "고침" in client.get(f"/problems/{problem.key}").text
    bad = {**form, "version": str(problems(database)[0].version), "title": "010-1234-5678"}
    assert submit(client, path, bad).status_code == 422
    with database.write() as work:
        start_review(work, scene.officer, load_problem(work, problem.key))
    assert client.get(path).status_code == 409
    assert problems(database)[0].title == "고친 제목"


def test_an_author_withdraws(client: FlaskClient, scene: Scene, database: Database) -> None:
    send(client, scene)
    [problem] = problems(database)
    path = f"/problems/{problem.key}/withdraw"
    page = client.get(path)
    assert (page.status_code, faults(page.text)) == (200, [])
    assert submit(client, path, {"reason": "가" * 501}).status_code == 422
    assert submit(client, path, {"reason": "다시 쓰겠습니다."}).status_code == 303
    assert problems(database)[0].state is ProblemState.WITHDRAWN
    mine = client.get("/my/problems")
    assert (mine.status_code, faults(mine.text)) == (200, [])
    assert "철회" in mine.text


def test_only_officials_and_experts_choose_a_source(
    client: FlaskClient, scene: Scene, browser: Browser, database: Database
) -> None:
    assert 'name="source"' not in client.get(f"/problems/new?call={scene.slug}").text
    send(client, scene, source="official")
    official = browser(scene.officer)
    assert 'name="source"' in official.get(f"/problems/new?call={scene.slug}").text
    send(official, scene, source="official", title="부처의 문제")
    assert [p.source for p in problems(database)] == [ProblemSource.CITIZEN, ProblemSource.OFFICIAL]


def test_with_no_open_call_there_is_nothing_to_write(client: FlaskClient, clock: FixedClock) -> None:
    clock.advance(timedelta(days=6))
    page = client.get("/problems/new")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "지금 문제를 받는 과제 공모가 없습니다." in page.text
