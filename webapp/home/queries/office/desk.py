"""Puts the official's desk together."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.home.queries.office import after, before, judging
from webapp.home.queries.office.contests import ContestRow, contests_of
from webapp.home.queries.office.todo import Scope, Todo, by_urgency


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What is to be done, most urgent first, and the contests by state."""

    todos: tuple[Todo, ...]
    contests: tuple[ContestRow, ...]


def office_desk(work: Work, actor: Actor) -> OfficeDesk:
    """The desk of an official, over all agencies in which he or she works. Eleven statements at any size."""
    scope = Scope.of(actor)
    waiting = [*before.todos(work, scope), *judging.todos(work, scope), *after.todos(work, scope)]
    return OfficeDesk(by_urgency(waiting), contests_of(work, scope.everywhere))
