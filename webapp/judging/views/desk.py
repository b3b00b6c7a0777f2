"""The judge's desk: rounds, pledge, declarations, all own scores."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import Role
from webapp.accounts.queries.people import invitations_for
from webapp.core.i18n import gettext as _
from webapp.judging import queries
from webapp.judging.enums import AssignmentState, Permission
from webapp.judging.forms import ClearForm, plain_points, pledge_form
from webapp.judging.queries import DeskRound
from webapp.judging.queries.desk import criteria_of
from webapp.judging.services import PLEDGE, declare_all_clear, sign_pledge
from webapp.judging.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/judge")
@requires(Permission.DESK_VIEW)
def desk() -> ResponseReturnValue:
    """심사위원의 심사 목록."""
    work, account_id = current_work(), current_actor().account_id
    waiting = [one for one in invitations_for(work, account_id or 0) if one.role is Role.JUDGE]
    return render_template("judging/desk.html", rounds=queries.desk(work, account_id), invitations=waiting)


@blueprint.get("/judge/rounds/<key>")
@requires(Permission.DESK_VIEW)
def own_scores(key: str) -> ResponseReturnValue:
    """내 점수 한눈에 보기."""
    own, only = _own_round(key, with_points=True), request.args.get("only", "")
    places = {"left": own.left_places, "done": own.done_places}.get(only, own.places)
    return render_template(
        "judging/own_scores.html",
        round=own,
        places=places,
        only=only,
        criteria=criteria_of(current_work(), own.challenge_id),
        plain_points=plain_points,
    )


@blueprint.route("/judge/rounds/<key>/pledge", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
def pledge(key: str) -> ResponseReturnValue:
    """서약."""
    own, form = _own_round(key), pledge_form()
    signed = form.attempt(lambda: sign_pledge(current_work(), current_actor(), own.id))
    if signed is None:
        return render_template("judging/pledge.html", round=own, form=form, parts=PLEDGE), form.status
    if not own.places:
        flash(_("서약에 동의하셨습니다. 심사를 시작하면 메일로 알려 드립니다."), "success")
        return redirect(url_for("judging.desk"), 303)
    flash(_("서약에 동의하셨습니다. 이제 아이디어마다 이해관계를 확인해 주십시오."), "success")
    return redirect(url_for("judging.declare", key=key), 303)


@blueprint.route("/judge/rounds/<key>/conflicts", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
def declare(key: str) -> ResponseReturnValue:
    """이해관계 확인."""
    own, form = _own_round(key), ClearForm()
    if own.pledged_at is None:
        return redirect(url_for("judging.pledge", key=key), 303)
    waiting = [place for place in own.places if place.state is AssignmentState.ASSIGNED]
    form.offer(waiting)
    count = form.attempt(lambda: declare_all_clear(current_work(), current_actor(), form.chosen))
    if count is None:
        return render_template("judging/declare.html", round=own, form=form, waiting=waiting), form.status
    if not count:
        flash(_("표시한 아이디어가 없습니다."), "info")
    elif count < len(waiting):
        flash(_("아이디어 %(count)s건을 확인했습니다.", count=count), "success")
    else:
        flash(_("이해관계를 모두 확인했습니다. 채점을 시작하실 수 있습니다."), "success")
        return redirect(url_for("judging.desk"), 303)
    return redirect(url_for("judging.declare", key=key), 303)


def _own_round(key: str, *, with_points: bool = False) -> DeskRound:
    return queries.desk_round(current_work(), current_actor().account_id, key, with_points=with_points)
