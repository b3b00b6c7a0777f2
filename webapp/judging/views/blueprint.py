"""The blueprint of judging and its places of work in the header. Owns no page."""

from __future__ import annotations

from flask import Blueprint

from webapp.accounts.enums import Role, Scope
from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.judging.policies import judging_agencies
from webapp.web.templating import Desk

blueprint = Blueprint("judging", __name__)


def _is_judge(actor: Actor) -> bool:
    return actor.has_role(Role.JUDGE, Scope.ROUND)


DESKS = (
    Desk(lazy("심사하기"), "judging.desk", _is_judge),
    Desk(lazy("심사 관리"), "judging.list_rounds", lambda actor: bool(judging_agencies(actor))),
)
