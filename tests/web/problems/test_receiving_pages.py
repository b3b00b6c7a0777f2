"""The desk's forms for posting for somebody and for a ministry; what the public sees of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.html import faults
from tests.support.pages import submit
from tests.support.problems import SITUATION, WISHED
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.problems.models import Problem, ProblemCall

RECEIVE, DEMAND = "/office/problems/receive", "/office/problems/demand"
KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')
SCRIPT = "<script>alert('대신')</script>"
POST = {
    "channel": "phone",
    "person_name": "최전화",
    "person_email": "caller@example.org",
    "consent_form": "spoken",
    "consented_on": "2026-03-09",
    "has_agreed": "y",
    "field": "safety",
    "title": "가로등이 어둡습니다",
    "situation": SITUATION,
    "wished_change": WISHED,
}


def form(browser: Browser, scene: Scene, path: str = RECEIVE, **changes: Any) -> dict[str, Any]:
    key = KEY.search(browser(scene.officer).get(path).text)
    assert key is not None
    return {**POST, "call": str(scene.call_id), "key": key[1], **changes}


def test_an_official_posts_for_a_caller(scene: Scene, browser: Browser, database: Database) -> None:
    client = browser(scene.officer)
    for path in (RECEIVE, DEMAND):
        empty = client.get(path)
        assert (empty.status_code, faults(empty.text)) == (200, [])
    sent = form(browser, scene)
    answers = [submit(client, RECEIVE, sent) for _ in range(2)]
    with database.read() as work:
        key = work.session.scalars(sa.select(Problem.key)).one()
    assert {answer.headers["Location"] for answer in answers} == {f"/office/problems/{key}"}
    desk = client.get(f"/office/problems/{key}")
    assert faults(desk.text) == []
    for words in ("대리접수 기록", "caller@example.org", "최전화", "3년 동안"):
        assert words in desk.text
    public = browser(None).get(f"/problems/{key}")
    assert faults(public.text) == []
    assert "최*화 (대리접수: 전화)" in public.text
    for secret in ("caller@example.org", "최전화", "3년 동안"):
        assert secret not in public.text
    assert "전화" in client.get("/office/problems").text


def test_a_demand_names_its_ministry(scene: Scene, browser: Browser) -> None:
    client = browser(scene.officer)
    sent = form(browser, scene, DEMAND, on_behalf_of=f"해양수산부 {SCRIPT}", channel="document")
    answer = submit(client, DEMAND, sent)
    assert answer.status_code == 303
    public = browser(None).get(answer.headers["Location"].replace("/office", ""))
    assert "해양수산부" in public.text
    assert "(부처 수요조사: 공문)" in public.text
    assert SCRIPT not in public.text + client.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("has_agreed", "", "본인의 동의를 받은 뒤"),
        ("person_name", "", "누구의 문제인지"),
        ("consented_on", "2026-03-11", "오늘이거나 그 전"),
        ("consented_on", "어제", "2026-03-10처럼"),
        ("consented_on", "", "동의를 받은 날을 적어"),
        ("consent_form", "forged", 'id="consent_form-error"'),
        ("channel", "web", 'id="channel-error"'),
        ("person_email", "주소 없음", "name@example.org처럼"),
        ("situation", "전화 010-1234-5678로 알려 달라고 하십니다.", "전화번호 1건"),
        ("call", "98765", 'id="call-error"'),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    scene: Scene, browser: Browser, database: Database, field: str, text: str, message: str
) -> None:
    answer = submit(browser(scene.officer), RECEIVE, form(browser, scene, **{field: text}))
    assert (answer.status_code, faults(answer.text)) == (422, [])
    assert message in answer.text
    assert "가로등이 어둡습니다" in answer.text
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Problem)) == 0


def test_without_an_open_call_the_page_says_so(scene: Scene, browser: Browser, database: Database) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        call.closes_at = work.now
    page = browser(scene.officer).get(RECEIVE)
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "지금 문제를 받는 과제 공모가 없습니다." in page.text
    assert browser(scene.citizen).get(RECEIVE).status_code == 403
    assert browser(None).get(RECEIVE).status_code == 303
