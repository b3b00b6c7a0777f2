"""Addresses that belong to no context: language, display, health."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import LOCALES
from webapp.web import health
from webapp.web.access import public_raw
from webapp.web.language import COOKIE, safe_path
from webapp.web.templating import CONTRASTS, SIZES

blueprint = Blueprint("web", __name__)
YEAR_SECONDS = 365 * 24 * 3600


def _remembering(cookies: dict[str, str]) -> ResponseReturnValue:
    response = redirect(safe_path(request.args.get("next"), url_for("home.front")), 303)
    for name, value in cookies.items():
        response.set_cookie(
            name, value, max_age=YEAR_SECONDS, samesite="Lax", httponly=False, secure=request.is_secure
        )
    return response


@blueprint.get("/language/<code>")
@public_raw
def set_language(code: str) -> ResponseReturnValue:
    """Remember the language and go back to where the reader was."""
    return _remembering({COOKIE: code} if code in LOCALES else {})


@blueprint.get("/display")
@public_raw
def display() -> ResponseReturnValue:
    """Remember text size and contrast, for readers without script."""
    size, contrast = request.args.get("size", ""), request.args.get("contrast", "")
    cookies = {"display_size": size} if size in SIZES else {}
    if contrast in CONTRASTS:
        cookies["display_contrast"] = contrast
    return _remembering(cookies)


@blueprint.get("/healthz")
@public_raw
def healthz() -> ResponseReturnValue:
    """Whether this process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public_raw
def readyz() -> ResponseReturnValue:
    """Whether the site can do its work: database, migrations, storage, outbox. 200 or 503."""
    report = health.report()
    return jsonify(report.as_json()), 200 if report.is_ready else 503
