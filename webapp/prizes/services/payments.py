"""The parts of a prize on their way: condition met, confirmed, approved by another, paid; held or cancelled.

Each act locks its payment, so that a double click or two officials at once never pay twice. Money itself is
paid in the agency's own accounts; here stands what was promised, by whom it was let go, and that it was paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.challenges.enums import PotKind, StageCondition
from webapp.challenges.models import Challenge
from webapp.challenges.queries.people import holders_of
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.money import split_by_shares
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.prizes import mails
from webapp.prizes.enums import AwardState, PaymentEvent, PaymentState, Permission
from webapp.prizes.models import Award, Payment
from webapp.prizes.queries.people import entrants_of
from webapp.prizes.services.ledger import booking_of, commit_funds, pay_funds, pot_of, release_funds
from webapp.prizes.services.loading import load_payment, stages_of
from webapp.prizes.workflow import PAYMENT


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """A payment as it was made: the day and the voucher (지출결의 번호) in the agency's accounts."""

    payment_key: str
    paid_on: date
    voucher: str


def plan_payments(work: Work, actor: Actor, challenge: Challenge, awards: list[Award]) -> list[Payment]:
    """Divide each award by the challenge's stages and set the sums aside from the prize pot.

    Parts are whole won and sum to the award; what is left over goes to the first. Honours without money have
    no parts. RuleBroken when the pot cannot bear it.
    """
    stages = stages_of(work, challenge.id)
    payments: list[Payment] = []
    for award in awards:
        if not award.amount_won:
            continue
        parts = split_by_shares(award.amount_won, [stage.percent for stage in stages])
        payments += [
            Payment(
                award=award,
                award_id=award.id,
                position=stage.position,
                condition=stage.condition,
                percent=stage.percent,
                amount_won=amount,
                state=PaymentState.PLANNED,
            )
            for stage, amount in zip(stages, parts, strict=True)
            if amount
        ]
    if not payments:
        return []
    work.session.add_all(payments)
    work.flush()
    commit_funds(work, actor, prize_pot(work, challenge), [booking_of(payment) for payment in payments])
    return payments


def prize_pot(work: Work, challenge: Challenge) -> int:
    """The id of the pot that pays a challenge's prizes. RuleBroken when the programme has none."""
    pot_id = pot_of(work, challenge.programme_id, PotKind.PRIZE)
    if pot_id is None:
        raise RuleBroken(
            _("이 공모에는 상금 재원이 없습니다. 공모 설정에서 포상금을 등록해 주십시오."), code="no_pot"
        )
    return pot_id


def meet_condition(work: Work, actor: Actor, award_id: int, condition: StageCondition) -> Payment | None:
    """Let the part of a prize that waited for `condition` become due; the caller has checked that it is met.

    Returns None when the prize has no such part, it is already on its way, or the award was revoked.
    """
    key = work.session.scalar(
        sa.select(Payment.key)
        .join(Award, Award.id == Payment.award_id)
        .where(
            Payment.award_id == award_id,
            Payment.condition == condition,
            Payment.state == PaymentState.PLANNED,
            Award.state == AwardState.AWARDED,
        )
    )
    if key is None:
        return None
    payment = load_payment(work, key, lock=True)
    if payment.state is not PaymentState.PLANNED:
        return None
    payment.due_at = work.now
    PAYMENT.fire(work, actor, payment, PaymentEvent.MEET_CONDITION)
    work.audit(actor, "prizes:payment:due", payment, after={"condition": condition.value})
    _tell_office(work, payment, Role.CONTEST_OFFICER)
    return payment


def confirm_payment(work: Work, actor: Actor, payment_key: str) -> Payment:
    """The officer in charge has looked at payee and papers. Sending it twice changes nothing."""
    payment = load_payment(work, payment_key, lock=True)
    work.require(actor, Permission.PAYMENT_CONFIRM, payment)
    if payment.state is PaymentState.CONFIRMED and payment.confirmed_by_id == actor.account_id:
        return payment
    _require_step(payment, PaymentEvent.CONFIRM)
    payment.confirmed_by_id, payment.confirmed_at = actor.account_id, work.now
    PAYMENT.fire(work, actor, payment, PaymentEvent.CONFIRM)
    work.audit(actor, "prizes:payment:confirmed", payment, after={"amount_won": payment.amount_won})
    _tell_office(work, payment, Role.APPROVER)
    return payment


def approve_payment(work: Work, actor: Actor, payment_key: str) -> Payment:
    """A second person lets the money go. Sending it twice changes nothing."""
    payment = load_payment(work, payment_key, lock=True)
    work.require(actor, Permission.PAYMENT_APPROVE, payment)
    if payment.state is PaymentState.APPROVED and payment.approved_by_id == actor.account_id:
        return payment
    _require_step(payment, PaymentEvent.APPROVE)
    payment.approved_by_id, payment.approved_at = actor.account_id, work.now
    PAYMENT.fire(work, actor, payment, PaymentEvent.APPROVE)
    work.audit(actor, "prizes:payment:approved", payment, after={"amount_won": payment.amount_won})
    _tell_office(work, payment, Role.CONTEST_OFFICER)
    return payment


def record_payment(work: Work, actor: Actor, command: RecordPayment) -> Payment:
    """Note that an approved part was paid, in the ledger too, and tell the winners.

    The same day and voucher sent twice are one payment; anything else on a paid part is WrongState.
    """
    payment = load_payment(work, command.payment_key, lock=True)
    work.require(actor, Permission.PAYMENT_RECORD, payment)
    voucher = command.voucher.strip()
    if payment.state is PaymentState.PAID and (payment.paid_on, payment.voucher) == (
        command.paid_on,
        voucher,
    ):
        return payment
    _require_step(payment, PaymentEvent.PAY)
    _check_record(work, payment, command.paid_on, voucher)
    payment.paid_by_id, payment.paid_on, payment.voucher = actor.account_id, command.paid_on, voucher
    PAYMENT.fire(work, actor, payment, PaymentEvent.PAY)
    pot_id = prize_pot(work, payment.award.challenge)
    pay_funds(work, actor, pot_id, booking_of(payment, booked_on=command.paid_on, voucher=voucher))
    work.audit(
        actor,
        "prizes:payment:paid",
        payment,
        after={"amount_won": payment.amount_won, "paid_on": command.paid_on, "voucher": voucher},
    )
    people = entrants_of(work, [payment.award.idea_id]).get(payment.award.idea_id, ())
    mails.paid(work, payment, command.paid_on, people)
    return payment


def hold_payment(work: Work, actor: Actor, payment_key: str, reason: str) -> Payment:
    """Stop a part for the time being."""
    payment = load_payment(work, payment_key, lock=True)
    work.require(actor, Permission.PAYMENT_HOLD, payment)
    PAYMENT.fire(work, actor, payment, PaymentEvent.HOLD, reason=reason)
    work.audit(actor, "prizes:payment:held", payment)
    return payment


def release_payment(work: Work, actor: Actor, payment_key: str, reason: str) -> Payment:
    """Let a held part go on. It has to be confirmed and approved anew."""
    payment = load_payment(work, payment_key, lock=True)
    work.require(actor, Permission.PAYMENT_HOLD, payment)
    PAYMENT.fire(work, actor, payment, PaymentEvent.RELEASE, reason=reason)
    payment.confirmed_by_id = payment.confirmed_at = None
    payment.approved_by_id = payment.approved_at = None
    work.audit(actor, "prizes:payment:released", payment)
    return payment


def cancel_payment(work: Work, actor: Actor, payment_key: str, reason: str) -> Payment:
    """Give up a part that will not be paid; its sum is free in the pot again."""
    payment = load_payment(work, payment_key, lock=True)
    work.require(actor, Permission.PAYMENT_CANCEL, payment)
    cancel_part(work, actor, payment, reason)
    return payment


def cancel_part(work: Work, actor: Actor, payment: Payment, reason: str) -> None:
    """Cancel a locked part and release its commitment. The caller has checked."""
    before = payment.state.value
    PAYMENT.fire(work, actor, payment, PaymentEvent.CANCEL, reason=reason)
    release_funds(work, actor, prize_pot(work, payment.award.challenge), [booking_of(payment)])
    work.audit(actor, "prizes:payment:cancelled", payment, before={"state": before})


def _require_step(payment: Payment, event: PaymentEvent) -> None:
    if PAYMENT.find(payment.state, event) is None:
        raise WrongState(
            _(
                "이 지급은 지금 ‘%(state)s’ 상태라서 처리할 수 없습니다. 화면을 새로 고쳐 확인해 주십시오.",
                state=payment.state.label,
            )
        )


def _check_record(work: Work, payment: Payment, paid_on: date, voucher: str) -> None:
    if not voucher:
        raise RuleBroken(_("지출결의 번호를 적어 주십시오."), field="voucher")
    if paid_on > kst_day(work.now):
        raise RuleBroken(_("지급일은 오늘까지의 날짜로 적어 주십시오."), field="paid_on")
    if payment.approved_at is not None and paid_on < kst_day(payment.approved_at):
        raise RuleBroken(_("지급일은 승인한 날부터 적을 수 있습니다."), field="paid_on")


def _tell_office(work: Work, payment: Payment, role: Role) -> None:
    agency_id = payment.award.challenge.programme.agency_id
    mails.payment_waits(work, payment, holders_of(work, agency_id, role))
