"""Revoking an award: what was not paid is cancelled, what was paid is listed to be given back.

The rules on notice and hearing beforehand (공모전 운영 규정 제11조) are the office's duty; the reason is kept
and told. Must not take money back: that is done in the agency's accounts.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas import services as ideas
from webapp.prizes import mails
from webapp.prizes.enums import AwardEvent, AwardState, PaymentState, Permission
from webapp.prizes.models import Award, Payment
from webapp.prizes.queries.people import entrants_of
from webapp.prizes.services.loading import load_award, load_payment
from webapp.prizes.services.payments import cancel_part
from webapp.prizes.workflow import AWARD


def revoke_award(work: Work, actor: Actor, award_key: str, reason: str) -> Award:
    """Take an award back for a reason that is kept and told (제11조). Sent twice: no change."""
    award = load_award(work, award_key, lock=True)
    work.require(actor, Permission.AWARD_REVOKE, award)
    if award.state is AwardState.REVOKED:
        return award
    if not reason.strip():
        raise RuleBroken(_("사유를 적어 주십시오."), field="reason", code="reason_required")
    paid_won = cancelled_won = 0
    AWARD.fire(work, actor, award, AwardEvent.REVOKE, reason=reason)
    keys = work.session.scalars(
        sa.select(Payment.key).where(Payment.award_id == award.id).order_by(Payment.id)
    ).all()
    for key in keys:
        payment = load_payment(work, key, lock=True)
        if payment.state is PaymentState.PAID:
            paid_won += payment.amount_won
        elif payment.state is not PaymentState.CANCELLED:
            cancelled_won += payment.amount_won
            cancel_part(work, actor, payment, reason)
    ideas.revoke(work, actor, award.idea, reason)
    work.audit(
        actor, "prizes:award:revoked", award, after={"paid_won": paid_won, "cancelled_won": cancelled_won}
    )
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    mails.revoked(work, award, people, reason, paid_won)
    return award
