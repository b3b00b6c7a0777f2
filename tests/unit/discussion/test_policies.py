"""Who may do what in discussion: every permission for every kind of person, read from the policy table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.support.matrices import Expected, Moves, moves
from webapp.accounts.enums import Role, Scope
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.subjects import Activity, Subject
from webapp.core.workflow import Workflow
from webapp.discussion.enums import (
    AppealEvent,
    AppealState,
    CommentEvent,
    CommentState,
    Permission,
    QuestionEvent,
    QuestionState,
    ReportEvent,
    ReportState,
)
from webapp.discussion.policies import POLICY, agencies_answered_by, agencies_moderated_by
from webapp.discussion.workflow import APPEAL, COMMENT, QUESTION, REPORT

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
AGENCY, AUTHOR, HIDER = 7, 1, 13


@dataclass(frozen=True)
class SampleComment:
    """What the policy asks of a comment, a report's comment or an appeal."""

    state: object = CommentState.VISIBLE
    author_id: int = AUTHOR
    agency_id: int = AGENCY
    hidden_by_id: int = HIDER


def subject(*activities: Activity) -> Subject:
    return Subject(
        "problem",
        "aaaaaaaaaaaa",
        "골목길이 어둡습니다",
        "/problems/aaaaaaaaaaaa",
        AGENCY,
        activities=frozenset(activities),
        author_ids=frozenset({AUTHOR}),
    )


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
    "other_officer": person(10, (Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY + 1)),
    "hider": person(HIDER, (Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY)),
    "writing_officer": person(AUTHOR, (Role.CONTEST_OFFICER, Scope.AGENCY, AGENCY)),
    "platform_admin": Actor(kind=ActorKind.PERSON, account_id=12, is_platform_admin=True),
}
SIGNED_IN = set(ACTORS) - {"anonymous", "system"}
AUTHORS = {"author", "writing_officer"}
MODERATORS = {"officer", "agency_admin", "hider", "writing_officer"}
OFFICIALS = MODERATORS | {"approver", "secretary"}
BOOK = PolicyBook([POLICY])

#: Who may, of a subject that takes everything.
MAY: dict[str, set[str]] = {
    Permission.ENDORSEMENT_WRITE: SIGNED_IN - AUTHORS,
    Permission.ENDORSEMENT_WITHDRAW: SIGNED_IN,
    Permission.ENDORSEMENT_REVIEW: MODERATORS,
    Permission.FOLLOW_WRITE: SIGNED_IN,
    Permission.FOLLOW_STOP: SIGNED_IN,
    Permission.COMMENT_WRITE: SIGNED_IN,
    Permission.COMMENT_ANSWER: OFFICIALS,
    Permission.QUESTION_WRITE: SIGNED_IN,
    Permission.QUESTION_ANSWER: MODERATORS,
}
#: Who may, of a comment or an appeal.
OF_COMMENTS: dict[str, set[str]] = {
    Permission.COMMENT_EDIT: AUTHORS,
    Permission.COMMENT_DELETE: AUTHORS,
    Permission.REPORT_WRITE: SIGNED_IN - AUTHORS,
    Permission.MODERATE: MODERATORS,
    Permission.APPEAL_WRITE: AUTHORS,
    Permission.APPEAL_DECIDE: {"officer", "agency_admin"},
}
#: What a subject must take for a permission to be of use.
NEEDED = {
    Permission.ENDORSEMENT_WRITE: Activity.ENDORSE,
    Permission.FOLLOW_WRITE: Activity.FOLLOW,
    Permission.COMMENT_WRITE: Activity.COMMENT,
    Permission.QUESTION_WRITE: Activity.ASK,
}


def allowed(permission: str, about: object) -> set[str]:
    return {name for name, actor in ACTORS.items() if BOOK.check(actor, permission, about, NOW).allowed}


def test_every_permission_is_looked_at() -> None:
    assert {*MAY, *OF_COMMENTS} == set(Permission)


@pytest.mark.parametrize("permission", MAY)
def test_who_may_of_a_subject_that_takes_everything(permission: str) -> None:
    assert allowed(permission, subject(*Activity)) == MAY[permission]


@pytest.mark.parametrize("permission", OF_COMMENTS)
def test_who_may_of_a_comment(permission: str) -> None:
    assert allowed(permission, SampleComment()) == OF_COMMENTS[permission]


@pytest.mark.parametrize(("permission", "activity"), NEEDED.items())
def test_nobody_may_what_the_subject_does_not_take_now(permission: str, activity: Activity) -> None:
    assert allowed(permission, subject(*(set(Activity) - {activity}))) == set()


def test_which_agencies_somebody_keeps_order_for() -> None:
    found = {name: agencies_moderated_by(actor) for name, actor in ACTORS.items()}
    assert {name for name, agencies in found.items() if agencies} == {*MODERATORS, "other_officer"}
    assert found["officer"] == {AGENCY}
    assert {name: agencies_answered_by(actor) for name, actor in ACTORS.items()} == found


_C, _CE, _R, _RE, _A, _AE = CommentState, CommentEvent, ReportState, ReportEvent, AppealState, AppealEvent
_Q, _QE = QuestionState, QuestionEvent
_MODERATORS, _DECIDERS = frozenset(MODERATORS), frozenset({"officer", "agency_admin"})
_ALL = frozenset(ACTORS)

#: state, event -> target and who may. What only a use case fires, which checked another, is open to all.
EXPECTED: Expected = [
    (
        COMMENT,
        {
            (_C.VISIBLE, _CE.HIDE): (_C.HIDDEN, _MODERATORS),
            (_C.HIDDEN, _CE.SHOW): (_C.VISIBLE, _MODERATORS),
            (_C.VISIBLE, _CE.DELETE): (_C.DELETED, frozenset(AUTHORS)),
        },
    ),
    (
        REPORT,
        {
            (_R.OPEN, _RE.UPHOLD): (_R.UPHELD, _ALL),
            (_R.OPEN, _RE.DISMISS): (_R.DISMISSED, _ALL),
            (_R.OPEN, _RE.LAPSE): (_R.LAPSED, _ALL),
        },
    ),
    (
        APPEAL,
        {
            (_A.OPEN, _AE.UPHOLD): (_A.UPHELD, _DECIDERS),
            (_A.OPEN, _AE.DISMISS): (_A.DISMISSED, _DECIDERS),
        },
    ),
    (
        QUESTION,
        {
            (_Q.ASKED, _QE.ANSWER): (_Q.ANSWERED, _MODERATORS),
            (_Q.ANSWERED, _QE.ANSWER): (_Q.ANSWERED, _MODERATORS),
            (_Q.ASKED, _QE.HIDE): (_Q.HIDDEN, _MODERATORS),
        },
    ),
]


@pytest.mark.parametrize(("workflow", "expected"), EXPECTED, ids=lambda value: getattr(value, "name", ""))
def test_every_state_and_event_leads_where_the_table_says(workflow: Workflow, expected: Moves) -> None:
    assert moves(workflow, BOOK, ACTORS, SampleComment, NOW) == expected
