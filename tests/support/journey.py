"""A site in this process whose clock the test moves, and people who use it in real browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Thread
from typing import Concatenate, ParamSpec, TypeVar

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Response
from werkzeug.serving import make_server

from config import Settings
from tests.support.browsing import PATIENCE_MS, Site, goto, visitor
from tests.support.browsing import sign_in as sign_in_through_form
from tests.support.people import (
    PASSWORD,
    actor_for,
    make_account,
    make_agency,
    make_department,
    make_official,
)
from tools.measure import HOST, free_port
from webapp.accounts.enums import Role
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work

P = ParamSpec("P")
R = TypeVar("R")
JUDGES = 5
#: The form of a page's own act; the header's small forms (language, signing out) are elsewhere.
OWN_FORM = "main form.form[method=post]"


@dataclass(frozen=True)
class Cast:
    """Who takes part; accounts as they were made."""

    citizen: Account
    official: Account
    approver: Account
    judges: tuple[Account, ...]
    agency_slug: str
    agency_id: int
    department_id: int


@dataclass
class World:
    """A running site, its data and its clock."""

    site: Site
    app: Flask
    clock: FixedClock
    cast: Cast

    @property
    def database(self) -> Database:
        """The site's database, for looking and for the acts of those who have no browser."""
        database: Database = self.app.extensions["platform"].database
        return database

    @property
    def today(self) -> date:
        """The present day in Korea."""
        return kst_day(self.clock.now())

    def day(self, days: int) -> str:
        """The day so many days from today, as forms take it."""
        return (self.today + timedelta(days=days)).isoformat()

    def pass_days(self, days: int) -> None:
        """Let days go by, and the clock's tasks and the letters be done."""
        self.clock.advance(timedelta(days=days))
        self.settle()

    def settle(self) -> None:
        """Do what the clock and the outbox have to do now."""
        jobs = self.app.extensions["jobs"]
        jobs.tick()
        jobs.deliver_due()

    def act(
        self,
        service: Callable[Concatenate[Work, Actor, P], R],
        who: Account,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a service as somebody who has no browser, and commit."""
        with self.database.write() as work:
            return service(work, actor_for(work, who), *args, **kwargs)


def make_cast(database: Database) -> Cast:
    """A citizen, an official who is also the judging's secretary, an approver and a panel."""
    with database.write() as work:
        agency = make_agency(work)
        department = make_department(work, agency)
        roles = (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY)
        return Cast(
            make_account(work, "한시민"),
            make_official(work, agency, *roles, name="공담당", department=department),
            make_official(work, agency, Role.APPROVER, name="결재자"),
            tuple(make_account(work, f"위원{number}") for number in range(JUDGES)),
            agency.slug,
            agency.id,
            department.id,
        )


@contextmanager
def running_world(settings: Settings, clock: FixedClock) -> Iterator[World]:
    """Serve a migrated, empty database from a thread, under `clock`; stop it afterwards."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    app = create_app(replace(settings, base_url=address), clock=clock)
    database: Database = app.extensions["platform"].database
    cast = make_cast(database)
    server = make_server(HOST, port, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield World(Site(address, settings.instance_path), app, clock, cast)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.engine.dispose()


@dataclass
class Person:
    """Somebody at a browser. Every act goes through the page that a person would see."""

    page: Page
    email: str

    def open(self, path: str) -> Page:
        """Open a page, signing in again when the session has ended."""
        goto(self.page, path)
        if not self.page.locator("form[action='/sign-out']").count():
            sign_in_through_form(self.page, self.email, PASSWORD)
            goto(self.page, path)
        return self.page

    def fill(self, values: Mapping[str, str | bool]) -> None:
        """Fill the fields of the page's own form by their names."""
        form = self.page.locator(OWN_FORM)
        for name, value in values.items():
            fill_field(form, name, value)

    def send(self, values: Mapping[str, str | bool] | None = None, button: str = "") -> None:
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
        assert found.value.status in {302, 303}, self.complaint(found.value.status)
        self.page.wait_for_load_state()

    def complaint(self, status: int) -> str:
        """What the page says after a form was refused."""
        self.page.wait_for_load_state()
        return f"{self.page.url}: {status}: {self.page.locator('main').inner_text()[:1500]}"

    @property
    def key(self) -> str:
        """The last part of the address, without its query."""
        return self.page.url.partition("?")[0].partition("#")[0].rstrip("/").rsplit("/", 1)[-1]

    def says(self, *texts: str) -> None:
        """The page says each of these."""
        shown = self.page.locator("main").inner_text()
        for text in texts:
            assert text in shown, f"{self.page.url} does not say {text!r}:\n{shown[:1500]}"


def is_answer(response: Response) -> bool:
    """Whether a response answers a form that the person sent, not an autosave."""
    return response.request.method == "POST" and response.request.is_navigation_request()


def fill_field(form: Locator, name: str, value: str | bool) -> None:
    """Fill one field of a form, whatever its kind."""
    field = form.locator(f"[name='{name}']")
    if form.locator(f"select[name='{name}']").count():
        field.select_option(str(value))
    elif field.first.get_attribute("type") == "radio":
        form.locator(f"[name='{name}'][value='{value}']").check()
    elif isinstance(value, bool):
        field.set_checked(value)
    else:
        field.fill(value)


def names_of(fields: Locator) -> list[str]:
    """The names of some fields."""
    return [str(field.get_attribute("name")) for field in fields.all()]


@contextmanager
def person_at(
    browser: Browser, world: World, account: Account, *, locale: str, javascript: bool
) -> Iterator[Person]:
    """Somebody with a browser of their own, signed in."""
    with visitor(browser, world.site, locale=locale, javascript=javascript) as page:
        person = Person(page, account.email)
        sign_in_through_form(page, account.email, PASSWORD)
        yield person
