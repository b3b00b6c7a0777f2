"""Who may do what with a reflection, role by role; and what may follow what, state by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.workflow import Workflow
from webapp.reflection.enums import (
    MeasureEvent,
    MeasureState,
    Permission,
    ReflectionEvent,
    ReflectionState,
)
from webapp.reflection.policies import POLICY, Placement
from webapp.reflection.workflow import MEASURE, REFLECTION

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PROGRAMME, RESPONSIBLE, ELSEWHERE = 1, 2, 3
OFFICIAL = 77
ENTRANT = 88
BOOK = PolicyBook([POLICY])


@dataclass(frozen=True)
class Subject:
    """What policies read of a reflection or a measure."""

    official_id: int = OFFICIAL
    responsible_agency_id: int = RESPONSIBLE
    programme_agency_id: int = PROGRAMME
    entrant_ids: frozenset[int] = frozenset({ENTRANT})


def person(account_id: int, *grants: tuple[Role, int]) -> Actor:
    held = frozenset(Grant(role, Scope.AGENCY, agency) for role, agency in grants)
    return Actor(ActorKind.PERSON, account_id, grants=held)


ACTORS = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "citizen": person(1),
    "named official": person(OFFICIAL),
    "platform admin": Actor(ActorKind.PERSON, 3, is_platform_admin=True),
    **{
        f"{role} of {place}": person(2, (role, agency))
        for role in (Role.AGENCY_ADMIN, Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY)
        for place, agency in (
            ("the contest", PROGRAMME),
            ("the answering agency", RESPONSIBLE),
            ("another agency", ELSEWHERE),
        )
    },
}
ANSWERING = {f"{role} of the answering agency" for role in ("contest_officer", "approver")}
ALLOWED = {
    Permission.ASSIGN: ANSWERING
    | {"agency_admin of the answering agency"}
    | {f"{role} of the contest" for role in ("contest_officer", "approver")},
    Permission.DECIDE: {"named official", "approver of the answering agency"},
    Permission.MEASURE_MANAGE: {"named official"} | ANSWERING,
    Permission.PROGRESS_REPORT: {"named official"} | ANSWERING,
    Permission.OFFICE_VIEW: {"named official"}
    | ANSWERING
    | {"agency_admin of the answering agency"}
    | {f"{role} of the contest" for role in ("agency_admin", "contest_officer", "approver")},
}


@pytest.mark.parametrize(("permission", "who"), list(product(Permission, ACTORS)))
def test_every_role_may_just_what_it_should(permission: Permission, who: str) -> None:
    verdict = BOOK.check(ACTORS[who], permission, Subject(), NOW)
    assert verdict.allowed == (who in ALLOWED[permission])
    assert verdict.allowed or str(verdict.reason)


@pytest.mark.parametrize("who", ACTORS)
def test_nobody_but_the_contests_officials_names_somebody_first(who: str) -> None:
    verdict = BOOK.check(ACTORS[who], Permission.ASSIGN, Placement(PROGRAMME, frozenset()), NOW)
    assert verdict.allowed == (who in {"contest_officer of the contest", "approver of the contest"})


@pytest.mark.parametrize("permission", [p for p in Permission if p is not Permission.OFFICE_VIEW])
@pytest.mark.parametrize("agency", [PROGRAMME, RESPONSIBLE])
def test_whoever_entered_the_idea_handles_nothing_of_it(permission: Permission, agency: int) -> None:
    entrant = person(ENTRANT, (Role.CONTEST_OFFICER, agency), (Role.APPROVER, agency))
    subjects: list[Subject | Placement] = [Subject(official_id=ENTRANT)]
    if permission is Permission.ASSIGN:
        subjects.append(Placement(PROGRAMME, frozenset({ENTRANT}), RESPONSIBLE))
    for subject in subjects:
        verdict = BOOK.check(entrant, permission, subject, NOW)
        assert not verdict.allowed
        assert verdict.is_told
        assert "다른 담당자가 맡아야" in str(verdict.reason)


_R, _M = ReflectionState, MeasureState
_DECIDERS = frozenset(ALLOWED[Permission.DECIDE])
_KEEPERS = frozenset(ALLOWED[Permission.PROGRESS_REPORT])

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        REFLECTION,
        {
            (_R.UNDER_REVIEW, ReflectionEvent.ADOPT): (_R.ADOPTED, _DECIDERS),
            (_R.UNDER_REVIEW, ReflectionEvent.ADOPT_PARTLY): (_R.PARTLY_ADOPTED, _DECIDERS),
            (_R.UNDER_REVIEW, ReflectionEvent.DECLINE): (_R.NOT_ADOPTED, _DECIDERS),
            (_R.ADOPTED, ReflectionEvent.REALISE): (_R.REALISED, _DECIDERS),
            (_R.PARTLY_ADOPTED, ReflectionEvent.REALISE): (_R.REALISED, _DECIDERS),
        },
    ),
    (
        MEASURE,
        {
            (_M.PLANNED, MeasureEvent.START): (_M.IN_PROGRESS, _KEEPERS),
            (_M.PLANNED, MeasureEvent.FINISH): (_M.DONE, _KEEPERS),
            (_M.PLANNED, MeasureEvent.STOP): (_M.STOPPED, _KEEPERS),
            (_M.IN_PROGRESS, MeasureEvent.FINISH): (_M.DONE, _KEEPERS),
            (_M.IN_PROGRESS, MeasureEvent.STOP): (_M.STOPPED, _KEEPERS),
        },
    ),
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, lambda _state: Subject(), NOW) == expected
