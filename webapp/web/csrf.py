"""Cross-site request forgery: every unsafe request needs the session's token (Flask-WTF).

The token lives as long as the session, so that a long form does not go stale by itself.
"""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect

protection = CSRFProtect()


def install(app: Flask) -> None:
    """Guard every unsafe request. The token is also taken from the X-CSRFToken header (autosave)."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("WTF_CSRF_SSL_STRICT", False)  # the Referer is often stripped; the token decides
    protection.init_app(app)
