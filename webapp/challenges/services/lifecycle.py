"""What happens to an announced challenge: the clock opens and closes it, people decide, complete, cancel.

Each act first brings the state up to the clock, so that nobody depends on when a job last ran.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.challenges import mails
from webapp.challenges.enums import (
    PUBLIC_CHALLENGE_STATES,
    ChallengeEvent,
    ChallengeState,
    NoticeKind,
    Outcome,
    ProgrammeEvent,
    ProgrammeState,
)
from webapp.challenges.models import Challenge, Notice, PrizeTier, Programme
from webapp.challenges.models.addressee import Addressee
from webapp.challenges.queries import find_challenge
from webapp.challenges.queries.people import holders_of
from webapp.challenges.services.indexing import index_programme
from webapp.challenges.workflow import CHALLENGE, PROGRAMME
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work

SETTLED = (ChallengeState.DECIDED, ChallengeState.COMPLETED, ChallengeState.CANCELLED)
_BATCH = 50


# ---------------------------------------------------------------- the clock


def open_due(work: Work) -> int:
    """Open the challenges whose time has come; returns how many. Safe to repeat."""
    keys = _due(work, ChallengeState.ANNOUNCED, Challenge.opens_at)
    return sum(bring_up_to_date(work, find_challenge(work, key, lock=True)) > 0 for key in keys)


def close_due(work: Work) -> int:
    """Close the challenges whose time is over; returns how many. Safe to repeat."""
    keys = _due(work, ChallengeState.OPEN, Challenge.closes_at)
    return sum(bring_up_to_date(work, find_challenge(work, key, lock=True)) > 0 for key in keys)


def _due(work: Work, state: ChallengeState, at: sa.orm.InstrumentedAttribute[datetime]) -> list[str]:
    return list(
        work.session.scalars(
            sa.select(Challenge.key)
            .where(Challenge.state == state, at <= work.now)
            .order_by(at, Challenge.id)
            .limit(_BATCH)
        )
    )


def bring_up_to_date(work: Work, challenge: Challenge) -> int:
    """Fire what the clock has already made true, as the system; returns the number of transitions."""
    steps = 0
    if challenge.state is ChallengeState.ANNOUNCED and challenge.opens_at <= work.now:
        CHALLENGE.fire(work, SYSTEM, challenge, ChallengeEvent.OPEN)
        work.audit(SYSTEM, "challenges:challenge:opened", challenge)
        steps += 1
    if challenge.state is ChallengeState.OPEN and challenge.closes_at <= work.now:
        CHALLENGE.fire(work, SYSTEM, challenge, ChallengeEvent.CLOSE)
        work.audit(SYSTEM, "challenges:challenge:closed", challenge)
        mails.send_closed(work, challenge, _judging_officials(work, challenge))
        steps += 1
    return steps


def _judging_officials(work: Work, challenge: Challenge) -> list[Addressee]:
    agency_id = challenge.programme.agency_id
    roles = (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY)
    return [one for role in roles for one in holders_of(work, agency_id, role)]


# ---------------------------------------------------------------- judging and result


def start_judging(work: Work, actor: Actor, challenge: Challenge) -> Challenge:
    """From closed to judging; judging calls it with the first round."""
    challenge = _current(work, challenge)
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.START_JUDGING)
    work.audit(actor, "challenges:challenge:judging_started", challenge)
    return challenge


def start_verification(work: Work, actor: Actor, challenge: Challenge) -> Challenge:
    """From judging to public verification (제9조제3항); prizes call it with the finalists."""
    challenge = _current(work, challenge)
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.START_VERIFICATION)
    work.audit(actor, "challenges:challenge:verification_started", challenge)
    return challenge


def decide(work: Work, actor: Actor, challenge: Challenge, *, body: str = "") -> Challenge:
    """The result stands: outcome, moment, and the public notice of the result with `body`; prizes call it."""
    challenge = _current(work, challenge)
    _conclude(work, actor, challenge, Outcome.AWARDED)
    title = f"{challenge.title} 결과 발표"
    post_notice(work, actor, challenge, kind=NoticeKind.RESULT, title=title, body=body)
    work.audit(actor, "challenges:challenge:decided", challenge, after={"outcome": Outcome.AWARDED.value})
    sum_up(work, challenge.programme)
    return challenge


def decide_without_winner(work: Work, actor: Actor, challenge: Challenge, reason: str) -> Challenge:
    """No entry is awarded (제9조제5항): the reason becomes the public notice."""
    challenge = _current(work, challenge)
    _conclude(work, actor, challenge, Outcome.NO_WINNER, reason)
    title = f"{challenge.title} 수상작 없음"
    post_notice(work, actor, challenge, kind=NoticeKind.NO_WINNER, title=title, body=reason)
    work.audit(actor, "challenges:challenge:decided", challenge, after={"outcome": Outcome.NO_WINNER.value})
    sum_up(work, challenge.programme)
    return challenge


def _conclude(work: Work, actor: Actor, challenge: Challenge, outcome: Outcome, reason: str = "") -> None:
    """Fire the deciding event; the outcome is set with it, as the database wants both at once."""
    is_awarded = outcome is Outcome.AWARDED
    event = ChallengeEvent.DECIDE if is_awarded else ChallengeEvent.DECIDE_WITHOUT_WINNER
    if CHALLENGE.check(work, actor, challenge, event).allowed and (is_awarded or reason.strip()):
        challenge.outcome, challenge.decided_at = outcome, work.now
    CHALLENGE.fire(work, actor, challenge, event, reason=reason)


def complete(work: Work, actor: Actor, challenge: Challenge) -> Challenge:
    """Nothing more is to be done; the programme is finished with the last of its challenges."""
    challenge = _current(work, challenge)
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.COMPLETE)
    work.audit(actor, "challenges:challenge:completed", challenge)
    _end_programme(work, actor, challenge.programme)
    return challenge


def cancel(work: Work, actor: Actor, challenge: Challenge, reason: str) -> Challenge:
    """Call a challenge off, with a public notice of the reason. Ideas hear of it and write to entrants."""
    challenge = _current(work, challenge)
    CHALLENGE.fire(work, actor, challenge, ChallengeEvent.CANCEL, reason=reason)
    title = f"{challenge.title} 공모 취소"
    post_notice(work, actor, challenge, kind=NoticeKind.CANCELLATION, title=title, body=reason)
    work.audit(actor, "challenges:challenge:cancelled", challenge)
    sum_up(work, challenge.programme)
    officers = holders_of(work, challenge.programme.agency_id, Role.CONTEST_OFFICER)
    mails.send_cancelled(work, challenge, officers, reason)
    _end_programme(work, actor, challenge.programme)
    return challenge


def _current(work: Work, challenge: Challenge) -> Challenge:
    """The challenge read anew, locked with its programme, and up to the clock."""
    work.session.get_one(Programme, challenge.programme_id, with_for_update=True)
    found = find_challenge(work, challenge.key, lock=True)
    bring_up_to_date(work, found)
    return found


def post_notice(
    work: Work, actor: Actor, challenge: Challenge, *, kind: NoticeKind, title: str, body: str
) -> Notice:
    """Put out a public notice of a challenge. The caller has checked that its actor may."""
    notice = Notice(
        programme_id=challenge.programme_id,
        challenge_id=challenge.id,
        kind=kind,
        title=title[:200],
        body=body.strip(),
        rules_hash=challenge.rules_hash,
        published_by_id=actor.account_id,
        published_at=work.now,
    )
    work.session.add(notice)
    work.flush()
    return notice


# ---------------------------------------------------------------- the programme follows


def sum_up(work: Work, programme: Programme) -> None:
    """Bring a programme's dates, prize sum, settlement and search terms in line with what is announced."""
    work.flush()
    rows = work.session.execute(
        sa.select(Challenge.id, Challenge.state, Challenge.opens_at, Challenge.closes_at).where(
            Challenge.programme_id == programme.id, Challenge.state.in_(PUBLIC_CHALLENGE_STATES)
        )
    ).all()
    alive = [row for row in rows if row.state is not ChallengeState.CANCELLED]
    dated = alive or rows
    programme.opens_at = min(row.opens_at for row in dated)
    programme.closes_at = max(row.closes_at for row in dated)
    programme.prize_won = int(
        work.session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(PrizeTier.amount_won * PrizeTier.quota), 0)).where(
                PrizeTier.challenge_id.in_([row.id for row in dated])
            )
        )
        or 0
    )
    is_settled = all(row.state in SETTLED for row in rows)
    programme.settled_at = (programme.settled_at or work.now) if is_settled else None
    index_programme(work, programme)


def _end_programme(work: Work, actor: Actor, programme: Programme) -> None:
    """Finish or cancel a programme when none of its challenges, drafts included, has anything before it."""
    states = set(
        work.session.scalars(sa.select(Challenge.state).where(Challenge.programme_id == programme.id))
    )
    if programme.state is not ProgrammeState.PUBLISHED:
        return
    if states == {ChallengeState.CANCELLED}:
        PROGRAMME.fire(work, actor, programme, ProgrammeEvent.CANCEL)
    elif states <= {ChallengeState.CANCELLED, ChallengeState.COMPLETED}:
        PROGRAMME.fire(work, actor, programme, ProgrammeEvent.FINISH)
