"""An idea's whole way on one page."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.home.queries import passport_of
from webapp.home.views.blueprint import blueprint
from webapp.web.access import public_cached
from webapp.web.pipeline import current_work


@blueprint.get("/ideas/<key>/passport")
@public_cached
def passport(key: str) -> ResponseReturnValue:
    """아이디어 이력."""
    return render_template("home/passport.html", page=passport_of(current_work(), key))
