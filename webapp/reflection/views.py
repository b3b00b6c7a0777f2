"""Pages of reflection."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import public

blueprint = Blueprint("reflection", __name__)


@blueprint.get("/reflection")
@public
def board() -> ResponseReturnValue:
    """반영 현황."""
    return render_template("reflection/board.html")
