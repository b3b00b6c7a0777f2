"""Every page in a real browser: axe finds nothing, nothing runs off a narrow screen, no script complains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.support.browsing import Site, axe_faults, goto, overflow, sign_in_as, visitor
from tests.support.demo import DATABASE
from tests.support.tour import TOUR, path_of, rules_to_read
from webapp.core.database import make_engine
from webapp.core.i18n import LOCALES

NARROW = 320
ROLES = sorted({sample.role for _endpoint, sample in TOUR})


@pytest.fixture(scope="module")
def demo_engine(demo_folder: Path) -> Iterator[sa.Engine]:
    """The loaded demo's database, to look addresses up."""
    engine = make_engine(f"sqlite:///{demo_folder / DATABASE}")
    yield engine
    engine.dispose()


def pages_of(app: Flask, engine: sa.Engine, role: str) -> list[str]:
    """The addresses of the pages that a role is shown on the tour."""
    rules = rules_to_read(app)
    return [
        path_of(rules[endpoint], sample, engine)
        for endpoint, sample in TOUR
        if sample.is_page and sample.role == role and sample.status == 200
    ]


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what the browser's console and scripts complain about."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.mark.browser
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_in_anybodys_way(
    app: Flask, browser: Browser, site: Site, demo_engine: sa.Engine, role: str, locale: str
) -> None:
    faults: dict[str, list[str]] = {}
    with visitor(browser, site, locale=locale) as page:
        if role:
            sign_in_as(page, role)
        complaints = complaints_of(page)
        for path in pages_of(app, demo_engine, role):
            goto(page, path)
            page.set_viewport_size({"width": NARROW, "height": 800})
            wide = overflow(page)
            page.set_viewport_size({"width": 1280, "height": 900})
            found = [*axe_faults(page), *complaints]
            if wide > 0:
                found.append(f"{wide} px too wide for {NARROW} px")
            if found:
                faults[path] = found
            complaints.clear()
    assert faults == {}
