"""어떻게 바뀌었나: ideas that became policy, with what was before and what is now. Public ideas only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Agency, Department
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.text import plain_excerpt
from webapp.core.work import Work
from webapp.ideas.models import Idea, IdeaPublication
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.models import Measure, Reflection

STORIES_PAGE = 12
EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Story:
    """One change. `before` and `after` are a kept promise's, else the idea's summary and the outcome."""

    id: int
    idea_key: str
    idea_title: str
    applicant: str
    title: str
    before: str
    after: str
    agency: str
    agency_en: str
    realised_at: datetime


def _realised() -> sa.Select[*tuple[Any, ...]]:
    """Every realised idea that is public, with the first of its finished promises."""
    told = sa.and_(
        Measure.reflection_id == Reflection.id,
        Measure.state == MeasureState.DONE,
        Measure.before_text != "",
        Measure.after_text != "",
    )
    first = sa.select(sa.func.min(Measure.id)).where(told).correlate(Reflection).scalar_subquery()
    return (
        sa.select(
            Reflection.id,
            Idea.key,
            IdeaPublication.title,
            IdeaPublication.summary,
            IdeaPublication.applicant,
            Reflection.outcome,
            Reflection.realised_at,
            Measure.before_text,
            Measure.after_text,
            Measure.title.label("measure"),
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
        )
        .join(Idea, Idea.id == Reflection.idea_id)
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Department, Department.id == Reflection.department_id)
        .join(Agency, Agency.id == Department.agency_id)
        .outerjoin(Measure, Measure.id == first)
        .where(Reflection.state == ReflectionState.REALISED, Idea.published_at.is_not(None))
    )


def _story(row: Any) -> Story:
    return Story(
        row.id,
        row.key,
        row.title,
        row.applicant,
        row.measure or row.title,
        row.before_text or row.summary,
        row.after_text or plain_excerpt(row.outcome, EXCERPT),
        row.agency,
        row.agency_en,
        row.realised_at,
    )


def stories(work: Work, *, size: int = STORIES_PAGE, cursor_text: str | None = None) -> Page[Story]:
    """The newest changes first. One statement."""
    query = _realised()
    cursor = read_cursor(cursor_text, (datetime, int))
    backwards = cursor is not None and cursor.backwards
    if cursor is not None:
        place = sa.tuple_(Reflection.realised_at, Reflection.id)
        edge = sa.tuple_(*(sa.literal(part) for part in cursor.key))
        query = query.where(place > edge if backwards else place < edge)
    order = (Reflection.realised_at, Reflection.id)
    query = query.order_by(*(order if backwards else (column.desc() for column in order)))
    rows = work.session.execute(query.limit(size + 1))
    return page_of(
        [_story(row) for row in rows],
        size=size,
        key=lambda story: (story.realised_at, story.id),
        cursor=cursor,
    )
