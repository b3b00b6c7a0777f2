"""An agency's contests as they stand now, for the desk. One statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, Programme
from webapp.core.work import Work
from webapp.home.queries.my import state_by_clock
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea

LIMIT = 60


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A challenge on the desk; `state` is by the clock."""

    key: str
    slug: str
    title: str
    title_en: str
    contest: str
    contest_en: str
    state: ChallengeState
    closes_at: datetime
    entries: int

    @property
    def is_over(self) -> bool:
        """Completed or cancelled: nothing more is to be done."""
        return self.state in {ChallengeState.COMPLETED, ChallengeState.CANCELLED}


def contests_of(work: Work, agency_ids: Collection[int]) -> tuple[ContestRow, ...]:
    """The newest challenges of these agencies, in the order of their states."""
    handed_in = (
        sa.select(sa.func.count(Idea.id))
        .where(
            Idea.challenge_id == Challenge.id,
            Idea.state.not_in((IdeaState.DRAFT, IdeaState.WITHDRAWN)),
        )
        .correlate(Challenge)
        .scalar_subquery()
    )
    rows = work.session.execute(
        sa.select(
            Challenge.key,
            Programme.slug,
            Challenge.title,
            Challenge.title_en,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
            Challenge.state,
            Challenge.opens_at,
            Challenge.closes_at,
            handed_in.label("entries"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Programme.agency_id.in_(sorted(agency_ids)))
        .order_by(Challenge.id.desc())
        .limit(LIMIT)
    )
    found = [
        ContestRow(
            row.key,
            row.slug,
            row.title,
            row.title_en,
            row.contest,
            row.contest_en,
            state_by_clock(row.state, row.opens_at, row.closes_at, work.now),
            row.closes_at,
            row.entries,
        )
        for row in rows
    ]
    order = list(ChallengeState)
    return tuple(sorted(found, key=lambda row: order.index(row.state)))
