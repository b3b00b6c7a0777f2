"""From problems to challenges in a real browser: an expert scores, a citizen is asked, an official decides.

The citizen has no script, and the expert ends by keyboard; then everybody sees the funnel.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import PHONE, Site, axe_faults, goto, overflow, sign_in_as, visitor

CALL = "problems-any-time"
SCALES = ("urgency", "importance", "solvability", "ripple", "difficulty")


def check_page(page: Page) -> None:
    """No axe violation, and no wider than the window."""
    assert (axe_faults(page), overflow(page)) == ([], 0)


def declare_and_score(page: Page) -> None:
    """The expert says that there is no conflict over what waits, then scores the first problem."""
    goto(page, "/review")
    check_page(page)
    page.get_by_role("link", name="이해관계 확인하기").click()
    check_page(page)
    for box in page.locator("input[name=clear]").all():
        box.check()
    page.get_by_role("button", name="표시한 문제 확인하기").click()
    expect(page.locator(".notice-success").first).to_contain_text("이해관계를 모두 확인했습니다")
    page.get_by_role("link", name=re.compile("검토하기$")).first.click()
    check_page(page)
    for scale in SCALES:
        page.locator(f"#{scale}-3").check()
    page.locator("#comment").fill("현장의 자료가 뚜렷하고 지금의 기술로 풀 수 있습니다.")
    page.get_by_role("button", name="제출하고 다음으로").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice-success").first).to_contain_text("검토를 제출했습니다")


def answer_survey(page: Page) -> None:
    """The citizen chooses two problems, and finds no totals."""
    goto(page, f"/problems/calls/{CALL}")
    page.get_by_role("link", name="조사에 답하기").click()
    for box in page.locator("input[name=choices]").all()[:2]:
        box.check()
    page.get_by_role("button", name="답 보내기").click()
    expect(page.locator("main")).to_contain_text("한 사람이 한 번만 답할 수 있으며")
    expect(page.locator(".bar-chart")).to_have_count(0)


def decide(page: Page) -> None:
    """The official completes the batch that waits, reads the check page and confirms."""
    goto(page, f"/office/problems/calls/{CALL}/reviews")
    expect(page.locator("svg .dot").first).to_be_visible()
    check_page(page)
    goto(page, f"/office/problems/calls/{CALL}/selection")
    check_page(page)
    page.get_by_role("link", name=re.compile("정기 운영위원회")).click()
    expect(page.get_by_role("button", name="의결 확정")).to_be_disabled()
    page.get_by_role("link", name="고치기", exact=True).click()
    check_page(page)
    page.locator("#minutes").fill("검토 점수를 보고 정했습니다.")
    page.locator("select[name^=outcome]").nth(1).select_option("declined")
    page.locator("select[name^=code]").nth(1).select_option("low_priority")
    page.get_by_role("button", name="저장하고 확인하기").click()
    check_page(page)
    page.get_by_role("button", name="의결 확정").click()
    expect(page.locator(".notice-success").first).to_contain_text("의결을 확정하고")


@pytest.mark.browser
def test_a_problem_becomes_a_task(browser: Browser, own_site: Site) -> None:
    with visitor(browser, own_site) as page:
        sign_in_as(page, "reviewer")
        declare_and_score(page)
    with visitor(browser, own_site, javascript=False) as page:
        sign_in_as(page, "citizen")
        answer_survey(page)
    with visitor(browser, own_site) as page:
        sign_in_as(page, "officer")
        decide(page)
    with visitor(browser, own_site, width=PHONE) as page:
        goto(page, f"/problems/calls/{CALL}/results")
        expect(page.locator(".funnel-chart .chart-value").last).to_have_text("1건")
        expect(page.locator("main")).to_contain_text("B급")
        check_page(page)
        goto(page, "/problems/calls/challenge-korea-2020-problems/results")
        expect(page.locator(".funnel-chart .chart-value").first).to_have_text("38건")
        expect(page.locator(".funnel-chart .chart-value").last).to_have_text("9건")
        expect(page.locator("main")).to_contain_text("2억 5천만 원")
        check_page(page)
