"""The committee's pages: rules, a batch, the check page, one act, and two officials at once."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.people import actor_for, make_official
from tests.support.problems import agency_of, make_problem
from tests.web.problems.conftest import Browser, Scene
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.core.database import Database
from webapp.problems.enums import ProblemState
from webapp.problems.models import CommitteeDecision, Problem, ProblemCall

SCRIPT = "<script>alert('의결')</script>"
MEETING = {
    "title": "제1차 운영위원회",
    "held_on": "2026-03-09",
    "members": f"한빛대학교 김위원\n{SCRIPT}",
    "minutes": f"검토 점수와 선호도를 함께 보았습니다. {SCRIPT}",
    "version": "0",
}


def three_problems(database: Database, scene: Scene) -> list[str]:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        return [make_problem(work, call, title=f"{number}번 {SCRIPT}").key for number in range(1, 4)]


def batch(keys: list[str]) -> dict[str, str]:
    first, second, _third = keys
    return {
        **MEETING,
        f"outcome-{first}": "selected",
        f"grade-{first}": "A",
        f"outcome-{second}": "declined",
        f"code-{second}": "low_priority",
        f"reason-{second}": "다음 공모에서 다시 봅니다.",
    }


def version_in(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path).text)
    assert found is not None
    return found[1]


def states(database: Database) -> list[ProblemState]:
    with database.read() as work:
        return list(work.session.scalars(sa.select(Problem.state).order_by(Problem.id)))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_batch_leads_through_the_check_page(
    database: Database, scene: Scene, browser: Browser, language: str
) -> None:
    keys, client = three_problems(database, scene), browser(scene.officer)
    desk, heads = f"/office/problems/calls/{scene.slug}/selection", {"Accept-Language": language}
    for path in (desk, f"{desk}/new", f"{desk}/rules"):
        page = client.get(path, headers=heads)
        assert (path, page.status_code, faults(page.text)) == (path, 200, [])
    bare = submit(client, f"{desk}/new", {"version": "0"})
    assert (bare.status_code, faults(bare.text)) == (422, [])
    made = submit(client, f"{desk}/new", batch(keys))
    check = made.headers["Location"]
    page = client.get(check, headers=heads)
    assert (page.status_code, faults(page.text)) == (200, [])
    assert SCRIPT not in page.text
    assert set(states(database)) == {ProblemState.POSTED}
    edit = client.get(f"{check}/edit", headers=heads)
    assert (edit.status_code, faults(edit.text)) == (200, [])
    confirm = {"version": version_in(client, check)}
    assert submit(client, f"{check}/confirm", confirm, page=check).headers["Location"] == check
    assert states(database) == [ProblemState.SELECTED, ProblemState.DECLINED, ProblemState.POSTED]
    page = client.get(check, headers=heads)
    assert (faults(page.text), f"{check}/confirm" in page.text) == ([], False)
    assert submit(client, f"{check}/confirm", confirm, page=desk + "/new").status_code == 303


def test_two_officials_at_once(database: Database, scene: Scene, browser: Browser) -> None:
    keys = three_problems(database, scene)
    with database.write() as work:
        agency = work.session.get_one(Agency, agency_of(scene.officer))
        approver = actor_for(work, make_official(work, agency, Role.APPROVER))
    first, second = browser(scene.officer), browser(approver)
    desk = f"/office/problems/calls/{scene.slug}/selection"
    check = submit(first, f"{desk}/new", batch(keys)).headers["Location"]
    seen = version_in(first, f"{check}/edit")
    changed = {**batch(keys), f"grade-{keys[0]}": "C", "version": seen}
    assert submit(second, f"{check}/edit", changed).status_code == 303
    late = submit(first, f"{check}/edit", {**batch(keys), "minutes": "늦게 적은 내용", "version": seen})
    assert late.status_code == 409
    assert submit(first, f"{check}/confirm", {"version": seen}, page=check).status_code == 409
    assert set(states(database)) == {ProblemState.POSTED}
    fresh = {"version": version_in(first, check)}
    token = csrf_token(second, check)
    assert submit(first, f"{check}/confirm", fresh, page=check).status_code == 303
    again = second.post(f"{check}/confirm", data={**fresh, "csrf_token": token})
    assert again.status_code == 409


def test_gaps_keep_the_act_shut(database: Database, scene: Scene, browser: Browser) -> None:
    keys, client = three_problems(database, scene), browser(scene.officer)
    desk = f"/office/problems/calls/{scene.slug}/selection"
    half = {**batch(keys), f"grade-{keys[0]}": "", "minutes": ""}
    check = submit(client, f"{desk}/new", half).headers["Location"]
    page = client.get(check)
    assert (faults(page.text), "의결 내용을 적어 주십시오." in page.text) == ([], True)
    refused = submit(client, f"{check}/confirm", {"version": "2"}, page=f"{check}/edit")
    assert refused.status_code in {409, 422}
    assert submit(client, f"{check}/discard", {}, page=check).headers["Location"] == desk
    with database.read() as work:
        assert work.session.scalars(sa.select(CommitteeDecision.state)).all() == ["discarded"]


def test_the_table_of_grades_is_the_calls_own(scene: Scene, browser: Browser) -> None:
    client, desk = browser(scene.officer), f"/office/problems/calls/{scene.slug}/selection"
    rules = {"reviews_wanted": "5", "version": "0"}
    for wrong in ("A", "A 많이", "A 0원", "", "A 1만 원\nA 2만 원"):
        answer = submit(client, f"{desk}/rules", {**rules, "grades": wrong})
        assert (wrong, answer.status_code, faults(answer.text)) == (wrong, 422, [])
    sent = submit(client, f"{desk}/rules", {**rules, "grades": "가 7,000만 원\n나 300만 원"})
    assert sent.headers["Location"] == desk
    assert "70,000,000" in client.get(desk).text
    assert submit(client, f"{desk}/rules", {**rules, "grades": "가 1만 원"}).status_code == 409


def test_the_doors_of_the_committee_stay_shut(database: Database, scene: Scene, browser: Browser) -> None:
    keys = three_problems(database, scene)
    desk = f"/office/problems/calls/{scene.slug}/selection"
    check = submit(browser(scene.officer), f"{desk}/new", batch(keys)).headers["Location"]
    client = browser(scene.citizen)
    token = csrf_token(client, f"/problems/new?call={scene.slug}")
    for path in (desk, f"{desk}/new", f"{desk}/rules", check, f"{check}/edit"):
        assert (path, client.get(path).status_code) == (path, 403)
        assert browser(None).get(path).status_code == 303
    for path in (f"{check}/confirm", f"{check}/discard"):
        assert client.post(path, data={"csrf_token": token}).status_code == 403
    assert set(states(database)) == {ProblemState.POSTED}
