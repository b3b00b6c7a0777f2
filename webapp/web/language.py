"""The reader's language: cookie (set from the account at sign-in), then the browser's wish, then Korean."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_babel import Babel

from webapp.core.i18n import LOCALES, activate, current_locale, deactivate

COOKIE = "language"
YEAR_SECONDS = 365 * 24 * 3600


def select_locale() -> str:
    """The locale of this request, worked out once."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return chosen
    if "Accept-Language" not in request.headers:
        return "ko"
    return request.accept_languages.best_match(LOCALES, default="ko") or "ko"


def remember_locale(response: Response, code: str) -> None:
    """Let this browser keep a language."""
    if code in LOCALES:
        response.set_cookie(COOKIE, code, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure)


def install(app: Flask) -> None:
    """Set the language for the length of each request, for core's messages and (Flask-Babel) WTForms' own."""
    Babel(app, default_locale="ko", default_timezone="Asia/Seoul", locale_selector=current_locale)

    @app.before_request
    def set_language() -> None:
        g.locale_token = activate(select_locale())

    @app.teardown_request
    def put_language_back(_error: BaseException | None) -> None:
        if "locale_token" in g:
            deactivate(g.pop("locale_token"))


def safe_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this site, else `default`: no redirect leads elsewhere."""
    if not target:
        return default
    parts = urlsplit(target)
    is_path = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if is_path and "\\" not in target and target.isprintable() else default
