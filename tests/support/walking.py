"""Somebody at a browser who finds the way by what the pages offer: links, forms, buttons. Knows no stage.

A person types an address only where people do: the front page, and a letter's link. Every other page is
reached by a link that stands on the page before it, so that a walk proves that no page is a dead end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from tests.support.browsing import PATIENCE_MS, goto
from tests.support.people import PASSWORD

Value = str | bool | Path
#: Words as somebody wrote them, or a pair: the site's words in Korean and in English.
Said = str | tuple[str, str]
#: The form of a page's own act; the header's small forms (language, signing out) are elsewhere.
OWN_FORM = "main form.form[method=post]"
#: The switch names each language in that language.
SWITCH = "한국어"
HANGUL = re.compile("[가-힣]+")
SEEN_LINKS = "links => links.filter(one => one.offsetParent).map(one => one.getAttribute('href'))"


@dataclass
class Person:
    """Somebody with a browser of their own, who reads one language."""

    page: Page
    email: str
    locale: str
    #: What people wrote themselves; it stands in their own language on every page.
    written: set[str] = field(default_factory=set)
    #: What else happens when the person has done something: time goes by.
    after_act: Callable[[], None] = lambda: None
    #: Words that were not in the reader's language, with the page they stood on.
    untranslated: dict[str, str] = field(default_factory=dict)

    def arrive(self, path: str) -> None:
        """Type an address."""
        goto(self.page, path)
        self.read()

    def start(self) -> None:
        """Open the front page; press the switch in its header when it speaks another language."""
        goto(self.page, "/")
        if self.page.locator("html").get_attribute("lang") != self.locale:
            self.page.locator(f"header a[hreflang={self.locale}]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.locale)
        self.read()

    def come_in(self) -> None:
        """Open the front page and sign in there."""
        self.start()
        with self.page.expect_navigation():
            self.page.locator("header a[href^='/sign-in']").click()
        self.sign_in()
        self.read()

    def follow(self, path: str) -> None:
        """Press the link to a page of the site, and sign in when the site asks for it."""
        link = self.page.locator(f"a[href='{path}']:visible")
        assert link.count(), f"{self.page.url} leads to {sorted(set(self.links()))}, not to {path}"
        with self.page.expect_navigation():
            link.first.click()
        if "/sign-in" in self.page.url:
            self.sign_in()
        self.read()

    def links(self) -> Sequence[str]:
        """Where the page leads to."""
        found: Sequence[str] = self.page.locator("a[href]").evaluate_all(SEEN_LINKS)
        return found

    def sign_in(self) -> None:
        """Fill the sign-in form; the site leads on to where the person wanted to go."""
        self.page.fill("input[name=email]", self.email)
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.press("input[name=password]", "Enter")
        expect(self.page.locator("form[action='/sign-out']")).to_have_count(1)

    def fill(self, values: Mapping[str, Value]) -> None:
        """Fill the fields of the page's own form by their names."""
        form = self.page.locator(OWN_FORM)
        for name, value in values.items():
            fill_field(form, name, value)
            if isinstance(value, str) and HANGUL.search(value):
                self.written.add(value)

    def send(self, values: Mapping[str, Value] | None = None, button: str = "") -> None:
        """Fill the form and press its button (the one with this value, or the first); it must be taken."""
        self.fill(values or {})
        self.press(self.page.locator(f"{OWN_FORM} button[type=submit]{button}").first)

    def do(self, action: str) -> None:
        """Press the button of a form that has no fields, known by the address that it goes to."""
        self.press(self.page.locator(f"main form[action='{action}'] button"))

    def press(self, button: Locator) -> None:
        """Press a button that sends a form, and wait for the page that answers."""
        with self.page.expect_response(is_answer, timeout=PATIENCE_MS) as found:
            button.click()
        self.page.wait_for_load_state()
        assert found.value.status in {302, 303}, f"{self.page.url}: {found.value.status}:\n{self.text}"
        self.after_act()
        self.read()

    def read(self) -> None:
        """Look whether everything on the page that nobody wrote is in the reader's language."""
        assert self.page.locator("html").get_attribute("lang") == self.locale, self.page.url
        if self.locale == "ko":
            return
        text = f"{self.page.title()}\n{self.page.locator('body').inner_text()}".replace(SWITCH, "")
        for word in sorted(self.written, key=len, reverse=True):
            text = text.replace(word, "")
        for line in text.split("\n"):
            if HANGUL.search(line):
                self.untranslated.setdefault(line.strip(), self.page.url)

    @property
    def key(self) -> str:
        """The last part of the address, without its query."""
        return self.page.url.partition("?")[0].partition("#")[0].rstrip("/").rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def words(self, said: Said) -> str:
        """Of words in Korean and in English, those in the reader's language."""
        return said if isinstance(said, str) else said[self.locale == "en"]

    def sees(self, *all_said: Said) -> None:
        """The page says each of these."""
        shown = self.text
        for text in map(self.words, all_said):
            assert text in shown, f"{self.page.url} does not say {text!r}:\n{shown}"


def is_answer(response: Response) -> bool:
    """Whether a response answers a form that the person sent, not an autosave."""
    return response.request.method == "POST" and response.request.is_navigation_request()


def fill_field(form: Locator, name: str, value: Value) -> None:
    """Fill one field of a form, whatever its kind."""
    found = form.locator(f"[name='{name}']")
    kind = found.first.evaluate("one => one.type")
    if kind == "select-one":
        found.select_option(str(value))
    elif kind == "radio":
        form.locator(f"[name='{name}'][value='{value}']").check()
    elif isinstance(value, bool):
        found.set_checked(value)
    elif isinstance(value, Path):
        found.set_input_files(value)
    else:
        found.fill(value)


def names_of(fields: Locator) -> list[str]:
    """The names of some fields."""
    return [str(one.get_attribute("name")) for one in fields.all()]
