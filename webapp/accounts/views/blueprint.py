"""The blueprint of accounts and its desks in the header. Owns no page."""

from __future__ import annotations

from flask import Blueprint

from webapp.accounts.enums import Role, Scope
from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.web.templating import Desk

blueprint = Blueprint("accounts", __name__)


def _manages_one_agency(actor: Actor) -> bool:
    return actor.has_role(Role.AGENCY_ADMIN, Scope.AGENCY) and not actor.is_platform_admin


DESKS = (
    Desk(lazy("플랫폼 관리"), "accounts.admin", lambda actor: actor.is_platform_admin),
    Desk(lazy("기관 관리"), "accounts.list_agencies", _manages_one_agency),
)
