"""Search over everything public."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.home.enums import SearchKind
from webapp.home.queries import MAX_CHARACTERS, search
from webapp.home.views.blueprint import blueprint
from webapp.web.access import public_cached
from webapp.web.pipeline import current_work


@blueprint.get("/search", endpoint="search")
@public_cached
def show_search() -> ResponseReturnValue:
    """통합 검색."""
    name = request.args.get("kind", "")
    kind = SearchKind(name) if name in set(SearchKind) else None
    page = search(current_work(), request.args.get("q", ""), kind, request.args.get("cursor"))
    return render_template("home/search.html", page=page, kinds=tuple(SearchKind), limit=MAX_CHARACTERS)
