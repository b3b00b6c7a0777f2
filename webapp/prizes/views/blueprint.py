"""The blueprint of prizes, its place of work in the header, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import WrongState
from webapp.core.i18n import LazyText, lazy
from webapp.prizes.policies import prize_agencies
from webapp.web.templating import Desk

blueprint = Blueprint("prizes", __name__)

DESKS = (Desk(lazy("시상 관리"), "prizes.desk", lambda actor: bool(prize_agencies(actor))),)


def back_to(endpoint: str, message: str, *, key: str) -> ResponseReturnValue:
    """Answer 303 to a page, which says what was done."""
    flash(message, "success")
    return redirect(url_for(endpoint, key=key), 303)


def refuse(*, unless: bool, why: str | LazyText) -> None:
    """WrongState with `why` when a page for an act is opened while the act is not possible."""
    if not unless:
        raise WrongState(str(why))
