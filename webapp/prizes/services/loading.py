"""Loading what the use cases of prizes work on, with the relations that policies read.

Locked where two may race; a lock is held to the end of the unit of work. The order is always programme,
challenge, award, payment, pot, so that two officials wait for each other instead of failing.
Must not decide anything.
"""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from webapp.challenges.models import Challenge, PrizeStage, PrizeTier, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.prizes.enums import RevocationState
from webapp.prizes.models import Award, Objection, Payment, Revocation, Verification

T = TypeVar("T")


def load_challenge(work: Work, key: str, *, lock: bool = False) -> Challenge:
    """A challenge with its programme and owner. NotFound. The lock takes its programme first."""
    if lock:
        work.session.execute(
            sa.select(Programme.id)
            .join(Challenge, Challenge.programme_id == Programme.id)
            .where(Challenge.key == key)
            .with_for_update(of=Programme)
        )
    query = (
        sa.select(Challenge)
        .where(Challenge.key == key)
        .options(
            joinedload(Challenge.programme, innerjoin=True),
            joinedload(Challenge.owning_department),
        )
    )
    if lock:
        query = query.with_for_update(of=Challenge).execution_options(populate_existing=True)
    return _found(work.session.scalar(query))


def tiers_of(work: Work, challenge_id: int) -> list[PrizeTier]:
    """The prizes of a challenge, best first."""
    query = sa.select(PrizeTier).where(PrizeTier.challenge_id == challenge_id)
    return list(work.session.scalars(query.order_by(PrizeTier.position, PrizeTier.id)))


def stages_of(work: Work, challenge_id: int) -> list[PrizeStage]:
    """The parts in which every prize of a challenge is paid, in order."""
    query = sa.select(PrizeStage).where(PrizeStage.challenge_id == challenge_id)
    return list(work.session.scalars(query.order_by(PrizeStage.position, PrizeStage.id)))


def award_options() -> tuple[ExecutableOption, ...]:
    """What an award always comes with."""
    challenge = joinedload(Award.challenge, innerjoin=True)
    return (
        challenge.joinedload(Challenge.programme, innerjoin=True),
        challenge.joinedload(Challenge.owning_department),
        joinedload(Award.idea, innerjoin=True).joinedload(Idea.organisation),
        joinedload(Award.tier, innerjoin=True),
    )


def load_award(work: Work, key: str, *, lock: bool = False) -> Award:
    """An award with its challenge, programme, idea and tier. NotFound."""
    query = sa.select(Award).where(Award.key == key).options(*award_options())
    if lock:
        query = query.with_for_update(of=Award).execution_options(populate_existing=True)
    return _found(work.session.scalar(query))


def awards_of(work: Work, challenge_id: int) -> list[Award]:
    """All awards of a challenge, locked, best tier and rank first."""
    query = (
        sa.select(Award)
        .where(Award.challenge_id == challenge_id)
        .options(*award_options())
        .order_by(Award.rank, Award.id)
        .with_for_update(of=Award)
        .execution_options(populate_existing=True)
    )
    return sorted(work.session.scalars(query), key=lambda award: (award.tier.position, award.rank, award.id))


def load_objection(work: Work, key: str, *, lock: bool = False) -> Objection:
    """An objection with its award. NotFound."""
    award = joinedload(Objection.award, innerjoin=True)
    query = (
        sa.select(Objection)
        .where(Objection.key == key)
        .options(
            award.joinedload(Award.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True),
            award.joinedload(Award.idea, innerjoin=True).joinedload(Idea.organisation),
            award.joinedload(Award.tier, innerjoin=True),
        )
    )
    if lock:
        query = query.with_for_update(of=Objection).execution_options(populate_existing=True)
    return _found(work.session.scalar(query))


def open_revocation(work: Work, award_id: int) -> Revocation | None:
    """The standing notice that an award may be taken back, locked, with its award's challenge."""
    award = joinedload(Revocation.award, innerjoin=True)
    return work.session.scalar(
        sa.select(Revocation)
        .where(Revocation.award_id == award_id, Revocation.state == RevocationState.ANNOUNCED)
        .options(
            award.joinedload(Award.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True),
            award.joinedload(Award.idea, innerjoin=True).joinedload(Idea.organisation),
            award.joinedload(Award.tier, innerjoin=True),
        )
        .with_for_update(of=Revocation)
        .execution_options(populate_existing=True)
    )


def load_payment(work: Work, key: str, *, lock: bool = False) -> Payment:
    """One part of a prize with its award, challenge and programme. NotFound."""
    award = joinedload(Payment.award, innerjoin=True)
    query = (
        sa.select(Payment)
        .where(Payment.key == key)
        .options(
            award.joinedload(Award.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True),
            award.joinedload(Award.idea, innerjoin=True).joinedload(Idea.organisation),
            award.joinedload(Award.tier, innerjoin=True),
        )
    )
    if lock:
        query = query.with_for_update(of=Payment).execution_options(populate_existing=True)
    return _found(work.session.scalar(query))


def verification_of(work: Work, challenge_id: int) -> Verification | None:
    """The public verification of a challenge, once it has begun."""
    return work.session.scalar(
        sa.select(Verification)
        .where(Verification.challenge_id == challenge_id)
        .execution_options(populate_existing=True)
    )


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return row
