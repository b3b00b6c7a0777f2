"""질문과 답변 in the browser: on the page of a challenge, in the office, and nothing hidden anywhere."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.service.discussion.test_questions import ANSWER, ASKED, Scene
from tests.support.accounts import letters
from tests.support.html import faults
from tests.support.pages import submit
from tests.support.people import make_agency
from tests.support.problems import make_officer
from tests.support.statements import counted_statements
from tests.web.discussion.conftest import Browser
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.discussion.services import ask_question
from webapp.web.mail import compose

SCRIPT = "<script>alert('질문')</script> **굵게**"


@pytest.fixture
def scene(database: Database) -> Scene:
    """An open challenge with its officer and somebody who asks."""
    with database.write() as work:
        return Scene(work)


def check_safe(page: str) -> None:
    """No script of a person's comes through, and the page is valid."""
    assert "<script>alert" not in page
    assert faults(page) == []


def test_ask_answer_and_read(app: Flask, database: Database, scene: Scene, browser: Browser) -> None:
    asking, page = f"/questions/challenge/{scene.challenge.key}", f"/challenges/{scene.challenge.key}"
    visitor, asker, officer = browser(None), browser(scene.asker), browser(scene.officer)
    assert "로그인하고 질문하기" in visitor.get(asking).text
    assert submit(asker, asking, {"body": " "}).status_code == 422
    assert submit(asker, asking, {"body": f"{ASKED} {SCRIPT}"}).location == asking
    for path in (asking, page):
        check_safe(visitor.get(path).text)
        assert "답변을 기다림" in visitor.get(path).text
    listed = officer.get("/office/questions").text
    check_safe(listed)
    answering = "/office/questions/" + listed.split('href="/office/questions/')[1].split('"')[0]
    form = officer.get(answering).text
    check_safe(form)
    version = form.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert submit(officer, answering, {"answer": " ", "version": version}).status_code == 422
    given = {"answer": f"{ANSWER} {SCRIPT}", "version": version, "is_faq": "y"}
    assert submit(officer, answering, given).status_code == 303
    old = {"answer": "늦게 보낸 답", "version": version}
    assert submit(officer, answering, old).status_code == 409
    for path in (asking, page):
        shown = visitor.get(path).text
        check_safe(shown)
        assert ANSWER in shown
        assert "사무관 이담당" in shown
        assert "자주 묻는 질문" in shown
    check_letters(app, database)


def check_letters(app: Flask, database: Database) -> None:
    """Both letters read well."""
    with database.read() as work:
        payloads = [one for one in letters(work) if one["template"].startswith("discussion/")]
    assert {one["template"] for one in payloads} == {
        "discussion/question_asked",
        "discussion/question_answered",
    }
    with app.test_request_context():
        for payload in payloads:
            message = compose(payload)
            assert message.subject
            assert "<script>" not in (message.html or "")
            assert payload["facts"]["link"] in (message.body or "")


def test_the_office_prepares_an_answer_and_hides_what_is_no_question(
    database: Database, scene: Scene, browser: Browser
) -> None:
    asking, officer = f"/questions/challenge/{scene.challenge.key}", browser(scene.officer)
    preparing = f"/office/faq/challenge/{scene.challenge.key}"
    assert submit(officer, preparing, {"question": "", "answer": ANSWER}).status_code == 422
    assert submit(officer, preparing, {"question": ASKED, "answer": ANSWER}).location == asking
    assert ANSWER in browser(None).get(asking).text
    with database.write() as work:
        question = ask_question(work, scene.asker, scene.ref, "아무도보지못할광고")
    hiding = f"/office/questions/{question.key}/hide"
    check_safe(officer.get(hiding).text)
    assert submit(officer, hiding, {"reason": "광고입니다."}).location == "/office/questions"
    for path in (asking, f"/challenges/{scene.challenge.key}", "/office/questions", "/search?q=광고"):
        assert "아무도보지못할광고" not in browser(None).get(path, follow_redirects=True).text
    assert "답변을 기다리는 질문이 없습니다." in officer.get("/office/questions").text


def test_nobody_else_answers(database: Database, scene: Scene, browser: Browser) -> None:
    with database.write() as work:
        question = ask_question(work, scene.asker, scene.ref, ASKED)
        elsewhere = make_officer(work, make_agency(work))
    paths = (
        f"/office/questions/{question.key}",
        f"/office/questions/{question.key}/hide",
        f"/office/faq/challenge/{scene.challenge.key}",
    )
    for path in paths:
        assert browser(scene.asker).get(path).status_code == 403
        assert browser(elsewhere).get(path).status_code == 404
    assert ASKED not in browser(elsewhere).get("/office/questions").text


def test_a_page_of_questions_costs_the_same_whatever_their_number(
    app: Flask, database: Database, scene: Scene, browser: Browser
) -> None:
    path, costs = f"/questions/challenge/{scene.challenge.key}", []
    browser(None).get(path)
    for number in (1, 12):
        with database.write() as work:
            ask_many(work, scene, number)
        with counted_statements(app) as statements:
            assert browser(None).get(path).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]


def ask_many(work: Work, scene: Scene, count: int) -> None:
    """So many questions, each an hour after the other."""
    for number in range(count):
        work.now = work.now.replace(minute=number)
        ask_question(work, scene.officer if number > 8 else scene.asker, scene.ref, f"질문 {count} {number}")
