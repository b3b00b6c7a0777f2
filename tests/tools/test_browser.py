"""The Chromium that the browser tests drive."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.browser
def test_the_browser_shows_korean(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_content("<title>공모</title><h1>국민 제안</h1>")
    assert page.title() == "공모"
    assert page.inner_text("h1") == "국민 제안"
    context.close()
