"""Search: what is found, what never is."""

from __future__ import annotations

import pytest

from tests.support.ideas import make_challenge
from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, written
from tests.support.reflection import make_judged_idea, make_scene
from webapp.challenges.enums import ChallengeState
from webapp.core.search_index import rebuild
from webapp.core.work import Work
from webapp.home.enums import SearchKind
from webapp.home.queries import search
from webapp.home.queries.search import OVERVIEW, SEARCH_PAGE, SearchPage
from webapp.problems.services import post_problem
from webapp.registry import CONTEXTS


def look(work: Work, text: str, kind: SearchKind | None, cursor: str | None = None) -> SearchPage:
    """Search after the index was made of the rows that a test put in past the services."""
    rebuild(work, [source for context in CONTEXTS for source in context.search_sources])
    return search(work, text, kind, cursor)


def titles(work: Work, text: str, kind: SearchKind | None = None) -> dict[SearchKind, list[str]]:
    page = look(work, text, kind)
    return {one: [hit.title for hit in found.items] for one, found in page.pages.items()}


def test_every_kind_is_found_by_a_piece_of_its_text(work: Work) -> None:
    scene = make_scene(work, title="겨울 골목 알림")
    call = make_call(work, make_officer(work))
    post_problem(work, actor_for(work, make_account(work)), written(call, "겨울 골목이 미끄럽습니다"))
    make_challenge(work, title="겨울 골목을 밝게")
    page = look(work, "골목", None)
    assert page.counts == {SearchKind.CHALLENGE: 1, SearchKind.PROBLEM: 1, SearchKind.IDEA: 1}
    assert page.total == 3
    assert titles(work, "겨울 알림") == {SearchKind.IDEA: [scene.idea.title]}


@pytest.mark.parametrize("text", ["", " ", "골", " 골 ", "a"])
def test_too_little_finds_nothing(work: Work, text: str) -> None:
    make_scene(work, title="골목 알림")
    page = look(work, text, None)
    assert page.pages == {}
    assert page.is_too_short == bool(text.strip())


@pytest.mark.parametrize("text", ["%%", "__", "*골목", "\\\\", '"골" OR "알', "' OR 1=1 --", "NOT 골목"])
def test_nothing_in_the_text_is_a_command(work: Work, text: str) -> None:
    make_scene(work, title="목골 알림")
    assert look(work, text, None).total == 0


@pytest.mark.parametrize("text", ["골목%", "‘골목’", "골목, 알림!"])
def test_marks_are_passed_over(work: Work, text: str) -> None:
    make_scene(work, title="골목 알림")
    assert look(work, text, None).total == 1


def test_a_percent_sign_can_be_found(work: Work) -> None:
    make_scene(work, title="사고를 50% 줄이기")
    assert titles(work, "50%") == {SearchKind.IDEA: ["사고를 50% 줄이기"]}


def test_decomposed_hangul_finds_the_same(work: Work) -> None:
    make_scene(work, title="골목 알림")
    assert look(work, "골목", None).total == 1


def test_capital_letters_make_no_difference(work: Work) -> None:
    make_scene(work, title="AI 알림")
    assert look(work, "ai 알림", None).total == 1


def test_what_is_not_public_is_never_found(work: Work) -> None:
    scene = make_scene(work)
    make_judged_idea(work, scene.challenge, scene.author, title="숨은 골목", is_published=False)
    make_challenge(work, title="숨은 과제", state=ChallengeState.DRAFT)
    assert look(work, "숨은", None).total == 0


def test_the_overview_is_short_and_one_kind_turns_pages(work: Work) -> None:
    scene = make_scene(work, title="골목 0")
    for number in range(1, SEARCH_PAGE + 3):
        make_judged_idea(work, scene.challenge, scene.author, title=f"골목 {number}")
    overview = look(work, "골목", None)
    assert len(overview.pages[SearchKind.IDEA].items) == OVERVIEW
    assert overview.counts[SearchKind.IDEA] == SEARCH_PAGE + 3
    first = look(work, "골목", SearchKind.IDEA).pages[SearchKind.IDEA]
    second = look(work, "골목", SearchKind.IDEA, first.next_cursor).pages[SearchKind.IDEA]
    seen = [hit.title for hit in (*first.items, *second.items)]
    assert seen == [f"골목 {number}" for number in reversed(range(SEARCH_PAGE + 3))]
    back = look(work, "골목", SearchKind.IDEA, second.previous_cursor).pages[SearchKind.IDEA]
    assert back.items == first.items
