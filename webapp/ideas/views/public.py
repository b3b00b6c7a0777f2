"""Pages for everybody: published ideas, and the check of a receipt."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.ideas.forms import VerifyForm
from webapp.ideas.queries import IdeaFilters, is_receipt_valid, list_public_ideas, public_idea
from webapp.ideas.queries.public import COUNTED, CURSOR_KINDS, PublicList
from webapp.ideas.views.blueprint import blueprint
from webapp.web.access import public, public_cached
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/ideas")
@public_cached
def list_ideas() -> ResponseReturnValue:
    """아이디어."""
    filters = IdeaFilters(
        contest=request.args.get("contest", "")[:80],
        challenge=request.args.get("challenge", "")[:16],
        is_awarded=request.args.get("award") == "yes",
    )
    cursor = read_cursor(request.args.get("cursor"), CURSOR_KINDS)
    found = list_public_ideas(current_work(), filters, cursor)
    return render_template(
        "ideas/list_ideas.html",
        found=found,
        filters=filters,
        tags=tags(found, filters),
        address=address,
        most=COUNTED,
    )


@blueprint.get("/ideas/<key>")
@public_cached
def show(key: str) -> ResponseReturnValue:
    """아이디어 하나."""
    return render_template("ideas/show.html", idea=public_idea(current_work(), key, current_actor()))


@blueprint.get("/receipts/verify")
@public
def verify() -> ResponseReturnValue:
    """접수증 확인."""
    asked = bool(request.args)
    form = VerifyForm(formdata=request.args if asked else None)
    is_valid = None
    if asked and form.validate():
        is_valid = is_receipt_valid(current_work(), form.number.data or "", form.sha256.data or "")
    status = 422 if asked and is_valid is None else 200
    return render_template("ideas/verify.html", form=form, is_valid=is_valid), status


def address(filters: IdeaFilters, *, cursor: str | None = None, **changes: str) -> str:
    """The list's address with these filters, some of them changed."""
    values: dict[str, Any] = {
        "contest": filters.contest,
        "challenge": filters.challenge,
        "award": "yes" if filters.is_awarded else "",
        "cursor": cursor or "",
        **changes,
    }
    return url_for("ideas.list_ideas", **{name: value for name, value in values.items() if value})


def tags(found: PublicList, filters: IdeaFilters) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    shown = []
    if filters.contest:
        shown.append((found.contest_title or filters.contest, address(filters, contest="", challenge="")))
    if filters.challenge:
        shown.append((found.challenge_title or filters.challenge, address(filters, challenge="")))
    if filters.is_awarded:
        shown.append((_("수상작"), address(filters, award="")))
    return shown
