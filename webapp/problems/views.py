"""Pages of problems."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import public

blueprint = Blueprint("problems", __name__)


@blueprint.get("/problems")
@public
def list_problems() -> ResponseReturnValue:
    """문제."""
    return render_template("problems/list_problems.html")
