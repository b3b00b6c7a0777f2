"""Puts the official's desk together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.home.enums import Urgency
from webapp.home.queries.office import after, before, judging, talk
from webapp.home.queries.office.contests import ContestRow, contests_of
from webapp.home.queries.office.todo import Scope, Todo, by_urgency


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What is to be done, most urgent first, the contests by state, and what is good to know."""

    todos: tuple[Todo, ...]
    contests: tuple[ContestRow, ...]
    alerts: tuple[Todo, ...] = ()

    def groups(self, now: datetime) -> list[tuple[Urgency, list[Todo]]]:
        """What is to be done by how soon; only groups that hold something."""
        sorted_out = [(one, [todo for todo in self.todos if todo.urgency(now) is one]) for one in Urgency]
        return [(urgency, todos) for urgency, todos in sorted_out if todos]


def office_desk(work: Work, actor: Actor) -> OfficeDesk:
    """The desk of an official, over all agencies in which he or she works. A fixed number of statements."""
    scope = Scope.of(actor)
    parts = (before, judging, after, talk)
    waiting = [todo for part in parts for todo in part.todos(work, scope)]
    return OfficeDesk(
        by_urgency(todo for todo in waiting if not todo.is_alert),
        contests_of(work, scope.everywhere),
        by_urgency(todo for todo in waiting if todo.is_alert),
    )
