"""What somebody writes for an hour is never lost: it saves itself, outlives a session, a net, a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from config import Settings
from tests.support.browsing import PATIENCE_MS, choose, goto, tab_to_field, visitor
from tests.support.browsing import sign_in as sign_in_through_form
from tests.support.challenges import make_challenge
from tests.support.ideas import make_idea
from tests.support.journey import World, running_world
from tests.support.people import PASSWORD
from webapp.challenges.enums import ChallengeState
from webapp.core.clock import FixedClock
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea

TITLE = "살얼음이 생기기 전에 알리기"
LONG = "길가의 감지기가 노면 온도를 재고 살얼음이 생길 곳을 미리 알립니다. " * 8
OPEN_FOR = timedelta(days=20)
QUESTIONS = ("answer_situation", "answer_solution", "answer_effect")
WITH_AND_WITHOUT_SCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


@dataclass
class Desk:
    """A site with one open challenge, and a citizen who has a draft in it."""

    world: World
    challenge_key: str
    idea_key: str

    @property
    def path(self) -> str:
        """The page on which the draft is written."""
        return f"/my/ideas/{self.idea_key}/write"

    def stored(self) -> tuple[IdeaState, str, int]:
        """State, title and number of versions of the idea in the database."""
        with self.world.database.read() as work:
            found = sa.select(Idea.state, Idea.title, Idea.version_count).where(Idea.key == self.idea_key)
            state, title, versions = work.session.execute(found).one()
            return state, title, versions


@pytest.fixture
def desk(settings: Settings, clock: FixedClock) -> Iterator[Desk]:
    with running_world(settings, clock) as world:
        with world.database.write() as work:
            challenge = make_challenge(work, world.cast.agency, ChallengeState.OPEN)
            idea = make_idea(work, challenge, world.cast.citizen, title="", answers={}, state=IdeaState.DRAFT)
        yield Desk(world, challenge.key, idea.key)


@pytest.fixture
def draft(browser: Browser, desk: Desk, *, javascript: bool) -> Iterator[Page]:
    """The draft, open in its author's browser."""
    with visitor(browser, desk.world.site, javascript=javascript) as page:
        sign_in_through_form(page, desk.world.cast.citizen.email, PASSWORD)
        goto(page, desk.path)
        if javascript:
            expect(page.locator("form[data-drafting]")).to_have_count(1)
        yield page


def write(page: Page) -> None:
    """Fill the form."""
    page.fill("input[name=title]", TITLE)
    page.fill("textarea[name=summary]", LONG[:200])
    for name in QUESTIONS:
        page.fill(f"textarea[name={name}]", LONG[:300])


def expect_written(page: Page) -> None:
    """Everything that was written stands in the form."""
    expect(page.locator("input[name=title]")).to_have_value(TITLE)
    expect(page.locator("textarea[name=answer_solution]")).to_have_value(LONG[:300].strip())


def press(page: Page, value: str) -> None:
    """Press a button of the draft's form."""
    page.locator(f"button[name=go][value={value}]").click()


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_what_is_written_saves_itself(desk: Desk, draft: Page) -> None:
    write(draft)
    expect(draft.locator("[data-save-state]")).to_contain_text("임시저장했습니다", timeout=PATIENCE_MS)
    assert desk.stored() == (IdeaState.DRAFT, TITLE, 0)
    goto(draft, desk.path)
    expect_written(draft)


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_what_is_written_while_the_net_is_away_comes_back(desk: Desk, draft: Page) -> None:
    draft.context.set_offline(True)
    write(draft)
    expect(draft.locator("[data-save-state]")).to_have_class(re.compile("failed"), timeout=PATIENCE_MS)
    assert desk.stored() == (IdeaState.DRAFT, "", 0)
    draft.context.set_offline(False)
    expect(draft.locator("[data-save-state]")).to_contain_text("임시저장했습니다", timeout=PATIENCE_MS)
    assert desk.stored() == (IdeaState.DRAFT, TITLE, 0)


@pytest.mark.browser
@WITH_AND_WITHOUT_SCRIPT
def test_a_session_that_ends_amid_a_long_form_loses_nothing(desk: Desk, draft: Page) -> None:
    write(draft)
    desk.world.clock.advance(timedelta(days=2))
    press(draft, "check")
    expect(draft.locator("input[name=password]")).to_be_visible()
    draft.fill("input[name=email]", desk.world.cast.citizen.email)
    draft.fill("input[name=password]", PASSWORD)
    draft.press("input[name=password]", "Enter")
    expect_written(draft)
    press(draft, "check")
    expect(draft.get_by_role("heading", name="확인하고 제출하기")).to_be_visible()
    assert desk.stored() == (IdeaState.DRAFT, TITLE, 0)


@pytest.mark.browser
@WITH_AND_WITHOUT_SCRIPT
def test_a_deadline_that_passes_while_one_writes_leaves_the_draft(desk: Desk, draft: Page) -> None:
    desk.world.clock.advance(OPEN_FOR - timedelta(hours=1))
    sign_in_anew(desk, draft)
    write(draft)
    desk.world.clock.advance(timedelta(hours=2))
    press(draft, "check")
    expect(draft.locator("main")).to_contain_text("접수가 끝나")
    goto(draft, desk.path)
    expect_written(draft)
    assert desk.stored() == (IdeaState.DRAFT, TITLE, 0)


@pytest.mark.browser
@WITH_AND_WITHOUT_SCRIPT
def test_a_deadline_that_passes_before_the_last_button_leaves_the_draft(desk: Desk, draft: Page) -> None:
    desk.world.clock.advance(OPEN_FOR - timedelta(hours=1))
    sign_in_anew(desk, draft)
    write(draft)
    press(draft, "check")
    for box in ("privacy", "pledge"):
        draft.check(f"input[name={box}]")
    desk.world.clock.advance(timedelta(hours=2))
    draft.get_by_role("button", name="제출하기").click()
    expect(draft.locator("main")).to_contain_text("제출하지 못했습니다.")
    assert desk.stored() == (IdeaState.DRAFT, TITLE, 0)


@pytest.mark.browser
@WITH_AND_WITHOUT_SCRIPT
def test_pressing_twice_hands_in_once(desk: Desk, draft: Page) -> None:
    write(draft)
    press(draft, "check")
    for box in ("privacy", "pledge"):
        draft.check(f"input[name={box}]")
    draft.get_by_role("button", name="제출하기").dblclick()
    expect(draft.get_by_role("heading", name="아이디어를 접수했습니다")).to_be_visible()
    assert desk.stored() == (IdeaState.SUBMITTED, TITLE, 1)


@pytest.mark.browser
@WITH_AND_WITHOUT_SCRIPT
def test_an_idea_is_written_and_handed_in_by_keyboard(
    browser: Browser, desk: Desk, *, javascript: bool
) -> None:
    with visitor(browser, desk.world.site, javascript=javascript) as page:
        sign_in_through_form(page, desk.world.cast.citizen.email, PASSWORD)
        goto(page, f"/challenges/{desk.challenge_key}")
        choose(page, "응모하기")
        choose(page, "쓰기 시작하기")
        type_into(page, "title", TITLE)
        type_into(page, "summary", LONG[:100])
        for name in QUESTIONS:
            type_into(page, name, LONG[:60])
        choose(page, "저장하고 확인하기")
        expect(page.get_by_role("heading", name="확인하고 제출하기")).to_be_visible()
        for box in ("privacy", "pledge"):
            tab_to_field(page, box)
            page.keyboard.press("Space")
        choose(page, "제출하기")
        expect(page.get_by_role("heading", name="아이디어를 접수했습니다")).to_be_visible()


def type_into(page: Page, name: str, text: str) -> None:
    """Tab to a field and type."""
    tab_to_field(page, name)
    page.keyboard.insert_text(text)


def sign_in_anew(desk: Desk, page: Page) -> None:
    """Come back after days, to the draft."""
    sign_in_through_form(page, desk.world.cast.citizen.email, PASSWORD)
    goto(page, desk.path)
