"""A person's own page, and the official's desk."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.accounts.queries.people import invitations_for
from webapp.home.enums import Permission
from webapp.home.queries import my_ideas, my_projects, named_reflections, office_desk
from webapp.home.views.blueprint import blueprint
from webapp.problems.queries import problems_of
from webapp.web.access import requires, signed_in
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/my")
@signed_in
def my() -> ResponseReturnValue:
    """내 아이디어."""
    work, actor = current_work(), current_actor()
    account_id = actor.account_id or 0
    return render_template(
        "home/my.html",
        ideas=my_ideas(work, actor),
        problems=problems_of(work, account_id),
        projects=my_projects(work, actor),
        invitations=invitations_for(work, account_id),
        named=named_reflections(work, actor),
    )


@blueprint.get("/office")
@requires(Permission.OFFICE_VIEW)
def office() -> ResponseReturnValue:
    """담당자 업무."""
    return render_template("home/office.html", desk=office_desk(current_work(), current_actor()))
