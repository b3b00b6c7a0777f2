"""Selected problems, of which challenges are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.core.work import Work
from webapp.problems.enums import ProblemField, ProblemState
from webapp.problems.models import Problem, ProblemCall


@dataclass(frozen=True, slots=True)
class SelectedProblem:
    """A selected problem with the text that a challenge begins with."""

    id: int
    key: str
    title: str
    field: ProblemField
    situation: str
    wished_change: str
    related_agency: str
    call_title: str
    decided_at: datetime | None


def selected_problems(work: Work, agency_id: int, *, limit: int = 200) -> Sequence[SelectedProblem]:
    """The problems that an agency selected, the last decided first. One statement."""
    rows = work.session.execute(
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.field, Problem.situation, Problem.wished_change,
            Problem.related_agency, ProblemCall.title.label("call_title"), Problem.decided_at,
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(ProblemCall.agency_id == agency_id, Problem.state == ProblemState.SELECTED)
        .order_by(Problem.decided_at.desc(), Problem.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [SelectedProblem(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's public name for it)
