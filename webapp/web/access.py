"""Access marks: each view says who may call it. A view without a mark keeps the application from starting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

MARK = "access_mark"


class AccessKind(StrEnum):
    """The three kinds of marks."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a view. `is_raw`: the view needs neither session nor unit of work."""

    kind: AccessKind
    permission: str = ""
    is_cached: bool = False
    is_raw: bool = False


def _mark(access: Access) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARK, access)
        return view

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may call this view."""
    return _mark(Access(AccessKind.PUBLIC))(view)


def public_cached(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may call this view, and to all who are not signed in it looks the same for a few seconds."""
    return _mark(Access(AccessKind.PUBLIC, is_cached=True))(view)


def public_raw(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may call this view; it needs neither session nor unit of work."""
    return _mark(Access(AccessKind.PUBLIC, is_raw=True))(view)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Whoever is signed in may call this view."""
    return _mark(Access(AccessKind.SIGNED_IN))(view)


def requires(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Whoever could have `permission` over something may call this view; the service checks the object."""
    return _mark(Access(AccessKind.PERMISSION, permission))


def access_of(view: Callable[..., object]) -> Access | None:
    """The mark of a view, or None."""
    found = getattr(view, MARK, None)
    return found if isinstance(found, Access) else None
