"""The blueprint that all pages of home hang on, and the desks that home puts into the header."""

from __future__ import annotations

from flask import Blueprint

from webapp.accounts.enums import AGENCY_ROLES, Scope
from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.web.templating import Desk

blueprint = Blueprint("home", __name__)


def is_official(actor: Actor) -> bool:
    """Whether the actor works in any agency."""
    return any(actor.has_role(role, Scope.AGENCY) for role in AGENCY_ROLES)


DESKS = (
    Desk(lazy("내 아이디어"), "home.my", lambda actor: actor.is_signed_in),
    Desk(lazy("담당자 업무"), "home.office", is_official),
)
