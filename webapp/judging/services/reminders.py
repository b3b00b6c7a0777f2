"""Reminding judges whose sheets are not in: by the secretary's hand, and by the clock before the due date."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.accounts.models import Account
from webapp.challenges.models import Challenge
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.judging import mails
from webapp.judging.enums import Permission, RoundState
from webapp.judging.models import Round
from webapp.judging.queries.panel import members
from webapp.judging.services.loading import current_round, require_scoring

AHEAD = timedelta(days=2)


def remind_judges(work: Work, actor: Actor, round_: Round) -> int:
    """Write to every judge whose sheets are not all in, once a day at most; returns how many letters left."""
    round_ = current_round(work, round_)
    work.require(actor, Permission.ROUND_MANAGE, round_, is_secret=True)
    require_scoring(round_)
    sent = _remind(work, round_, occasion=f"{kst_day(work.now):%Y%m%d}")
    if sent:
        work.audit(actor, "judging:round:reminded", round_, after={"judges": sent})
    return sent


def remind_before_due(work: Work) -> int:
    """What the clock does: two days before a round is due its laggards get one letter. Safe to repeat."""
    rounds = work.session.scalars(
        sa.select(Round)
        .where(Round.state == RoundState.SCORING, Round.due_at > work.now, Round.due_at <= work.now + AHEAD)
        .options(joinedload(Round.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True))
        .order_by(Round.id)
    ).all()
    return sum(_remind(work, one, occasion=f"due-{kst_day(one.due_at):%Y%m%d}") for one in rounds)


def _remind(work: Work, round_: Round, *, occasion: str) -> int:
    late = {one.email: one for one in members(work, round_.id) if one.is_current and one.left}
    accounts = work.session.scalars(
        sa.select(Account).where(Account.email.in_(late)).order_by(Account.id)
    ).all()
    return sum(
        work.send(
            mails.reminder(
                work, account, round_, left=late[account.email].left, done=late[account.email].submitted
            ),
            key=f"judging:reminder:{late[account.email].seat_id}:{occasion}",
        )
        for account in accounts
    )
