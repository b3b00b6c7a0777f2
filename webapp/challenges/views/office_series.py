"""Office page that copies a contest for another year; it first shows where each date would go."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import Permission
from webapp.challenges.forms.series import CopyForm
from webapp.challenges.models.series import YEAR_OF_WEEKS
from webapp.challenges.queries import office
from webapp.challenges.services.series import copy_contest, dates_to_move
from webapp.challenges.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/office/contests/<slug>/copy", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_CREATE)
def copy_programme(slug: str) -> ResponseReturnValue:
    """작년 공모 복사."""
    work, actor, form = current_work(), current_actor(), CopyForm()
    page = office.office_programme(work, actor, slug)
    is_looking = request.form.get("go") == "look"
    if not is_looking:
        made = form.attempt(lambda: copy_contest(work, actor, form.command(slug)))
        if made is not None:
            flash(_("공모를 복사했습니다. 옮긴 일정과 이름을 확인해 주십시오."), "success")
            return redirect(url_for(".show_office_contest", slug=made.slug), 303)
    shown = dates_to_move(work, actor, slug, YEAR_OF_WEEKS)
    if is_looking:
        shown = form.attempt(lambda: dates_to_move(work, actor, slug, form.moved_days)) or shown
    status = 200 if is_looking and not form.errors else form.status
    return render_template("challenges/office/copy.html", form=form, page=page, dates=shown), status
