"""A site in this process whose clock the test moves, and the people who take part. Knows no browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Thread
from typing import Concatenate, ParamSpec, TypeVar

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from tests.support.applications import make_app
from tests.support.browsing import Site
from tests.support.people import (
    TITLE,
    actor_for,
    make_account,
    make_agency,
    make_department,
    make_official,
)
from tools.measure import HOST, free_port
from webapp.accounts.enums import Role
from webapp.accounts.models import Account, Agency, Department
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.text import mask_name
from webapp.core.work import Work
from webapp.web.mail import kept_letters

P = ParamSpec("P")
R = TypeVar("R")
JUDGES = 5
#: A journey takes months; nobody is signed out on the way. (What an ended session does has tests of its own.)
LONG_DAYS = 90


@dataclass(frozen=True)
class Cast:
    """Who takes part; accounts as they were made."""

    citizen: Account
    official: Account
    approver: Account
    judges: tuple[Account, ...]
    mentor: Account
    agency: Agency
    department: Department

    @property
    def names(self) -> frozenset[str]:
        """What people and offices are called, whole and masked: the same in every language."""
        people = (self.citizen, self.official, self.approver, *self.judges, self.mentor)
        offices = {self.agency.name, self.department.name}
        masked = (mask_name(one.name) for one in people)
        return frozenset({*(one.name for one in people), *masked, *offices, TITLE})


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

    def pass_a_minute(self) -> None:
        """Let a minute go by, so that what follows stands after what was before."""
        self.clock.advance(timedelta(minutes=1))

    def settle(self) -> None:
        """Do what the clock and the outbox have to do now."""
        jobs = self.app.extensions["jobs"]
        jobs.tick()
        jobs.deliver_due()

    def link_in_letter(self, to: Account, way: str) -> str:
        """The path in the newest letter to somebody that begins with `way`."""
        with self.app.app_context():
            for letter in kept_letters(to.email):
                found = re.search(rf"{re.escape(self.site.address)}({re.escape(way)}\S*)", letter.body)
                if found:
                    return found[1]
        raise AssertionError(f"no letter to {to.email} leads to {way}")

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
            make_account(work, "길잡이"),
            agency,
            department,
        )


def lasting(settings: Settings) -> Settings:
    """Settings under which nobody is signed out before LONG_DAYS are over."""
    return replace(settings, session_days=LONG_DAYS, session_idle_hours=24 * LONG_DAYS)


class Quiet(WSGIRequestHandler):
    """Serves without a line in the log for each picture and font."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def running_world(settings: Settings, clock: FixedClock) -> Iterator[World]:
    """Serve a migrated, empty database from a thread, under `clock`; stop it afterwards."""
    port = free_port()
    address = f"http://{HOST}:{port}"
    app = make_app(replace(settings, base_url=address), clock)
    database: Database = app.extensions["platform"].database
    cast = make_cast(database)
    server = make_server(HOST, port, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield World(Site(address, settings.instance_path), app, clock, cast)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.engine.dispose()
