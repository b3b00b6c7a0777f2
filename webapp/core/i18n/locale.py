"""The reader's language, kept per thread and task.

Owns the list of languages and the one in force. Must not choose it: requests, mails and jobs do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import Final, Literal, get_args

Locale = Literal["ko", "en"]

#: Korean first: it is the source of every text and what a reader gets who asked for nothing.
LOCALES: Final[tuple[Locale, ...]] = get_args(Locale)

_current: ContextVar[Locale] = ContextVar("locale", default="ko")


def current_locale() -> Locale:
    """The language in force here: Korean unless someone set another."""
    return _current.get()


def activate(locale: str) -> "Token[Locale]":
    """Set the language until `deactivate` is called with the token. ValueError for a language not served."""
    if locale not in LOCALES:
        raise ValueError(f"no such language here: {locale!r}")
    return _current.set(locale)


def deactivate(token: "Token[Locale]") -> None:
    """Put back the language that was in force before `activate` returned this token."""
    _current.reset(token)


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Everything inside the block is written in this language."""
    token = activate(locale)
    try:
        yield
    finally:
        deactivate(token)
