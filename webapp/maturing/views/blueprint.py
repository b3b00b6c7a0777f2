"""The blueprint of maturing, its places of work in the header, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import Role, Scope
from webapp.core.errors import WrongState
from webapp.core.i18n import LazyText, lazy
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.maturing import queries
from webapp.maturing.enums import Permission
from webapp.maturing.policies import maturing_agencies
from webapp.maturing.queries import MilestoneView, ProjectPage
from webapp.web.pipeline import current_actor, current_work
from webapp.web.templating import Desk

blueprint = Blueprint("maturing", __name__)
FILES_OF = "milestones"


def _is_mentor(actor: Actor) -> bool:
    return actor.has_role(Role.MENTOR, Scope.PROJECT)


DESKS = (
    Desk(lazy("숙성 과제"), "maturing.my_projects", _is_mentor),
    Desk(lazy("숙성 관리"), "maturing.list_projects", lambda actor: bool(maturing_agencies(actor))),
)


def project_for(key: str, permission: Permission = Permission.PROJECT_VIEW) -> ProjectPage:
    """A project for one of its people; to everybody else there is none."""
    work, actor = current_work(), current_actor()
    project = queries.project_page(work, key)
    work.require(actor, Permission.PROJECT_VIEW, project, is_secret=True)
    work.require(actor, permission, project)
    return project


def milestone_for(
    key: str, permission: Permission = Permission.PROJECT_VIEW
) -> tuple[ProjectPage, MilestoneView]:
    """A milestone with its project, for one of the project's people."""
    project = project_for(queries.project_key_of(current_work(), key), permission)
    return project, next(one for one in project.milestones if one.key == key)


def refuse(*, unless: bool, why: str | LazyText = "") -> None:
    """WrongState, with `why` where it helps, when a page for an act is opened while that is not possible."""
    if not unless:
        raise WrongState(str(why) or _("지금 상태에서는 할 수 없습니다."))


def back_to(project_key: str, message: str) -> ResponseReturnValue:
    """Answer 303 to the workspace, which says what was done."""
    flash(message, "success")
    return redirect(url_for("maturing.show_project", key=project_key), 303)
