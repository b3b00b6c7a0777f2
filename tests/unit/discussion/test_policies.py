"""Who may do what in discussion: every permission for every kind of person, read from the policy table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.accounts.enums import Role, Scope
from webapp.core.policy import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, PolicyBook
from webapp.core.subjects import Activity, Subject
from webapp.discussion.enums import Permission
from webapp.discussion.policies import POLICY, agencies_moderated_by

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
AGENCY, AUTHOR = 7, 1


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
    "platform_admin": Actor(kind=ActorKind.PERSON, account_id=12, is_platform_admin=True),
}
SIGNED_IN = set(ACTORS) - {"anonymous", "system"}
MODERATORS = {"officer", "agency_admin"}
BOOK = PolicyBook([POLICY])

#: Who may, of a subject that takes everything.
MAY: dict[str, set[str]] = {
    Permission.ENDORSEMENT_WRITE: SIGNED_IN - {"author"},
    Permission.ENDORSEMENT_WITHDRAW: SIGNED_IN,
    Permission.ENDORSEMENT_REVIEW: MODERATORS,
    Permission.FOLLOW_WRITE: SIGNED_IN,
    Permission.FOLLOW_STOP: SIGNED_IN,
}
#: What a subject must take for a permission to be of use.
NEEDED = {Permission.ENDORSEMENT_WRITE: Activity.ENDORSE, Permission.FOLLOW_WRITE: Activity.FOLLOW}


def allowed(permission: str, about: object) -> set[str]:
    return {name for name, actor in ACTORS.items() if BOOK.check(actor, permission, about, NOW).allowed}


def test_every_permission_is_looked_at() -> None:
    assert set(MAY) == set(Permission)


@pytest.mark.parametrize("permission", MAY)
def test_who_may_of_a_subject_that_takes_everything(permission: str) -> None:
    assert allowed(permission, subject(*Activity)) == MAY[permission]


@pytest.mark.parametrize(("permission", "activity"), NEEDED.items())
def test_nobody_may_what_the_subject_does_not_take_now(permission: str, activity: Activity) -> None:
    assert allowed(permission, subject(*(set(Activity) - {activity}))) == set()


def test_which_agencies_somebody_keeps_order_for() -> None:
    found = {name: agencies_moderated_by(actor) for name, actor in ACTORS.items()}
    assert {name for name, agencies in found.items() if agencies} == {*MODERATORS, "other_officer"}
    assert found["officer"] == {AGENCY}
