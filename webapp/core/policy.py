"""Who may do what: actors, predicates, and the book in which every context enters its permissions.

Predicates are pure: they read the actor, the subject and the time, never the database. A refusal carries
its reason, so that a page can say why a button is off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from webapp.core.errors import NotFound, NotPermitted, SignInNeeded
from webapp.core.i18n import LazyText, gettext, lazy


class ActorKind(StrEnum):
    """What stands behind an act."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody holds over something: `("judge", "round", 5)`."""

    role: str
    scope: str
    scope_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. A value, read once per request; never a database row."""

    kind: ActorKind = ActorKind.ANONYMOUS
    account_id: int | None = None
    name: str = ""
    locale: str = "ko"
    is_platform_admin: bool = False
    grants: frozenset[Grant] = frozenset()
    session_id: int | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether a person is behind this actor."""
        return self.kind is ActorKind.PERSON

    @property
    def is_system(self) -> bool:
        """Whether the platform itself acts (the clock, an importer on the command line)."""
        return self.kind is ActorKind.SYSTEM

    def has_role(self, role: str, scope: str | None = None, scope_id: int | None = None) -> bool:
        """Whether the actor holds `role`, over exactly `scope_id` when one is given."""
        return any(
            grant.role == role
            and (scope is None or grant.scope == scope)
            and (scope_id is None or grant.scope_id == scope_id)
            for grant in self.grants
        )

    def scopes_of(self, role: str) -> frozenset[int]:
        """The ids of everything over which the actor holds `role`."""
        return frozenset(g.scope_id for g in self.grants if g.role == role and g.scope_id is not None)


ANONYMOUS = Actor()
SYSTEM = Actor(kind=ActorKind.SYSTEM, name="시스템")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to the policy. `subject` is None while only the actor is known."""

    actor: Actor
    subject: Any
    now: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: allowed, or the reason why not (translated when shown).

    `is_told`: the reason may be told even where the subject is kept secret, since whoever is refused for it
    knows of the subject by their own part in it.
    """

    allowed: bool
    reason: str | LazyText = ""
    is_told: bool = False

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


@dataclass(frozen=True)
class Predicate:
    """A named condition with the reason that its refusal gives; composed with `&` and `|`."""

    name: str
    judge: Callable[[Ask], Verdict] = field(repr=False)

    def __call__(self, ask: Ask) -> Verdict:
        return self.judge(ask)

    def __and__(self, other: Predicate) -> Predicate:
        def both(ask: Ask) -> Verdict:
            first = self(ask)
            return other(ask) if first.allowed else first

        return Predicate(f"({self.name} & {other.name})", both)

    def __or__(self, other: Predicate) -> Predicate:
        def either(ask: Ask) -> Verdict:
            first = self(ask)
            if first.allowed:
                return first
            second = other(ask)
            return second if second.allowed or (second.is_told and not first.is_told) else first

        return Predicate(f"({self.name} | {other.name})", either)


def about_actor(reason: str | LazyText) -> Callable[[Callable[[Actor], bool]], Predicate]:
    """Make a predicate that looks at the actor alone."""

    def decorate(test: Callable[[Actor], bool]) -> Predicate:
        def judge(ask: Ask) -> Verdict:
            return ALLOWED if test(ask.actor) else Verdict(allowed=False, reason=reason)

        return Predicate(test.__name__, judge)

    return decorate


def about_subject(
    reason: str | LazyText, *, is_told: bool = False
) -> Callable[[Callable[[Ask], bool]], Predicate]:
    """Make a predicate that looks at the subject; with no subject at hand it does not object.

    `is_told`: see Verdict.
    """

    def decorate(test: Callable[[Ask], bool]) -> Predicate:
        def judge(ask: Ask) -> Verdict:
            if ask.subject is None or test(ask):
                return ALLOWED
            return Verdict(allowed=False, reason=reason, is_told=is_told)

        return Predicate(test.__name__, judge)

    return decorate


@about_actor("")
def anyone(_actor: Actor) -> bool:
    """Everybody, signed in or not."""
    return True


@about_actor(lazy("로그인이 필요합니다."))
def is_signed_in(actor: Actor) -> bool:
    """A person who has signed in."""
    return actor.is_signed_in


@about_actor(lazy("플랫폼 관리자만 할 수 있습니다."))
def is_platform_admin(actor: Actor) -> bool:
    """The administrator of the whole deployment."""
    return actor.is_signed_in and actor.is_platform_admin


@about_actor(lazy("시스템이 자동으로 처리하는 일입니다."))
def is_system(actor: Actor) -> bool:
    """The platform itself: the clock or the command line."""
    return actor.is_system


class PolicyBook:
    """All permissions of all contexts. Whatever is not entered is denied."""

    def __init__(self, tables: Iterable[Mapping[str, Predicate]]) -> None:
        self.rules: dict[str, Predicate] = {}
        for table in tables:
            for permission, predicate in table.items():
                if permission in self.rules:
                    raise ValueError(f"permission entered twice: {permission}")
                self.rules[str(permission)] = predicate

    def check(self, actor: Actor, permission: str, subject: Any, now: datetime) -> Verdict:
        """Whether `actor` may do this to `subject` (None: whether it is possible at all)."""
        rule = self.rules.get(str(permission))
        if rule is None:
            return Verdict(allowed=False, reason=lazy("허용되지 않은 작업입니다."))
        return rule(Ask(actor, subject, now))

    def require(
        self, actor: Actor, permission: str, subject: Any, now: datetime, *, is_secret: bool = False
    ) -> None:
        """Raise unless allowed. `is_secret`: a refusal must not show that the subject exists, save to whom
        its reason may be told.
        """
        verdict = self.check(actor, permission, subject, now)
        if verdict.allowed:
            return
        if is_secret and not verdict.is_told:
            raise NotFound(gettext("요청하신 내용을 찾을 수 없습니다."))
        if actor.kind is ActorKind.ANONYMOUS:
            raise SignInNeeded(gettext("로그인이 필요합니다."))
        raise NotPermitted(str(verdict.reason))
