"""공감 in the browser: without script, at a fixed cost, and the office's look at where it came from."""

from __future__ import annotations

import re

from flask import Flask

from tests.support.discussion import Talk, at_address, make_talk, ref_of, some_people, somebody
from tests.support.html import faults
from tests.support.pages import submit
from tests.support.people import make_agency
from tests.support.problems import make_officer, make_problem
from tests.support.statements import counted_statements
from tests.web.discussion.conftest import Browser
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.discussion.services import endorse
from webapp.problems.models import ProblemCall

PLACE = "1" * 64


def shown_count(page: str) -> str:
    """The number in the box."""
    found = re.search(r"공감 (\d+)명", page)
    assert found is not None
    return found[1]


def scene(database: Database, endorsers: int = 0) -> tuple[Talk, Actor]:
    """A problem with so many endorsements, and somebody else."""
    with database.write() as work:
        talk = make_talk(work)
        for actor in some_people(work, endorsers):
            endorse(work, actor, talk.ref)
        return talk, somebody(work)


def test_pressing_counts_and_pressing_again_takes_it_back(database: Database, browser: Browser) -> None:
    talk, person = scene(database, 2)
    client, path = browser(person), f"/problems/{talk.problem.key}"
    assert shown_count(client.get(path).text) == "2"
    endorsing = f"/discussion/problem/{talk.problem.key}/endorse"
    for _ in range(2):
        answer = submit(client, endorsing, {}, page=path)
        assert (answer.status_code, answer.location) == (303, f"{path}#endorse")
    page = client.get(path).text
    assert shown_count(page) == "3"
    assert "공감하셨습니다." in page
    submit(client, f"{endorsing}/withdraw", {}, page=path)
    assert shown_count(client.get(path).text) == "2"


def test_visitors_are_led_to_sign_in_and_authors_told_why_not(database: Database, browser: Browser) -> None:
    talk, _person = scene(database)
    path = f"/problems/{talk.problem.key}"
    page = browser(None).get(path).text
    assert "로그인하고 공감하기" in page
    assert faults(page) == []
    own = browser(talk.author).get(path).text
    assert "본인이 낸 것에는 공감할 수 없습니다." in own
    endorsing = f"/discussion/problem/{talk.problem.key}/endorse"
    assert submit(browser(talk.author), endorsing, {}, page=path).status_code == 403


def test_a_flood_is_stopped(database: Database, browser: Browser) -> None:
    with database.write() as work:
        talk, person = make_talk(work), somebody(work)
        keys = [make_problem(work, talk.call, talk.author, f"문제 {n}").key for n in range(31)]
    client = browser(person)
    answers = [
        submit(client, f"/discussion/problem/{key}/endorse", {}, page=f"/problems/{talk.problem.key}")
        for key in keys
    ]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert answers[-1].headers["Retry-After"]
    assert "짧은 시간에 너무 많이" in answers[-1].text


def test_the_list_shows_the_counts_at_the_same_cost(app: Flask, database: Database, browser: Browser) -> None:
    talk, _person = scene(database, 3)
    browser(None).get("/problems")
    costs = []
    for count in (0, 10):
        with database.write() as work:
            call = work.session.get_one(ProblemCall, talk.call.id)
            for number in range(count):
                problem = make_problem(work, call, title=f"다른 문제 {number}")
                endorse(work, somebody(work), ref_of(problem))
        with counted_statements(app) as statements:
            page = browser(None).get("/problems").text
        costs.append(len(statements))
        assert "공감 3" in page
    assert costs[0] == costs[1]


def flooded(work: Work) -> Talk:
    """A problem that was endorsed from one place."""
    talk = make_talk(work)
    at_address(work, PLACE)
    for actor in some_people(work, 5):
        endorse(work, actor, talk.ref)
    return talk


def test_officials_see_patterns_and_void_a_group_with_a_reason(database: Database, browser: Browser) -> None:
    with database.write() as work:
        talk = flooded(work)
    client, path = browser(talk.officer), f"/office/endorsements/problem/{talk.problem.key}"
    page = client.get(path)
    assert faults(page.text) == []
    assert "주소 111111" in page.text
    assert PLACE not in re.sub(r'href="[^"]*"', "", page.text)
    voiding = f"{path}/void/address/{PLACE}"
    assert faults(client.get(voiding).text) == []
    refused = submit(client, voiding, {"reason": " "})
    assert refused.status_code == 422
    assert "까닭을 적어 주십시오." in refused.text
    done = submit(client, voiding, {"reason": "<script>alert(1)</script> 한 자리에서 눌렀습니다."})
    assert (done.status_code, done.location) == (303, path)
    assert shown_count(client.get(f"/problems/{talk.problem.key}").text) == "0"
    assert "무효 5건" in client.get(path).text
    restoring = f"{path}/restore/address/{PLACE}"
    assert faults(client.get(restoring).text) == []
    assert submit(client, restoring, {"reason": "함께 쓰는 자리였습니다."}).location == path
    assert shown_count(client.get(f"/problems/{talk.problem.key}").text) == "5"
    assert client.get(restoring).status_code == 404


def test_nobody_else_sees_the_patterns(database: Database, browser: Browser) -> None:
    with database.write() as work:
        talk = flooded(work)
        elsewhere = make_officer(work, make_agency(work))
    path = f"/office/endorsements/problem/{talk.problem.key}"
    for actor, status in ((talk.author, 403), (elsewhere, 404)):
        assert browser(actor).get(path).status_code == status
        assert browser(actor).get(f"{path}/void/address/{PLACE}").status_code == status
    assert browser(None).get(path).status_code == 303
    nowhere = "/office/endorsements/problem/zzzzzzzzzzzz"
    assert browser(talk.officer).get(nowhere).status_code == 404
    for group in ("", "address", "x/y", "minute/never", f"minute/{PLACE}"):
        assert browser(talk.officer).get(f"{path}/void/{group}").status_code == 404
