"""`make screens`: photographs the pages of the demo, on a phone and on a desktop.

docs/screens.toml lists the pages. All of them go to build/screens, to be looked at; those with a caption
also go to docs/screens, and docs/screens.md shows them. It serves a demo of its own and signs in with its
accounts.
"""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools import chromium
from tools.demo_site import demo_site
from tools.steps import BIN, ROOT, SetupFailedError, say, stop

LIST = ROOT / "docs" / "screens.toml"
LOOKED_AT = ROOT / "build" / "screens"
WIDTHS = {"phone": 390, "desktop": 1280}
HEIGHT = 900


@dataclass(frozen=True)
class Screen:
    """One page; without a role it is seen signed out, without a caption it stays out of the docs."""

    name: str
    path: str
    role: str = ""
    caption: str = ""


@dataclass(frozen=True)
class SignIn:
    """Where one signs in and what the form's fields are called."""

    path: str
    email: str
    password: str


@dataclass(frozen=True)
class Account:
    """A demo account."""

    role: str
    email: str
    password: str


def read_list(path: Path) -> tuple[SignIn, list[Screen]]:
    """Return the sign-in form and the pages of a list; raise when two pages share a name."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    screens = [Screen(**entry) for entry in data["screen"]]
    names = [screen.name for screen in screens]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise SetupFailedError(f"{path.name} names twice: {', '.join(doubled)}")
    return SignIn(**data["sign_in"]), screens


def demo_accounts(environment: Mapping[str, str]) -> dict[str, Account]:
    """Return the first demo account of each role, as the application tells them."""
    command = [str(BIN / "flask"), "--app", "webapp", "demo", "accounts", "--json"]
    told = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False, capture_output=True, text=True
    )
    if told.returncode:
        raise SetupFailedError(f"The demo accounts could not be read; is the demo loaded?\n{told.stderr}")
    accounts: dict[str, Account] = {}
    for entry in json.loads(told.stdout):
        account = Account(entry["role"], entry["email"], entry["password"])
        accounts.setdefault(account.role, account)
    return accounts


@contextmanager
def page_for(browser: Browser, address: str, width: int) -> Iterator[Page]:
    """Yield a page of the given width with nobody signed in."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": HEIGHT}, locale="ko-KR", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, form: SignIn, account: Account) -> None:
    """Sign in; raise when the site does not leave the form."""
    page.goto(form.path)
    page.fill(f"[name='{form.email}']", account.email)
    page.fill(f"[name='{form.password}']", account.password)
    page.press(f"[name='{form.password}']", "Enter")
    page.wait_for_load_state()
    if page.locator(f"[name='{form.password}']").count():
        raise SetupFailedError(f"Signing in as {account.role} failed.")


def capture(page: Page, screen: Screen, target: Path) -> None:
    """Photograph one page from top to bottom; raise when it is an error page or wider than the window."""
    answer = page.goto(screen.path)
    if answer is None or not answer.ok:
        raise SetupFailedError(f"{screen.path}: {answer.status if answer else 'no answer'}")
    page.evaluate("document.fonts.ready")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        raise SetupFailedError(f"{screen.path} is {overflow} px wider than the window ({target.name})")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, full_page=True)


def capture_all(
    browser: Browser, address: str, screens: Sequence[Screen], form: SignIn, accounts: dict[str, Account]
) -> list[str]:
    """Photograph every page at every width, role by role; return what went wrong."""
    faults = []
    for role in sorted({screen.role for screen in screens}):
        for device, width in WIDTHS.items():
            with page_for(browser, address, width) as page:
                if role:
                    sign_in(page, form, accounts[role])
                for screen in (one for one in screens if one.role == role):
                    try:
                        capture(page, screen, LOOKED_AT / f"{screen.name}-{device}.png")
                    except SetupFailedError as fault:
                        faults.append(str(fault))
    return faults


def show(screens: Sequence[Screen], docs: Path) -> None:
    """Copy the pictures of the pages that have a caption and write the page which shows them."""
    lines = ["# Screens", "", "Made by `make screens` from the demo contest.", ""]
    for screen in screens:
        if not screen.caption:
            continue
        lines += [f"## {screen.caption}", ""]
        for device in WIDTHS:
            picture = f"{screen.name}-{device}.png"
            (docs / "screens").mkdir(parents=True, exist_ok=True)
            (docs / "screens" / picture).write_bytes((LOOKED_AT / picture).read_bytes())
            lines += [f"![{screen.caption}, {device}](screens/{picture})", ""]
    (docs / "screens.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def photograph() -> int:
    """Photograph every page of the list; return the number of pictures."""
    form, screens = read_list(LIST)
    chromium.ensure_browser()
    with demo_site() as site, sync_playwright() as driver:
        accounts = demo_accounts(site.environment)
        browser = driver.chromium.launch(
            executable_path=chromium.chromium_path(), headless=True, args=list(chromium.FLAGS)
        )
        faults = capture_all(browser, site.address, screens, form, accounts)
        browser.close()
    if faults:
        raise SetupFailedError("\n".join(faults))
    show(screens, ROOT / "docs")
    return len(screens) * len(WIDTHS)


def main() -> None:
    """Photograph and write the page; end with 1 when a page failed."""
    try:
        count = photograph()
    except SetupFailedError as error:
        stop(error)
    else:
        say(f"{count} pictures in {LOOKED_AT.relative_to(ROOT)}; docs/screens.md is written.")


if __name__ == "__main__":
    main()
