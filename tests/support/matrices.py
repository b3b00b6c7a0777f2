"""State by event by role, worked out from a workflow and its policy, to be compared with a table by hand.

Each context has such a table, named EXPECTED, in its unit tests.
`tests/architecture/test_matrices.py` sees to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from webapp.core.policy import Actor, PolicyBook
from webapp.core.workflow import Workflow

#: (state, event) -> (target, who may fire it). What is not in it cannot happen.
Moves = dict[tuple[StrEnum, StrEnum], tuple[StrEnum, frozenset[str]]]
Expected = list[tuple[Workflow, Moves]]


def moves(
    workflow: Workflow,
    book: PolicyBook,
    actors: Mapping[str, Actor],
    subject: Callable[[StrEnum], Any],
    now: datetime,
) -> Moves:
    """Where every event leads from every state, and who may fire it at `subject(state)`.

    An event without a permission is open to all here: only a use case that checked another fires it.
    """
    found: Moves = {}
    events = {transition.event: transition for transition in workflow.transitions}
    for state in workflow.states:
        for event in type(next(iter(events))):
            transition = workflow.find(state, event)
            if transition is None:
                continue
            permission = transition.permission
            who = {
                name
                for name, actor in actors.items()
                if permission is None or book.check(actor, permission, subject(state), now).allowed
            }
            found[state, event] = (transition.target, frozenset(who))
    return found
