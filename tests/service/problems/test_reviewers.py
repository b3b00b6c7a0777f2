"""The experts of a call: invited, accepted, declined, called back, dismissed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from tests.support.problems import (
    account_of,
    give_review,
    make_call,
    make_officer,
    make_problem,
    scores,
)
from webapp.accounts.enums import InvitationState, Role, Scope
from webapp.accounts.models import Account
from webapp.accounts.services import accept_invitation, decline_invitation
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.models import ProblemCall
from webapp.problems.queries.people import reviewers_of
from webapp.problems.services import (
    dismiss_reviewer,
    invite_reviewer,
    start_review,
    withdraw_reviewer_invitation,
)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


@pytest.fixture
def expert(work: Work) -> Account:
    return make_account(work, "박위원", email="expert@example.org")


def test_an_expert_accepts_and_reviews(
    work: Work, officer: Actor, call: ProblemCall, expert: Account
) -> None:
    invitation = invite_reviewer(work, officer, call, " Expert@Example.org ", "박위원")
    assert (invitation.email, invitation.subject_title) == ("expert@example.org", call.title)
    accept_invitation(work, actor_for(work, expert), invitation.key)
    work.flush()
    assert [reader.name for reader in reviewers_of(work, call.id)] == ["박위원"]
    problem = start_review(work, officer, make_problem(work, call))
    review = give_review(work, actor_for(work, expert), scores(problem.key))
    assert review.reviewer_id == expert.id


@pytest.mark.parametrize("is_accepted", [True, False])
def test_the_official_who_invited_hears_the_answer(
    work: Work, officer: Actor, call: ProblemCall, expert: Account, is_accepted: bool
) -> None:
    invitation = invite_reviewer(work, officer, call, expert.email, "박위원")
    answer = accept_invitation if is_accepted else decline_invitation
    answer(work, actor_for(work, expert), invitation.key)
    work.flush()
    [letter] = [
        row.payload
        for row in work.session.scalars(sa.select(OutboxMessage))
        if row.payload["template"] == "problems/invitation_answered"
    ]
    assert letter["to"] == account_of(work, officer).email
    assert (letter["facts"]["name"], letter["facts"]["is_accepted"]) == ("박위원", is_accepted)


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [("주소 아님", "박위원", "email"), ("a@example.org", "", "name"), ("a@example.org", "가" * 51, "name")],
)
def test_a_bad_invitation_is_refused(
    work: Work, officer: Actor, call: ProblemCall, email: str, name: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        invite_reviewer(work, officer, call, email, name)
    assert set(refusal.value.fields) == {field}


def test_who_reviews_already_is_not_invited_again(
    work: Work, officer: Actor, call: ProblemCall, expert: Account
) -> None:
    invitation = invite_reviewer(work, officer, call, expert.email, "박위원")
    accept_invitation(work, actor_for(work, expert), invitation.key)
    with pytest.raises(RuleBroken) as refusal:
        invite_reviewer(work, officer, call, expert.email.upper(), "박위원")
    assert set(refusal.value.fields) == {"email"}


def test_an_expert_is_dismissed(work: Work, officer: Actor, call: ProblemCall, expert: Account) -> None:
    invitation = invite_reviewer(work, officer, call, expert.email, "박위원")
    with pytest.raises(WrongState):
        dismiss_reviewer(work, officer, call, invitation.key)
    accept_invitation(work, actor_for(work, expert), invitation.key)
    dismiss_reviewer(work, officer, call, invitation.key)
    assert not actor_for(work, expert).has_role(Role.REVIEWER, Scope.CALL, call.id)
    assert list(reviewers_of(work, call.id)) == []
    again = invite_reviewer(work, officer, call, expert.email, "박위원")
    assert again.state is InvitationState.INVITED


def test_an_invitation_is_called_back(work: Work, officer: Actor, call: ProblemCall, expert: Account) -> None:
    invitation = invite_reviewer(work, officer, call, expert.email, "박위원")
    withdraw_reviewer_invitation(work, officer, call, invitation.key)
    with pytest.raises(WrongState):
        accept_invitation(work, actor_for(work, expert), invitation.key)
    other = make_call(work, officer)
    with pytest.raises(NotFound):
        withdraw_reviewer_invitation(work, officer, other, invitation.key)


def test_only_the_calls_officers_invite(work: Work, call: ProblemCall, expert: Account) -> None:
    for actor in (make_officer(work), actor_for(work, expert)):
        with pytest.raises(NotPermitted):
            invite_reviewer(work, actor, call, "a@example.org", "김위원")
