"""Problems as subjects of discussion: what may be endorsed, commented on and followed, and whose it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import sqlalchemy as sa

from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.core.subjects import Activity, Subject
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    UNDECIDED_PROBLEM_STATES,
    Permission,
    ProblemState,
    ReceivedAs,
)
from webapp.problems.models import Problem, ProblemCall, is_received

#: The kind under which problems are entered as subjects.
PROBLEM_KIND: Final = "problem"


class ProblemFacts(Protocol):
    """What a problem's read model must tell to be a subject."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> ProblemState: ...
    @property
    def author_id(self) -> int: ...
    @property
    def agency_id(self) -> int: ...
    @property
    def is_received(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the policy and the subject need of a problem."""

    key: str
    title: str
    state: ProblemState
    author_id: int
    call_id: int
    posted_at: object
    received_as: ReceivedAs
    on_behalf_of: str
    agency_id: int

    @property
    def is_received(self) -> bool:
        """Whether an official typed it for somebody, whose problem it is."""
        return is_received(self.received_as, self.on_behalf_of)


def subject_of(problem: ProblemFacts) -> Subject:
    """The problem as a subject: endorsed until it is decided, talked about while it is public."""
    activities = {Activity.FOLLOW, Activity.COMMENT} if problem.state in PUBLIC_PROBLEM_STATES else set()
    if problem.state in UNDECIDED_PROBLEM_STATES:
        activities.add(Activity.ENDORSE)
    return Subject(
        kind=PROBLEM_KIND,
        key=problem.key,
        title=problem.title,
        path=f"/problems/{problem.key}",
        agency_id=problem.agency_id,
        label=lazy("문제"),
        activities=frozenset(activities),
        author_ids=frozenset() if problem.is_received else frozenset({problem.author_id}),
    )


def problem_subjects(work: Work, actor: Actor, keys: Collection[str]) -> Mapping[str, Subject]:
    """Those of the problems that the actor may see. One statement."""
    rows = work.session.execute(
        sa.select(
            Problem.key,
            Problem.title,
            Problem.state,
            Problem.author_id,
            Problem.call_id,
            Problem.posted_at,
            Problem.received_as,
            Problem.on_behalf_of,
            ProblemCall.agency_id,
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(Problem.key.in_(keys))
    )
    found = (_Facts(*row) for row in rows)
    return {one.key: subject_of(one) for one in found if _may_see(work, actor, one)}


def _may_see(work: Work, actor: Actor, problem: _Facts) -> bool:
    if actor.is_system:
        return problem.state in PUBLIC_PROBLEM_STATES
    return work.check(actor, Permission.VIEW, problem).allowed
