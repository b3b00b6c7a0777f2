"""While a call chooses, nobody finds what is not theirs yet: experts, scores, totals, a prepared batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.committees import plan_decision, selected
from tests.support.people import actor_for, make_account
from tests.support.problems import give_review, make_officer, make_problem, make_reviewer, scores
from tests.support.surveys import make_survey
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.problems.models import ProblemCall
from webapp.problems.services import (
    AnswerSurvey,
    answer_survey,
    declare_no_conflict,
    prepare_decision,
    start_review,
)

EXPERT, OPINION, MINUTES = "남궁위원", "검토의견표식", "준비한의결표식"
#: What the one answer would make of the totals.
TOTALS = ("100.0%", "1명(n)")


@pytest.fixture
def problem_key(database: Database, scene: Scene) -> str:
    """A problem with a review, an answered survey that is open, and a batch that selects it."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        call.shows_comments = True
        problems = [make_problem(work, call, scene.citizen, f"골목길 문제 {number}") for number in range(3)]
        start_review(work, scene.officer, problems[0])
        expert = make_reviewer(work, call, EXPERT)
        give_review(work, expert, scores(problems[0].key, 5, 2, 1, OPINION))
        survey = make_survey(work, scene.officer, call, problems)
        answer = AnswerSurvey(survey.key, choices=[problems[0].key])
        answer_survey(work, actor_for(work, make_account(work, "이시민")), answer)
        plan = replace(plan_decision(work, [selected(problems[0])]), minutes=MINUTES)
        prepare_decision(work, scene.officer, call, plan)
        return f"{problems[0].key} {survey.key}"


def public_paths(scene: Scene, keys: str) -> Iterator[str]:
    problem, survey = keys.split()
    yield from ("/", "/problems", "/search?q=골목길", "/open-data")
    yield f"/problems/{problem}"
    yield f"/problems/calls/{scene.slug}"
    yield f"/problems/calls/{scene.slug}/results"
    yield f"/problems/surveys/{survey}"


def readers(database: Database, scene: Scene, key: str) -> dict[str, Actor | None]:
    """Everybody without a part in deciding; the second expert has declared and not scored yet."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        second = make_reviewer(work, call, "둘째위원")
        declare_no_conflict(work, second, [key])
        other = make_officer(work)
    return {"nobody": None, "author": scene.citizen, "expert": second, "other agency": other}


def test_nothing_shows_before_its_time(
    database: Database, scene: Scene, browser: Browser, problem_key: str
) -> None:
    key = problem_key.split(maxsplit=1)[0]
    for name, reader in readers(database, scene, key).items():
        paths = [*public_paths(scene, problem_key)]
        if name == "expert":
            paths += ["/review", f"/review/problems/{key}"]
        for path in paths:
            answer = browser(reader).get(path)
            assert (name, path, answer.status_code) == (name, path, 200)
            found = [word for word in (EXPERT, OPINION, MINUTES, *TOTALS) if word in answer.text]
            assert (name, path, found) == (name, path, [])


def test_the_agency_reads_reviews_and_yet_no_totals(scene: Scene, browser: Browser, problem_key: str) -> None:
    key = problem_key.split(maxsplit=1)[0]
    client = browser(scene.officer)
    assert OPINION in client.get(f"/office/problems/{key}").text
    office = f"/office/problems/calls/{scene.slug}"
    own = [f"{office}/{part}" for part in ("survey", "selection/new", "reviews")]
    for path in (*own, *public_paths(scene, problem_key)):
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert [word for word in TOTALS if word in answer.text] == []
