"""Pages of challenges."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import public

blueprint = Blueprint("challenges", __name__)


@blueprint.get("/contests")
@public
def list_contests() -> ResponseReturnValue:
    """공모."""
    return render_template("challenges/list_contests.html")
