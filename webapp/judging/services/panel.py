"""The panel: inviting judges, hearing their answer, naming the chair, the pledge, dismissal."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.accounts.enums import InvitationEvent, InvitationState, Role, Scope
from webapp.accounts.models import Account
from webapp.accounts.services import Invite, end_role, invite, withdraw_invitation
from webapp.accounts.workflow import INVITATION
from webapp.challenges.models import Challenge
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import SYSTEM, Actor
from webapp.core.text import clean_line
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.judging import mails
from webapp.judging.enums import (
    AssignmentEvent,
    AssignmentState,
    Permission,
    RoundState,
    SeatEvent,
    SeatState,
)
from webapp.judging.models import Assignment, Round, Seat
from webapp.judging.services.loading import current_round, locked_round, not_found
from webapp.judging.services.places import fill_gaps
from webapp.judging.services.pledge import pledge_sha256
from webapp.judging.workflow import ASSIGNMENT, SEAT

_OPEN = (RoundState.PREPARING, RoundState.SCORING)
_SITTING = (SeatState.INVITED, SeatState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class InviteJudge:
    """Whom to ask to judge. `is_civilian`: not a public official (민간 위원)."""

    email: str
    name: str
    is_civilian: bool
    is_chair: bool = False


def invite_judge(work: Work, actor: Actor, round_: Round, command: InviteJudge) -> Seat:
    """Invite by mail; the seat waits for the answer. Repeating it sends the letter again and changes nothing.

    A panel has one chair: RuleBroken while another is asked or sits.
    """
    round_ = current_round(work, round_)
    work.require(actor, Permission.ROUND_MANAGE, round_, is_secret=True)
    _require_open(round_)
    email, name = clean_line(command.email).lower(), clean_line(command.name)
    _refuse_known(work, round_, email)
    programme = round_.challenge.programme
    invitation = invite(work, actor, Invite(email, name, Role.JUDGE, Scope.ROUND, round_.id, programme.title))
    seat = work.session.scalar(sa.select(Seat).where(Seat.invitation_id == invitation.id))
    if seat is not None:
        return seat
    if command.is_chair and _chair_of(work, round_) is not None:
        raise RuleBroken(_("위원장은 한 명입니다."), field="is_chair", code="second_chair")
    seat = Seat(
        round_id=round_.id,
        round=round_,
        invitation_id=invitation.id,
        state=SeatState.INVITED,
        is_chair=command.is_chair,
        is_civilian=command.is_civilian,
        created_at=work.now,
    )
    work.session.add(seat)
    work.flush()
    work.audit(actor, "judging:seat:invited", seat, after=_facts(seat))
    return seat


def hear_answer(work: Work, event: StateChanged) -> None:
    """An invitation to judge was answered: the seat follows. A judge who joins late gets what is short."""
    invitation = event.subject
    if event.workflow != INVITATION.name or invitation.role is not Role.JUDGE:
        return
    found = work.session.scalar(sa.select(Seat.round_id).where(Seat.invitation_id == invitation.id))
    if found is None:
        return
    round_ = locked_round(work, found)
    seat = work.session.scalars(
        sa.select(Seat).where(Seat.invitation_id == invitation.id).with_for_update()
    ).one()
    seat.round = round_
    if event.event is InvitationEvent.DECLINE:
        SEAT.fire(work, event.actor, seat, SeatEvent.DECLINE, reason=event.reason)
        work.audit(event.actor, "judging:seat:declined", seat, after=_facts(seat))
    elif event.event is InvitationEvent.ACCEPT:
        _require_open(round_)
        _refuse_second_seat(work, seat, invitation.account_id)
        seat.account_id = invitation.account_id
        SEAT.fire(work, event.actor, seat, SeatEvent.ACCEPT)
        work.audit(event.actor, "judging:seat:accepted", seat, after=_facts(seat))
        if round_.state is RoundState.SCORING:
            fill_gaps(work, SYSTEM, round_)


def appoint_chair(work: Work, actor: Actor, seat_key: str) -> Seat:
    """Make a member of the panel its chair; the one before stays a member."""
    seat = _seat(work, seat_key)
    work.require(actor, Permission.ROUND_MANAGE, seat, is_secret=True)
    _require_open(seat.round)
    if seat.state not in _SITTING:
        raise WrongState(_("지금 심사위원이 아닌 사람은 위원장이 될 수 없습니다."), code="not_sitting")
    if seat.is_chair:
        return seat
    former = _chair_of(work, seat.round)
    if former is not None:
        former.is_chair = False
        work.flush()
    seat.is_chair = True
    work.flush()
    work.audit(actor, "judging:seat:chair_appointed", seat, after=_facts(seat))
    return seat


def sign_pledge(work: Work, actor: Actor, round_: Round | int) -> Seat:
    """Sign the pledge as it is shown in the reader's language. A second click changes nothing.

    `round_` is the round or its id.
    """
    round_id = round_ if isinstance(round_, int) else round_.id
    seat = work.session.scalar(
        sa.select(Seat)
        .where(Seat.round_id == round_id, Seat.account_id == actor.account_id)
        .options(joinedload(Seat.round, innerjoin=True))
        .with_for_update(of=Seat)
    )
    if seat is None or actor.account_id is None:
        raise not_found()
    work.require(actor, Permission.PLEDGE_SIGN, seat)
    if seat.pledged_at is None:
        seat.pledge_sha256 = pledge_sha256()
        seat.pledged_at = work.now
        work.flush()
        work.audit(actor, "judging:pledge:signed", seat, after={"sha256": seat.pledge_sha256})
    return seat


def dismiss_judge(work: Work, actor: Actor, seat_key: str, reason: str) -> Seat:
    """End a judge's part (해촉), or take back an unanswered invitation.

    Sheets that were handed in stay and count, unless the secretary voids one by itself; all others are void
    and other judges are drawn for them where possible.
    """
    seat = _seat(work, seat_key)
    work.require(actor, Permission.ROUND_MANAGE, seat, is_secret=True)
    _require_open(seat.round)
    if seat.state is SeatState.DISMISSED:
        return seat
    was_sitting = seat.state is SeatState.ACCEPTED
    SEAT.fire(work, actor, seat, SeatEvent.DISMISS, reason=reason)
    work.audit(actor, "judging:seat:dismissed", seat, after=_facts(seat))
    if seat.invitation is not None and seat.invitation.state is InvitationState.INVITED:
        withdraw_invitation(work, actor, seat.invitation.key)
    if was_sitting and seat.account is not None:
        end_role(work, actor, seat.account.id, Role.JUDGE, Scope.ROUND, seat.round_id)
        _take_back(work, actor, seat, reason)
        letter = mails.dismissed(work, seat.account, seat.round, reason=reason.strip())
        work.send(letter, key=f"judging:dismissed:{seat.id}")
    return seat


def _take_back(work: Work, actor: Actor, seat: Seat, reason: str) -> None:
    if seat.round.state is not RoundState.SCORING:
        return
    unfinished = work.session.scalars(
        sa.select(Assignment)
        .where(
            Assignment.seat_id == seat.id,
            Assignment.state.in_((AssignmentState.ASSIGNED, AssignmentState.CLEARED)),
        )
        .options(joinedload(Assignment.round, innerjoin=True), joinedload(Assignment.seat, innerjoin=True))
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    ).all()
    for one in unfinished:
        ASSIGNMENT.fire(work, actor, one, AssignmentEvent.VOID, reason=reason)
    fill_gaps(work, SYSTEM, seat.round)


def _seat(work: Work, key: str) -> Seat:
    """A seat with its round locked, its account and its invitation."""
    round_id = work.session.scalar(sa.select(Seat.round_id).where(Seat.key == key))
    if round_id is None:
        raise not_found()
    locked_round(work, round_id)
    return work.session.scalars(
        sa.select(Seat)
        .where(Seat.key == key)
        .options(
            joinedload(Seat.round, innerjoin=True)
            .joinedload(Round.challenge, innerjoin=True)
            .joinedload(Challenge.programme, innerjoin=True),
            joinedload(Seat.account),
            joinedload(Seat.invitation),
        )
        .with_for_update(of=Seat)
        .execution_options(populate_existing=True)
    ).one()


def _chair_of(work: Work, round_: Round) -> Seat | None:
    return work.session.scalar(
        sa.select(Seat).where(Seat.round_id == round_.id, Seat.is_chair, Seat.state.in_(_SITTING))
    )


def _require_open(round_: Round) -> None:
    if round_.state not in _OPEN:
        raise WrongState(_("이미 끝난 심사입니다."), code="round_over")


def _refuse_known(work: Work, round_: Round, email: str) -> None:
    state = work.session.scalar(
        sa.select(Seat.state)
        .join(Account, Account.id == Seat.account_id)
        .where(Seat.round_id == round_.id, Account.email == email)
    )
    if state is SeatState.ACCEPTED:
        raise RuleBroken(_("이미 이 심사의 심사위원입니다."), field="email", code="already_judge")
    if state is SeatState.DISMISSED:
        raise RuleBroken(
            _("이 심사에서 해촉한 사람은 다시 초대할 수 없습니다."), field="email", code="was_dismissed"
        )


def _refuse_second_seat(work: Work, seat: Seat, account_id: int) -> None:
    other = work.session.scalar(
        sa.select(Seat.id).where(
            Seat.round_id == seat.round_id, Seat.account_id == account_id, Seat.id != seat.id
        )
    )
    if other is not None:
        raise WrongState(_("이 심사에 이미 참여하셨거나 참여하셨던 적이 있습니다."), code="second_seat")


def _facts(seat: Seat) -> dict[str, object]:
    return {
        "round_id": seat.round_id,
        "state": seat.state.value,
        "is_chair": seat.is_chair,
        "is_civilian": seat.is_civilian,
    }
