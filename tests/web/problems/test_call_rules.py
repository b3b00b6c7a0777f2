"""The rules of a call on its pages: set before it is public, told to everybody, kept afterwards."""

from __future__ import annotations

import sqlalchemy as sa

from tests.support.html import faults
from tests.support.pages import submit
from tests.support.problems import agency_of, make_reviewer
from tests.web.problems.conftest import Browser, Scene
from tests.web.problems.test_desk_pages import CALL
from webapp.core.database import Database
from webapp.problems.enums import CallAudience
from webapp.problems.models import ProblemCall


def test_the_rules_of_a_call_are_set_before_it_is_public(
    scene: Scene, browser: Browser, database: Database
) -> None:
    client, new = browser(scene.officer), "/office/problems/calls/new"
    call = {**CALL, "agency": str(agency_of(scene.officer)), "endorsement_threshold": "30"}
    for field, text, message in (
        ("endorsement_threshold", "0", "1명 이상의 수"),
        ("endorsement_threshold", "많이", "endorsement_threshold"),
        ("review_days", "0", "1일부터 120일까지"),
        ("review_days", "", "며칠 안에 검토할지"),
        ("fields", "forged", "fields"),
        ("audience", "forged", "audience"),
    ):
        wrong = submit(client, new, {**call, field: text})
        assert (wrong.status_code, faults(wrong.text)) == (422, [])
        assert message in wrong.text
    made = submit(client, new, {**call, "fields": ["safety", "digital"], "audience": "experts"})
    page = client.get(made.headers["Location"]).text
    for words in ("안전·교통, 디지털·행정", "초대한 전문가와 기관 담당자", "공감 30명이 되면", "20일 안에"):
        assert words in page
    edit = f"{made.headers['Location']}/edit"
    assert 'name="endorsement_threshold"' in client.get(edit).text
    submit(client, f"{made.headers['Location']}/publish", {}, page=made.headers["Location"])
    standing = client.get(edit)
    assert (standing.status_code, faults(standing.text)) == (200, [])
    assert 'name="endorsement_threshold"' not in standing.text
    assert "공개한 뒤에는 바꿀 수 없습니다." in standing.text
    forged = {**CALL, "version": "2", "endorsement_threshold": "1"}
    del forged["slug"]
    assert submit(client, edit, forged).status_code == 303
    with database.read() as work:
        found = work.session.scalar(sa.select(ProblemCall).where(ProblemCall.slug == CALL["slug"]))
        assert found is not None
        assert (found.endorsement_threshold, found.audience) == (30, CallAudience.EXPERTS)


def test_who_is_not_asked_reads_why_and_writes_nothing(
    scene: Scene, browser: Browser, database: Database
) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        call.audience = CallAudience.EXPERTS
        expert = make_reviewer(work, call)
    page = browser(scene.citizen).get(f"/problems/calls/{scene.slug}").text
    assert "초대한 전문가나 기관 담당자의 문제만 받습니다." in page
    refused = browser(scene.citizen).get(f"/problems/new?call={scene.slug}")
    assert (refused.status_code, "초대한 전문가나" in refused.text) == (403, True)
    assert scene.slug not in browser(scene.citizen).get("/problems/new").text
    assert "초대한 전문가나" in browser(None).get(f"/problems/calls/{scene.slug}").text
    assert browser(expert).get(f"/problems/new?call={scene.slug}").status_code == 200
