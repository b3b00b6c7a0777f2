"""A contest's own page: columns only, a fixed number of statements.

Drafts are not part of it: what has no notice does not exist here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.challenges.enums import (
    PUBLIC_CHALLENGE_STATES,
    ChallengeState,
    Grade,
    Outcome,
)
from webapp.challenges.models import Challenge, FrozenRules, PrizeTier, Programme
from webapp.challenges.models.frozen import from_plain
from webapp.challenges.models.phases import Step, line_of, state_by_clock
from webapp.challenges.queries.contests import ContestCard, contest_card, contest_cards
from webapp.challenges.queries.notices import NoticeRow, notice_rows, notices_counted
from webapp.challenges.queries.visibility import visible_to
from webapp.core.errors import NotFound
from webapp.core.i18n import format_money, format_period, localized
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day, last_day_before
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.problems.enums import ProblemField

NOTICES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """One challenge on its contest's page; `state` is by the clock."""

    key: str
    number: int
    title: str
    title_en: str
    summary: str
    summary_en: str
    field: ProblemField
    grade: Grade | None
    state: ChallengeState
    outcome: Outcome | None
    opens_at: datetime
    closes_at: datetime
    prize_won: int


@dataclass(frozen=True, slots=True)
class ContestPage:
    """A contest as the public sees it. `rules` is what the first notice froze of the programme."""

    card: ContestCard
    rules: FrozenRules
    challenges: tuple[ChallengeRow, ...]
    notices: tuple[NoticeRow, ...]
    notice_count: int
    steps: tuple[Step, ...]

    @property
    def by_grade(self) -> list[tuple[Grade | None, list[ChallengeRow]]]:
        """The challenges by grade, the best paid grade first, those without a grade last."""
        grades = sorted({row.grade for row in self.challenges}, key=lambda grade: (grade is None, grade))
        return [(grade, [row for row in self.challenges if row.grade is grade]) for grade in grades]

    def cap_of(self, grade: Grade) -> int:
        """What the best prize of such a challenge may be, in won."""
        return next(one.cap_won for one in self.rules.programme.money.grades if one.grade is grade)

    @property
    def calendar(self) -> list[tuple[str, str]]:
        """The calendar with the entry period in its place: what, when.

        A milestone on the same days is the entry period by another name; it then gives its name.
        """
        card = self.card
        days = kst_day(card.opens_at), last_day_before(card.closes_at)
        entries, rows = _("아이디어 접수"), []
        for one in self.rules.programme.calendar.milestones:
            label = localized(one.label, one.label_en)
            if (one.starts_on, one.ends_on) == days:
                entries = label
            else:
                rows.append((one.starts_on, label, format_period(one.starts_on, one.ends_on)))
        rows.append((days[0], entries, format_period(card.opens_at, card.closes_at)))
        return [(label, period) for _day, label, period in sorted(rows)]

    @property
    def pot_rows(self) -> list[tuple[str, str]]:
        """What the contest may spend, by purpose."""
        rows: list[tuple[str, str]] = []
        for pot in self.rules.programme.money.pots:
            text = format_money(pot.amount_won)
            if pot.cap_per_challenge_won is not None:
                text += _(" (과제마다 %(cap)s까지)", cap=format_money(pot.cap_per_challenge_won))
            rows.append((pot.kind.label, text))
        return rows

    @property
    def summary_rows(self) -> list[tuple[str, str]]:
        """The facts that a reader looks for first."""
        basics, conditions = self.rules.programme.basics, self.rules.programme.conditions
        department = f" {basics.department}" if basics.department else ""
        return [
            (_("접수 기간"), format_period(self.card.opens_at, self.card.closes_at)),
            (_("총상금"), format_money(self.card.prize_won)),
            (_("주관"), localized(self.card.agency + department, self.card.agency_en)),
            (_("문의"), basics.contact),
            (_("운영 규정"), conditions.profile.label),
            *([(_("시상 근거"), conditions.legal_basis)] if conditions.legal_basis else []),
        ]


def contest_page(work: Work, slug: str, actor: Actor = ANONYMOUS) -> ContestPage:
    """Everything of one contest's page (4 statements). NotFound before its first notice, or when internal."""
    row = work.session.execute(
        contest_cards().where(Programme.slug == slug, Programme.published_at.is_not(None), visible_to(actor))
    ).first()
    if row is None:
        raise NotFound(_("그런 공모가 없습니다."))
    rules = work.session.execute(
        sa.select(Challenge.rules, notices_counted(row.id).label("notices"))
        .where(Challenge.programme_id == row.id, Challenge.state.in_(PUBLIC_CHALLENGE_STATES))
        .order_by(Challenge.number)
        .limit(1)
    ).first()
    challenges = challenge_rows(work, row.id)
    card = contest_card(row, work.now)
    return ContestPage(
        card=card,
        rules=from_plain(FrozenRules, rules.rules if rules else {}),
        challenges=challenges,
        notices=notice_rows(work, row.id, limit=NOTICES_SHOWN).items,
        notice_count=rules.notices if rules else 0,
        steps=line_of([one.state for one in challenges]),
    )


def challenge_rows(work: Work, programme_id: int) -> tuple[ChallengeRow, ...]:
    """The announced challenges of a programme, by number (1 statement)."""
    prize = (
        sa.select(sa.func.coalesce(sa.func.sum(PrizeTier.amount_won * PrizeTier.quota), 0))
        .where(PrizeTier.challenge_id == Challenge.id)
        .scalar_subquery()
    )
    columns = (
        Challenge.key,
        Challenge.number,
        Challenge.title,
        Challenge.title_en,
        Challenge.summary,
        Challenge.summary_en,
        Challenge.field,
        Challenge.grade,
        Challenge.state,
        Challenge.outcome,
        Challenge.opens_at,
        Challenge.closes_at,
    )
    rows = work.session.execute(
        sa.select(*columns, prize.label("prize_won"))
        .where(Challenge.programme_id == programme_id, Challenge.state.in_(PUBLIC_CHALLENGE_STATES))
        .order_by(Challenge.number)
    )
    return tuple(_challenge_row(row, work.now) for row in rows)


def _challenge_row(row: Any, now: datetime) -> ChallengeRow:
    state = state_by_clock(row.state, row.opens_at, row.closes_at, now)
    return replace(ChallengeRow(*row), state=state, prize_won=int(row.prize_won))
