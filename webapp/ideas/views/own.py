"""An author's own pages: where one idea stands, receipts, files, withdrawal."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.attachments import find_attachment
from webapp.core.i18n import gettext as _
from webapp.core.text import safe_filename
from webapp.ideas.forms import WithdrawForm
from webapp.ideas.queries import own_idea, own_record, receipt
from webapp.ideas.services import withdraw_idea
from webapp.ideas.views.blueprint import blueprint
from webapp.ideas.views.writing import written_by_actor
from webapp.web.access import signed_in
from webapp.web.pipeline import current_actor, current_work
from webapp.web.uploads import disposition, send_attachment


@blueprint.get("/my/ideas")
@signed_in
def mine() -> ResponseReturnValue:
    """내 아이디어: 문제, 숙성 과제와 함께 한 화면에 있습니다."""
    return redirect(url_for("home.my"))


@blueprint.get("/my/ideas/<key>")
@signed_in
def own(key: str) -> ResponseReturnValue:
    """내 아이디어 하나."""
    idea = own_idea(current_work(), current_actor(), key)
    record = own_record(current_work(), idea.id, is_decided=idea.is_decided)
    return render_template("ideas/own.html", idea=idea, record=record)


@blueprint.get("/my/ideas/<key>/receipt")
@signed_in
def latest_receipt(key: str) -> ResponseReturnValue:
    """마지막 접수증."""
    return render_template("ideas/receipt.html", receipt=receipt(current_work(), current_actor(), key))


@blueprint.get("/my/ideas/<key>/versions/<int:number>")
@signed_in
def version(key: str, number: int) -> ResponseReturnValue:
    """접수증."""
    found = receipt(current_work(), current_actor(), key, number)
    return render_template("ideas/receipt.html", receipt=found)


@blueprint.get("/my/ideas/<key>/versions/<int:number>.json")
@signed_in
def version_json(key: str, number: int) -> ResponseReturnValue:
    """접수한 내용 그대로. 이 파일의 SHA-256이 접수증의 값입니다."""
    found = receipt(current_work(), current_actor(), key, number)
    name = safe_filename(f"{found.number}-{found.version}.json")
    response = Response(found.canonical.encode(), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/my/ideas/<key>/files/<file_key>")
@signed_in
def file(key: str, file_key: str) -> ResponseReturnValue:
    """첨부 파일."""
    idea = own_idea(current_work(), current_actor(), key)
    found = find_attachment(current_work().session, "ideas", idea.id, file_key, with_removed=True)
    return send_attachment(found)


@blueprint.route("/my/ideas/<key>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(key: str) -> ResponseReturnValue:
    """철회."""
    idea = written_by_actor(key)
    form = WithdrawForm()
    done = form.attempt(lambda: withdraw_idea(current_work(), current_actor(), key, form.reason.data or ""))
    if done is None:
        return render_template("ideas/withdraw.html", idea=idea, form=form), form.status
    flash(_("아이디어를 철회했습니다."), "success")
    return redirect(url_for("ideas.own", key=key), 303)
