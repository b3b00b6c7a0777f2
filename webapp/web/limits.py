"""Rate limits for requests in general (Flask-Limiter). Limits on sign-in are rules of accounts."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[],
    headers_enabled=False,
)

#: For forms that write: generous for a person, tight for a flood.
WRITES = "60 per minute"


def install(app: Flask, url: str) -> None:
    """Set up the limits with their storage: memory:// per process, redis:// shared."""
    app.config["RATELIMIT_STORAGE_URI"] = url
    limiter.init_app(app)
