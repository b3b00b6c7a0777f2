"""Pages of ideas."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import public

blueprint = Blueprint("ideas", __name__)


@blueprint.get("/ideas")
@public
def list_ideas() -> ResponseReturnValue:
    """아이디어."""
    return render_template("ideas/list_ideas.html")
