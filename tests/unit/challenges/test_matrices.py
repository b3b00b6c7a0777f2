"""Who may do what: every permission for every role, every event in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.challenges.enums import (
    ChallengeEvent,
    ChallengeState,
    ChangeEvent,
    ChangeState,
    Permission,
    ProgrammeEvent,
    ProgrammeState,
)
from webapp.challenges.policies import POLICY
from webapp.challenges.workflow import CHALLENGE, PROGRAMME, RULE_CHANGE
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Ask, Grant, PolicyBook
from webapp.core.workflow import Workflow

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
AGENCY, OTHER, AUTHOR = 7, 8, 99


@dataclass
class Subject:
    """What policies ask of a challenge: its agency and its authors."""

    agency_id: int = AGENCY
    created_by_id: int | None = AUTHOR
    requested_by_id: int | None = None
    id: int = 1


def person(role: Role | None, agency_id: int = AGENCY, account_id: int = 1) -> Actor:
    grants = frozenset() if role is None else frozenset({Grant(role, Scope.AGENCY, agency_id)})
    return Actor(kind=ActorKind.PERSON, account_id=account_id, grants=grants)


ACTORS = {
    "anonymous": ANONYMOUS,
    "citizen": person(None),
    "admin": Actor(kind=ActorKind.PERSON, account_id=2, is_platform_admin=True),
    "agency_admin": person(Role.AGENCY_ADMIN),
    "officer": person(Role.CONTEST_OFFICER),
    "approver": person(Role.APPROVER),
    "author who approves": person(Role.APPROVER, account_id=AUTHOR),
    "secretary": person(Role.JUDGING_SECRETARY),
    "officer elsewhere": person(Role.CONTEST_OFFICER, OTHER),
    "approver elsewhere": person(Role.APPROVER, OTHER),
    "system": SYSTEM,
}
AT_WORK = {"agency_admin", "officer", "approver", "author who approves", "secretary"}
ALLOWED = {
    Permission.PROGRAMME_CREATE: {"officer", "system"},
    Permission.PROGRAMME_EDIT: {"officer", "system"},
    Permission.DRAFT_VIEW: AT_WORK,
    Permission.APPROVAL_REQUEST: {"officer"},
    Permission.PUBLISH: {"approver"},
    Permission.JUDGING_START: {"officer", "secretary"},
    Permission.VERIFICATION_START: {"officer", "secretary"},
    Permission.RESULT_DECIDE: {"approver", "author who approves"},
    Permission.CANCEL: {"approver", "author who approves"},
    Permission.COMPLETE: {"officer"},
    Permission.SIMILARITY_REVIEW: {"officer", "system"},
    Permission.PAST_IMPORT: {"officer", "system"},
    Permission.REMARK_WRITE: {"approver"},
    Permission.CHANGE_PROPOSE: {"officer"},
    Permission.CHANGE_APPROVE: {"approver"},
    Permission.OFFICE_VIEW: AT_WORK,
}


def test_every_permission_is_entered_and_expected() -> None:
    assert set(POLICY) == {str(permission) for permission in Permission} == set(ALLOWED)


@pytest.mark.parametrize("permission", Permission)
def test_permissions_by_role(permission: Permission) -> None:
    found = {who for who, actor in ACTORS.items() if POLICY[permission](Ask(actor, Subject(), NOW)).allowed}
    assert found == ALLOWED[permission]


@pytest.mark.parametrize("permission", Permission)
def test_every_refusal_gives_its_reason_in_korean(permission: Permission) -> None:
    verdict = POLICY[permission](Ask(ANONYMOUS, Subject(), NOW))
    assert str(verdict.reason).endswith("니다.")


S, E, P = ChallengeState, ChallengeEvent, ProgrammeState
_ANYBODY = frozenset(
    ACTORS
)  # no permission of its own: fired by the clock or a use case that checked another
_OFFICER, _JUDGING = frozenset({"officer"}), frozenset({"officer", "secretary"})
_APPROVER = frozenset({"approver"})
_DECIDERS = frozenset({"approver", "author who approves"})

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        CHALLENGE,
        {
            (S.DRAFT, E.REQUEST_APPROVAL): (S.IN_APPROVAL, _OFFICER),
            (S.IN_APPROVAL, E.RETURN): (S.DRAFT, _APPROVER),
            (S.IN_APPROVAL, E.PUBLISH): (S.ANNOUNCED, _APPROVER),
            (S.ANNOUNCED, E.OPEN): (S.OPEN, _ANYBODY),
            (S.OPEN, E.CLOSE): (S.CLOSED, _ANYBODY),
            (S.CLOSED, E.START_JUDGING): (S.JUDGING, _JUDGING),
            (S.JUDGING, E.START_VERIFICATION): (S.VERIFYING, _JUDGING),
            (S.VERIFYING, E.DECIDE): (S.DECIDED, _DECIDERS),
            **{
                (state, E.DECIDE_WITHOUT_WINNER): (S.DECIDED, _DECIDERS)
                for state in (S.CLOSED, S.JUDGING, S.VERIFYING)
            },
            (S.DECIDED, E.COMPLETE): (S.COMPLETED, _OFFICER),
            **{
                (state, E.CANCEL): (S.CANCELLED, _DECIDERS)
                for state in (S.ANNOUNCED, S.OPEN, S.CLOSED, S.JUDGING)
            },
        },
    ),
    (
        PROGRAMME,
        {
            (P.DRAFT, ProgrammeEvent.PUBLISH): (P.PUBLISHED, _ANYBODY),
            (P.PUBLISHED, ProgrammeEvent.FINISH): (P.FINISHED, _ANYBODY),
            (P.PUBLISHED, ProgrammeEvent.CANCEL): (P.CANCELLED, _ANYBODY),
        },
    ),
    (
        RULE_CHANGE,
        {
            (ChangeState.DRAFT, ChangeEvent.REQUEST): (ChangeState.REQUESTED, _OFFICER),
            (ChangeState.DRAFT, ChangeEvent.CORRECT): (ChangeState.IN_FORCE, _OFFICER),
            (ChangeState.REQUESTED, ChangeEvent.RETURN): (ChangeState.DRAFT, _APPROVER),
            (ChangeState.REQUESTED, ChangeEvent.APPROVE): (ChangeState.IN_FORCE, _APPROVER),
            **{
                (state, ChangeEvent.WITHDRAW): (ChangeState.WITHDRAWN, _OFFICER)
                for state in (ChangeState.DRAFT, ChangeState.REQUESTED)
            },
        },
    ),
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, PolicyBook([POLICY]), ACTORS, lambda _state: Subject(), NOW) == expected


def test_only_the_clock_opens_and_closes() -> None:
    free = {way.event for way in CHALLENGE.transitions if way.permission is None}
    assert free == {ChallengeEvent.OPEN, ChallengeEvent.CLOSE}
    assert all(way.conditions for way in CHALLENGE.transitions if way.event in free)


def test_a_correction_goes_without_approval_and_nothing_else_does() -> None:
    conditions = {way.event: way.conditions for way in RULE_CHANGE.transitions}
    correction, change = SimpleNamespace(is_correction=True), SimpleNamespace(is_correction=False)
    (alone,), (asked,) = conditions[ChangeEvent.CORRECT], conditions[ChangeEvent.REQUEST]
    assert (alone.holds(correction, NOW), alone.holds(change, NOW)) == (True, False)
    assert (asked.holds(correction, NOW), asked.holds(change, NOW)) == (False, True)


def test_what_ends_or_sends_back_a_challenge_needs_a_reason() -> None:
    needing = {way.event for way in CHALLENGE.transitions if way.reason_required}
    assert needing == {ChallengeEvent.RETURN, ChallengeEvent.DECIDE_WITHOUT_WINNER, ChallengeEvent.CANCEL}
