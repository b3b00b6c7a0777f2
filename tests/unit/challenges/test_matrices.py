"""Who may do what: every permission for every role, every event in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import pytest

from webapp.accounts.enums import Role, Scope
from webapp.challenges.enums import ChallengeEvent, ChallengeState, Permission
from webapp.challenges.policies import POLICY
from webapp.challenges.workflow import CHALLENGE
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Ask, Grant

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


S, E = ChallengeState, ChallengeEvent
WAYS = {
    (S.DRAFT, E.REQUEST_APPROVAL): S.IN_APPROVAL,
    (S.IN_APPROVAL, E.RETURN): S.DRAFT,
    (S.IN_APPROVAL, E.PUBLISH): S.ANNOUNCED,
    (S.ANNOUNCED, E.OPEN): S.OPEN,
    (S.OPEN, E.CLOSE): S.CLOSED,
    (S.CLOSED, E.START_JUDGING): S.JUDGING,
    (S.JUDGING, E.START_VERIFICATION): S.VERIFYING,
    (S.VERIFYING, E.DECIDE): S.DECIDED,
    **{(state, E.DECIDE_WITHOUT_WINNER): S.DECIDED for state in (S.CLOSED, S.JUDGING, S.VERIFYING)},
    (S.DECIDED, E.COMPLETE): S.COMPLETED,
    **{(state, E.CANCEL): S.CANCELLED for state in (S.ANNOUNCED, S.OPEN, S.CLOSED, S.JUDGING)},
}


@pytest.mark.parametrize(("state", "event"), list(product(ChallengeState, ChallengeEvent)))
def test_every_event_in_every_state(state: ChallengeState, event: ChallengeEvent) -> None:
    way = CHALLENGE.find(state, event)
    assert (way.target if way else None) == WAYS.get((state, event))


def test_only_the_clock_opens_and_closes() -> None:
    free = {way.event for way in CHALLENGE.transitions if way.permission is None}
    assert free == {ChallengeEvent.OPEN, ChallengeEvent.CLOSE}
    assert all(way.conditions for way in CHALLENGE.transitions if way.event in free)


def test_what_ends_or_sends_back_a_challenge_needs_a_reason() -> None:
    needing = {way.event for way in CHALLENGE.transitions if way.reason_required}
    assert needing == {ChallengeEvent.RETURN, ChallengeEvent.DECIDE_WITHOUT_WINNER, ChallengeEvent.CANCEL}
