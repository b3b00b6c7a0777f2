"""Rate limits for requests in general (Flask-Limiter). Limits on sign-in are rules of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

View = TypeVar("View", bound=Callable[..., Any])

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[],
    headers_enabled=False,
)

#: For forms that write: generous for a person, tight for a flood.
WRITES = "60 per minute"


def limit(rate: str, *, methods: list[str] | None = None) -> Callable[[View], View]:
    """Limit how often one address may ask for a view ("60 per minute"), by these methods or by any."""
    return cast("Callable[[View], View]", limiter.limit(rate, methods=methods))


def install(app: Flask, url: str) -> None:
    """Set up the limits with their storage: memory:// per process, redis:// shared."""
    app.config["RATELIMIT_STORAGE_URI"] = url
    limiter.init_app(app)
    # A view with a limit looks for it when it is called; no other request need be looked at.
    hooks = app.before_request_funcs[None]
    hooks[:] = [hook for hook in hooks if getattr(hook, "__self__", None) is not limiter]
