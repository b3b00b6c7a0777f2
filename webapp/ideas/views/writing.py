"""Writing and handing in: start, write, save by itself, preview, check, submit."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import organisations_led_by
from webapp.core.errors import NotFound, RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import format_time
from webapp.core.i18n import gettext as _
from webapp.ideas.forms import EnterForm, SubmitForm, idea_form, submit_form
from webapp.ideas.queries import OwnIdea, blind_preview, challenge_to_enter, ideas_of, own_idea
from webapp.ideas.services import save_idea, start_idea, submit_idea
from webapp.ideas.views.blueprint import blueprint
from webapp.web.access import signed_in
from webapp.web.errors import answer
from webapp.web.forms import KEPT_ARGUMENT
from webapp.web.pipeline import SAFE_METHODS, current_actor, current_work

NEXT_PAGES = {"preview": "ideas.preview", "check": "ideas.check"}


@blueprint.route("/challenges/<key>/enter", methods=["GET", "POST"])
@signed_in
def enter(key: str) -> ResponseReturnValue:
    """응모 시작."""
    work, actor = current_work(), current_actor()
    challenge = challenge_to_enter(work, actor, key)
    form = EnterForm()
    form.offer(organisations_led_by(work, actor.account_id or 0), challenge.entrants)
    mine = [one for one in ideas_of(work, actor) if one.challenge_key == key]
    try:
        idea = form.attempt(lambda: start_idea(work, actor, key, form.applicant.data, form.declared))
    except WrongState as error:
        shown = {"form": form, "challenge": challenge, "mine": mine, "refusal": error.message}
        return render_template("ideas/enter.html", **shown), 409
    if idea is None:
        return render_template("ideas/enter.html", form=form, challenge=challenge, mine=mine), form.status
    return redirect(url_for("ideas.write", key=idea.key), 303)


@blueprint.route("/my/ideas/<key>/write", methods=["GET", "POST"])
@signed_in
def write(key: str) -> ResponseReturnValue:
    """아이디어 쓰기."""
    idea = written_by_actor(key)
    form = idea_form(idea)
    require_writable(idea)
    try:
        saved = form.attempt(lambda: save_idea(current_work(), current_actor(), form.command(key)))
    except StaleVersion:
        differences = form.differences(idea)
        return render_template("ideas/write.html", form=form, idea=idea, differences=differences), 409
    except WrongState as error:
        return render_template("ideas/write.html", form=form, idea=idea, refusal=error.message), 409
    if saved is None:
        return render_template("ideas/write.html", form=form, idea=idea), form.status
    flash(_("임시저장했습니다."), "success")
    return redirect(url_for(NEXT_PAGES.get(request.form.get("go", ""), "ideas.write"), key=key), 303)


@blueprint.post("/my/ideas/<key>/autosave")
@signed_in
def autosave(key: str) -> ResponseReturnValue:
    """저절로 저장. JSON으로 답합니다."""
    form = idea_form(written_by_actor(key))
    try:
        form.require_shape()
        idea = save_idea(current_work(), current_actor(), form.command(key, is_automatic=True))
    except (RuleBroken, StaleVersion, WrongState) as error:  # the browser keeps the text: nothing is parked
        fields = error.fields if isinstance(error, RuleBroken) else None
        return answer(error.status, error.code, error.message, fields=fields)
    message = _("%(time)s에 임시저장했습니다.", time=format_time(idea.saved_at))
    return jsonify(version=idea.version, saved_at=idea.saved_at.isoformat(), message=message)


@blueprint.get("/my/ideas/<key>/preview")
@signed_in
def preview(key: str) -> ResponseReturnValue:
    """심사위원이 보는 화면."""
    idea = own_idea(current_work(), current_actor(), key)
    return render_template("ideas/preview.html", idea=idea, blind=blind_preview(idea))


@blueprint.route("/my/ideas/<key>/check", methods=["GET", "POST"])
@signed_in
def check(key: str) -> ResponseReturnValue:
    """제출 전 확인."""
    idea = written_by_actor(key)
    form = submit_form(idea.terms, idea.version)
    try:
        version = form.attempt(lambda: submit_idea(current_work(), current_actor(), form.command(key)))
    except (StaleVersion, WrongState) as error:
        return show_check(idea, submit_form(idea.terms, idea.version, is_blank=True), error.message), 409
    if version is None:
        return show_check(idea, form), form.status
    return redirect(url_for("ideas.version", key=key, number=version.number), 303)


def show_check(idea: OwnIdea, form: SubmitForm, refusal: str = "") -> str:
    """The page of the last check; `refusal` says why nothing was handed in."""
    return render_template(
        "ideas/check.html", idea=idea, form=form, consents=form.show(idea.terms), refusal=refusal
    )


def require_writable(idea: OwnIdea) -> None:
    """WrongState when a text that can't be changed is opened, unless to see what was typed and kept."""
    is_opened = request.method in SAFE_METHODS and KEPT_ARGUMENT not in request.args
    if is_opened and not idea.can_write:
        raise WrongState(_("지금은 내용을 고칠 수 없습니다. 진행 상황을 확인해 주십시오."))


def written_by_actor(key: str) -> OwnIdea:
    """The idea when the actor is its author; NotFound else. Members of a team read but do not write."""
    idea = own_idea(current_work(), current_actor(), key)
    if idea.author_id != current_actor().account_id:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return idea
