"""The office's pages about objections and excluding a finalist."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.prizes import queries
from webapp.prizes.enums import AwardState, Permission
from webapp.prizes.forms import ReasonForm, RulingForm
from webapp.prizes.queries import AwardRow
from webapp.prizes.services import (
    exclude_finalist,
    record_objection_view,
    rule_objection,
)
from webapp.prizes.views.blueprint import back_to, blueprint, refuse
from webapp.web.access import requires
from webapp.web.pipeline import SAFE_METHODS, current_actor, current_work, in_own_transaction


def award_for(key: str, permission: Permission) -> AwardRow:
    """An award of one's own agency; to officials elsewhere there is none."""
    work, actor = current_work(), current_actor()
    award = queries.award_by_key(work, key)
    work.require(actor, Permission.OFFICE_VIEW, award, is_secret=True)
    work.require(actor, permission, award)
    return award


@blueprint.route("/office/prizes/objections/<key>", methods=["GET", "POST"])
@requires(Permission.OBJECTION_RULE)
def show_objection(key: str) -> ResponseReturnValue:
    """제보 한 건."""
    work, actor, form = current_work(), current_actor(), RulingForm()
    objection = queries.objection_by_key(work, key)
    work.require(actor, Permission.OFFICE_VIEW, objection, is_secret=True)
    work.require(actor, Permission.OBJECTION_RULE, objection)
    if request.method in SAFE_METHODS:
        in_own_transaction(lambda own: record_objection_view(own, actor, key))
    ruled = form.attempt(lambda: rule_objection(work, actor, form.command(key)))
    if ruled is None:
        return render_template("prizes/office/objection.html", objection=objection, form=form), form.status
    return back_to("prizes.show_challenge", _("제보를 판단했습니다."), key=objection.award.challenge_key)


@blueprint.route("/office/prizes/awards/<key>/exclude", methods=["GET", "POST"])
@requires(Permission.AWARD_EXCLUDE)
def exclude(key: str) -> ResponseReturnValue:
    """수상 후보에서 제외하기."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    award = award_for(key, Permission.AWARD_EXCLUDE)
    why = _("공개검증 중인 수상 후보만 제외할 수 있습니다.")
    refuse(unless=award.state is AwardState.VERIFYING or request.method == "POST", why=why)
    if form.attempt(lambda: exclude_finalist(work, actor, key, form.reason.data or "")) is None:
        return render_template("prizes/office/exclude.html", award=award, form=form), form.status
    return back_to("prizes.show_challenge", _("수상 후보에서 제외했습니다."), key=award.challenge_key)
