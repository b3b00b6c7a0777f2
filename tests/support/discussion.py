"""Subjects and people for tests of discussion; the subjects are problems, posted through their services."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import make_call, make_officer, make_problem
from webapp.core.policy import Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Trace, Work
from webapp.discussion.models import Endorsement, Tally
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries import PROBLEM_KIND


@dataclass(frozen=True)
class Talk:
    """An agency's officer, its open call, a problem in it and who posted it."""

    officer: Actor
    call: ProblemCall
    author: Actor
    problem: Problem

    @property
    def ref(self) -> SubjectRef:
        """The problem as a subject."""
        return ref_of(self.problem)


def make_talk(work: Work) -> Talk:
    """A posted problem that nobody has said anything of."""
    officer = make_officer(work)
    call = make_call(work, officer)
    author = somebody(work, "김시민")
    return Talk(officer, call, author, make_problem(work, call, author))


def ref_of(problem: Problem) -> SubjectRef:
    """A problem as a subject."""
    return SubjectRef(PROBLEM_KIND, problem.key)


def subject_for(work: Work, actor: Actor, problem: Problem) -> Subject:
    """The subject as the actor finds it."""
    return work.subjects.find(work, actor, ref_of(problem))


def somebody(work: Work, name: str = "박참여") -> Actor:
    """A person with no role."""
    return actor_for(work, make_account(work, name))


def some_people(work: Work, count: int) -> list[Actor]:
    """So many people with no role."""
    return [somebody(work) for _ in range(count)]


def at_address(work: Work, digest: str) -> None:
    """Let what follows come from one address."""
    work.trace = Trace(address_digest=digest)


def tally_of(work: Work, ref: SubjectRef) -> Tally | None:
    """What is kept of a subject's counts."""
    work.flush()
    return work.session.scalar(
        sa.select(Tally).where(Tally.subject_kind == ref.kind, Tally.subject_key == ref.key)
    )


def endorsers_of(work: Work, ref: SubjectRef) -> list[tuple[int | None, str]]:
    """Who endorses a subject, with where it was carried from, in the order of ids."""
    work.flush()
    rows = work.session.execute(
        sa.select(Endorsement.account_id, Endorsement.carried_from_key)
        .where(Endorsement.subject_kind == ref.kind, Endorsement.subject_key == ref.key)
        .order_by(Endorsement.id)
    )
    return [(row.account_id, row.carried_from_key) for row in rows]
