"""The ledger of a pot: committing, paying and releasing money, never more than there is and nothing twice.

Each act locks the pot's balance, changes it and appends a line in the same unit of work. The database refuses
by itself an overspent pot (CHECK on `pot_balances`) and a second line of a kind for the same reference.
Must not decide who may pay: its callers have checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from webapp.challenges.enums import PotKind
from webapp.challenges.models import Pot
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import format_won
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.prizes.enums import LedgerKind
from webapp.prizes.models import LedgerLine, Payment, PotBalance


@dataclass(frozen=True, slots=True)
class Booking:
    """One sum to be written: what it is for, how much (won, above nought), and where else it is on record."""

    reference: str
    amount_won: int
    award_id: int | None = None
    payment_id: int | None = None
    booked_on: date | None = None
    voucher: str = ""


def booking_of(payment: Payment, *, booked_on: date | None = None, voucher: str = "") -> Booking:
    """The sum of one part of a prize."""
    return Booking(
        f"payment:{payment.key}", payment.amount_won, payment.award_id, payment.id, booked_on, voucher
    )


def pot_of(work: Work, programme_id: int, kind: PotKind) -> int | None:
    """The id of a programme's pot of this kind, or None."""
    return work.session.scalar(sa.select(Pot.id).where(Pot.programme_id == programme_id, Pot.kind == kind))


def lock_balance(work: Work, pot_id: int) -> PotBalance:
    """The pot's balance, locked until the unit of work ends; made when the pot is first used.

    The pot's row is locked first, so that two who are the first at once do not both make a balance.
    """
    pot = work.session.get(Pot, pot_id, with_for_update=True, populate_existing=True)
    if pot is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    balance = work.session.get(PotBalance, pot_id, with_for_update=True, populate_existing=True)
    if balance is None:
        balance = PotBalance(pot_id=pot_id, amount_won=pot.amount_won, committed_won=0, paid_won=0)
        work.session.add(balance)
    balance.amount_won = pot.amount_won
    return balance


def commit_funds(work: Work, actor: Actor, pot_id: int, bookings: Sequence[Booking]) -> None:
    """Set sums aside from a pot. RuleBroken when they are more than what is free; nothing is written then."""
    balance = lock_balance(work, pot_id)
    total = sum(booking.amount_won for booking in bookings)
    free = balance.amount_won - balance.committed_won
    if total > free:
        raise RuleBroken(
            _(
                "재원이 모자랍니다. 필요한 금액은 %(needed)s이고 남은 금액은 %(free)s입니다.",
                needed=format_won(total),
                free=format_won(free),
            ),
            code="overspent",
        )
    balance.committed_won += total
    _append(work, actor, pot_id, LedgerKind.COMMITMENT, bookings)


def pay_funds(work: Work, actor: Actor, pot_id: int, booking: Booking) -> None:
    """Record a payment from what was set aside."""
    lock_balance(work, pot_id).paid_won += booking.amount_won
    _append(work, actor, pot_id, LedgerKind.PAYMENT, [booking])


def release_funds(work: Work, actor: Actor, pot_id: int, bookings: Sequence[Booking]) -> None:
    """Give back what was set aside and will not be paid."""
    lock_balance(work, pot_id).committed_won -= sum(booking.amount_won for booking in bookings)
    _append(work, actor, pot_id, LedgerKind.RELEASE, bookings)


def _append(work: Work, actor: Actor, pot_id: int, kind: LedgerKind, bookings: Sequence[Booking]) -> None:
    sign = -1 if kind is LedgerKind.RELEASE else 1
    for booking in bookings:
        if booking.amount_won <= 0:
            raise RuleBroken(_("금액은 0원보다 커야 합니다."), field="amount_won", code="amount")
        work.session.add(
            LedgerLine(
                pot_id=pot_id,
                reference=booking.reference,
                award_id=booking.award_id,
                payment_id=booking.payment_id,
                kind=kind,
                amount_won=sign * booking.amount_won,
                booked_on=booking.booked_on or kst_day(work.now),
                voucher=booking.voucher,
                actor_id=actor.account_id,
                at=work.now,
            )
        )
    work.flush()
