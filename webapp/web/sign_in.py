"""Sign-in: Flask-Login keeps who is signed in; accounts says who that is.

The cookie holds an opaque session token, never an account. Accounts brings the functions that turn the token
into an actor and keep its session alive, so that this module knows no table.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast

import sqlalchemy.exc as sa_errors
from flask import Flask, Response, current_app, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer

from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work

logger = logging.getLogger(__name__)
HOOKS = "session_hooks"
#: A session's use is written down at most this often.
TOUCH_AFTER = timedelta(minutes=5)


class LiveSession(Protocol):
    """A session that may be used."""

    @property
    def actor(self) -> Actor:
        """Who acts."""
        ...

    @property
    def last_seen_at(self) -> datetime:
        """When its use was last written down."""
        ...


@dataclass(frozen=True, slots=True)
class SessionHooks:
    """What accounts brings: the session of a token, the owner of one that may be over, noting a use."""

    find: Callable[[Work, str], LiveSession | None]
    owner: Callable[[Work, str], int | None]
    touch: Callable[[int], None]


class SignedInUser(UserMixin):
    """Flask-Login's idea of a user: the session token and the actor behind it."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """What the cookie keeps: the token, whose hash is in the database."""
        return self.token


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, with the signer made once instead of for each request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def install(app: Flask, hooks: SessionHooks) -> None:
    """Set up Flask-Login with what accounts brings."""
    app.session_interface = CookieSession()
    manager = LoginManager(app, add_context_processor=False)  # templates get the actor, read once
    manager.session_protection = None  # sessions are rows that can be ended; addresses change on phones
    app.extensions[HOOKS] = hooks

    @manager.user_loader
    def load_user(token: str) -> SignedInUser | None:
        found = hooks.find(g.work, token)
        return SignedInUser(token, found.actor) if found else None

    @app.after_request
    def note_use(response: Response) -> Response:
        session_id = g.pop("session_to_touch", None)
        if session_id is not None:
            try:
                hooks.touch(session_id)
            except sa_errors.SQLAlchemyError:  # the answer is ready; the next request notes the use
                logger.warning("could not note the use of a session", exc_info=True)
        return response


def load_actor(work: Work) -> Actor:
    """Who acts in this request. Costs no statement when no session cookie came."""
    token = current_token()
    if not token:
        return ANONYMOUS
    found = _hooks().find(work, token)
    if found is None:
        return ANONYMOUS
    if found.last_seen_at + TOUCH_AFTER <= work.now:
        g.session_to_touch = found.actor.session_id
    return found.actor


def owner_of_cookie(work: Work) -> int | None:
    """Whose session came with this request, even if it is over; what was typed into it is that person's."""
    token = current_token()
    return _hooks().owner(work, token) if token else None


def _hooks() -> SessionHooks:
    return cast("SessionHooks", current_app.extensions[HOOKS])


def remember(token: str, actor: Actor) -> None:
    """Start a signed-in session in this browser. The old session's data is dropped (no fixation)."""
    kept = {name: session[name] for name in ("parked",) if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    login_user(SignedInUser(token, actor))
    g.actor = actor


def forget() -> None:
    """End the signed-in session in this browser."""
    logout_user()
    session.clear()
    g.actor = ANONYMOUS


def current_token() -> str | None:
    """The session token that came with this request."""
    token: str | None = session.get("_user_id")
    return token
