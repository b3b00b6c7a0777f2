"""Predicates and the book of permissions."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from webapp.core.errors import NotFound, NotPermitted, SignInNeeded
from webapp.core.policy import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    ActorKind,
    Ask,
    Grant,
    PolicyBook,
    Predicate,
    about_actor,
    about_subject,
    anyone,
    is_platform_admin,
    is_signed_in,
    is_system,
)

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
PERSON = Actor(kind=ActorKind.PERSON, account_id=1)
ADMIN = Actor(kind=ActorKind.PERSON, account_id=2, is_platform_admin=True)


@about_subject("열려 있지 않습니다.")
def is_open(ask: Ask) -> bool:
    return bool(ask.subject.is_open)


@about_actor("이름이 없습니다.")
def is_named(actor: Actor) -> bool:
    return bool(actor.name)


@about_subject("자신의 일입니다.", is_told=True)
def is_not_own(ask: Ask) -> bool:
    return bool(ask.subject.owner_id != ask.actor.account_id)


OPEN, SHUT = SimpleNamespace(is_open=True), SimpleNamespace(is_open=False)


def reason(predicate: Predicate, actor: Actor, subject: object) -> str | None:
    """Why not, or None when allowed."""
    verdict = predicate(Ask(actor, subject, NOW))
    return None if verdict.allowed else str(verdict.reason)


@pytest.mark.parametrize(
    ("predicate", "allowed"),
    [
        (anyone, {"anonymous", "person", "admin", "system"}),
        (is_signed_in, {"person", "admin"}),
        (is_platform_admin, {"admin"}),
        (is_system, {"system"}),
    ],
)
def test_the_plain_predicates(predicate: Predicate, allowed: set[str]) -> None:
    actors = {"anonymous": ANONYMOUS, "person": PERSON, "admin": ADMIN, "system": SYSTEM}
    assert {name for name, actor in actors.items() if predicate(Ask(actor, None, NOW))} == allowed


def test_without_a_subject_its_condition_does_not_object() -> None:
    assert reason(is_open, PERSON, None) is None
    assert reason(is_open, PERSON, SHUT) == "열려 있지 않습니다."


def test_both_says_the_first_reason_that_fails() -> None:
    both = is_signed_in & is_open
    assert reason(both, PERSON, OPEN) is None
    assert reason(both, ANONYMOUS, SHUT) == "로그인이 필요합니다."
    assert reason(both, PERSON, SHUT) == "열려 있지 않습니다."


def test_either_says_the_reason_of_the_first() -> None:
    either = is_named | is_platform_admin
    assert reason(either, ADMIN, None) is None
    assert reason(either, Actor(name="이름"), None) is None
    assert reason(either, ANONYMOUS, None) == "이름이 없습니다."


def test_compositions_are_named() -> None:
    assert (is_signed_in & (is_open | is_named)).name == "(is_signed_in & (is_open | is_named))"


def test_roles_are_held_over_something() -> None:
    actor = Actor(
        grants=frozenset(
            {Grant("judge", "round", 5), Grant("judge", "round", 6), Grant("mentor", "project", 5)}
        )
    )
    assert actor.has_role("judge")
    assert actor.has_role("judge", "round", 5)
    assert not actor.has_role("judge", "project", 5)
    assert not actor.has_role("judge", "round", 7)
    assert actor.scopes_of("judge") == {5, 6}


def test_what_is_not_entered_is_denied_even_to_administrators() -> None:
    assert not PolicyBook([]).check(ADMIN, "ideas:idea:read", None, NOW)


def test_a_permission_is_entered_once() -> None:
    with pytest.raises(ValueError, match="ideas:idea:read"):
        PolicyBook([{"ideas:idea:read": anyone}, {"ideas:idea:read": is_signed_in}])


def test_a_refusal_becomes_the_error_that_fits() -> None:
    book = PolicyBook([{"act": is_signed_in & is_open}])
    book.require(PERSON, "act", OPEN, NOW)
    with pytest.raises(SignInNeeded):
        book.require(ANONYMOUS, "act", OPEN, NOW)
    with pytest.raises(NotPermitted, match="열려 있지 않습니다"):
        book.require(PERSON, "act", SHUT, NOW)
    for actor in (ANONYMOUS, PERSON):
        with pytest.raises(NotFound):
            book.require(actor, "act", SHUT, NOW, is_secret=True)


def test_whoever_takes_part_in_something_secret_is_told_why_they_may_not() -> None:
    subject = SimpleNamespace(is_open=False, owner_id=1)
    for rule in (is_not_own, is_open | is_not_own, is_not_own | is_open):
        book = PolicyBook([{"x:y:z": rule}])
        with pytest.raises(NotPermitted, match="자신의 일입니다"):
            book.require(PERSON, "x:y:z", subject, NOW, is_secret=True)
    book = PolicyBook([{"x:y:z": is_open & is_not_own}])
    with pytest.raises(NotFound):
        book.require(PERSON, "x:y:z", subject, NOW, is_secret=True)
