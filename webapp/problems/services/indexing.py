"""What problems are found by: their texts in the full-text index and in the index of what says alike.

Must not decide what is public: lists and the search join the ids found with their own conditions.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from webapp.core.search_index import SearchSource, put_text
from webapp.core.similar_texts import Comparable, ComparedSource, drop_similar, put_similar
from webapp.core.work import Work
from webapp.problems.enums import PROBLEM_KIND, PUBLIC_PROBLEM_STATES
from webapp.problems.models import Problem


def index_problem(work: Work, problem: Problem) -> None:
    """Bring both indexes in line with a posted problem; what was withdrawn resembles nothing any more."""
    put_text(work, PROBLEM_KIND, problem.id, problem.title, problem.situation, problem.wished_change)
    if problem.state in PUBLIC_PROBLEM_STATES:
        put_similar(work, PROBLEM_KIND, _compared(problem))
    else:
        drop_similar(work, PROBLEM_KIND, problem.key)


def _texts(work: Work, after: int, limit: int) -> list[tuple[int, str]]:
    """Problems that were posted at some time."""
    rows = work.session.execute(
        sa.select(Problem.id, Problem.title, Problem.situation, Problem.wished_change)
        .where(Problem.id > after, Problem.posted_at.is_not(None))
        .order_by(Problem.id)
        .limit(limit)
    ).all()
    return [(row.id, " ".join(row[1:])) for row in rows]


def _compared(row: Any) -> Comparable:
    return Comparable(row.key, row.title, "", f"{row.situation} {row.wished_change}")


def _comparables(work: Work, after: int, limit: int) -> list[tuple[int, Comparable]]:
    """Public problems."""
    rows = work.session.execute(
        sa.select(Problem.id, Problem.key, Problem.title, Problem.situation, Problem.wished_change)
        .where(Problem.id > after, Problem.state.in_(PUBLIC_PROBLEM_STATES))
        .order_by(Problem.id)
        .limit(limit)
    ).all()
    return [(row.id, _compared(row)) for row in rows]


#: Where the indexes take the texts of this context from when they are made anew.
SEARCH_SOURCES = (SearchSource(PROBLEM_KIND, _texts),)
COMPARED_SOURCES = (ComparedSource(PROBLEM_KIND, _comparables),)
