"""Who may do what: each permission against each role, each event of the workflow in each state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.workflow import Workflow
from webapp.ideas.enums import IdeaEvent, IdeaState, Permission
from webapp.ideas.policies import CHALLENGE, ENTRANT, POLICY
from webapp.ideas.workflow import IDEA

NOW = datetime(2026, 3, 10, tzinfo=UTC)
AGENCY, OTHER_AGENCY, CHALLENGE_ID = 7, 8, 6
AUTHOR, MEMBER = 1, 2
BOOK = PolicyBook([POLICY])


@dataclass
class Subject:
    """An idea as the predicates see one."""

    challenge_id: int = CHALLENGE_ID
    author_id: int = AUTHOR
    member_ids: frozenset[int] = frozenset({MEMBER})
    challenge: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(programme=SimpleNamespace(agency_id=AGENCY))
    )


def person(account_id: int, *grants: Grant, is_platform_admin: bool = False) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        account_id=account_id,
        grants=frozenset(grants),
        is_platform_admin=is_platform_admin,
    )


def official(role: Role, agency: int = AGENCY) -> Actor:
    return person(50, Grant(role, Scope.AGENCY, agency))


ACTORS = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "author": person(AUTHOR),
    "member": person(MEMBER),
    "stranger": person(3),
    "officer": official(Role.CONTEST_OFFICER),
    "approver": official(Role.APPROVER),
    "secretary": official(Role.JUDGING_SECRETARY),
    "agency_admin": official(Role.AGENCY_ADMIN),
    "officer_elsewhere": official(Role.CONTEST_OFFICER, OTHER_AGENCY),
    "official_who_entered": person(
        63,
        *(Grant(role, Scope.AGENCY, AGENCY) for role in (Role.CONTEST_OFFICER, Role.JUDGING_SECRETARY)),
        Grant(ENTRANT, CHALLENGE, CHALLENGE_ID),
    ),
    "judge": person(60, Grant(Role.JUDGE, Scope.ROUND, 1)),
    "mentor": person(61, Grant(Role.MENTOR, Scope.PROJECT, 1)),
    "platform_admin": person(62, is_platform_admin=True),
}
SIGNED_IN = set(ACTORS) - {"anonymous", "system"}
ALLOWED: dict[Permission, set[str]] = {
    Permission.START: SIGNED_IN,
    Permission.EDIT: {"author"},
    Permission.SUBMIT: {"author"},
    Permission.WITHDRAW: {"author"},
    Permission.VIEW_OWN: {"author", "member"},
    Permission.VIEW_UNPUBLISHED: {"officer", "approver", "secretary"},
    Permission.REGISTER_VIEW: {"officer", "approver", "secretary"},
    Permission.ELIGIBILITY_DECIDE: {"officer"},
}


def test_every_permission_is_entered_and_tried() -> None:
    assert set(POLICY) == set(Permission) == set(ALLOWED)


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("who", list(ACTORS))
def test_permissions_by_role(permission: Permission, who: str) -> None:
    verdict = BOOK.check(ACTORS[who], permission, Subject(), NOW)
    assert verdict.allowed == (who in ALLOWED[permission])
    assert verdict.allowed or str(verdict.reason)


_S, _E = IdeaState, IdeaEvent
_ANYBODY = frozenset(ACTORS)  # no permission of its own: only a use case that checked another fires it
_AUTHOR, _OFFICER = frozenset({"author"}), frozenset({"officer"})

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        IDEA,
        {
            (_S.DRAFT, _E.SUBMIT): (_S.SUBMITTED, _AUTHOR),
            (_S.DRAFT, _E.WITHDRAW): (_S.WITHDRAWN, _AUTHOR),
            (_S.SUBMITTED, _E.WITHDRAW): (_S.WITHDRAWN, _AUTHOR),
            (_S.SUBMITTED, _E.RULE_OUT): (_S.INELIGIBLE, _OFFICER),
            (_S.INELIGIBLE, _E.REINSTATE): (_S.SUBMITTED, _OFFICER),
            (_S.SUBMITTED, _E.TAKE_TO_JUDGING): (_S.IN_JUDGING, _ANYBODY),
            (_S.SUBMITTED, _E.PASS_OVER): (_S.NOT_SELECTED, _ANYBODY),
            (_S.IN_JUDGING, _E.PASS_OVER): (_S.NOT_SELECTED, _ANYBODY),
            (_S.IN_JUDGING, _E.NOMINATE): (_S.FINALIST, _ANYBODY),
            (_S.NOT_SELECTED, _E.NOMINATE): (_S.FINALIST, _ANYBODY),
            (_S.FINALIST, _E.EXCLUDE): (_S.NOT_SELECTED, _ANYBODY),
            (_S.FINALIST, _E.AWARD): (_S.AWARDED, _ANYBODY),
            (_S.AWARDED, _E.REVOKE): (_S.NOT_SELECTED, _ANYBODY),
        },
    )
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, lambda _state: Subject(), NOW) == expected
