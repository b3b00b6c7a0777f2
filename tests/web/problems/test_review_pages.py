"""Expert review in pages: conflicts first, drafts, submission, the table of results, a review handed back."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.problems import give_review, make_problem, make_reviewed, make_reviewer, scores
from tests.support.statements import counted_statements
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.problems.enums import ReviewState
from webapp.problems.models import ProblemCall, ProblemReview, ReviewDeclaration
from webapp.problems.services import declare_no_conflict, start_review

POINTS = {"urgency": "5", "importance": "4", "solvability": "3", "ripple": "4", "difficulty": "2"}
SENT = {**POINTS, "comment": "급합니다.", "version": "0", "act": "submit"}


def under_review(database: Database, scene: Scene, *titles: str) -> list[str]:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        return [start_review(work, scene.officer, make_problem(work, call, title=one)).key for one in titles]


def expert_of(database: Database, scene: Scene, *clear: str, name: str = "박위원") -> Actor:
    """An expert of the call who has said that these problems are no conflict."""
    with database.write() as work:
        expert = make_reviewer(work, work.session.get_one(ProblemCall, scene.call_id), name)
        declare_no_conflict(work, expert, clear)
        return expert


def reviewed(database: Database, scene: Scene) -> str:
    """A problem under review with two reviews; returns its key."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        return make_reviewed(work, scene.officer, call, [(5, 5, 5), (1, 2, 3)]).key


def test_conflicts_come_first_on_the_desk(database: Database, scene: Scene, browser: Browser) -> None:
    first, second = under_review(database, scene, "첫째 문제", "둘째 문제")
    client, path = browser(expert_of(database, scene)), f"/review/calls/{scene.slug}/conflicts"
    desk = client.get("/review").text
    assert f'href="{path}"' in desk
    assert f"/review/problems/{first}" not in desk
    assert client.get(f"/review/problems/{first}").headers["Location"] == path
    refused = submit(client, f"/review/problems/{first}", SENT, page=path)
    assert refused.status_code == 409
    assert "먼저 이 문제와 이해관계가 있는지" in refused.text
    page = client.get(path)
    assert (page.status_code, faults(page.text)) == (200, [])
    assert submit(client, path, {}).headers["Location"] == path
    assert submit(client, path, {"clear": [first, "forged"]}).headers["Location"] == path
    conflict = f"/review/problems/{second}/conflict"
    bare = submit(client, conflict, {"kind": "advice", "reason": " "})
    assert (bare.status_code, faults(bare.text)) == (422, [])
    assert submit(client, conflict, {"kind": "marriage", "reason": "까닭"}).status_code == 422
    sent = submit(client, conflict, {"kind": "advice", "reason": "연구 용역을 했습니다."})
    assert sent.headers["Location"] == "/review"
    desk = client.get("/review").text
    assert f'href="/review/problems/{first}"' in desk
    assert "둘째 문제" not in desk
    assert "회피하신 문제 1건" in desk
    assert client.get(f"/review/problems/{second}").status_code == 404
    with database.read() as work:
        kinds = work.session.scalars(
            sa.select(ReviewDeclaration.conflict).order_by(ReviewDeclaration.problem_id)
        )
        assert list(kinds) == [None, "advice"]


def test_a_draft_waits_on_the_desk(database: Database, scene: Scene, browser: Browser) -> None:
    [key] = under_review(database, scene, "첫째 문제")
    client, path = browser(expert_of(database, scene)), f"/review/problems/{key}"
    submit(client, f"/review/calls/{scene.slug}/conflicts", {"clear": [key]})
    saved = submit(client, path, {"urgency": "5", "comment": "", "version": "0", "act": "save"})
    assert saved.headers["Location"] == path
    page = client.get(path)
    assert faults(page.text) == []
    assert re.search(r'<input checked[^>]* id="urgency-4"', page.text)
    assert "이어서 검토하기" in client.get("/review").text
    other = submit(client, path, {**SENT, "version": "7"})
    assert other.status_code == 409
    done = submit(client, path, {**SENT, "version": "1"})
    assert done.headers["Location"] == "/review"
    assert 'name="urgency"' not in client.get(path).text
    with database.read() as work:
        assert work.session.scalars(sa.select(ProblemReview.state)).all() == [ReviewState.SUBMITTED]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_results_stand_in_a_table_and_a_chart(
    database: Database, scene: Scene, browser: Browser, language: str
) -> None:
    first, second = under_review(database, scene, "첫째 문제", "둘째 문제")
    for number, name in enumerate(("가위원", "나위원", "다위원")):
        expert = expert_of(database, scene, name=name)
        with database.write() as work:
            give_review(work, expert, scores(first, 5 - number, 5, 5))
    path = f"/office/problems/calls/{scene.slug}/reviews"
    page = browser(scene.officer).get(path, headers={"Accept-Language": language})
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "0.20" in page.text  # the standard deviation of 4.75, 4.50 and 4.25
    assert "4.25 ~ 4.75" in page.text
    assert second in page.text
    assert "가위원" in page.text
    assert browser(scene.citizen).get(path).status_code == 403


def test_results_cost_the_same_at_one_and_at_many(database: Database, scene: Scene, browser: Browser) -> None:
    client, counts = browser(scene.officer), []
    client.get("/problems")
    for titles in (["첫째"], [f"{number}" for number in range(20)]):
        under_review(database, scene, *titles)
        with counted_statements(client.application) as statements:
            client.get(f"/office/problems/calls/{scene.slug}/reviews")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_official_hands_a_review_back(database: Database, scene: Scene, browser: Browser) -> None:
    [key] = under_review(database, scene, "첫째 문제")
    expert = expert_of(database, scene)
    with database.write() as work:
        review = give_review(work, expert, scores(key)).key
    client, path = browser(scene.officer), f"/office/problems/reviews/{review}/reopen"
    assert f'href="{path}"' in client.get(f"/office/problems/{key}").text
    bare = submit(client, path, {"reason": ""})
    assert (bare.status_code, faults(bare.text)) == (422, [])
    assert browser(expert).get(path).status_code == 403
    done = submit(client, path, {"reason": "난이도를 거꾸로 매기셨습니다."})
    assert done.headers["Location"] == f"/office/problems/{key}"
    with database.read() as work:
        assert work.session.scalars(sa.select(ProblemReview.state)).all() == [ReviewState.DRAFT]
    assert client.get("/office/problems/reviews/nosuchkey234/reopen").status_code == 404


def test_an_expert_reviews_one_after_the_other(database: Database, scene: Scene, browser: Browser) -> None:
    first, second = reviewed(database, scene), reviewed(database, scene)
    client = browser(expert_of(database, scene, first, second))
    desk = client.get("/review").text
    assert f'href="/review/problems/{first}"' in desk
    assert "0 / 2건" in desk
    page = client.get(f"/review/problems/{first}").text
    assert "다른 위원의 점수는 제출한 뒤에" in page
    assert "근거가 뚜렷합니다." not in page
    assert "김*민" not in page
    assert submit(client, f"/review/problems/{first}", {**SENT, "urgency": "9"}).status_code == 422
    gaps = {"comment": "급합니다.", "version": "0", "act": "submit"}
    empty = submit(client, f"/review/problems/{first}", gaps)
    assert (empty.status_code, faults(empty.text)) == (422, [])
    assert "급합니다." in empty.text
    answer = submit(client, f"/review/problems/{first}", SENT)
    assert answer.headers["Location"] == f"/review/problems/{second}"
    assert "근거가 뚜렷합니다." in client.get(f"/review/problems/{first}").text
    last = submit(client, f"/review/problems/{second}", SENT)
    assert last.headers["Location"] == "/review"
    assert "2 / 2건" in client.get("/review").text
    stale = submit(
        client,
        f"/review/problems/{second}",
        {**SENT, "urgency": "1"},
        page=f"/problems/new?call={scene.slug}",
    )
    assert stale.status_code == 409
    with database.read() as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(ProblemReview)) == 6


def test_a_decided_problem_is_reviewed_no_more(database: Database, scene: Scene, browser: Browser) -> None:
    key = reviewed(database, scene)
    client = browser(expert_of(database, scene, key))
    token = csrf_token(client, f"/review/problems/{key}")
    submit(browser(scene.officer), f"/office/problems/{key}/select", {"reason": "급합니다."})
    page = client.get(f"/review/problems/{key}")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert 'name="urgency"' not in page.text
    assert client.post(f"/review/problems/{key}", data={**SENT, "csrf_token": token}).status_code == 409


def test_an_expert_does_not_see_a_problem_of_their_own(
    database: Database, scene: Scene, browser: Browser
) -> None:
    expert = expert_of(database, scene)
    with database.write() as work:
        own = make_problem(work, work.session.get_one(ProblemCall, scene.call_id), expert, "본인 문제").key
    submit(
        browser(scene.officer), f"/office/problems/{own}/start-review", {}, page="/office/problems/calls/new"
    )
    client = browser(expert)
    assert "본인 문제" not in client.get("/review").text
    assert client.get(f"/review/problems/{own}").status_code == 403
