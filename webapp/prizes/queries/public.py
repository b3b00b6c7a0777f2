"""What everybody may read of prizes: finalists under verification, the result, one idea's prize.

Applicants are masked here: a person's name as `정*정`, teams and companies by their own name. What entrants
wrote has personal data hidden. Nothing of an idea is read before its challenge shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account, Organisation
from webapp.accounts.queries import NamedOfficial, named_official
from webapp.challenges.enums import NoticeKind, StageCondition
from webapp.challenges.models import Notice, PrizeTier
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.text import hide_personal_data, mask_name
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, PaymentState
from webapp.prizes.models import Award, Payment
from webapp.prizes.queries.heads import ChallengeHead

_ENTERED = (
    IdeaState.SUBMITTED,
    IdeaState.INELIGIBLE,
    IdeaState.IN_JUDGING,
    IdeaState.NOT_SELECTED,
    IdeaState.FINALIST,
    IdeaState.AWARDED,
)
_STANDING = (AwardState.VERIFYING, AwardState.AWARDED)
_NAMED = (*_STANDING, AwardState.REVOKED, AwardState.EXCLUDED)
PAGE_SIZE = 20
#: The place of a finalist in the lists: its tier, its rank, its row.
CURSOR_KINDS = (int, int, int)
_JUDGED = (IdeaState.IN_JUDGING, IdeaState.NOT_SELECTED, IdeaState.FINALIST, IdeaState.AWARDED)


@dataclass(frozen=True, slots=True)
class PublicAward:
    """A finalist or a winner as everybody sees it. `idea_key` is empty while the idea is not published."""

    key: str
    state: AwardState
    tier: str
    honour: str
    title: str
    summary: str
    applicant: str
    amount_won: int
    is_honour_only: bool
    judging_summary: str
    use_plan: str
    idea_key: str
    decided_by_id: int | None
    place: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Finalists:
    """A page of those that stand or stood in verification, best tier first; how many were excluded."""

    page: Page[PublicAward]
    excluded: int


@dataclass(frozen=True, slots=True)
class ResultFigures:
    """What the contest's result is in numbers."""

    entries: int
    judged: int
    finalists: int
    awarded: int
    awarded_won: int


@dataclass(frozen=True, slots=True)
class Result:
    """The published result of a challenge; its winners page by page, best tier first."""

    winners: Page[PublicAward]
    revoked: int
    figures: ResultFigures
    no_winner_reason: str
    decided_by: NamedOfficial | None


def finalists(work: Work, challenge_id: int, cursor: Cursor | None = None) -> Finalists:
    """One page of the finalists that were not excluded. Two statements."""
    counts = _award_counts(work, challenge_id)
    total = sum(counts[state].count for state in _STANDING)
    page = _award_page(work, challenge_id, _STANDING, cursor, total)
    return Finalists(page, counts[AwardState.EXCLUDED].count)


def finalist(work: Work, head: ChallengeHead, award_key: str) -> PublicAward | None:
    """One finalist that stands in verification. One statement."""
    query = _awards(head.id, (AwardState.VERIFYING,)).where(Award.key == award_key)
    row = work.session.execute(query).first()
    return _public(row) if row is not None else None


def result(work: Work, head: ChallengeHead, cursor: Cursor | None = None) -> Result:
    """The result of a decided challenge. At most four statements."""
    named = _award_counts(work, head.id)
    won = named[AwardState.AWARDED]
    winners = _award_page(work, head.id, (AwardState.AWARDED,), cursor, won.count)
    decider = next((one.decided_by_id for one in winners.items if one.decided_by_id), None)
    counts = _idea_counts(work, head.id)
    return Result(
        winners=winners,
        revoked=named[AwardState.REVOKED].count,
        figures=ResultFigures(
            entries=sum(counts.get(state, 0) for state in _ENTERED),
            judged=sum(counts.get(state, 0) for state in _JUDGED),
            finalists=sum(named[state].count for state in _NAMED),
            awarded=won.count,
            awarded_won=won.won,
        ),
        no_winner_reason="" if won.count else _no_winner_reason(work, head.id),
        decided_by=named_official(work, decider, head.agency_id) if decider else None,
    )


@dataclass(frozen=True, slots=True)
class PrizePart:
    """One part of a prize: on what it waits, how much, and where it stands."""

    condition: StageCondition
    amount_won: int
    state: PaymentState
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class IdeaPrize:
    """The prize of one idea, for its passport: tier, money and each part."""

    award_key: str
    state: AwardState
    tier: str
    amount_won: int
    is_honour_only: bool
    judging_summary: str
    use_plan: str
    nominated_on: date
    decided_on: date | None
    parts: tuple[PrizePart, ...]


def prize_of_idea(work: Work, idea_id: int) -> IdeaPrize | None:
    """The prize of an idea once it was decided (awarded or revoked); None before. Two statements."""
    row = work.session.execute(
        sa.select(Award, PrizeTier)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .where(Award.idea_id == idea_id, Award.state.in_((AwardState.AWARDED, AwardState.REVOKED)))
    ).first()
    if row is None:
        return None
    award, tier = row
    return IdeaPrize(
        award_key=award.key,
        state=award.state,
        tier=localized(tier.title, tier.title_en),
        amount_won=award.amount_won,
        is_honour_only=award.is_honour_only,
        judging_summary=award.judging_summary,
        use_plan=award.use_plan,
        nominated_on=kst_day(award.nominated_at),
        decided_on=kst_day(award.decided_at) if award.decided_at else None,
        parts=parts_of(work, award.id),
    )


def parts_of(work: Work, award_id: int) -> tuple[PrizePart, ...]:
    """The parts of a prize in order."""
    rows = work.session.execute(
        sa.select(Payment.condition, Payment.amount_won, Payment.state, Payment.paid_on)
        .where(Payment.award_id == award_id)
        .order_by(Payment.position, Payment.id)
    )
    return tuple(PrizePart(row.condition, row.amount_won, row.state, row.paid_on) for row in rows)


@dataclass(frozen=True, slots=True)
class _Sum:
    count: int = 0
    won: int = 0


def _award_counts(work: Work, challenge_id: int) -> defaultdict[AwardState, _Sum]:
    """How many awards are in each state, and what they come to."""
    query = (
        sa.select(Award.state, sa.func.count(), sa.func.sum(Award.amount_won))
        .where(Award.challenge_id == challenge_id)
        .group_by(Award.state)
    )
    return defaultdict(
        _Sum, {state: _Sum(count, int(won)) for state, count, won in work.session.execute(query)}
    )


def _award_page(
    work: Work, challenge_id: int, states: Sequence[AwardState], cursor: Cursor | None, total: int
) -> Page[PublicAward]:
    place = sa.tuple_(PrizeTier.position, Award.rank, Award.id)
    columns = (PrizeTier.position, Award.rank, Award.id)
    query = _awards(challenge_id, states)
    if cursor is None or not cursor.backwards:
        query = query.order_by(*columns)
    else:
        query = query.order_by(*(column.desc() for column in columns))
    if cursor is not None:
        edge = sa.tuple_(*(sa.literal(part) for part in cursor.key))
        query = query.where(place < edge if cursor.backwards else place > edge)
    rows = work.session.execute(query.limit(PAGE_SIZE + 1))
    return page_of(
        [_public(row) for row in rows],
        size=PAGE_SIZE,
        key=lambda one: one.place,
        cursor=cursor,
        total=total,
    )


def _awards(challenge_id: int, states: Sequence[AwardState]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Award.id,
            Award.rank,
            PrizeTier.position,
            Award.key,
            Award.state,
            PrizeTier.title.label("tier"),
            PrizeTier.title_en.label("tier_en"),
            PrizeTier.honour,
            Idea.title,
            Idea.summary,
            Account.name.label("author"),
            Organisation.name.label("organisation"),
            Award.amount_won,
            Award.is_honour_only,
            Award.judging_summary,
            Award.use_plan,
            Award.decided_by_id,
            Idea.key.label("idea_key"),
            Idea.published_at,
        )
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Account, Account.id == Idea.author_id)
        .outerjoin(Organisation, Organisation.id == Idea.organisation_id)
        .where(Award.challenge_id == challenge_id, Award.state.in_(states))
    )


def _public(row: sa.Row[Any]) -> PublicAward:
    return PublicAward(
        key=row.key,
        state=row.state,
        tier=localized(row.tier, row.tier_en),
        honour=row.honour,
        title=hide_personal_data(row.title),
        summary=hide_personal_data(row.summary),
        applicant=row.organisation or mask_name(row.author),
        amount_won=row.amount_won,
        is_honour_only=row.is_honour_only,
        judging_summary=row.judging_summary,
        use_plan=row.use_plan,
        idea_key=row.idea_key if row.published_at else "",
        decided_by_id=row.decided_by_id,
        place=(row.position, row.rank, row.id),
    )


def _idea_counts(work: Work, challenge_id: int) -> dict[IdeaState, int]:
    rows = work.session.execute(
        sa.select(Idea.state, sa.func.count()).where(Idea.challenge_id == challenge_id).group_by(Idea.state)
    )
    return {row[0]: row[1] for row in rows}


def _no_winner_reason(work: Work, challenge_id: int) -> str:
    query = (
        sa.select(Notice.body)
        .where(Notice.challenge_id == challenge_id, Notice.kind == NoticeKind.NO_WINNER)
        .order_by(Notice.id.desc())
        .limit(1)
    )
    return work.session.scalar(query) or ""
