"""The payments office: what waits for whom, and one challenge with everything that its decision needs.

All lists are limited to the agencies that the caller names; visibility is never a filter in the view.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from webapp.accounts.models import Account, Organisation
from webapp.challenges.enums import ChallengeState, StageCondition
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.judging.enums import RoundState
from webapp.judging.models import Round
from webapp.prizes.enums import AwardState, ObjectionGround, ObjectionState, PaymentState
from webapp.prizes.models import Award, Objection, Payment, Verification

PAYMENTS = 30
DESK = 20


@dataclass(frozen=True, slots=True)
class WaitingChallenge:
    """A challenge whose judging is over and whose finalists are not nominated."""

    key: str
    title: str
    contest: str
    closed_at: datetime | None
    agency_id: int


@dataclass(frozen=True, slots=True)
class VerifyingChallenge:
    """A challenge in public verification."""

    key: str
    title: str
    contest: str
    agency_id: int
    opens_on: date
    closes_on: date
    finalists: int
    open_objections: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection in a list: what, about which finalist, since when. Not who."""

    key: str
    ground: ObjectionGround
    state: ObjectionState
    title: str
    tier: str
    challenge: str
    challenge_key: str
    created_at: datetime
    ruling: str
    ruled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One part of a prize in a list, with what the policies read of it."""

    id: int
    key: str
    agency_id: int
    challenge_id: int
    award_key: str
    title: str
    applicant: str
    tier: str
    contest: str
    challenge: str
    condition: StageCondition
    percent: int
    amount_won: int
    state: PaymentState
    award_state: AwardState
    due_at: datetime | None
    confirmed_by_id: int | None
    approved_by_id: int | None
    paid_on: date | None
    voucher: str


@dataclass(frozen=True, slots=True)
class TierView:
    """A prize of the notice."""

    id: int
    title: str
    amount_won: int
    quota: int


def tiers(work: Work, challenge_id: int) -> tuple[TierView, ...]:
    """The prizes of a challenge, best first."""
    rows = work.session.scalars(
        sa.select(PrizeTier)
        .where(PrizeTier.challenge_id == challenge_id)
        .order_by(PrizeTier.position, PrizeTier.id)
    )
    return tuple(
        TierView(tier.id, localized(tier.title, tier.title_en), tier.amount_won, tier.quota) for tier in rows
    )


def waiting_for_nomination(work: Work, agency_ids: Collection[int]) -> tuple[WaitingChallenge, ...]:
    """Challenges in judging whose rounds are all closed, oldest first."""
    running = sa.exists().where(
        Round.challenge_id == Challenge.id, Round.state.in_((RoundState.PREPARING, RoundState.SCORING))
    )
    closed_at = (
        sa.select(sa.func.max(Round.closed_at))
        .where(Round.challenge_id == Challenge.id, Round.state == RoundState.CLOSED)
        .correlate(Challenge)
        .scalar_subquery()
    )
    rows = work.session.execute(
        sa.select(Challenge, Programme, closed_at)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Programme.agency_id.in_(agency_ids),
            Challenge.state == ChallengeState.JUDGING,
            ~running,
            closed_at.is_not(None),
        )
        .order_by(closed_at, Challenge.id)
        .limit(DESK)
    )
    return tuple(
        WaitingChallenge(
            challenge.key,
            localized(challenge.title, challenge.title_en),
            localized(programme.title, programme.title_en),
            at,
            programme.agency_id,
        )
        for challenge, programme, at in rows
    )


def in_verification(work: Work, agency_ids: Collection[int]) -> tuple[VerifyingChallenge, ...]:
    """Challenges in public verification, the first to end first."""
    standing = (
        sa.select(sa.func.count(Award.id))
        .where(Award.challenge_id == Challenge.id, Award.state == AwardState.VERIFYING)
        .correlate(Challenge)
        .scalar_subquery()
    )
    unruled = (
        sa.select(sa.func.count(Objection.id))
        .join(Award, Award.id == Objection.award_id)
        .where(Award.challenge_id == Challenge.id, Objection.state == ObjectionState.OPEN)
        .correlate(Challenge)
        .scalar_subquery()
    )
    rows = work.session.execute(
        sa.select(Challenge, Programme, Verification, standing, unruled)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Verification, Verification.challenge_id == Challenge.id)
        .where(Programme.agency_id.in_(agency_ids), Challenge.state == ChallengeState.VERIFYING)
        .order_by(Verification.closes_on, Challenge.id)
        .limit(DESK)
    )
    today = kst_day(work.now)
    return tuple(
        VerifyingChallenge(
            key=challenge.key,
            title=localized(challenge.title, challenge.title_en),
            contest=localized(programme.title, programme.title_en),
            agency_id=programme.agency_id,
            opens_on=verification.opens_on,
            closes_on=verification.closes_on,
            finalists=finalists,
            open_objections=objections,
            is_over=today > verification.closes_on,
        )
        for challenge, programme, verification, finalists, objections in rows
    )


def objections(
    work: Work,
    agency_ids: Collection[int],
    *,
    challenge_id: int | None = None,
    states: Sequence[ObjectionState] = (ObjectionState.OPEN,),
) -> tuple[ObjectionRow, ...]:
    """Objections in these states, oldest first; of one challenge when it is named."""
    query = _objection_rows().where(Programme.agency_id.in_(agency_ids), Objection.state.in_(states))
    if challenge_id is not None:
        query = query.where(Award.challenge_id == challenge_id)
    return _as_objections(work, query.order_by(Objection.id).limit(DESK * 5))


def objections_by(work: Work, account_id: int) -> tuple[ObjectionRow, ...]:
    """What somebody has objected to, newest first."""
    query = _objection_rows().where(Objection.author_id == account_id)
    return _as_objections(work, query.order_by(Objection.id.desc()).limit(DESK * 5))


def _objection_rows() -> sa.Select[Objection, str, str, str, Challenge]:
    return (
        sa.select(Objection, Idea.title, PrizeTier.title, PrizeTier.title_en, Challenge)
        .join(Award, Award.id == Objection.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
    )


def _as_objections(
    work: Work, query: sa.Select[Objection, str, str, str, Challenge]
) -> tuple[ObjectionRow, ...]:
    return tuple(
        ObjectionRow(
            key=objection.key,
            ground=objection.ground,
            state=objection.state,
            title=title,
            tier=localized(tier, tier_en),
            challenge=localized(challenge.title, challenge.title_en),
            challenge_key=challenge.key,
            created_at=objection.created_at,
            ruling=objection.ruling,
            ruled_at=objection.ruled_at,
        )
        for objection, title, tier, tier_en, challenge in work.session.execute(query)
    )


def payment_counts(work: Work, agency_ids: Collection[int]) -> dict[PaymentState, tuple[int, int]]:
    """How many parts stand in each state, and how many won they are together."""
    rows = work.session.execute(
        sa.select(Payment.state, sa.func.count(), sa.func.sum(Payment.amount_won))
        .join(Award, Award.id == Payment.award_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Programme.agency_id.in_(agency_ids))
        .group_by(Payment.state)
    )
    found = {state: (count, int(total)) for state, count, total in rows}
    return {state: found[state] for state in PaymentState if state in found}


def payments(
    work: Work,
    agency_ids: Collection[int],
    *,
    states: Collection[PaymentState] = (),
    award_id: int | None = None,
    to_claw_back: bool = False,
    cursor: Cursor | None = None,
    size: int = PAYMENTS,
) -> Page[PaymentRow]:
    """Parts of prizes, oldest first, by page; of one award or in some states when asked for.

    `to_claw_back`: those that were paid before their award was revoked.
    """
    backwards = cursor is not None and cursor.backwards
    query = _payment_rows().where(Programme.agency_id.in_(agency_ids))
    if states:
        query = query.where(Payment.state.in_(states))
    if award_id is not None:
        query = query.where(Payment.award_id == award_id)
    if to_claw_back:
        query = query.where(Award.state == AwardState.REVOKED, Payment.state == PaymentState.PAID)
    if cursor is not None:
        edge = cursor.key[0]
        query = query.where(Payment.id < edge if backwards else Payment.id > edge)
    query = query.order_by(Payment.id.desc() if backwards else Payment.id).limit(size + 1)
    return page_of(_as_payments(work, query), size=size, key=lambda row: (row.id,), cursor=cursor)


def payment_by_key(work: Work, key: str) -> PaymentRow:
    """One part of a prize as lists show it. NotFound."""
    found = _as_payments(work, _payment_rows().where(Payment.key == key))
    if not found:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return found[0]


def _payment_rows() -> sa.Select[Payment, Award, Idea, str, str | None, PrizeTier, Challenge, Programme]:
    return (
        sa.select(Payment, Award, Idea, Account.name, Organisation.name, PrizeTier, Challenge, Programme)
        .join(Award, Award.id == Payment.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Account, Account.id == Idea.author_id)
        .outerjoin(Organisation, Organisation.id == Idea.organisation_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
    )


def _as_payments(
    work: Work,
    query: sa.Select[Payment, Award, Idea, str, str | None, PrizeTier, Challenge, Programme],
) -> list[PaymentRow]:
    return [
        PaymentRow(
            id=payment.id,
            key=payment.key,
            agency_id=programme.agency_id,
            challenge_id=award.challenge_id,
            award_key=award.key,
            title=idea.title,
            applicant=organisation or author,
            tier=localized(tier.title, tier.title_en),
            contest=localized(programme.title, programme.title_en),
            challenge=localized(challenge.title, challenge.title_en),
            condition=payment.condition,
            percent=payment.percent,
            amount_won=payment.amount_won,
            state=payment.state,
            award_state=award.state,
            due_at=payment.due_at,
            confirmed_by_id=payment.confirmed_by_id,
            approved_by_id=payment.approved_by_id,
            paid_on=payment.paid_on,
            voucher=payment.voucher,
        )
        for payment, award, idea, author, organisation, tier, challenge, programme in work.session.execute(
            query
        )
    ]
