"""What problems are found by: their texts in the full-text index.

Must not decide what is public: lists and the search join the ids found with their own conditions.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.core.search_index import SearchSource, put_text
from webapp.core.work import Work
from webapp.problems.enums import PROBLEM_KIND
from webapp.problems.models import Problem


def index_problem(work: Work, problem: Problem) -> None:
    """Bring the index in line with a posted problem."""
    put_text(work, PROBLEM_KIND, problem.id, problem.title, problem.situation, problem.wished_change)


def _texts(work: Work, after: int, limit: int) -> list[tuple[int, str]]:
    """Problems that were posted at some time."""
    rows = work.session.execute(
        sa.select(Problem.id, Problem.title, Problem.situation, Problem.wished_change)
        .where(Problem.id > after, Problem.posted_at.is_not(None))
        .order_by(Problem.id)
        .limit(limit)
    ).all()
    return [(row.id, " ".join(row[1:])) for row in rows]


#: Where the index takes the texts of this context from when it is made anew.
SEARCH_SOURCES = (SearchSource(PROBLEM_KIND, _texts),)
