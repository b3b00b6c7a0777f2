"""The expert's desk: conflicts first, then the next problem, one problem a page."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.work import Work
from webapp.problems.enums import Permission, ProblemState
from webapp.problems.forms import ClearForm, ReviewConflictForm, ReviewForm
from webapp.problems.queries import (
    DeskCall,
    ReviewPage,
    next_to_review,
    review_desk,
    review_page,
    review_subject,
)
from webapp.problems.services import (
    declare_no_conflict,
    declare_review_conflict,
    review_problem,
    save_review,
)
from webapp.problems.views.pages import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/review")
@requires(Permission.REVIEW)
def reviewer_desk() -> ResponseReturnValue:
    """과제 검토."""
    return render_template("problems/review_desk.html", calls=review_desk(current_work(), current_actor()))


@blueprint.route("/review/calls/<slug>/conflicts", methods=["GET", "POST"])
@requires(Permission.REVIEW_DECLARE)
def declare_conflicts(slug: str) -> ResponseReturnValue:
    """이해관계 확인."""
    work, actor, form = current_work(), current_actor(), ClearForm()
    call = _own_call(work, slug)
    waiting = call.undeclared
    said = form.attempt(lambda: declare_no_conflict(work, actor, form.chosen_among(waiting)))
    if said is None:
        return render_template("problems/declare.html", call=call, waiting=waiting, form=form), form.status
    if not said:
        flash(_("표시한 문제가 없습니다."), "info")
    elif said < len(waiting):
        flash(_("문제 %(count)s건을 확인했습니다.", count=said), "success")
    else:
        flash(_("이해관계를 모두 확인했습니다. 이제 문제를 검토해 주십시오."), "success")
        return redirect(url_for("problems.reviewer_desk"), 303)
    return redirect(url_for("problems.declare_conflicts", slug=slug), 303)


@blueprint.route("/review/problems/<key>/conflict", methods=["GET", "POST"])
@requires(Permission.REVIEW_DECLARE)
def review_conflict(key: str) -> ResponseReturnValue:
    """회피 신고."""
    work, actor, form = current_work(), current_actor(), ReviewConflictForm()
    problem = review_subject(work, key, actor)
    done = form.attempt(lambda: declare_review_conflict(work, actor, form.command(key)))
    if done is None:
        return render_template("problems/review_conflict.html", problem=problem, form=form), form.status
    flash(_("회피로 기록했습니다. 이 문제는 검토 목록에 더 나오지 않습니다."), "success")
    return redirect(url_for("problems.reviewer_desk"), 303)


@blueprint.route("/review/problems/<key>", methods=["GET", "POST"])
@requires(Permission.REVIEW)
def review(key: str) -> ResponseReturnValue:
    """문제 검토."""
    work, actor = current_work(), current_actor()
    page = review_page(work, key, actor)
    is_open = page.problem.state is ProblemState.UNDER_REVIEW
    form = ReviewForm.of(page.own)
    if is_open and not page.is_declared and not form.is_submitted():
        return redirect(url_for("problems.declare_conflicts", slug=page.problem.call_slug), 303)
    act = review_problem if form.is_submitting else save_review
    saved = form.attempt(lambda: act(work, actor, form.command(key)))
    if saved is None:
        return _form_page(page, form, is_open=is_open), form.status
    return _after_saving(form, key)


def _own_call(work: Work, slug: str) -> DeskCall:
    """The expert's call with what is under review in it."""
    for call in review_desk(work, current_actor(), slug):
        return call
    raise NotFound(_("지금 검토할 문제가 없습니다."))


def _form_page(page: ReviewPage, form: ReviewForm, *, is_open: bool) -> str:
    can_write = is_open and not (page.own and page.own.is_submitted)
    return render_template("problems/review.html", page=page, form=form, is_open=is_open, can_write=can_write)


def _after_saving(form: ReviewForm, key: str) -> Response:
    """Where a saved review leads: back to it as a draft, else to the next problem."""
    if not form.is_submitting:
        flash(_("임시저장했습니다. 제출해야 평균에 들어갑니다."), "success")
        return redirect(url_for("problems.review", key=key), 303)
    following = next_to_review(current_work(), current_actor())
    if following is None:
        flash(_("검토를 제출했습니다. 맡은 문제를 모두 검토했습니다."), "success")
        return redirect(url_for("problems.reviewer_desk"), 303)
    flash(_("검토를 제출했습니다. 다음 문제입니다."), "success")
    return redirect(url_for("problems.review", key=following), 303)
