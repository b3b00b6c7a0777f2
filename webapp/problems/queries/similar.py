"""What resembles a problem that somebody is writing: public problems, and contests of the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.core.i18n import localized
from webapp.core.similar_texts import find_similar
from webapp.core.work import Work
from webapp.problems.enums import PUBLIC_PROBLEM_STATES, UNDECIDED_PROBLEM_STATES, ProblemState
from webapp.problems.models import Problem
from webapp.problems.queries.subjects import PROBLEM_KIND


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """Something alike. `state` None: a contest; `is_endorsable`: a problem that takes endorsements now."""

    key: str
    title: str
    state: ProblemState | None
    is_endorsable: bool = False


def similar_to(work: Work, text: str, *, besides: str = "", limit: int = 5) -> Sequence[SimilarHit]:
    """What resembles `text`, the most alike first; a merged problem stands as the one it was merged into.

    Four statements.
    """
    found = find_similar(work, text, besides=besides, limit=2 * limit)
    problems = _problems(work, [one.key for one in found if one.kind == PROBLEM_KIND])
    hits: dict[str, SimilarHit] = {}
    for one in found:
        hit = (
            problems.get(one.key) if one.kind == PROBLEM_KIND else _contest(one.key, one.title, one.title_en)
        )
        if hit is not None and hit.key != besides:
            hits.setdefault(hit.key, hit)
    return list(hits.values())[:limit]


def _contest(key: str, title: str, title_en: str) -> SimilarHit:
    return SimilarHit(key, localized(title, title_en), None)


def _problems(work: Work, keys: Sequence[str]) -> dict[str, SimilarHit]:
    """Public problems by the key that was found, each as it stands now."""
    into = aliased(Problem)
    rows = work.session.execute(
        sa.select(
            Problem.key.label("found"),
            sa.func.coalesce(into.key, Problem.key).label("key"),
            sa.func.coalesce(into.title, Problem.title).label("title"),
            Problem.state,
            into.state.label("into_state"),
        )
        .outerjoin(into, into.id == Problem.merged_into_id)
        .where(Problem.key.in_(keys), Problem.state.in_(PUBLIC_PROBLEM_STATES))
    )
    hits: dict[str, SimilarHit] = {}
    for row in rows:
        state = row.into_state or row.state
        hits[row.found] = SimilarHit(row.key, row.title, state, state in UNDECIDED_PROBLEM_STATES)
    return hits
