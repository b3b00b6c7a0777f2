"""Permission by role, and state by event by role, each compared with a table written out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.challenges.models import Challenge, Programme
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.workflow import Workflow
from webapp.ideas.policies import CHALLENGE as ENTERED
from webapp.ideas.policies import ENTRANT
from webapp.prizes.enums import (
    AwardEvent,
    AwardState,
    ObjectionEvent,
    ObjectionGround,
    ObjectionState,
    PaymentEvent,
    PaymentState,
    Permission,
    RevocationEvent,
    RevocationState,
    VerificationEvent,
    VerificationState,
)
from webapp.prizes.models import Award, Objection, Payment, Revocation, Verification
from webapp.prizes.policies import POLICY, ObjectionChance, RevocationAnswer
from webapp.prizes.workflow import AWARD, OBJECTION, PAYMENT, REVOCATION, VERIFICATION

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
BOOK = PolicyBook([POLICY])
AGENCY, OTHER_AGENCY, CHALLENGE_ID = 7, 8, 6


def official(*roles: Role, agency: int = AGENCY, account_id: int = 1) -> Actor:
    grants = frozenset(Grant(role, Scope.AGENCY, agency) for role in roles)
    return Actor(kind=ActorKind.PERSON, account_id=account_id, grants=grants)


ACTORS = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "citizen": Actor(kind=ActorKind.PERSON, account_id=99),
    "entrant": Actor(kind=ActorKind.PERSON, account_id=50),
    "platform_admin": Actor(kind=ActorKind.PERSON, account_id=98, is_platform_admin=True),
    "officer": official(Role.CONTEST_OFFICER, account_id=1),
    "secretary": official(Role.JUDGING_SECRETARY, account_id=2),
    "approver": official(Role.APPROVER, account_id=3),
    "officer_and_approver": official(Role.CONTEST_OFFICER, Role.APPROVER, account_id=4),
    "agency_admin": official(Role.AGENCY_ADMIN, account_id=5),
    "officials_who_entered": Actor(
        kind=ActorKind.PERSON,
        account_id=7,
        grants=official(Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, Role.APPROVER).grants
        | {Grant(ENTRANT, ENTERED, CHALLENGE_ID)},
    ),
    "officials_elsewhere": official(
        Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY, Role.APPROVER, agency=OTHER_AGENCY, account_id=6
    ),
}
OFFICERS = {"officer", "officer_and_approver"}
SECRETARIES = {"secretary"}
APPROVERS = {"approver", "officer_and_approver"}
OFFICE = OFFICERS | SECRETARIES | APPROVERS | {"agency_admin", "officials_who_entered"}
PERSONS = set(ACTORS) - {"anonymous", "system"}

CHALLENGE = Challenge(id=CHALLENGE_ID, programme=Programme(agency_id=AGENCY))


def award(nominated_by_id: int | None = None) -> Award:
    return Award(id=2, challenge=CHALLENGE, challenge_id=CHALLENGE_ID, nominated_by_id=nominated_by_id)


def payment(confirmed_by_id: int | None = None) -> Payment:
    return Payment(id=3, award=award(), confirmed_by_id=confirmed_by_id)


def objection(author_id: int) -> Objection:
    return Objection(id=4, award=award(), author_id=author_id, ground=ObjectionGround.OTHER)


def revocation(announced_by_id: int = 99) -> Revocation:
    return Revocation(id=5, award=award(), announced_by_id=announced_by_id)


def answer(*, is_open: bool = True, until: int = 10) -> RevocationAnswer:
    return RevocationAnswer(is_open, date(2026, 3, until), frozenset({50}))


def chance(
    state: AwardState = AwardState.VERIFYING, opens: int = 10, closes: int = 19, *, entrant: int = 50
) -> ObjectionChance:
    return ObjectionChance(state, date(2026, 3, opens), date(2026, 3, closes), frozenset({entrant}))


#: Who may, for each permission with its usual subject. Whoever is not named may not.
ALLOWED: list[tuple[Permission, Any, set[str]]] = [
    (Permission.OFFICE_VIEW, CHALLENGE, OFFICE),
    (Permission.NOMINATE, CHALLENGE, OFFICERS | SECRETARIES),
    (Permission.OBJECT, chance(), PERSONS - {"entrant"}),
    (Permission.OBJECT, chance(closes=10), PERSONS - {"entrant"}),
    (Permission.OBJECT, chance(opens=1, closes=9), set()),
    (Permission.OBJECT, chance(opens=11), set()),
    (Permission.OBJECT, chance(AwardState.EXCLUDED), set()),
    (Permission.OBJECTION_RULE, objection(99), OFFICERS | SECRETARIES),
    (Permission.OBJECTION_RULE, objection(1), {"officer_and_approver", "secretary"}),
    (Permission.AWARD_EXCLUDE, award(), OFFICERS | SECRETARIES | APPROVERS),
    (Permission.DECISION_DRAFT, CHALLENGE, OFFICERS | SECRETARIES | APPROVERS),
    (Permission.AWARD_DECIDE, CHALLENGE, APPROVERS),
    (Permission.AWARD_DECIDE, award(), APPROVERS),
    (Permission.AWARD_DECIDE, award(nominated_by_id=4), {"approver"}),
    (Permission.AWARD_REVOKE, award(), APPROVERS),
    (Permission.AWARD_REVOKE, revocation(4), {"approver"}),
    (Permission.REVOCATION_ANNOUNCE, award(), OFFICERS | APPROVERS),
    (Permission.REVOCATION_ANSWER, answer(), {"entrant"}),
    (Permission.REVOCATION_ANSWER, answer(until=9), set()),
    (Permission.REVOCATION_ANSWER, answer(is_open=False), set()),
    (Permission.PAYMENT_CONFIRM, payment(), OFFICERS),
    (Permission.PAYMENT_APPROVE, payment(), APPROVERS),
    (Permission.PAYMENT_APPROVE, payment(confirmed_by_id=4), {"approver"}),
    (Permission.PAYMENT_RECORD, payment(), OFFICERS),
    (Permission.PAYMENT_HOLD, payment(), OFFICERS | APPROVERS),
    (Permission.PAYMENT_CANCEL, payment(), APPROVERS),
    (Permission.LEDGER_VIEW, CHALLENGE.programme, OFFICE),
]


@pytest.mark.parametrize(("permission", "subject", "allowed"), ALLOWED)
@pytest.mark.parametrize("who", ACTORS)
def test_who_may_do_what(permission: Permission, subject: Any, allowed: set[str], who: str) -> None:
    verdict = BOOK.check(ACTORS[who], permission, subject, NOW)
    assert verdict.allowed == (who in allowed)
    assert verdict.allowed or str(verdict.reason)


def test_every_permission_is_in_the_table() -> None:
    assert {permission for permission, _subject, _allowed in ALLOWED} == set(Permission) == set(POLICY)


_A, _O, _P, _R = AwardState, ObjectionState, PaymentState, RevocationState
_ANYBODY = frozenset(ACTORS)  # no permission of its own: only a use case that checked another fires it
_CANCEL: Moves = {
    (state, PaymentEvent.CANCEL): (_P.CANCELLED, frozenset(APPROVERS))
    for state in (_P.PLANNED, _P.DUE, _P.CONFIRMED, _P.APPROVED, _P.HELD)
}
_HOLD: Moves = {
    (state, PaymentEvent.HOLD): (_P.HELD, frozenset(OFFICERS | APPROVERS))
    for state in (_P.DUE, _P.CONFIRMED, _P.APPROVED)
}

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        AWARD,
        {
            (_A.NOMINATED, AwardEvent.VERIFY): (_A.VERIFYING, frozenset(OFFICERS | SECRETARIES)),
            (_A.VERIFYING, AwardEvent.AWARD): (_A.AWARDED, frozenset(APPROVERS)),
            (_A.NOMINATED, AwardEvent.EXCLUDE): (_A.EXCLUDED, frozenset(OFFICERS | SECRETARIES | APPROVERS)),
            (_A.VERIFYING, AwardEvent.EXCLUDE): (_A.EXCLUDED, frozenset(OFFICERS | SECRETARIES | APPROVERS)),
            (_A.AWARDED, AwardEvent.REVOKE): (_A.REVOKED, frozenset(APPROVERS)),
        },
    ),
    (
        VERIFICATION,
        {(VerificationState.RUNNING, VerificationEvent.FINISH): (VerificationState.FINISHED, _ANYBODY)},
    ),
    (
        OBJECTION,
        {
            (_O.OPEN, ObjectionEvent.UPHOLD): (_O.UPHELD, frozenset(OFFICERS | SECRETARIES)),
            (_O.OPEN, ObjectionEvent.DISMISS): (_O.DISMISSED, frozenset(OFFICERS | SECRETARIES)),
        },
    ),
    (
        REVOCATION,
        {
            (_R.ANNOUNCED, RevocationEvent.CARRY_OUT): (_R.CARRIED_OUT, frozenset(APPROVERS)),
            (_R.ANNOUNCED, RevocationEvent.DROP): (_R.DROPPED, frozenset(OFFICERS | APPROVERS)),
        },
    ),
    (
        PAYMENT,
        {
            (_P.PLANNED, PaymentEvent.MEET_CONDITION): (_P.DUE, _ANYBODY),
            (_P.DUE, PaymentEvent.CONFIRM): (_P.CONFIRMED, frozenset(OFFICERS)),
            (_P.CONFIRMED, PaymentEvent.APPROVE): (_P.APPROVED, frozenset(APPROVERS)),
            (_P.APPROVED, PaymentEvent.PAY): (_P.PAID, frozenset(OFFICERS)),
            (_P.HELD, PaymentEvent.RELEASE): (_P.DUE, frozenset(OFFICERS | APPROVERS)),
            **_HOLD,
            **_CANCEL,
        },
    ),
]
SUBJECTS: dict[Workflow, Any] = {
    AWARD: award(),
    VERIFICATION: Verification(),
    OBJECTION: objection(99),
    PAYMENT: payment(),
    REVOCATION: revocation(),
}


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, lambda _state: SUBJECTS[workflow], NOW) == expected


def test_what_takes_something_away_needs_a_reason() -> None:
    needing = {
        transition.event
        for workflow in (AWARD, VERIFICATION, OBJECTION, PAYMENT, REVOCATION)
        for transition in workflow.transitions
        if transition.reason_required
    }
    assert needing == {
        AwardEvent.EXCLUDE,
        AwardEvent.REVOKE,
        RevocationEvent.CARRY_OUT,
        RevocationEvent.DROP,
        ObjectionEvent.UPHOLD,
        ObjectionEvent.DISMISS,
        PaymentEvent.HOLD,
        PaymentEvent.RELEASE,
        PaymentEvent.CANCEL,
    }
