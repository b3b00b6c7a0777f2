"""A judge with a real browser: autosave, the running total, keys, two tabs, and the same without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import PHONE, Site, choose, goto, sign_in_as, tab_to_field, visitor

SEAL = re.compile("^[0-9a-f]{64}$")
SAVED = re.compile("임시저장했습니다")


def open_next(page: Page) -> str:
    """From the desk to the next idea; returns the sheet's address."""
    goto(page, "/judge")
    page.get_by_role("link", name="다음 아이디어 심사하기").first.click()
    expect(page.get_by_role("heading", name="심사표", exact=True)).to_be_visible()
    return page.url


def boxes(page: Page) -> int:
    """How many criteria the rubric has."""
    return page.locator("input[data-most]").count()


@pytest.mark.browser
def test_what_is_typed_saves_itself_and_adds_up(browser: Browser, own_site: Site) -> None:
    with visitor(browser, own_site) as page:
        sign_in_as(page, "judge")
        address = open_next(page)
        page.locator("#points_1").fill("10.5")
        page.locator("#points_2").fill("7")
        expect(page.locator("[data-sum]")).to_have_text("17.5점")
        expect(page.locator("[data-save-state]")).to_have_text(SAVED)
        goto(page, address.removeprefix(own_site.address))
        expect(page.locator("#points_1")).to_have_value("10.5")
        page.locator("#points_1").fill("999")
        expect(page.locator("[data-save-state]")).to_have_text(re.compile("저장하지 못했습니다"))
        expect(page.locator("[data-save-state]")).to_have_text(re.compile("점까지 적어 주십시오"))


@pytest.mark.browser
def test_the_second_tab_is_told_and_its_text_comes_back(browser: Browser, own_site: Site) -> None:
    with visitor(browser, own_site) as page:
        sign_in_as(page, "judge")
        address = open_next(page)
        second = page.context.new_page()
        second.goto(address)
        page.locator("#points_1").fill("12")
        expect(page.locator("[data-save-state]")).to_have_text(SAVED)
        second.locator("#comment").fill("둘째 창에서 쓴 글입니다.")
        expect(second.locator("[data-save-state]")).to_have_text(re.compile("먼저 저장했습니다"))
        second.get_by_role("button", name="임시저장").click()
        second.locator("a[href*='kept=']").first.click()
        expect(second.locator("#comment")).to_have_value("둘째 창에서 쓴 글입니다.")
        second.get_by_role("button", name="임시저장").click()
        expect(second.locator(".notice-success").first).to_contain_text("임시저장했습니다")


@pytest.mark.browser
def test_a_sheet_is_written_and_handed_in_by_keyboard(browser: Browser, own_site: Site) -> None:
    with visitor(browser, own_site) as page:
        sign_in_as(page, "judge")
        open_next(page)
        for number in range(1, boxes(page) + 1):
            page.locator("h1").click()
            page.keyboard.press(str(number))
            page.keyboard.type("5.25")
        page.locator("h1").click()
        page.keyboard.press("c")
        page.keyboard.type("근거가 뚜렷하고 바로 시험할 수 있습니다.")
        page.locator("h1").click()
        page.keyboard.press("e")
        button = page.get_by_role("button", name="심사표 제출")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#seal")).to_have_text(SEAL)


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_tab_key_alone_leads_through_a_sheet(
    browser: Browser, own_site: Site, *, javascript: bool
) -> None:
    with visitor(browser, own_site, javascript=javascript) as page:
        sign_in_as(page, "judge")
        goto(page, "/judge")
        choose(page, "다음 아이디어 심사하기")
        for number in range(1, boxes(page) + 1):
            tab_to_field(page, f"points_{number}")
            page.keyboard.type("5.25")
        tab_to_field(page, "comment")
        page.keyboard.insert_text("근거가 뚜렷하고 바로 시험할 수 있습니다.")
        choose(page, "제출 전 확인")
        choose(page, "심사표 제출")
        expect(page.locator("#seal")).to_have_text(SEAL)


@pytest.mark.browser
def test_the_same_on_a_phone_without_script(browser: Browser, own_site: Site) -> None:
    with visitor(browser, own_site, javascript=False, width=PHONE) as page:
        sign_in_as(page, "judge")
        open_next(page)
        for number in range(1, boxes(page) + 1):
            page.locator(f"#points_{number}").fill("6")
        page.locator("#comment").fill("근거가 뚜렷합니다.")
        page.get_by_role("button", name="제출 전 확인").click()
        page.get_by_role("button", name="심사표 제출").click()
        expect(page.locator("#seal")).to_have_text(SEAL)
