"""Public pages of prizes: finalists, objecting, the result, the money; and one's own objections."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import ChallengeState
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.prizes import queries
from webapp.prizes.forms import ObjectionForm
from webapp.prizes.queries.public import CURSOR_KINDS
from webapp.prizes.services import object_to
from webapp.prizes.services.objections import objection_chance
from webapp.prizes.views.blueprint import blueprint
from webapp.web.access import public_cached, signed_in
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/challenges/<key>/finalists")
@public_cached
def show_finalists(key: str) -> ResponseReturnValue:
    """수상 후보 공개검증."""
    work = current_work()
    head = queries.challenge_head(work, key, current_actor())
    cursor = read_cursor(request.args.get("cursor"), CURSOR_KINDS)
    found = queries.finalists(work, head.id, cursor) if head.opens_on else None
    return render_template("prizes/finalists.html", head=head, found=found)


@blueprint.route("/challenges/<key>/finalists/<award_key>/object", methods=["GET", "POST"])
@signed_in
def write_objection(key: str, award_key: str) -> ResponseReturnValue:
    """수상 후보에 대한 제보."""
    work, actor, form = current_work(), current_actor(), ObjectionForm()
    head = queries.challenge_head(work, key, actor)
    finalist = queries.finalist(work, head, award_key)
    if finalist is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    objection_chance(work, actor, award_key)
    filed = form.attempt(lambda: object_to(work, actor, form.command(award_key)))
    if filed is None:
        return render_template("prizes/object.html", head=head, finalist=finalist, form=form), form.status
    flash(_("제보를 접수했습니다. 검토한 결과를 이메일로 알려 드립니다."), "success")
    return redirect(url_for("prizes.my_objections"), 303)


@blueprint.get("/my/objections")
@signed_in
def my_objections() -> ResponseReturnValue:
    """내가 보낸 제보."""
    account_id = current_actor().account_id or 0
    found = queries.objections_by(current_work(), account_id)
    return render_template("prizes/my_objections.html", objections=found)


@blueprint.get("/challenges/<key>/result")
@public_cached
def show_result(key: str) -> ResponseReturnValue:
    """심사 결과."""
    work = current_work()
    head = queries.challenge_head(work, key, current_actor())
    is_decided = head.state in {ChallengeState.DECIDED, ChallengeState.COMPLETED}
    cursor = read_cursor(request.args.get("cursor"), CURSOR_KINDS)
    result = queries.result(work, head, cursor) if is_decided else None
    return render_template("prizes/result.html", head=head, result=result)


@blueprint.get("/contests/<slug>/money")
@public_cached
def show_money(slug: str) -> ResponseReturnValue:
    """공모의 재원과 지급."""
    money = queries.contest_money(current_work(), slug, current_actor())
    return render_template("prizes/money.html", money=money)
