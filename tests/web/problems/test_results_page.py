"""The public results of a call: valid in both languages, the same number of statements, no secrets."""

from __future__ import annotations

import pytest

from tests.support.committees import declined, plan_decision, selected
from tests.support.html import faults
from tests.support.problems import give_review, make_problem, make_reviewer, scores
from tests.support.statements import counted_statements
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.problems.models import ProblemCall
from webapp.problems.services import confirm_decision, prepare_decision, start_review

SCRIPT = "<script>alert('결과')</script>"


def decided(database: Database, scene: Scene, count: int) -> list[str]:
    """Some reviewed problems, the first selected and the others declined."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        call.shows_comments = True
        expert = make_reviewer(work, call, "남궁위원")
        problems = [make_problem(work, call, title=f"{number} {SCRIPT}") for number in range(count)]
        for problem in problems:
            start_review(work, scene.officer, problem)
            give_review(work, expert, scores(problem.key, comment=SCRIPT))
        items = [selected(problems[0], "B"), *map(declined, problems[1:])]
        decision = prepare_decision(work, scene.officer, call, plan_decision(work, items))
        confirm_decision(work, scene.officer, decision, decision.version)
        return [problem.key for problem in problems]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_results_are_a_valid_page(database: Database, scene: Scene, browser: Browser, language: str) -> None:
    client, path = browser(None), f"/problems/calls/{scene.slug}/results"
    empty = client.get(path, headers={"Accept-Language": language})
    assert (empty.status_code, faults(empty.text)) == (200, [])
    keys = decided(database, scene, 3)
    found = browser(scene.citizen).get(path, headers={"Accept-Language": language})
    assert (found.status_code, faults(found.text)) == (200, [])
    for text in ("4.00 (1)", f"/problems/{keys[2]}"):
        assert text in found.text
    problem = browser(scene.citizen).get(f"/problems/{keys[0]}", headers={"Accept-Language": language})
    assert (problem.status_code, faults(problem.text)) == (200, [])
    for page in (found.text, problem.text):
        assert SCRIPT not in page
        assert "남궁" not in page


def test_results_cost_the_same_at_few_and_at_many(database: Database, scene: Scene, browser: Browser) -> None:
    path, counts = f"/problems/calls/{scene.slug}/results", []
    client = browser(scene.citizen)
    client.get("/problems")
    for count in (2, 12):
        decided(database, scene, count)
        with counted_statements(client.application) as statements:
            client.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1]
