"""The officials' desk: from naming to the outcome, in a browser without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.pages import submit
from tests.support.people import make_account, make_agency, make_official, sign_in
from tests.support.reflection import (
    Scene,
    make_adopted,
    make_assigned,
    make_judged_idea,
    make_measure,
    make_scene,
    tell_everything,
)
from tests.support.statements import counted_statements
from webapp.accounts.enums import Role
from webapp.core.audit import AuditEntry
from webapp.core.database import Database
from webapp.ideas.enums import VIEWED, IdeaState
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.models import Measure, Reflection
from webapp.reflection.services import Assign, Report, assign, report_progress


def browser(app: Flask, database: Database, account_id: int) -> FlaskClient:
    """A browser in which somebody is signed in."""
    client = app.test_client()
    sign_in(client, database, account_id)
    return client


def store(database: Database) -> Scene:
    with database.write() as work:
        return make_scene(work)


def state_of(database: Database) -> ReflectionState | None:
    with database.read() as work:
        return work.session.scalar(sa.select(Reflection.state))


def test_an_idea_is_carried_to_its_outcome(app: Flask, database: Database) -> None:
    scene = store(database)
    officer, official = (browser(app, database, who.id) for who in (scene.officer, scene.official))
    path = f"/office/reflections/ideas/{scene.idea.key}/assign"
    assert scene.idea.title in officer.get("/office/reflections").text
    named = submit(officer, path, {"department_id": scene.department.id, "official_id": scene.official.id})
    assert named.status_code == 303
    record = named.location
    assert officer.get(path).location == record

    decision = {"decision": "partly", "planned_on": "2026-09-30", "adopted_part": "예보", "reason": "효과"}
    assert submit(official, f"{record}/decide", decision).status_code == 303
    promise = {
        "title": "예보 열기",
        "kind": "service",
        "promised_on": "2026-06-30",
        "before_text": "없음",
        "after_text": "있음",
        "description": "",
    }
    assert submit(official, f"{record}/measures/new", promise).status_code == 303
    with database.read() as work:
        key = work.session.scalars(sa.select(Measure.key)).one()
    slip = {
        "text": "준비하고 있습니다.",
        "progress": "started",
        "evidence_url": "",
        "new_promised_on": "2026-08-31",
        "slip_reason": "계약이 늦었습니다.",
    }
    report = f"/office/measures/{key}/report"
    assert submit(official, report, slip).status_code == 303
    finished = {"text": "열었습니다.", "progress": "done", "evidence_url": "https://example.go.kr/open"}
    assert submit(official, report, finished).status_code == 303
    assert official.get(report).status_code == 409
    assert submit(official, f"{record}/realise", {"outcome": "사고가 줄었습니다."}).status_code == 303
    assert state_of(database) is ReflectionState.REALISED
    assert "사고가 줄었습니다." in official.get(record).text


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_page_of_the_desk_is_good(app: Flask, database: Database, locale: str) -> None:
    with database.write() as work:
        tell_everything(work)
        scene = make_scene(work)
        make_assigned(work, scene)
        adopted = make_judged_idea(work, scene.challenge, scene.author, title="채택")
        waiting = make_judged_idea(work, scene.challenge, scene.author, title="대기")
        review = work.session.scalars(
            sa.select(Reflection.key).where(Reflection.idea_id == scene.idea.id)
        ).one()
        scene.idea = adopted
        promised = make_adopted(work, scene)
        measure = make_measure(work, scene, promised)
    client = browser(app, database, scene.approver.id)
    client.set_cookie("language", locale)
    for path in (
        "/office/reflections",
        f"/office/reflections/ideas/{waiting.key}/assign",
        f"/office/reflections/{review}",
        f"/office/reflections/{review}/decide",
        f"/office/reflections/{review}/reassign",
        f"/office/reflections/{promised.key}",
        f"/office/reflections/{promised.key}/measures/new",
        f"/office/measures/{measure.key}/report",
        f"/office/measures/{measure.key}/stop",
    ):
        response = client.get(path)
        assert (path, response.status_code) == (path, 200)
        assert (path, faults(response.text)) == (path, [])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "셋 가운데 하나를 골라 주십시오."),
        ({"decision": "adopt", "reason": "좋음"}, "언제까지 실시할지 적어 주십시오."),
        ({"decision": "adopt", "reason": "좋음", "planned_on": "2026-13-40"}, "올바르지 않은 날짜"),
        (
            {"decision": "adopt", "reason": "좋음", "planned_on": "2020-01-01"},
            "이미 지난 날은 약속할 수 없습니다.",
        ),
        (
            {"decision": "partly", "reason": "좋음", "planned_on": "2026-09-30"},
            "아이디어에서 어느 부분을 채택하는지",
        ),
        ({"decision": "decline", "reason": "좋음"}, "채택하지 않는 사유를 골라 주십시오."),
        ({"decision": "decline", "reason": "", "reason_code": "underway"}, "결정한 까닭을 적어 주십시오."),
        (
            {"decision": "decline", "reason": "가" * 2001, "reason_code": "other"},
            "2000자까지 쓸 수 있습니다.",
        ),
    ],
)
def test_a_wrong_decision_keeps_what_was_written(
    app: Flask, database: Database, data: dict[str, str], message: str
) -> None:
    with database.write() as work:
        scene = make_scene(work)
        key = make_assigned(work, scene).key
    client = browser(app, database, scene.official.id)
    response = submit(client, f"/office/reflections/{key}/decide", data)
    assert response.status_code == 422
    assert message in response.text
    if "reason" in data:
        assert data["reason"] in response.text
    assert faults(response.text) == []
    assert state_of(database) is ReflectionState.UNDER_REVIEW


def test_two_officials_at_once(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        measure = make_measure(work, scene, make_adopted(work, scene))
    first, second = (browser(app, database, who.id) for who in (scene.official, scene.officer))
    path = f"/office/measures/{measure.key}/report"
    started = {"text": "시작했습니다.", "progress": "started", "version": 1}
    assert submit(first, path, started).status_code == 303
    late = submit(second, path, {"text": "제가 시작했습니다.", "progress": "started", "version": 1})
    assert late.status_code == 409
    assert "적은 내용은 그대로 있습니다." in late.text


def test_a_wrong_token_changes_nothing(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        key = make_assigned(work, scene).key
    client = browser(app, database, scene.official.id)
    data = {"decision": "decline", "reason_code": "other", "reason": "까닭", "csrf_token": "wrong"}
    assert client.post(f"/office/reflections/{key}/decide", data=data).status_code == 400
    assert state_of(database) is ReflectionState.UNDER_REVIEW


def test_a_forged_official_is_refused(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        stranger = make_official(work, make_agency(work), name="다른곳")
    client = browser(app, database, scene.officer.id)
    path = f"/office/reflections/ideas/{scene.idea.key}/assign"
    response = submit(client, path, {"department_id": scene.department.id, "official_id": stranger.id})
    assert response.status_code == 422
    assert state_of(database) is None


def test_a_finished_idea_cannot_be_decided_anew(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene, key = tell_everything(work)
    client = browser(app, database, scene.approver.id)
    for act in ("decide", "reassign", "measures/new", "realise"):
        assert client.get(f"/office/reflections/{key}/{act}").status_code == 409


def test_the_desk_opens_for_officials_and_the_named(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_assigned(work, scene)
        citizen = make_account(work)
    for account, status in ((scene.officer, 200), (scene.official, 200), (citizen, 403)):
        assert browser(app, database, account.id).get("/office/reflections").status_code == status
    assert app.test_client().get("/office/reflections").status_code == 303


def test_others_do_not_learn_that_it_exists(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        key = make_assigned(work, scene).key
        stranger = make_official(work, make_agency(work), Role.CONTEST_OFFICER)
    client = browser(app, database, stranger.id)
    assert client.get(f"/office/reflections/{key}").status_code == 404
    assert client.get(f"/office/reflections/{key}/decide").status_code == 404
    assert client.get(f"/office/reflections/ideas/{scene.idea.key}/assign").status_code == 404


def test_a_look_at_a_hidden_idea_is_recorded(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        hidden = make_judged_idea(work, scene.challenge, scene.author, is_published=False)
        command = Assign(hidden.key, scene.department.id, scene.official.id)
        key = assign(work, scene.actor(work, "officer"), command).key
        waiting = make_judged_idea(work, scene.challenge, scene.author, is_published=False)
    client = browser(app, database, scene.officer.id)
    assert client.get(f"/office/reflections/{key}").status_code == 200
    assert client.get(f"/office/reflections/ideas/{waiting.key}/assign").status_code == 200
    with database.read() as work:
        looks = sa.select(AuditEntry.actor_id, AuditEntry.subject_id).where(AuditEntry.action == VIEWED)
        found = [tuple(row) for row in work.session.execute(looks.order_by(AuditEntry.sequence))]
    assert found == [(scene.officer.id, hidden.id), (scene.officer.id, waiting.id)]


def test_an_idea_is_found_by_its_receipt_number(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene, other = make_scene(work), make_scene(work)
        idea = make_judged_idea(work, scene.challenge, scene.author, state=IdeaState.NOT_SELECTED)
        number = idea.receipt_number
    client = browser(app, database, scene.officer.id)
    found = client.get("/office/reflections/find", query_string={"receipt": number})
    assert found.location == f"/office/reflections/ideas/{idea.key}/assign"
    assert client.get(found.location).status_code == 200
    unknown = client.get("/office/reflections/find", query_string={"receipt": "없음"})
    assert "번호의 아이디어가 없습니다" in unknown.text
    stranger = browser(app, database, other.officer.id)
    assert stranger.get("/office/reflections/find", query_string={"receipt": number}).status_code == 200


def test_the_desk_costs_the_same_at_any_length(app: Flask, database: Database) -> None:
    counts = []
    for size in (1, 30):
        with database.write() as work:
            scene = make_scene(work)
            for _number in range(size):
                scene.idea = make_judged_idea(work, scene.challenge, scene.author)
                make_judged_idea(work, scene.challenge, scene.author)
                make_measure(work, scene, make_adopted(work, scene))
        client = browser(app, database, scene.officer.id)
        client.get("/office/reflections")
        with counted_statements(app) as statements:
            client.get("/office/reflections")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_what_waits_is_sorted_by_what_is_to_be_done(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_adopted(work, scene)
        second = make_scene(work)
        reflection = make_adopted(work, second)
        measure = make_measure(work, second, reflection, promised_on=work.now.date() + timedelta(days=3))
        report_progress(work, second.actor(work, "official"), Report(measure.key, "함", finishes=True))
        assert measure.state is MeasureState.DONE
    assert (
        "이행 과제를 약속할 아이디어"
        in browser(app, database, scene.officer.id).get("/office/reflections").text
    )
    page = browser(app, database, second.officer.id).get("/office/reflections").text
    assert "성과를 적고 마칠 아이디어" in page
    assert "지켜야 할 약속" not in page


def test_an_official_reads_why_an_own_idea_is_not_theirs_to_decide(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        record = f"/office/reflections/{make_assigned(work, scene).key}"
        scene.idea.author_id = scene.official.id
    official = browser(app, database, scene.official.id)
    reason = "직접 제안하신 아이디어의 반영은 맡으실 수 없습니다"
    page = official.get(record)
    assert page.status_code == 200
    assert reason in page.text
    for path in (f"{record}/decide", f"{record}/realise", f"{record}/measures/new"):
        refused = official.get(path)
        assert (refused.status_code, reason in refused.text) == (403, True), path
    answer = submit(
        official, f"{record}/decide", {"decision": "whole", "reason": "제 것이니까"}, page="/account"
    )
    assert (answer.status_code, state_of(database)) == (403, ReflectionState.UNDER_REVIEW)
    assert browser(app, database, scene.approver.id).get(f"{record}/decide").status_code == 200
