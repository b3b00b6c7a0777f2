"""Sign-in: Flask-Login keeps who is signed in; accounts says who that is.

The cookie holds an opaque session token, never an account. Accounts registers the loader that turns the
token into an actor, so that this module knows no table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work

ActorLoader = Callable[[Work, str], Actor | None]
LOADER = "actor_loader"


class SignedInUser(UserMixin):
    """Flask-Login's idea of a user: the session token and the actor behind it."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """What the cookie keeps: the token, whose hash is in the database."""
        return self.token


def install(app: Flask, loader: ActorLoader) -> None:
    """Set up Flask-Login with the loader that accounts provides."""
    manager = LoginManager(app)
    manager.session_protection = None  # sessions are rows that can be ended; addresses change on phones
    app.extensions[LOADER] = loader

    @manager.user_loader
    def load_user(token: str) -> SignedInUser | None:
        actor = cast("ActorLoader", app.extensions[LOADER])(g.work, token)
        return SignedInUser(token, actor) if actor else None


def load_actor(work: Work) -> Actor:
    """Who acts in this request. Costs no statement when no session cookie came."""
    token = session.get("_user_id")
    if not token:
        return ANONYMOUS
    loader = cast("ActorLoader", current_app.extensions[LOADER])
    return loader(work, token) or ANONYMOUS


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
