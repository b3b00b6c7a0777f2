"""Writing a problem: choosing a call, the form that saves itself, the receipt, taking it back, one's own."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.core.errors import NotPermitted
from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission, ProblemState
from webapp.problems.forms import ProblemForm, WithdrawForm
from webapp.problems.models import Problem
from webapp.problems.policies import asked
from webapp.problems.queries import (
    CallPage,
    call_page,
    open_calls,
    own_problem,
    posted_problem,
    problem_files,
    problem_text,
    problems_of,
    similar_to,
)
from webapp.problems.services import (
    autosave_problem,
    load_problem,
    post_problem,
    save_problem,
    warnings_of,
    withdraw_problem,
)
from webapp.problems.views.pages import blueprint
from webapp.web.access import signed_in
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/problems/new", methods=["GET", "POST"])
@signed_in
@limit(WRITES, methods=["POST"])
def write() -> ResponseReturnValue:
    """문제 제안하기."""
    work, actor = current_work(), current_actor()
    slug = request.args.get("call") or ProblemForm().call.data
    calls = [call for call in open_calls(work) if asked(actor, call, work.now)]
    if not slug and len(calls) != 1:
        return render_template("problems/choose_call.html", calls=calls)
    page = _asking_page(slug or calls[0].slug)
    form = ProblemForm.new(actor, page)
    problem = None if form.is_asking else form.attempt(lambda: _save(form, page.call.id))
    if problem is None:
        return _form_page(form, page=page, problem=None, files=())
    return _after_saving(form, problem)


@blueprint.route("/problems/<key>/edit", methods=["GET", "POST"])
@signed_in
@limit(WRITES, methods=["POST"])
def edit(key: str) -> ResponseReturnValue:
    """문제 고치기."""
    work, actor = current_work(), current_actor()
    own = own_problem(work, key, actor)
    files, page = problem_files(work, own.id), call_page(work, own.call_slug, actor)
    form = ProblemForm.of(actor, page, own, files)
    form.key.data = key
    problem = None if form.is_asking else form.attempt(lambda: _save(form, own.call_id))
    if problem is None:
        return _form_page(form, page=page, problem=own, files=files)
    return _after_saving(form, problem)


@blueprint.post("/problems/similar")
@signed_in
@limit(WRITES)
def similar() -> ResponseReturnValue:
    """쓰는 문제와 비슷한 문제와 공모."""
    form = ProblemForm()
    hits = similar_to(current_work(), form.gist, besides=form.key.data or "")
    return render_template("problems/_similar.html", hits=hits, is_asked=True)


@blueprint.post("/problems/drafts/<key>/autosave")
@signed_in
@limit(WRITES)
def autosave(key: str) -> ResponseReturnValue:
    """쓰는 중인 문제의 임시저장."""
    work, actor = current_work(), current_actor()
    form = ProblemForm()
    form.key.data = key
    page = call_page(work, form.call.data or "", actor)
    form.fit_to(actor, page)
    form.require_shape()
    problem = autosave_problem(work, actor, form.save_command(page.call.id))
    warnings = " ".join(warnings_of(problem).values())
    return jsonify(
        version=problem.version, message=f"{_('임시저장했습니다.')} {warnings}" if warnings else ""
    )


@blueprint.get("/problems/<key>/posted")
@signed_in
def posted(key: str) -> ResponseReturnValue:
    """문제 접수 완료."""
    problem = posted_problem(current_work(), key, current_actor())
    return render_template("problems/posted.html", problem=problem)


@blueprint.route("/problems/<key>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(key: str) -> ResponseReturnValue:
    """문제 철회."""
    work, actor = current_work(), current_actor()
    problem = problem_text(work, key, actor)
    work.require(actor, Permission.WITHDRAW, problem)
    form = WithdrawForm()
    done = form.attempt(
        lambda: withdraw_problem(work, actor, load_problem(work, key), form.reason.data or "")
    )
    if done is None:
        return render_template("problems/withdraw.html", form=form, problem=problem), form.status
    flash(_("문제를 철회했습니다."), "success")
    return redirect(url_for("problems.my_problems"), 303)


@blueprint.get("/my/problems")
@signed_in
def my_problems() -> ResponseReturnValue:
    """내가 낸 문제."""
    problems = problems_of(current_work(), current_actor().account_id or 0)
    return render_template("problems/my_problems.html", problems=problems)


def _form_page(form: ProblemForm, **shown: object) -> ResponseReturnValue:
    """The form, with what resembles it when that was asked for."""
    hits = similar_to(current_work(), form.gist, besides=form.key.data or "") if form.is_asking else ()
    page = render_template("problems/write.html", form=form, hits=hits, is_asked=form.is_asking, **shown)
    return page, 200 if form.is_asking else form.status


def _asking_page(slug: str) -> CallPage:
    """The call, for somebody whom it asks; NotPermitted for others, before they have written anything."""
    page = call_page(current_work(), slug, current_actor())
    verdict = asked(current_actor(), page.call, current_work().now)
    if not verdict.allowed:
        raise NotPermitted(str(verdict.reason))
    return page


def _save(form: ProblemForm, call_id: int) -> Problem:
    work, actor = current_work(), current_actor()
    if form.is_posting:
        return post_problem(work, actor, form.post_command(call_id))
    return save_problem(work, actor, form.save_command(call_id))


def _after_saving(form: ProblemForm, problem: Problem) -> Response:
    """Where a saved form leads: to the receipt, to the problem, or back to the form with what was noticed."""
    if problem.state is ProblemState.POSTED and form.is_posting:
        return redirect(url_for("problems.posted", key=problem.key), 303)
    if problem.state is ProblemState.POSTED:
        flash(_("고친 내용을 저장했습니다."), "success")
        return redirect(url_for("problems.show", key=problem.key), 303)
    flash(_("임시저장했습니다."), "success")
    for warning in warnings_of(problem).values():
        flash(warning, "warning")
    return redirect(url_for("problems.edit", key=problem.key), 303)
