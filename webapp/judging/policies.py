"""Who may do what in judging. Subjects come with what their predicate reads already loaded.

Rounds with their challenge and its programme; seats and assignments with their round likewise.
"""

from __future__ import annotations

from typing import Any

from webapp.accounts.enums import Role, Scope
from webapp.accounts.policies import agency_role
from webapp.challenges.models import Challenge
from webapp.core.i18n import lazy
from webapp.core.policy import Actor, Ask, Predicate, about_actor, about_subject
from webapp.ideas.policies import has_not_entered
from webapp.judging.enums import Permission, RoundState, SeatState
from webapp.judging.models import Assignment, Round, Seat


def _round_of(subject: Any) -> Round:
    found: Round = subject if isinstance(subject, Round) else subject.round
    return found


def _seat_of(subject: Any) -> Seat:
    seat: Seat = subject.seat if isinstance(subject, Assignment) else subject
    return seat


def _challenge_id(subject: Any) -> int:
    return subject.id if isinstance(subject, Challenge) else _round_of(subject).challenge_id


def _agency_id(subject: Any) -> int | None:
    challenge = subject if isinstance(subject, Challenge) else _round_of(subject).challenge
    return challenge.programme.agency_id


@about_actor(lazy("심사위원만 볼 수 있습니다."))
def is_judge(actor: Actor) -> bool:
    """Somebody who judges or has judged in any round."""
    return actor.has_role(Role.JUDGE, Scope.ROUND)


@about_subject(lazy("위촉된 심사위원 본인만 할 수 있습니다."))
def holds_seat(ask: Ask) -> bool:
    """The seat is the actor's own, accepted and not ended."""
    seat = _seat_of(ask.subject)
    is_own = seat.account_id is not None and seat.account_id == ask.actor.account_id
    return is_own and seat.state is SeatState.ACCEPTED


@about_subject(lazy("서약에 먼저 동의해 주십시오."))
def has_pledged(ask: Ask) -> bool:
    """The judge has signed the pledge of this round."""
    return _seat_of(ask.subject).pledged_at is not None


@about_subject(lazy("채점 중인 심사가 아닙니다."))
def is_scoring(ask: Ask) -> bool:
    """The round takes sheets."""
    return _round_of(ask.subject).state is RoundState.SCORING


@about_subject(lazy("끝난 심사입니다."))
def is_open(ask: Ask) -> bool:
    """The round is being prepared or takes sheets."""
    return _round_of(ask.subject).state in {RoundState.PREPARING, RoundState.SCORING}


@about_subject(lazy("이 심사의 심사위원은 심사가 끝날 때까지 다른 위원의 점수를 볼 수 없습니다."))
def is_not_on_panel(ask: Ask) -> bool:
    """Nobody judges and sees the others' points, whatever else they do in the agency."""
    round_ = _round_of(ask.subject)
    return round_.state is RoundState.CLOSED or not ask.actor.has_role(Role.JUDGE, Scope.ROUND, round_.id)


@about_subject(lazy("심사가 끝난 뒤에 볼 수 있습니다."))
def is_closed(ask: Ask) -> bool:
    """The ranking is final."""
    return _round_of(ask.subject).state is RoundState.CLOSED


def judging_agencies(actor: Actor) -> frozenset[int]:
    """The agencies whose rounds this official may follow."""
    roles = (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, Role.APPROVER)
    return frozenset(
        grant.scope_id
        for grant in actor.grants
        if grant.role in roles and grant.scope == Scope.AGENCY and grant.scope_id is not None
    )


is_disinterested = has_not_entered(_challenge_id, known=(Challenge, Round))
runs_judging = (
    agency_role(Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, agency_id=_agency_id) & is_disinterested
)
is_secretary = agency_role(Role.JUDGING_SECRETARY, agency_id=_agency_id) & is_disinterested
is_approver = agency_role(Role.APPROVER, agency_id=_agency_id) & is_disinterested
is_able_judge = is_judge & holds_seat & has_pledged & is_scoring

POLICY: dict[str, Predicate] = {
    Permission.ROUND_MANAGE: runs_judging,
    Permission.ROUND_CLOSE: runs_judging,
    Permission.SHEET_REOPEN: is_secretary,
    Permission.PROGRESS_VIEW: runs_judging | is_approver,
    Permission.RANKING_VIEW: (runs_judging | (is_approver & is_closed)) & is_not_on_panel,
    Permission.DESK_VIEW: is_judge,
    Permission.PLEDGE_SIGN: is_judge & holds_seat & is_open,
    Permission.CONFLICT_DECLARE: is_able_judge,
    Permission.SCORE_WRITE: is_able_judge,
}
