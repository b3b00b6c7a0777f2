"""Who may do what in problems: every permission for every kind of person, read from the policy table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Ask, Grant, PolicyBook
from webapp.core.workflow import Workflow
from webapp.problems.enums import (
    CallAudience,
    CallEvent,
    CallPhase,
    CallState,
    Permission,
    ProblemEvent,
    ProblemState,
    ReviewEvent,
    ReviewState,
)
from webapp.problems.models import call_phase
from webapp.problems.policies import POLICY, agencies_read_by
from webapp.problems.workflow import CALL as CALLS
from webapp.problems.workflow import PROBLEM, REVIEW

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
AGENCY, CALL, AUTHOR, REVIEWER = 7, 70, 1, 8


@dataclass(frozen=True)
class SampleProblem:
    """What the policy asks of a problem."""

    state: ProblemState = ProblemState.POSTED
    author_id: int = AUTHOR
    call_id: int = CALL
    agency_id: int = AGENCY
    is_received: bool = False

    @property
    def posted_at(self) -> datetime | None:
        """Everything but a draft was posted."""
        return None if self.state is ProblemState.DRAFT else NOW


@dataclass(frozen=True)
class SampleReview:
    """What the policy asks of the review that the reviewer below wrote."""

    reviewer_id: int = REVIEWER
    author_id: int = AUTHOR
    call_id: int = CALL
    agency_id: int = AGENCY


@dataclass(frozen=True)
class SampleCall:
    """What the policy asks of a call."""

    phase: CallPhase = CallPhase.OPEN
    agency_id: int = AGENCY
    id: int = CALL
    audience: CallAudience = CallAudience.ANYBODY

    def phase_at(self, _now: datetime) -> CallPhase:
        """The phase, at any time."""
        return self.phase


def person(account_id: int, *grants: tuple[Role, Scope, int]) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        account_id=account_id,
        grants=frozenset(Grant(role, scope, scope_id) for role, scope, scope_id in grants),
    )


ACTORS: dict[str, Actor] = {
    "anonymous": ANONYMOUS,
    "system": SYSTEM,
    "author": person(AUTHOR),
    "citizen": person(2),
    "officer": person(3, (Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY)),
    "approver": person(4, (Role.APPROVER, Scope.AGENCY, AGENCY)),
    "secretary": person(5, (Role.JUDGING_SECRETARY, Scope.AGENCY, AGENCY)),
    "agency_admin": person(6, (Role.AGENCY_ADMIN, Scope.AGENCY, AGENCY)),
    "reviewer": person(REVIEWER, (Role.REVIEWER, Scope.CALL, CALL)),
    "judge": person(9, (Role.JUDGE, Scope.ROUND, CALL)),
    "other_officer": person(10, (Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY + 1)),
    "second_reviewer": person(13, (Role.REVIEWER, Scope.CALL, CALL)),
    "other_reviewer": person(11, (Role.REVIEWER, Scope.CALL, CALL + 1)),
    "platform_admin": Actor(kind=ActorKind.PERSON, account_id=12, is_platform_admin=True),
    "writing_officer": person(AUTHOR, (Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY)),
    "writing_reviewer": person(AUTHOR, (Role.REVIEWER, Scope.CALL, CALL)),
}
SIGNED_IN = set(ACTORS) - {"anonymous", "system"}
AUTHORS = {"author", "writing_officer", "writing_reviewer"}
OFFICIALS = {"officer", "approver", "secretary", "agency_admin", "writing_officer", "other_officer"}
READERS = {"officer", "approver", "secretary", "agency_admin", "writing_officer"}

#: Who may, of a posted problem or an open call.
MAY: dict[Permission, set[str]] = {
    Permission.CALL_MANAGE: {"officer", "writing_officer"},
    Permission.CALL_VIEW: READERS,
    Permission.WRITE: SIGNED_IN,
    Permission.RECEIVE: READERS,
    Permission.VIEW: set(ACTORS),
    Permission.EDIT: AUTHORS,
    Permission.WITHDRAW: AUTHORS,
    Permission.REVIEW: {"reviewer", "second_reviewer"},
    Permission.REVIEW_DECLARE: {"reviewer", "second_reviewer"},
    Permission.REVIEW_REOPEN: {"officer"},
    Permission.REVIEWS_VIEW: READERS,
    Permission.DECIDE: {"officer", "approver"},
    Permission.COMMITTEE_DECIDE: {"officer", "approver", "writing_officer"},
    Permission.MERGE_UNDO: {"officer", "approver"},
    Permission.SURVEY_MANAGE: {"officer", "writing_officer"},
    Permission.SURVEY_ANSWER: set(),
}
OF_CALLS = {
    Permission.COMMITTEE_DECIDE,
    Permission.SURVEY_MANAGE,
    Permission.SURVEY_ANSWER,
    Permission.RECEIVE,
    Permission.CALL_MANAGE,
    Permission.CALL_VIEW,
    Permission.WRITE,
}


def allowed(permission: Permission, subject: object) -> set[str]:
    return {name for name, actor in ACTORS.items() if POLICY[permission](Ask(actor, subject, NOW)).allowed}


def test_every_permission_stands_in_the_table_and_here() -> None:
    assert set(POLICY) == set(Permission) == set(MAY)


@pytest.mark.parametrize("permission", list(Permission))
def test_who_may(permission: Permission) -> None:
    subject = SampleCall() if permission in OF_CALLS else SampleProblem()
    assert allowed(permission, subject) == MAY[permission]


def test_what_was_typed_for_somebody_is_not_the_officials_own() -> None:
    assert "writing_officer" not in allowed(Permission.DECIDE, SampleProblem())
    assert "writing_officer" in allowed(Permission.DECIDE, SampleProblem(is_received=True))


@pytest.mark.parametrize("state", list(ProblemState))
def test_who_sees_a_problem(state: ProblemState) -> None:
    expected = set(ACTORS)
    if state is ProblemState.DRAFT:
        expected = AUTHORS
    elif state is ProblemState.WITHDRAWN:
        expected = AUTHORS | READERS
    assert allowed(Permission.VIEW, SampleProblem(state)) == expected


@pytest.mark.parametrize("phase", list(CallPhase))
def test_problems_are_taken_only_while_a_call_is_open(phase: CallPhase) -> None:
    expected = SIGNED_IN if phase is CallPhase.OPEN else set()
    assert allowed(Permission.WRITE, SampleCall(phase)) == expected


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (CallAudience.ANYBODY, SIGNED_IN),
        (CallAudience.EXPERTS, OFFICIALS | {"reviewer", "second_reviewer", "writing_reviewer"}),
        (CallAudience.OFFICIALS, OFFICIALS),
    ],
)
def test_a_call_may_ask_some_only(audience: CallAudience, expected: set[str]) -> None:
    assert allowed(Permission.WRITE, SampleCall(audience=audience)) == expected


@pytest.mark.parametrize("permission", list(Permission))
def test_every_refusal_has_its_reason(permission: Permission) -> None:
    for subject in (SampleProblem(ProblemState.DRAFT), SampleCall(CallPhase.CLOSED)):
        if (permission in OF_CALLS) != isinstance(subject, SampleCall):
            continue
        for actor in ACTORS.values():
            verdict = POLICY[permission](Ask(actor, subject, NOW))
            assert verdict.allowed or str(verdict.reason)


def test_the_desk_reads_the_agencies_of_its_roles() -> None:
    both = person(
        1,
        (Role.APPROVER, Scope.AGENCY, 1),
        (Role.AGENCY_ADMIN, Scope.AGENCY, 2),
        (Role.REVIEWER, Scope.CALL, 3),
    )
    assert agencies_read_by(both) == {1, 2}
    assert agencies_read_by(ANONYMOUS) == frozenset()


@pytest.mark.parametrize(
    ("state", "minutes", "closes", "phase"),
    [
        (CallState.DRAFT, 1, 10, CallPhase.DRAFT),
        (CallState.FINISHED, 1, 10, CallPhase.FINISHED),
        (CallState.PUBLISHED, -1, 10, CallPhase.UPCOMING),
        (CallState.PUBLISHED, 0, 10, CallPhase.OPEN),
        (CallState.PUBLISHED, 10, 10, CallPhase.CLOSED),
        (CallState.PUBLISHED, 10_000, None, CallPhase.OPEN),
    ],
)
def test_the_phase_of_a_call(state: CallState, minutes: int, closes: int | None, phase: CallPhase) -> None:
    end = None if closes is None else NOW + timedelta(minutes=closes)
    assert call_phase(state, NOW, end, NOW + timedelta(minutes=minutes)) is phase


_S, _E = ProblemState, ProblemEvent
_AUTHORS, _DECIDERS = frozenset(AUTHORS), frozenset({"officer", "approver"})
_OFFICERS = frozenset({"officer", "writing_officer"})

#: state, event -> target and who may. Nobody decides on a problem of one's own.
EXPECTED: Expected = [
    (
        PROBLEM,
        {
            (_S.DRAFT, _E.POST): (_S.POSTED, _AUTHORS),
            (_S.POSTED, _E.REACH_THRESHOLD): (_S.DEPARTMENT_REVIEW, frozenset(ACTORS)),
            (_S.POSTED, _E.TAKE_UP): (_S.DEPARTMENT_REVIEW, _DECIDERS),
            (_S.POSTED, _E.START_REVIEW): (_S.UNDER_REVIEW, _DECIDERS),
            (_S.DEPARTMENT_REVIEW, _E.START_REVIEW): (_S.UNDER_REVIEW, _DECIDERS),
            (_S.DEPARTMENT_REVIEW, _E.SELECT): (_S.SELECTED, _DECIDERS),
            (_S.DEPARTMENT_REVIEW, _E.DECLINE): (_S.DECLINED, _DECIDERS),
            (_S.DEPARTMENT_REVIEW, _E.MERGE): (_S.MERGED, _DECIDERS),
            (_S.DEPARTMENT_REVIEW, _E.WITHDRAW): (_S.WITHDRAWN, _AUTHORS),
            (_S.MERGED, _E.UNMERGE_TO_POSTED): (_S.POSTED, _DECIDERS),
            (_S.MERGED, _E.UNMERGE_TO_DEPARTMENT): (_S.DEPARTMENT_REVIEW, _DECIDERS),
            (_S.MERGED, _E.UNMERGE_TO_REVIEW): (_S.UNDER_REVIEW, _DECIDERS),
            (_S.POSTED, _E.SELECT): (_S.SELECTED, _DECIDERS),
            (_S.UNDER_REVIEW, _E.SELECT): (_S.SELECTED, _DECIDERS),
            (_S.POSTED, _E.DECLINE): (_S.DECLINED, _DECIDERS),
            (_S.UNDER_REVIEW, _E.DECLINE): (_S.DECLINED, _DECIDERS),
            (_S.POSTED, _E.MERGE): (_S.MERGED, _DECIDERS),
            (_S.UNDER_REVIEW, _E.MERGE): (_S.MERGED, _DECIDERS),
            (_S.DRAFT, _E.WITHDRAW): (_S.WITHDRAWN, _AUTHORS),
            (_S.POSTED, _E.WITHDRAW): (_S.WITHDRAWN, _AUTHORS),
            (_S.UNDER_REVIEW, _E.WITHDRAW): (_S.WITHDRAWN, _AUTHORS),
        },
    ),
    (
        REVIEW,
        {
            (ReviewState.DRAFT, ReviewEvent.SUBMIT): (ReviewState.SUBMITTED, frozenset({"reviewer"})),
            (ReviewState.SUBMITTED, ReviewEvent.REOPEN): (ReviewState.DRAFT, frozenset({"officer"})),
            (ReviewState.DRAFT, ReviewEvent.EXCLUDE): (ReviewState.EXCLUDED, frozenset({"reviewer"})),
            (ReviewState.SUBMITTED, ReviewEvent.EXCLUDE): (ReviewState.EXCLUDED, frozenset({"reviewer"})),
        },
    ),
    (
        CALLS,
        {
            (CallState.DRAFT, CallEvent.PUBLISH): (CallState.PUBLISHED, _OFFICERS),
            (CallState.PUBLISHED, CallEvent.FINISH): (CallState.FINISHED, _OFFICERS),
        },
    ),
]


def subject_in(state: object) -> SampleProblem | SampleReview | SampleCall:
    if isinstance(state, ProblemState):
        return SampleProblem(state)
    return SampleReview() if isinstance(state, ReviewState) else SampleCall()


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, PolicyBook([POLICY]), ACTORS, subject_in, NOW) == expected
