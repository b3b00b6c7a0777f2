"""Firing a transition: rules, reasons, history, and nothing changed when refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account
from webapp.accounts.enums import AccountEvent, AccountState, Permission
from webapp.accounts.models import Account
from webapp.core.errors import NotPermitted, RuleBroken, SignInNeeded, WrongState
from webapp.core.events import EventBook
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.core.workflow import Condition, StateChange, StateChanged, Transition, Workflow


def is_spring(_account: Any, now: datetime) -> bool:
    return now.month == 3


PEOPLE = Workflow(
    "people",
    AccountState,
    AccountState.ACTIVE,
    [
        Transition(
            AccountEvent.SUSPEND,
            (AccountState.ACTIVE,),
            AccountState.SUSPENDED,
            permission=Permission.ACCOUNT_SUSPEND,
            conditions=(Condition("is_spring", "봄에만 할 수 있습니다.", is_spring),),
            reason_required=True,
        ),
        Transition(AccountEvent.RESTORE, (AccountState.SUSPENDED,), AccountState.ACTIVE),
        Transition(AccountEvent.CLOSE, (AccountState.ACTIVE,), AccountState.CLOSED),
        Transition(AccountEvent.CONFIRM, (AccountState.CLOSED,), AccountState.PENDING),
    ],
)


@pytest.fixture
def account(work: Work) -> Account:
    return make_account(work)


def history(work: Work) -> list[tuple[str, str, str, str, int | None]]:
    rows = work.session.scalars(
        sa.select(StateChange).where(StateChange.subject_type == "people").order_by(StateChange.id)
    )
    return [(row.from_state, row.to_state, row.event, row.reason, row.actor_id) for row in rows]


def test_a_transition_changes_the_state_and_leaves_its_history(
    work: Work, admin: Actor, account: Account
) -> None:
    heard: list[StateChanged] = []
    work.events = EventBook([{StateChanged: [lambda _work, event: heard.append(event)]}])
    PEOPLE.fire(work, admin, account, AccountEvent.SUSPEND, reason="  되풀이  ")
    assert account.state is AccountState.SUSPENDED
    assert history(work) == [("active", "suspended", "suspend", "되풀이", admin.account_id)]
    assert [(event.workflow, event.source, event.target, event.reason) for event in heard] == [
        ("people", AccountState.ACTIVE, AccountState.SUSPENDED, "되풀이")
    ]


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_reason_is_asked_for(work: Work, admin: Actor, account: Account, reason: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        PEOPLE.fire(work, admin, account, AccountEvent.SUSPEND, reason=reason)
    assert set(refused.value.fields) == {"reason"}
    assert account.state is AccountState.ACTIVE
    assert history(work) == []


def test_the_wrong_state_is_refused_in_words(work: Work, admin: Actor, account: Account) -> None:
    with pytest.raises(WrongState, match="이용 중"):
        PEOPLE.fire(work, admin, account, AccountEvent.RESTORE)
    assert history(work) == []


def test_whoever_may_not_changes_nothing(work: Work, account: Account) -> None:
    stranger = actor_for(work, make_account(work))
    for actor, error in ((stranger, NotPermitted), (ANONYMOUS, SignInNeeded)):
        with pytest.raises(error):
            PEOPLE.fire(work, actor, account, AccountEvent.SUSPEND, reason="까닭")
    assert account.state is AccountState.ACTIVE


def test_a_condition_says_why_not(work: Work, admin: Actor, account: Account) -> None:
    work.now = work.now.replace(month=7)
    with pytest.raises(WrongState, match="봄에만"):
        PEOPLE.fire(work, admin, account, AccountEvent.SUSPEND, reason="까닭")
    assert account.state is AccountState.ACTIVE


def test_a_button_learns_the_same_reasons(work: Work, admin: Actor, account: Account) -> None:
    stranger = actor_for(work, make_account(work))
    assert PEOPLE.check(work, admin, account, AccountEvent.SUSPEND)
    assert not PEOPLE.check(work, stranger, account, AccountEvent.SUSPEND)
    assert str(PEOPLE.check(work, admin, account, AccountEvent.RESTORE).reason) == (
        "지금 상태(이용 중)에서는 할 수 없습니다."
    )
    work.now = work.now.replace(month=7)
    assert "봄에만" in str(PEOPLE.check(work, admin, account, AccountEvent.SUSPEND).reason)


def test_a_failing_handler_fails_the_whole_unit(work: Work, admin: Actor, account: Account) -> None:
    def refuse(_work: Work, _event: StateChanged) -> None:
        raise RuleBroken("위에서 받지 않습니다.")

    work.events = EventBook([{StateChanged: [refuse]}])
    with pytest.raises(RuleBroken):
        PEOPLE.fire(work, admin, account, AccountEvent.SUSPEND, reason="까닭")


def test_the_state_in_the_database_is_one_of_the_known(work: Work, account: Account) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        work.session.execute(
            sa.text("UPDATE accounts SET state = 'odd' WHERE id = :id").bindparams(id=account.id)
        )
