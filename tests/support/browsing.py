"""What a person does in a browser: open a page, sign in, take a picture. For the browser tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import FLASK, email_of, environment
from tools.measure import HOST, START_SECONDS, await_port, free_port
from tools.steps import ROOT
from webapp.home.cli.people import PASSWORD
from webapp.web.language import COOKIE

PICTURES = ROOT / "build" / "browser"
PHONE, DESKTOP = 390, 1280
PATIENCE_MS = 10_000
MOST_TABS = 80
#: axe's rules for WCAG 2.2 A and AA and its good practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PROBES = {
    "overflow": "() => document.documentElement.scrollWidth - document.documentElement.clientWidth",
    "focused": "() => document.activeElement?.textContent?.trim() ?? ''",
    "field": "() => document.activeElement?.name ?? ''",
}


@dataclass(frozen=True)
class Site:
    """A running site with its own data."""

    address: str
    folder: Path


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Serve the data in `folder` as `flask serve` does, on a free port; stop it afterwards."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    command = [*FLASK, "serve", "--port", str(port), "--threads", "4"]
    with subprocess.Popen(command, cwd=ROOT, env={**environment(folder), "BASE_URL": address}) as server:
        try:
            await_port(port, server)
            yield Site(address, folder)
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)


@contextmanager
def visitor(
    browser: Browser, site: Site, *, locale: str = "ko", javascript: bool = True, width: int = DESKTOP
) -> Iterator[Page]:
    """A person with a browser of their own: with or without script, a phone or a desktop.

    The language is chosen as by the switch in the header: an account's own language yields to it.
    """
    context = browser.new_context(
        base_url=site.address,
        locale={"ko": "ko-KR", "en": "en-GB"}[locale],
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
    )
    context.add_cookies([{"name": COOKIE, "value": locale, "url": site.address}])
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context.new_page()
    finally:
        context.close()


def goto(page: Page, path: str, *, status: int = 200) -> None:
    """Open a page of the site; fails when it answers with another status."""
    response = page.goto(path)
    assert response is not None
    assert response.status == status, f"{path}: {response.status}"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in through the form, as anybody would."""
    goto(page, "/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    expect(page.locator("form[action='/sign-out']")).to_have_count(1)


def sign_in_as(page: Page, role: str) -> None:
    """Sign in with the demo account of a role."""
    sign_in(page, email_of(role))


def shot(page: Page, name: str) -> Path:
    """A picture of the whole page under build/browser, to be looked at; returns its path."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def axe_faults(page: Page) -> list[str]:
    """What axe finds on the page: rule, what is wrong, and where."""
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['target']} {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate(PROBES["overflow"]))


def focused_text(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate(PROBES["focused"]))


def tab_to(page: Page, text: str) -> None:
    """Press the tab key until what has this text has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused_text(page) == text:
            return
    pytest.fail(f"{text!r} cannot be reached with the tab key")


def tab_to_field(page: Page, name: str) -> None:
    """Press the tab key until the field with this name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(PROBES["field"]) == name:
            return
    pytest.fail(f"the field {name!r} cannot be reached with the tab key")


def choose(page: Page, text: str) -> None:
    """Tab to a link or button, press Enter, wait for the page it leads to."""
    tab_to(page, text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
