"""Permission by role, and state by event by role, each compared with a table written out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Department
from webapp.challenges.models import Challenge, Programme
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.workflow import Workflow
from webapp.ideas.policies import CHALLENGE as ENTERED
from webapp.ideas.policies import ENTRANT
from webapp.maturing.enums import (
    MentorEvent,
    MentorState,
    MilestoneEvent,
    MilestoneState,
    Permission,
    ProjectEvent,
    ProjectState,
)
from webapp.maturing.models import Mentor, Milestone, Project, ProjectMember
from webapp.maturing.policies import POLICY
from webapp.maturing.workflow import ALL_ACCEPTED, MENTOR, MILESTONE, PROJECT
from webapp.prizes.models import Award

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
BOOK = PolicyBook([POLICY])
HOST, HELPER, ELSEWHERE, CHALLENGE_ID = 7, 8, 9, 6


def official(*roles: Role, agency: int = HOST, account_id: int = 1) -> Actor:
    grants = frozenset(Grant(role, Scope.AGENCY, agency) for role in roles)
    return Actor(kind=ActorKind.PERSON, account_id=account_id, grants=grants)


ACTORS = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "citizen": Actor(kind=ActorKind.PERSON, account_id=99),
    "author": Actor(kind=ActorKind.PERSON, account_id=50),
    "mentor": Actor(kind=ActorKind.PERSON, account_id=60),
    "mentor_who_left": Actor(kind=ActorKind.PERSON, account_id=61),
    "platform_admin": Actor(kind=ActorKind.PERSON, account_id=98, is_platform_admin=True),
    "officer": official(Role.CONTEST_OFFICER),
    "officer_of_the_helping_agency": official(Role.CONTEST_OFFICER, agency=HELPER, account_id=2),
    "approver": official(Role.APPROVER, account_id=3),
    "agency_admin": official(Role.AGENCY_ADMIN, account_id=4),
    "secretary": official(Role.JUDGING_SECRETARY, account_id=7),
    "officer_of_the_team": official(Role.CONTEST_OFFICER, account_id=51),
    "officer_who_entered_the_contest": Actor(
        kind=ActorKind.PERSON,
        account_id=6,
        grants=official(Role.CONTEST_OFFICER).grants | {Grant(ENTRANT, ENTERED, CHALLENGE_ID)},
    ),
    "officials_elsewhere": official(Role.CONTEST_OFFICER, Role.APPROVER, agency=ELSEWHERE, account_id=5),
}
OFFICERS = {"officer", "officer_of_the_helping_agency"}
#: Who entered the contest starts no project of it, and decides on those of others.
DECIDERS = OFFICERS | {"officer_who_entered_the_contest"}
TEAM = {"author", "officer_of_the_team"}
OFFICE = DECIDERS | {"officer_of_the_team", "approver", "agency_admin", "secretary"}

AWARD = Award(
    challenge_id=CHALLENGE_ID,
    challenge=Challenge(programme=Programme(agency_id=HOST), owning_department=Department(agency_id=HELPER)),
)


def project(state: ProjectState = ProjectState.ACTIVE) -> Project:
    return Project(
        id=1,
        state=state,
        award=AWARD,
        department=Department(agency_id=HELPER),
        members=[ProjectMember(account_id=50), ProjectMember(account_id=51)],
        mentors=[
            Mentor(account_id=60, state=MentorState.ACCEPTED),
            Mentor(account_id=61, state=MentorState.LEFT),
            Mentor(account_id=None, state=MentorState.INVITED),
        ],
    )


ACTIVE, ENDED = project(), project(ProjectState.ACCEPTED)

#: Who may, for each permission with its usual subject. Whoever is not named may not.
ALLOWED: list[tuple[Permission, Any, set[str]]] = [
    (Permission.OFFICE_VIEW, ACTIVE, OFFICE),
    (Permission.PROJECT_START, AWARD, OFFICERS | {"officer_of_the_team"}),
    (Permission.PROJECT_MANAGE, ACTIVE, DECIDERS),
    (Permission.PROJECT_MANAGE, ENDED, set()),
    (Permission.PROJECT_STOP, ACTIVE, DECIDERS | {"system"}),
    (Permission.PROJECT_STOP, ENDED, set()),
    (Permission.PROJECT_VIEW, ACTIVE, OFFICE | TEAM | {"mentor"}),
    (Permission.PROJECT_VIEW, ENDED, OFFICE | TEAM | {"mentor"}),
    (Permission.MILESTONE_SUBMIT, Milestone(project=ACTIVE), TEAM),
    (Permission.MILESTONE_SUBMIT, Milestone(project=ENDED), set()),
    (Permission.MILESTONE_DECIDE, Milestone(project=ACTIVE), DECIDERS),
    (Permission.NOTE_WRITE, ACTIVE, DECIDERS | TEAM | {"mentor"}),
    (Permission.NOTE_WRITE, ENDED, set()),
    (Permission.SUPPORT_RECORD, ACTIVE, DECIDERS),
]


@pytest.mark.parametrize(("permission", "subject", "allowed"), ALLOWED)
@pytest.mark.parametrize("who", ACTORS)
def test_who_may_do_what(permission: Permission, subject: Any, allowed: set[str], who: str) -> None:
    verdict = BOOK.check(ACTORS[who], permission, subject, NOW)
    assert verdict.allowed == (who in allowed)
    assert verdict.allowed or str(verdict.reason)


@pytest.mark.parametrize(
    ("who", "permission", "subject"),
    [
        ("officer_of_the_team", Permission.PROJECT_MANAGE, ACTIVE),
        ("officer_of_the_team", Permission.MILESTONE_DECIDE, Milestone(project=ACTIVE)),
        ("officer_of_the_team", Permission.PROJECT_STOP, ACTIVE),
        ("officer_who_entered_the_contest", Permission.PROJECT_START, AWARD),
    ],
)
def test_an_official_is_told_why_an_own_idea_is_not_theirs_to_handle(
    who: str, permission: Permission, subject: Any
) -> None:
    verdict = BOOK.check(ACTORS[who], permission, subject, NOW)
    assert verdict.is_told
    assert "다른 담당자가 맡아야 합니다" in str(verdict.reason)


def test_every_permission_is_in_the_table() -> None:
    assert {permission for permission, _subject, _allowed in ALLOWED} == set(Permission) == set(POLICY)


_P, _M, _S = ProjectState, MentorState, MilestoneState
_ANYBODY = frozenset(ACTORS)  # no permission of its own: only a use case that checked another fires it
_DECIDERS = frozenset(DECIDERS)

#: state, event -> target and who may.
EXPECTED: Expected = [
    (
        PROJECT,
        {
            (_P.ACTIVE, ProjectEvent.ACCEPT): (_P.ACCEPTED, _DECIDERS),
            (_P.ACTIVE, ProjectEvent.STOP): (_P.STOPPED, _DECIDERS | {"system"}),
        },
    ),
    (
        MENTOR,
        {
            (_M.INVITED, MentorEvent.ACCEPT): (_M.ACCEPTED, _ANYBODY),
            (_M.INVITED, MentorEvent.DECLINE): (_M.DECLINED, _ANYBODY),
            (_M.INVITED, MentorEvent.LEAVE): (_M.LEFT, _DECIDERS),
            (_M.ACCEPTED, MentorEvent.LEAVE): (_M.LEFT, _DECIDERS),
        },
    ),
    (
        MILESTONE,
        {
            (_S.PLANNED, MilestoneEvent.SUBMIT): (_S.SUBMITTED, frozenset(TEAM)),
            (_S.RETURNED, MilestoneEvent.SUBMIT): (_S.SUBMITTED, frozenset(TEAM)),
            (_S.SUBMITTED, MilestoneEvent.RETURN): (_S.RETURNED, _DECIDERS),
            (_S.SUBMITTED, MilestoneEvent.ACCEPT): (_S.ACCEPTED, _DECIDERS),
        },
    ),
]
SUBJECTS: dict[Workflow, Any] = {
    PROJECT: ACTIVE,
    MENTOR: Mentor(project=project()),
    MILESTONE: Milestone(project=project()),
}


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, lambda _state: SUBJECTS[workflow], NOW) == expected


@pytest.mark.parametrize(
    ("states", "holds"),
    [
        ([], False),
        ([_S.ACCEPTED], True),
        ([_S.ACCEPTED, _S.SUBMITTED], False),
        ([_S.ACCEPTED, _S.ACCEPTED], True),
    ],
)
def test_a_project_ends_well_with_every_milestone_accepted(
    states: list[MilestoneState],
    holds: bool,
) -> None:
    subject = Project(milestones=[Milestone(state=state) for state in states])
    assert ALL_ACCEPTED.holds(subject, NOW) is holds
