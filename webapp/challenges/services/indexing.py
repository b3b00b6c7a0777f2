"""What contests and their challenges are found by: the full-text index and the index of what says alike.

Must not decide what is public: lists and the search join the ids found with their own conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import CHALLENGE_KIND, PROGRAMME_KIND, PUBLIC_CHALLENGE_STATES
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.services.past_contests import PAST_SOURCE
from webapp.core.search_index import SearchSource, put_text
from webapp.core.similar_texts import Comparable, ComparedSource, put_similar
from webapp.core.work import Work

_TEXTS: Final = (
    Challenge.title,
    Challenge.title_en,
    Challenge.summary,
    Challenge.summary_en,
    Challenge.background,
    Challenge.goal,
)


def index_programme(work: Work, programme: Programme) -> None:
    """Bring the index in line with an announced programme and its challenges."""
    for ref_id, text in _programme_texts(work, programme.id - 1, 1):
        put_text(work, PROGRAMME_KIND, ref_id, text)
    for row in _public_challenges(work, [programme.id]):
        put_text(work, CHALLENGE_KIND, row.id, *row[2:], programme.title)
    of_programme = _compared().where(Challenge.programme_id == programme.id)
    for row in work.session.execute(of_programme).all():
        put_similar(work, CHALLENGE_KIND, _comparable(row))


def _programme_texts(work: Work, after: int, limit: int) -> list[tuple[int, str]]:
    """Announced programmes with all that their challenges say."""
    rows = work.session.execute(
        sa.select(
            Programme.id,
            Programme.title,
            Programme.title_en,
            Programme.purpose,
            Programme.purpose_en,
            Agency.name,
            Agency.name_en,
        )
        .join(Agency, Agency.id == Programme.agency_id)
        .where(Programme.id > after)
        .order_by(Programme.id)
        .limit(limit)
    ).all()
    inside: dict[int, list[str]] = {row.id: [] for row in rows}
    for challenge in _public_challenges(work, list(inside)):
        inside[challenge.programme_id] += challenge[2:]
    return [(row.id, " ".join([*row[1:], *inside[row.id]])) for row in rows]


def _challenge_texts(work: Work, after: int, limit: int) -> list[tuple[int, str]]:
    rows = work.session.execute(
        sa.select(Challenge.id, *_TEXTS, Programme.title.label("programme"))
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Challenge.id > after)
        .order_by(Challenge.id)
        .limit(limit)
    ).all()
    return [(row.id, " ".join(row[1:])) for row in rows]


def _public_challenges(work: Work, programme_ids: Sequence[int]) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    return work.session.execute(
        sa.select(Challenge.id, Challenge.programme_id, *_TEXTS)
        .where(Challenge.programme_id.in_(programme_ids), Challenge.state.in_(PUBLIC_CHALLENGE_STATES))
        .order_by(Challenge.programme_id, Challenge.number)
    ).all()


def _compared() -> sa.Select[*tuple[Any, ...]]:
    """Challenges that were announced at some time, with what others are compared with."""
    return sa.select(
        Challenge.id,
        Challenge.key,
        Challenge.title,
        Challenge.title_en,
        Challenge.summary,
        Challenge.background,
        Challenge.goal,
    ).where(Challenge.announced_at.is_not(None))


def _comparable(row: Any) -> Comparable:
    return Comparable(row.key, row.title, row.title_en, f"{row.summary} {row.background} {row.goal}")


def _comparables(work: Work, after: int, limit: int) -> list[tuple[int, Comparable]]:
    rows = work.session.execute(
        _compared().where(Challenge.id > after).order_by(Challenge.id).limit(limit)
    ).all()
    return [(row.id, _comparable(row)) for row in rows]


#: Where the indexes take the texts of this context from when they are made anew.
SEARCH_SOURCES = (
    SearchSource(PROGRAMME_KIND, _programme_texts),
    SearchSource(CHALLENGE_KIND, _challenge_texts),
    PAST_SOURCE,
)
COMPARED_SOURCES = (ComparedSource(CHALLENGE_KIND, _comparables),)
