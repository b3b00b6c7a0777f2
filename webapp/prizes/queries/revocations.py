"""Reading the notices that an award may be taken back: for the office, and for who entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.challenges.models import Challenge, Programme
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.prizes.enums import RevocationState
from webapp.prizes.models import Award, Revocation


@dataclass(frozen=True, slots=True)
class RevocationView:
    """A notice with what was answered and how it ended."""

    key: str
    award_key: str
    agency_id: int
    challenge_id: int
    title: str
    challenge: str
    contest: str
    state: RevocationState
    reason: str
    announced_by_id: int
    announced_by: str
    announced_at: datetime
    opinions_until: date
    opinion: str
    opinion_at: datetime | None
    conclusion: str
    closed_at: datetime | None

    @property
    def may_close_on(self) -> date:
        """The first day on which the award can be taken back."""
        return self.opinions_until + timedelta(days=1)

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided about it."""
        return self.state is RevocationState.ANNOUNCED

    def is_over(self, now: datetime) -> bool:
        """Whether the last day of the notice has passed."""
        return kst_day(now) > self.opinions_until


def revocations_of(work: Work, award_key: str) -> tuple[RevocationView, ...]:
    """The notices about an award, the latest first (1 statement)."""
    rows: Any = work.session.execute(
        sa.select(
            Revocation.key,
            Award.key.label("award_key"),
            Programme.agency_id,
            Award.challenge_id,
            Idea.title,
            Challenge.title.label("challenge"),
            Programme.title.label("contest"),
            Revocation.state,
            Revocation.reason,
            Revocation.announced_by_id,
            Account.name.label("announced_by"),
            Revocation.announced_at,
            Revocation.opinions_until,
            Revocation.opinion,
            Revocation.opinion_at,
            Revocation.conclusion,
            Revocation.closed_at,
        )
        .join(Award, Award.id == Revocation.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Account, Account.id == Revocation.announced_by_id)
        .where(Award.key == award_key)
        .order_by(Revocation.id.desc())
    )
    return tuple(RevocationView(*row) for row in rows)
