"""Where the money of a contest stands: each pot, each challenge, each line of the ledger.

`planned` is the most that the announced prizes can cost; `committed` was decided and set aside; `paid` went
out; `free` is what is not committed. The balances are those that the database guards.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, ChallengeState, PotKind, ProgrammeState
from webapp.challenges.models import Challenge, Pot, PrizeTier, Programme
from webapp.challenges.queries import visible_to
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, LedgerKind, PaymentState
from webapp.prizes.models import Award, LedgerLine, Payment, PotBalance

LINES = 50
CONTESTS = 50
_CHALLENGES = tuple(state for state in PUBLIC_CHALLENGE_STATES if state is not ChallengeState.CANCELLED)


@dataclass(frozen=True, slots=True)
class PotView:
    """A pot with what is planned, set aside and paid from it, in won."""

    id: int
    kind: PotKind
    amount_won: int
    cap_per_challenge_won: int | None
    legal_basis: str
    planned_won: int
    committed_won: int
    paid_won: int

    @property
    def free_won(self) -> int:
        """What is not set aside for anybody."""
        return self.amount_won - self.committed_won


@dataclass(frozen=True, slots=True)
class ChallengeMoney:
    """The prizes of one challenge: announced at most, awarded, paid."""

    key: str
    title: str
    state: ChallengeState
    planned_won: int
    awarded_won: int
    paid_won: int


@dataclass(frozen=True, slots=True)
class ContestMoney:
    """A contest's money as everybody may see it."""

    programme_id: int
    slug: str
    title: str
    agency_id: int
    agency: str
    pots: tuple[PotView, ...]
    challenges: tuple[ChallengeMoney, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the ledger as officials see it. `subject` is the winner's title or what else it is for."""

    id: int
    kind: LedgerKind
    amount_won: int
    booked_on: date
    voucher: str
    subject: str
    payment_key: str
    actor: str
    at: datetime


def contest_money(
    work: Work, slug: str, actor: Actor = ANONYMOUS, *, public_only: bool = True
) -> ContestMoney:
    """The money of a contest. Five statements. NotFound; `public_only`: what the actor may not know of."""
    query = (
        sa.select(Programme, Agency)
        .join(Agency, Agency.id == Programme.agency_id)
        .where(Programme.slug == slug)
    )
    if public_only:
        query = query.where(Programme.state != ProgrammeState.DRAFT, visible_to(actor))
    row = work.session.execute(query).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    programme, agency = row
    challenges = _challenges(work, programme.id)
    return ContestMoney(
        programme_id=programme.id,
        slug=programme.slug,
        title=localized(programme.title, programme.title_en),
        agency_id=programme.agency_id,
        agency=localized(agency.name, agency.name_en),
        pots=_pots(work, programme.id, sum(one.planned_won for one in challenges)),
        challenges=challenges,
    )


def _pots(work: Work, programme_id: int, planned_won: int) -> tuple[PotView, ...]:
    rows = work.session.execute(
        sa.select(Pot, PotBalance.committed_won, PotBalance.paid_won)
        .outerjoin(PotBalance, PotBalance.pot_id == Pot.id)
        .where(Pot.programme_id == programme_id)
        .order_by(sa.case((Pot.kind == PotKind.PRIZE, 0), else_=1), Pot.id)
    )
    return tuple(
        PotView(
            id=pot.id,
            kind=pot.kind,
            amount_won=pot.amount_won,
            cap_per_challenge_won=pot.cap_per_challenge_won,
            legal_basis=pot.legal_basis,
            planned_won=planned_won if pot.kind is PotKind.PRIZE else 0,
            committed_won=committed or 0,
            paid_won=paid or 0,
        )
        for pot, committed, paid in rows
    )


def _challenges(work: Work, programme_id: int) -> tuple[ChallengeMoney, ...]:
    planned = _sums(
        work,
        sa.select(PrizeTier.challenge_id, sa.func.sum(PrizeTier.amount_won * PrizeTier.quota))
        .join(Challenge, Challenge.id == PrizeTier.challenge_id)
        .where(Challenge.programme_id == programme_id)
        .group_by(PrizeTier.challenge_id),
    )
    awarded = _sums(
        work,
        sa.select(Award.challenge_id, sa.func.sum(Award.amount_won))
        .join(Challenge, Challenge.id == Award.challenge_id)
        .where(Challenge.programme_id == programme_id, Award.state == AwardState.AWARDED)
        .group_by(Award.challenge_id),
    )
    paid = _sums(
        work,
        sa.select(Award.challenge_id, sa.func.sum(Payment.amount_won))
        .join(Award, Award.id == Payment.award_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .where(Challenge.programme_id == programme_id, Payment.state == PaymentState.PAID)
        .group_by(Award.challenge_id),
    )
    rows = work.session.scalars(
        sa.select(Challenge)
        .where(Challenge.programme_id == programme_id, Challenge.state.in_(_CHALLENGES))
        .order_by(Challenge.number, Challenge.id)
    )
    return tuple(
        ChallengeMoney(
            key=challenge.key,
            title=localized(challenge.title, challenge.title_en),
            state=challenge.state_at(work.now),
            planned_won=planned.get(challenge.id, 0),
            awarded_won=awarded.get(challenge.id, 0),
            paid_won=paid.get(challenge.id, 0),
        )
        for challenge in rows
    )


def _sums(work: Work, query: sa.Select[int, int]) -> dict[int, int]:
    return {challenge_id: int(total) for challenge_id, total in work.session.execute(query)}


@dataclass(frozen=True, slots=True)
class ContestLink:
    """A contest whose ledger can be opened."""

    slug: str
    title: str
    pots: int


def contests_with_pots(work: Work, agency_ids: Collection[int]) -> tuple[ContestLink, ...]:
    """The contests of these agencies that have money, newest first. One statement."""
    rows = work.session.execute(
        sa.select(Programme.slug, Programme.title, Programme.title_en, sa.func.count(Pot.id))
        .join(Pot, Pot.programme_id == Programme.id)
        .where(Programme.agency_id.in_(agency_ids), Programme.state != ProgrammeState.DRAFT)
        .group_by(Programme.id)
        .order_by(Programme.id.desc())
        .limit(CONTESTS)
    )
    return tuple(
        ContestLink(slug, localized(title, title_en), count) for slug, title, title_en, count in rows
    )


def ledger_lines(work: Work, pot_id: int, cursor: Cursor | None = None) -> Page[LineView]:
    """The lines of a pot, newest first. One statement a page."""
    backwards = cursor is not None and cursor.backwards
    query = (
        sa.select(
            LedgerLine.id,
            LedgerLine.kind,
            LedgerLine.amount_won,
            LedgerLine.booked_on,
            LedgerLine.voucher,
            LedgerLine.at,
            sa.func.coalesce(Idea.title, LedgerLine.reference).label("subject"),
            sa.func.coalesce(Payment.key, "").label("payment_key"),
            sa.func.coalesce(Account.name, "").label("actor"),
        )
        .outerjoin(Payment, Payment.id == LedgerLine.payment_id)
        .outerjoin(Award, Award.id == LedgerLine.award_id)
        .outerjoin(Idea, Idea.id == Award.idea_id)
        .outerjoin(Account, Account.id == LedgerLine.actor_id)
        .where(LedgerLine.pot_id == pot_id)
        .order_by(LedgerLine.id.asc() if backwards else LedgerLine.id.desc())
        .limit(LINES + 1)
    )
    if cursor is not None:
        edge = cursor.key[0]
        query = query.where(LedgerLine.id > edge if backwards else LedgerLine.id < edge)
    lines = [LineView(**row) for row in work.session.execute(query).mappings()]
    return page_of(lines, size=LINES, key=lambda line: (line.id,), cursor=cursor)
