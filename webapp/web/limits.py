"""Rate limits for requests in general (Flask-Limiter). Limits on sign-in are rules of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
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

    def decorate(view: View) -> View:
        limited = limiter.limit(rate, methods=methods)(view)
        limited.__dict__["is_limited"] = True
        return cast("View", limited)

    return decorate


@limiter.request_filter
def has_no_limit() -> bool:
    """Spare the views without a limit, which are most, from looking for one at each request."""
    view = current_app.view_functions.get(request.endpoint or "")
    return not getattr(view, "is_limited", False)


def install(app: Flask, url: str) -> None:
    """Set up the limits with their storage: memory:// per process, redis:// shared."""
    app.config["RATELIMIT_STORAGE_URI"] = url
    limiter.init_app(app)
