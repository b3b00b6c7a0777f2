"""Who may do what in accounts, and what can happen to accounts and invitations: every combination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import (
    AccountEvent,
    AccountState,
    InvitationEvent,
    InvitationState,
    Permission,
    Role,
    Scope,
)
from webapp.accounts.policies import POLICY
from webapp.accounts.services.organisations import LedOrganisation
from webapp.accounts.workflow import ACCOUNT, INVITATION
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.workflow import Workflow

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
BOOK = PolicyBook([POLICY])
AGENCY, OTHER_AGENCY = 5, 6


@dataclass(frozen=True)
class Subject:
    """Whatever the policy looks at: an agency, an account, or a row with an owner."""

    id: int
    account_id: int | None = None


def person(account_id: int, *grants: Grant, is_admin: bool = False) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        account_id=account_id,
        is_platform_admin=is_admin,
        grants=frozenset(grants),
    )


ACTORS = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "owner": person(1),
    "stranger": person(2),
    "agency admin": person(3, Grant(Role.AGENCY_ADMIN, Scope.AGENCY, AGENCY)),
    "other agency admin": person(4, Grant(Role.AGENCY_ADMIN, Scope.AGENCY, OTHER_AGENCY)),
    "officer": person(5, Grant(Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY)),
    "approver": person(6, Grant(Role.APPROVER, Scope.AGENCY, AGENCY)),
    "secretary": person(9, Grant(Role.JUDGING_SECRETARY, Scope.AGENCY, AGENCY)),
    "judge": person(7, Grant(Role.JUDGE, Scope.ROUND, AGENCY)),
    "platform admin": person(8, is_admin=True),
}
SUBJECTS: dict[str, object] = {
    Permission.PROFILE_EDIT: Subject(1),
    Permission.SESSION_END: Subject(99, account_id=1),
    Permission.ORGANISATION_MANAGE: LedOrganisation(None, frozenset({1})),  # type: ignore[arg-type]  # leads only
    Permission.AGENCY_MANAGE: Subject(AGENCY),
    Permission.ROLE_GRANT: Subject(AGENCY),
}
ALLOWED = {
    Permission.PROFILE_EDIT: {"owner"},
    Permission.SESSION_END: {"owner"},
    Permission.ORGANISATION_MANAGE: {"owner"},
    Permission.AGENCY_CREATE: {"system", "platform admin"},
    Permission.AGENCY_MANAGE: {"system", "agency admin", "platform admin"},
    Permission.ROLE_GRANT: {"system", "agency admin", "platform admin"},
    Permission.ACCOUNT_VIEW: {"platform admin"},
    Permission.ACCOUNT_SUSPEND: {"platform admin"},
    Permission.OUTBOX_VIEW: {"platform admin"},
    Permission.OUTBOX_RETRY: {"platform admin"},
    Permission.AUDIT_VIEW: {"platform admin"},
}


def test_every_permission_stands_in_the_table() -> None:
    assert set(POLICY) == {str(permission) for permission in Permission}
    assert set(ALLOWED) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("name", ACTORS)
def test_permission_by_role(permission: Permission, name: str) -> None:
    verdict = BOOK.check(ACTORS[name], permission, SUBJECTS.get(permission), NOW)
    assert verdict.allowed == (name in ALLOWED[permission])
    assert verdict.allowed or str(verdict.reason)


@pytest.mark.parametrize("name", ["agency admin", "other agency admin", "platform admin"])
def test_who_manages_some_agency_gets_to_the_pages(name: str) -> None:
    assert BOOK.check(ACTORS[name], Permission.AGENCY_MANAGE, None, NOW)


_A, _I = AccountState, InvitationState
_ANYBODY = frozenset(ACTORS)  # no permission of its own: only a use case that checked another fires it
_ADMIN, _OWNER = frozenset({"platform admin"}), frozenset({"owner"})

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        ACCOUNT,
        {
            (_A.PENDING, AccountEvent.CONFIRM): (_A.ACTIVE, _ANYBODY),
            (_A.PENDING, AccountEvent.CLOSE): (_A.CLOSED, _OWNER),
            (_A.ACTIVE, AccountEvent.SUSPEND): (_A.SUSPENDED, _ADMIN),
            (_A.ACTIVE, AccountEvent.CLOSE): (_A.CLOSED, _OWNER),
            (_A.SUSPENDED, AccountEvent.RESTORE): (_A.ACTIVE, _ADMIN),
        },
    ),
    (
        INVITATION,
        {
            (_I.INVITED, InvitationEvent.ACCEPT): (_I.ACCEPTED, _ANYBODY),
            (_I.INVITED, InvitationEvent.DECLINE): (_I.DECLINED, _ANYBODY),
            (_I.INVITED, InvitationEvent.WITHDRAW): (_I.WITHDRAWN, _ANYBODY),
        },
    ),
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, lambda _state: Subject(1), NOW) == expected


@pytest.mark.parametrize(
    ("event", "permission"),
    [
        (AccountEvent.CONFIRM, None),
        (AccountEvent.SUSPEND, Permission.ACCOUNT_SUSPEND),
        (AccountEvent.RESTORE, Permission.ACCOUNT_SUSPEND),
        (AccountEvent.CLOSE, Permission.PROFILE_EDIT),
    ],
)
def test_who_fires_what(event: AccountEvent, permission: Permission | None) -> None:
    fired = [transition for transition in ACCOUNT.transitions if transition.event == event]
    assert {transition.permission for transition in fired} == {permission}
    needs_reason = event in {AccountEvent.SUSPEND, AccountEvent.RESTORE}
    assert all(transition.reason_required == needs_reason for transition in fired)
