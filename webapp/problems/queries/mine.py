"""A person's own problems, drafts first, each with where it stands; and what a person's form begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.core.errors import NotFound, WrongState
from webapp.core.i18n import LazyText, lazy
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import (
    EDITABLE_PROBLEM_STATES,
    PUBLIC_PROBLEM_STATES,
    Permission,
    ProblemField,
    ProblemState,
    ReceivedAs,
)
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries.detail import ProblemText, problem_text

#: Where a problem stands, in one sentence that says who acts next.
NEXT_STEPS: dict[ProblemState, LazyText] = {
    ProblemState.DRAFT: lazy("아직 내지 않았습니다. 이어서 쓴 뒤 제출해 주십시오."),
    ProblemState.POSTED: lazy("담당 기관이 전문가 검토를 준비합니다."),
    ProblemState.DEPARTMENT_REVIEW: lazy("담당부서가 기한을 정해 살펴보고 있습니다."),
    ProblemState.UNDER_REVIEW: lazy("검토위원이 시급성, 중요도, 해결 가능성을 살펴보고 있습니다."),
    ProblemState.SELECTED: lazy("과제로 선정되었습니다. 해결 방안을 찾는 공모를 준비합니다."),
    ProblemState.DECLINED: lazy("이번에는 선정되지 않았습니다. 사유를 확인해 주십시오."),
    ProblemState.MERGED: lazy("비슷한 문제와 합쳤습니다. 합친 문제에서 결과를 볼 수 있습니다."),
    ProblemState.WITHDRAWN: lazy("철회했습니다. 다른 사람에게는 보이지 않습니다."),
}


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """One of a person's problems. `closes_at` is the deadline of its call, for a draft."""

    key: str
    title: str
    state: ProblemState
    field: ProblemField | None
    created_at: datetime
    posted_at: datetime | None
    decided_at: datetime | None
    call_title: str
    call_title_en: str
    closes_at: datetime | None
    challenge_key: str

    @property
    def next_step(self) -> str:
        """Where it stands, in the reader's language."""
        if self.challenge_key:
            return str(lazy("해결 방안을 찾는 공모가 공고되었습니다."))
        return str(NEXT_STEPS[self.state])


def problems_of(work: Work, account_id: int, *, limit: int = 100) -> Sequence[OwnProblem]:
    """A person's problems: drafts first, then the newest. One statement."""
    rows = work.session.execute(
        sa.select(
            Problem.key, Problem.title, Problem.state, Problem.field, Problem.created_at,
            Problem.posted_at, Problem.decided_at, ProblemCall.title.label("call_title"),
            ProblemCall.title_en.label("call_title_en"), ProblemCall.closes_at, Problem.challenge_key,
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(
            Problem.author_id == account_id,
            # What an official typed for somebody is on the office's desk.
            sa.or_(Problem.received_as == ReceivedAs.WEB, Problem.on_behalf_of != ""),
            # A draft that was thrown away was never posted: it is no part of anybody's record.
            sa.or_(Problem.state != ProblemState.WITHDRAWN, Problem.posted_at.is_not(None)),
        )
        .order_by(Problem.state != ProblemState.DRAFT, Problem.created_at.desc(), Problem.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [OwnProblem(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's public name for it)


def own_problem(work: Work, key: str, actor: Actor) -> ProblemText:
    """A problem for its author's form. NotFound for another's draft, NotPermitted for another's problem,
    WrongState when it can be changed no more. One statement.
    """
    problem = problem_text(work, key, actor)
    work.require(actor, Permission.EDIT, problem, is_secret=problem.state not in PUBLIC_PROBLEM_STATES)
    if problem.state not in EDITABLE_PROBLEM_STATES:
        raise WrongState(_("검토를 시작했거나, 결정했거나, 철회한 문제는 고칠 수 없습니다."))
    return problem


def posted_problem(work: Work, key: str, actor: Actor) -> ProblemText:
    """A problem for its author's receipt. NotFound for a draft, NotPermitted for another's. One statement."""
    problem = problem_text(work, key, actor)
    work.require(actor, Permission.EDIT, problem)
    if problem.posted_at is None:
        raise NotFound(_("아직 내지 않은 문제입니다."))
    return problem
