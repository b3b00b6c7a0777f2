"""What everybody may see: the board of promises, and the record of one idea."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.reflection.enums import BoardPart
from webapp.reflection.queries import board, public_record
from webapp.reflection.views.blueprint import blueprint
from webapp.web.access import public, public_cached
from webapp.web.pipeline import current_actor, current_work


def part_of(name: str) -> BoardPart:
    """The part of the board that an address names; promises to be kept when it names none."""
    return BoardPart(name) if name in set(BoardPart) else BoardPart.OPEN


@blueprint.get("/reflection", endpoint="board")
@public_cached
def show_board() -> ResponseReturnValue:
    """반영 현황."""
    found = board(
        current_work(),
        part_of(request.args.get("part", "")),
        request.args.get("agency", "")[:60],
        request.args.get("cursor"),
    )
    return render_template("reflection/board.html", board=found, parts=tuple(BoardPart))


@blueprint.get("/reflections/<key>")
@public
def show(key: str) -> ResponseReturnValue:
    """아이디어 한 건의 반영 과정."""
    page = public_record(current_work(), key, current_actor())
    return render_template("reflection/show.html", page=page)
