"""The keyboard alone: skipping to the content, opening the menu, signing in and out, seeing the focus."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browsing import PHONE, Site, focused_text, goto, tab_to, visitor
from tests.support.demo import email_of
from webapp.home.cli.people import PASSWORD

OUTLINE = "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow; }"


@pytest.mark.browser
def test_the_first_stop_leads_to_the_content(browser: Browser, site: Site) -> None:
    with visitor(browser, site) as page:
        goto(page, "/")
        page.keyboard.press("Tab")
        assert focused_text(page) == "본문 바로가기"
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


@pytest.mark.browser
def test_signing_in_and_out_without_a_mouse(browser: Browser, site: Site) -> None:
    with visitor(browser, site) as page:
        goto(page, "/")
        tab_to(page, "로그인")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in**")
        page.locator("input[name=email]").focus()
        page.keyboard.type(email_of("citizen"))
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("form[action='/sign-out']")).to_have_count(1)
        tab_to(page, "로그아웃")
        page.keyboard.press("Enter")
        expect(page.locator("form[action='/sign-out']")).to_have_count(0)


@pytest.mark.browser
def test_the_focus_is_always_seen(browser: Browser, site: Site) -> None:
    with visitor(browser, site) as page:
        goto(page, "/contests")
        for _ in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate(OUTLINE) != "nonenone", focused_text(page)


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_menu_of_a_phone_opens_with_a_key(browser: Browser, site: Site, *, javascript: bool) -> None:
    with visitor(browser, site, width=PHONE, javascript=javascript) as page:
        goto(page, "/")
        link = page.locator("nav.main-menu a", has_text="아이디어").first
        expect(link).to_be_hidden()
        page.locator("details.menu-toggle summary").focus()
        page.keyboard.press("Enter")
        expect(link).to_be_visible()
