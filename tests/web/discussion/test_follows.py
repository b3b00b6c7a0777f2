"""소식 받기 in the browser: the buttons, the own list, and stopping from a letter."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from tests.support.accounts import letters
from tests.support.discussion import make_talk, somebody
from tests.support.html import faults
from tests.support.pages import submit
from tests.web.discussion.conftest import Browser
from webapp.core.database import Database
from webapp.discussion.models import Follow
from webapp.discussion.services import follow
from webapp.problems.services import select_problem
from webapp.web.mail import compose


def count(database: Database) -> int:
    with database.read() as work:
        return work.session.scalar(sa.select(sa.func.count(Follow.id))) or 0


def test_follow_and_stop_from_the_page_and_the_list(database: Database, browser: Browser) -> None:
    with database.write() as work:
        talk, person = make_talk(work), somebody(work)
    client, path = browser(person), f"/problems/{talk.problem.key}"
    address = f"/discussion/problem/{talk.problem.key}"
    assert "로그인하고 소식 받기" in browser(None).get(path).text
    for _ in range(2):
        assert submit(client, f"{address}/follow", {}, page=path).location == path
    assert count(database) == 1
    assert "소식 그만 받기" in client.get(path).text
    page = client.get("/my/follows").text
    assert talk.problem.title in page
    assert faults(page) == []
    done = submit(client, f"{address}/unfollow", {"from": "list"}, page="/my/follows")
    assert done.location == "/my/follows"
    assert count(database) == 0
    assert "소식을 받기로 한 것이 없습니다." in client.get("/my/follows").text


def test_a_letter_is_stopped_without_signing_in_by_a_button_not_by_looking(
    app: Flask, database: Database, browser: Browser
) -> None:
    with database.write() as work:
        talk, person = make_talk(work), somebody(work)
        follow(work, person, talk.ref)
        select_problem(work, talk.officer, talk.problem, "많은 사람이 겪는 문제입니다.")
        [letter] = letters(work, "problems/followed_decided")
    link: str = letter["facts"]["stop_link"]
    with app.test_request_context():
        message = compose(letter)
    assert link in (message.body or "")
    assert link in (message.html or "")
    client, path = browser(None), link.removeprefix("http://localhost")
    page = client.get(path)
    assert talk.problem.title in page.text
    assert faults(page.text) == []
    assert count(database) == 1
    assert submit(client, path, {}).location == "/follows/stopped"
    assert count(database) == 0
    assert client.get(path).status_code == 404
    assert client.get("/follows/stopped").status_code == 200
