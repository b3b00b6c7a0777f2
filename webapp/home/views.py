"""Pages of home."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.web.access import public

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    """첫 화면."""
    return render_template("home/front.html")


@blueprint.get("/about")
@public
def about() -> ResponseReturnValue:
    """이용 안내."""
    return render_template("home/about.html")


@blueprint.get("/search")
@public
def search() -> ResponseReturnValue:
    """통합 검색."""
    return render_template("home/search.html")


@blueprint.get("/terms")
@public
def terms() -> ResponseReturnValue:
    """이용약관."""
    return render_template("home/terms.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """개인정보 처리방침."""
    return render_template("home/privacy.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """접근성."""
    return render_template("home/accessibility.html")


@blueprint.get("/open-data")
@public
def open_data() -> ResponseReturnValue:
    """공개 데이터."""
    return render_template("home/open_data.html")
