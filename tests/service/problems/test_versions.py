"""Versions of a post: kept when it becomes public and whenever it changes; what the page tells of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, make_problem, upload, written
from webapp.core.errors import NotFound
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.regions import Region
from webapp.core.text import Change
from webapp.core.work import Work
from webapp.problems.enums import SocialValue
from webapp.problems.models import Problem, ProblemCall, ProblemVersion
from webapp.problems.queries import versions_page
from webapp.problems.services import save_problem, withdraw_problem


@pytest.fixture
def call(work: Work) -> ProblemCall:
    return make_call(work, make_officer(work))


@pytest.fixture
def citizen(work: Work) -> Actor:
    return actor_for(work, make_account(work, "김시민"))


def numbers(work: Work, problem: Problem) -> list[int]:
    query = sa.select(ProblemVersion.number).where(ProblemVersion.problem_id == problem.id)
    return list(work.session.scalars(query.order_by(ProblemVersion.id)))


def test_a_draft_has_no_version_and_a_post_has_its_first(
    work: Work, call: ProblemCall, citizen: Actor
) -> None:
    draft = save_problem(work, citizen, written(call))
    save_problem(work, citizen, replace(written(call, "고침"), key=draft.key, version=draft.version))
    assert numbers(work, draft) == []
    problem = make_problem(work, call, citizen)
    assert numbers(work, problem) == [1]
    page = versions_page(work, problem.key, ANONYMOUS)
    assert ([one.number for one in page.versions], page.after, page.changes) == ([1], None, ())


def test_each_change_is_kept_and_told(work: Work, call: ProblemCall, citizen: Actor) -> None:
    problem = make_problem(work, call, citizen, title="골목길이 어둡습니다")
    same = replace(written(call, "골목길이 어둡습니다"), key=problem.key)
    save_problem(work, citizen, replace(same, version=problem.version))
    assert (numbers(work, problem), problem.edited_at) == ([1], None)
    changed = replace(
        same, title="골목길이 어두웠습니다", region=Region.JEJU, social_values=(SocialValue.JOBS,)
    )
    save_problem(work, citizen, replace(changed, version=problem.version))
    save_problem(work, citizen, replace(changed, version=problem.version, files=(upload("사진.pdf"),)))
    assert (numbers(work, problem), problem.edited_at) == ([1, 2, 3], work.now)

    last = versions_page(work, problem.key, ANONYMOUS)
    assert (last.before and last.before.number, last.after and last.after.number) == (2, 3)
    assert [(one.label, [piece.text for piece in one.pieces]) for one in last.changes] == [
        ("첨부 파일", ["사진.pdf"])
    ]
    second = versions_page(work, problem.key, ANONYMOUS, 1, 2)
    assert [one.label for one in second.changes] == ["어떤 문제입니까?", "지역", "사회적 가치"]
    assert [(piece.change, piece.text) for piece in second.changes[0].pieces] == [
        (Change.SAME, "골목길이 어"), (Change.REMOVED, "둡"), (Change.ADDED, "두웠"), (Change.SAME, "습니다"),
    ]  # fmt: skip
    assert [piece.text for piece in second.changes[1].pieces] == ["제주"]
    whole = versions_page(work, problem.key, ANONYMOUS, 3, 1)
    assert (whole.before and whole.before.number, len(whole.changes)) == (1, 4)
    for before, after in ((99, 98), (-1, 0), (3, 3), (None, 77)):
        assert versions_page(work, problem.key, ANONYMOUS, before, after).changes == last.changes


def test_versions_go_with_the_problem(work: Work, call: ProblemCall, citizen: Actor) -> None:
    problem = make_problem(work, call, citizen)
    withdraw_problem(work, citizen, problem)
    assert versions_page(work, problem.key, citizen).problem.key == problem.key
    with pytest.raises(NotFound):
        versions_page(work, problem.key, ANONYMOUS)
    with pytest.raises(NotFound):
        versions_page(work, "zzzzzzzzzzzz", citizen)
