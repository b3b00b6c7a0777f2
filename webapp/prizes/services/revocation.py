"""Taking an award back (공모전 운영 규정 제11조): announced, answered, then decided by somebody else.

What was not paid is cancelled, what was paid is listed to be given back. Must not take money back: that is
done in the agency's accounts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.challenges.queries.people import holders_of
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import format_date
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor, Verdict
from webapp.core.text import clean_text, refuse_personal_data
from webapp.core.work import Work
from webapp.ideas import services as ideas
from webapp.prizes import mails
from webapp.prizes.enums import AwardEvent, AwardState, PaymentState, Permission, RevocationEvent
from webapp.prizes.models import Award, Payment, Revocation
from webapp.prizes.policies import RevocationAnswer
from webapp.prizes.queries.people import entrants_of
from webapp.prizes.services.loading import load_award, load_payment, open_revocation
from webapp.prizes.services.payments import cancel_part
from webapp.prizes.workflow import AWARD, REVOCATION

#: 제11조제2항: so many days before, the day of the notice not counted (민법 제157조).
NOTICE_DAYS: Final = 10


def announce_revocation(work: Work, actor: Actor, award_key: str, reason: str) -> Revocation:
    """Tell the entrants that their award may be taken back, why, and until when they may answer.

    Sent twice: one notice. WrongState when nothing was awarded.
    """
    award = load_award(work, award_key, lock=True)
    work.require(actor, Permission.REVOCATION_ANNOUNCE, award)
    known = open_revocation(work, award.id)
    if known is not None:
        return known
    if award.state is not AwardState.AWARDED:
        raise WrongState(_("수상작으로 결정한 뒤에만 취소를 예고할 수 있습니다."))
    reason = _needed(reason, _("취소하려는 까닭을 적어 주십시오."))
    revocation = Revocation(
        award_id=award.id,
        award=award,
        reason=reason,
        announced_by_id=actor.account_id or 0,
        announced_at=work.now,
        opinions_until=kst_day(work.now) + timedelta(days=NOTICE_DAYS),
    )
    work.session.add(revocation)
    work.flush()
    work.audit(
        actor,
        "prizes:revocation:announced",
        revocation,
        after={"award_id": award.id, "opinions_until": revocation.opinions_until.isoformat()},
    )
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    mails.revocation_announced(work, revocation, people)
    return revocation


def answer_revocation(work: Work, actor: Actor, award_key: str, opinion: str) -> Revocation:
    """Say what one has to say to the notice; a later answer takes the place of an earlier one.

    NotPermitted for anybody but the entrants, and after the last day.
    """
    award = load_award(work, award_key, lock=True)
    revocation = _standing(work, award)
    work.require(actor, Permission.REVOCATION_ANSWER, answer_of(work, revocation))
    opinion = clean_text(opinion)
    if not opinion.strip():
        raise RuleBroken(_("의견을 적어 주십시오."), field="opinion", code="opinion_required")
    revocation.opinion, revocation.opinion_by_id = opinion, actor.account_id
    revocation.opinion_at = work.now
    work.flush()
    work.audit(actor, "prizes:revocation:answered", revocation)
    agency_id = award.challenge.programme.agency_id
    officials = [
        one for role in (Role.CONTEST_OFFICER, Role.APPROVER) for one in holders_of(work, agency_id, role)
    ]
    mails.revocation_answered(work, revocation, {one.account_id: one for one in officials}.values())
    return revocation


def drop_revocation(work: Work, actor: Actor, award_key: str, reason: str) -> Award:
    """Let the award stand after all, with the reason, and tell the entrants. Sent twice: no change."""
    award = load_award(work, award_key, lock=True)
    work.require(actor, Permission.REVOCATION_ANNOUNCE, award)
    revocation = open_revocation(work, award.id)
    if revocation is None:
        return award
    reason = _needed(reason, _("취소하지 않기로 한 까닭을 적어 주십시오."))
    _close(work, actor, revocation, reason)
    REVOCATION.fire(work, actor, revocation, RevocationEvent.DROP, reason=reason)
    work.audit(actor, "prizes:revocation:dropped", revocation, after={"award_id": award.id})
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    mails.revocation_dropped(work, revocation, people)
    return award


def revoke_award(work: Work, actor: Actor, award_key: str, reason: str) -> Award:
    """Take an award back after its notice, for a reason that is kept and told. Sent twice: no change.

    WrongState before the last day of the notice has passed, NotPermitted for who announced it. `reason` says
    how the entrants' opinion was weighed.
    """
    award = load_award(work, award_key, lock=True)
    work.require(actor, Permission.AWARD_REVOKE, award)
    if award.state is AwardState.REVOKED:
        return award
    revocation = _standing(work, award)
    work.require(actor, Permission.AWARD_REVOKE, revocation)
    if kst_day(work.now) <= revocation.opinions_until:
        raise WrongState(_not_yet(revocation))
    reason = _needed(reason, _("사유를 적어 주십시오."))
    _close(work, actor, revocation, reason)
    REVOCATION.fire(work, actor, revocation, RevocationEvent.CARRY_OUT, reason=reason)
    AWARD.fire(work, actor, award, AwardEvent.REVOKE, reason=reason)
    paid_won, cancelled_won = _settle_payments(work, actor, award, reason)
    ideas.revoke(work, actor, award.idea, reason)
    work.audit(
        actor, "prizes:award:revoked", award, after={"paid_won": paid_won, "cancelled_won": cancelled_won}
    )
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    mails.revoked(work, award, people, reason, paid_won)
    return award


def answer_chance(work: Work, actor: Actor, award_key: str) -> Verdict:
    """Whether an entrant may answer now, and why not. NotFound for everybody else."""
    award = load_award(work, award_key)
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    if actor.account_id not in {person.account_id for person in people}:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    revocation = open_revocation(work, award.id)
    if revocation is None:
        ended = RevocationAnswer(False, kst_day(work.now), frozenset({actor.account_id or 0}))
        return work.check(actor, Permission.REVOCATION_ANSWER, ended)
    return work.check(actor, Permission.REVOCATION_ANSWER, answer_of(work, revocation))


def answer_of(work: Work, revocation: Revocation) -> RevocationAnswer:
    """What the policy looks at when somebody wants to answer; the award must be loaded."""
    idea_id = revocation.award.idea_id
    people = entrants_of(work, [idea_id]).get(idea_id, ())
    return RevocationAnswer(
        REVOCATION.find(revocation.state, RevocationEvent.DROP) is not None,
        revocation.opinions_until,
        frozenset(person.account_id for person in people),
    )


def _settle_payments(work: Work, actor: Actor, award: Award, reason: str) -> tuple[int, int]:
    """Cancel what was not paid; returns what was paid and what was cancelled, in won."""
    paid_won = cancelled_won = 0
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
    return paid_won, cancelled_won


def _standing(work: Work, award: Award) -> Revocation:
    revocation = open_revocation(work, award.id)
    if revocation is None:
        raise WrongState(_("먼저 취소를 예고하고 10일 이상 의견을 들어야 합니다(공모전 운영 규정 제11조)."))
    return revocation


def _not_yet(revocation: Revocation) -> str:
    day = format_date(revocation.opinions_until + timedelta(days=1), weekday=True)
    return _("의견을 듣는 기간이 끝난 뒤인 %(day)s부터 취소할 수 있습니다.", day=day)


def _close(work: Work, actor: Actor, revocation: Revocation, conclusion: str) -> None:
    """Note who ends a notice and how; the state follows at once by `fire`."""
    revocation.conclusion = conclusion
    revocation.closed_by_id, revocation.closed_at = actor.account_id, work.now


def _needed(text: str, message: str) -> str:
    text = clean_text(text)
    if not text.strip():
        raise RuleBroken(message, field="reason", code="reason_required")
    refuse_personal_data({"reason": text})
    return text
