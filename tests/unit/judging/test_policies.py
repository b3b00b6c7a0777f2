"""Permission by role, and state by event by role, each compared with a table written out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.challenges.models import Challenge, Programme
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.workflow import Workflow
from webapp.ideas.policies import CHALLENGE, ENTRANT
from webapp.judging.enums import (
    AssignmentEvent,
    AssignmentState,
    Permission,
    RoundEvent,
    RoundState,
    SeatEvent,
    SeatState,
)
from webapp.judging.models import Assignment, Round, Seat
from webapp.judging.policies import POLICY
from webapp.judging.workflow import ASSIGNMENT, ROUND, SEAT

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
BOOK = PolicyBook([POLICY])
AGENCY, OTHER_AGENCY, ROUND_ID, JUDGE_ID, CHALLENGE_ID = 7, 8, 5, 50, 6


def official(*roles: Role, agency: int = AGENCY, account_id: int = 1) -> Actor:
    grants = frozenset(Grant(role, Scope.AGENCY, agency) for role in roles)
    return Actor(kind=ActorKind.PERSON, account_id=account_id, grants=grants)


def judge(account_id: int = JUDGE_ID, round_id: int = ROUND_ID) -> Actor:
    grants = frozenset({Grant(Role.JUDGE, Scope.ROUND, round_id)})
    return Actor(kind=ActorKind.PERSON, account_id=account_id, grants=grants)


ACTORS = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "citizen": Actor(kind=ActorKind.PERSON, account_id=99),
    "platform_admin": Actor(kind=ActorKind.PERSON, account_id=98, is_platform_admin=True),
    "officer": official(Role.CONTEST_OFFICER),
    "secretary": official(Role.JUDGING_SECRETARY),
    "approver": official(Role.APPROVER),
    "agency_admin": official(Role.AGENCY_ADMIN),
    "officer_elsewhere": official(Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, agency=OTHER_AGENCY),
    "officials_who_entered": Actor(
        kind=ActorKind.PERSON,
        account_id=4,
        grants=official(Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, Role.APPROVER).grants
        | {Grant(ENTRANT, CHALLENGE, CHALLENGE_ID)},
    ),
    "judge": judge(),
    "judging_secretary_and_judge": Actor(
        kind=ActorKind.PERSON,
        account_id=3,
        grants=frozenset(
            {
                Grant(Role.JUDGING_SECRETARY, Scope.AGENCY, AGENCY),
                Grant(Role.JUDGE, Scope.ROUND, ROUND_ID),
            }
        ),
    ),
    "judge_elsewhere": judge(account_id=51, round_id=ROUND_ID + 1),
    "own_account_without_role": Actor(kind=ActorKind.PERSON, account_id=JUDGE_ID),
}


def round_in(state: RoundState) -> Round:
    programme = Programme(agency_id=AGENCY)
    challenge = Challenge(id=CHALLENGE_ID, programme=programme)
    return Round(id=ROUND_ID, state=state, challenge=challenge, challenge_id=CHALLENGE_ID)


def seat_in(
    round_state: RoundState = RoundState.SCORING,
    state: SeatState = SeatState.ACCEPTED,
    *,
    is_pledged: bool = True,
) -> Seat:
    return Seat(
        id=3,
        round=round_in(round_state),
        account_id=JUDGE_ID,
        state=state,
        pledged_at=NOW if is_pledged else None,
    )


def assignment_of(seat: Seat, state: AssignmentState = AssignmentState.CLEARED) -> Assignment:
    return Assignment(id=2, round=seat.round, seat=seat, state=state)


SCORING = round_in(RoundState.SCORING)
CLOSED = round_in(RoundState.CLOSED)
SHEET = assignment_of(seat_in())

#: Who may, for each permission with its usual subject. Whoever is not named may not.
BOTH = "judging_secretary_and_judge"
ALLOWED: list[tuple[Permission, Any, set[str]]] = [
    (Permission.ROUND_MANAGE, SCORING, {"officer", "secretary", BOTH}),
    (Permission.ROUND_MANAGE, SCORING.challenge, {"officer", "secretary", BOTH}),
    (Permission.ROUND_CLOSE, SCORING, {"officer", "secretary", BOTH}),
    (Permission.SHEET_REOPEN, SHEET, {"secretary", BOTH}),
    (Permission.PROGRESS_VIEW, SCORING, {"officer", "secretary", "approver", BOTH}),
    (Permission.RANKING_VIEW, SCORING, {"officer", "secretary"}),
    (Permission.RANKING_VIEW, CLOSED, {"officer", "secretary", "approver", BOTH}),
    (Permission.DESK_VIEW, None, {"judge", "judge_elsewhere", BOTH}),
    (Permission.PLEDGE_SIGN, seat_in(is_pledged=False), {"judge"}),
    (Permission.PLEDGE_SIGN, seat_in(RoundState.PREPARING, is_pledged=False), {"judge"}),
    (Permission.PLEDGE_SIGN, seat_in(RoundState.CLOSED, is_pledged=False), set()),
    (Permission.PLEDGE_SIGN, seat_in(state=SeatState.DISMISSED), set()),
    (Permission.CONFLICT_DECLARE, SHEET, {"judge"}),
    (Permission.CONFLICT_DECLARE, assignment_of(seat_in(is_pledged=False)), set()),
    (Permission.SCORE_WRITE, SHEET, {"judge"}),
    (Permission.SCORE_WRITE, assignment_of(seat_in(is_pledged=False)), set()),
    (Permission.SCORE_WRITE, assignment_of(seat_in(RoundState.CLOSED)), set()),
    (Permission.SCORE_WRITE, assignment_of(seat_in(RoundState.PREPARING)), set()),
    (Permission.SCORE_WRITE, assignment_of(seat_in(state=SeatState.DISMISSED)), set()),
]


@pytest.mark.parametrize(("permission", "subject", "allowed"), ALLOWED)
@pytest.mark.parametrize("who", ACTORS)
def test_who_may_do_what(permission: Permission, subject: Any, allowed: set[str], who: str) -> None:
    verdict = BOOK.check(ACTORS[who], permission, subject, NOW)
    assert verdict.allowed == (who in allowed)
    assert verdict.allowed or str(verdict.reason)


def test_every_permission_is_in_the_table() -> None:
    assert {permission for permission, _subject, _allowed in ALLOWED} == set(Permission) == set(POLICY)


_A = AssignmentState
_MANAGERS = frozenset({"officer", "secretary", BOTH})
_NOBODY_ALONE = frozenset(ACTORS)  # no permission of its own: only a use case that checked another fires it

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        ROUND,
        {
            (RoundState.PREPARING, RoundEvent.START): (RoundState.SCORING, _MANAGERS),
            (RoundState.SCORING, RoundEvent.CLOSE): (RoundState.CLOSED, _MANAGERS),
            (RoundState.PREPARING, RoundEvent.CANCEL): (RoundState.CANCELLED, _NOBODY_ALONE),
            (RoundState.SCORING, RoundEvent.CANCEL): (RoundState.CANCELLED, _NOBODY_ALONE),
        },
    ),
    (
        SEAT,
        {
            (SeatState.INVITED, SeatEvent.ACCEPT): (SeatState.ACCEPTED, _NOBODY_ALONE),
            (SeatState.INVITED, SeatEvent.DECLINE): (SeatState.DECLINED, _NOBODY_ALONE),
            (SeatState.INVITED, SeatEvent.DISMISS): (SeatState.DISMISSED, _MANAGERS),
            (SeatState.ACCEPTED, SeatEvent.DISMISS): (SeatState.DISMISSED, _MANAGERS),
        },
    ),
    (
        ASSIGNMENT,
        {
            (_A.ASSIGNED, AssignmentEvent.CLEAR): (_A.CLEARED, frozenset({"judge"})),
            (_A.ASSIGNED, AssignmentEvent.DECLARE_CONFLICT): (_A.CONFLICTED, frozenset({"judge"})),
            (_A.CLEARED, AssignmentEvent.DECLARE_CONFLICT): (_A.CONFLICTED, frozenset({"judge"})),
            (_A.SUBMITTED, AssignmentEvent.DECLARE_CONFLICT): (_A.VOID, frozenset({"judge"})),
            (_A.CLEARED, AssignmentEvent.SUBMIT): (_A.SUBMITTED, frozenset({"judge"})),
            (_A.SUBMITTED, AssignmentEvent.REOPEN): (_A.CLEARED, frozenset({"secretary", BOTH})),
            (_A.ASSIGNED, AssignmentEvent.VOID): (_A.VOID, _MANAGERS),
            (_A.CLEARED, AssignmentEvent.VOID): (_A.VOID, _MANAGERS),
            (_A.SUBMITTED, AssignmentEvent.VOID): (_A.VOID, _MANAGERS),
        },
    ),
]
SUBJECTS: dict[Workflow, Any] = {ROUND: SCORING, SEAT: SHEET.seat, ASSIGNMENT: SHEET}


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, lambda _state: SUBJECTS[workflow], NOW) == expected


def test_what_ends_somebodys_part_needs_a_reason() -> None:
    needing = {
        (workflow.name, transition.event)
        for workflow in (ROUND, SEAT, ASSIGNMENT)
        for transition in workflow.transitions
        if transition.reason_required
    }
    assert needing == {
        ("rounds", RoundEvent.CANCEL),
        ("seats", SeatEvent.DISMISS),
        ("assignments", AssignmentEvent.DECLARE_CONFLICT),
        ("assignments", AssignmentEvent.REOPEN),
        ("assignments", AssignmentEvent.VOID),
    }
