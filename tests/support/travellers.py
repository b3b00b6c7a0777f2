"""The people of a journey at their browsers: who comes first through the front page, in which language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tests.support.browsing import visitor
from tests.support.journey import World
from tests.support.walking import Person
from webapp.accounts.models import Account


@dataclass
class Journey:
    """A world, and the people who sit at browsers in it."""

    world: World
    browser: Browser
    locale: str
    has_script: bool
    stack: ExitStack
    written: set[str]
    people: dict[str, Person] = field(default_factory=dict)

    def at(self, account: Account) -> Person:
        """Somebody's browser; the first time it is opened at the front page and its owner signs in."""
        if account.email not in self.people:
            self.people[account.email] = self.newcomer(account.email)
            self.people[account.email].come_in()
        return self.people[account.email]

    def newcomer(self, email: str = "") -> Person:
        """A new browser, in which nobody is signed in."""
        opened = visitor(self.browser, self.world.site, javascript=self.has_script)
        page = self.stack.enter_context(opened)
        return Person(page, email, self.locale, self.written, self.world.pass_a_minute)

    @property
    def citizen(self) -> Person:
        """Who has a problem, and then an idea."""
        return self.at(self.world.cast.citizen)

    @property
    def official(self) -> Person:
        """Who runs the contest."""
        return self.at(self.world.cast.official)

    @property
    def approver(self) -> Person:
        """Who decides what the official prepared."""
        return self.at(self.world.cast.approver)

    @property
    def expert(self) -> Person:
        """Who reviews the problem and judges the ideas."""
        return self.at(self.world.cast.judges[0])

    @property
    def mentor(self) -> Person:
        """Who helps the winning idea on."""
        return self.at(self.world.cast.mentor)


@contextmanager
def journey_through(world: World, browser: Browser, *, locale: str, javascript: bool) -> Iterator[Journey]:
    """Open browsers as they are needed; close them at the end."""
    with ExitStack() as stack:
        yield Journey(world, browser, locale, javascript, stack, set(world.cast.names))
