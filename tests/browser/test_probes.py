"""The probes of the browser tests find what they look for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.browsing import axe_faults, overflow


@pytest.mark.browser
def test_a_bad_page_is_found_bad(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.set_content("<html><body><main><img src=x><div style='width:500px'>wide</div></main></body></html>")
    rules = {fault.split(":")[0] for fault in axe_faults(page)}
    assert {"image-alt", "html-has-lang", "document-title"} <= rules
    assert overflow(page) > 100
    context.close()


@pytest.mark.browser
def test_a_good_page_is_found_good(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.set_content(
        "<!doctype html><html lang=ko><head><title>좋은 쪽</title></head>"
        "<body><main><h1>좋은 쪽</h1><p>짧은 글입니다.</p></main></body></html>"
    )
    assert axe_faults(page) == []
    assert overflow(page) == 0
    context.close()
