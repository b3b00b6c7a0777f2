"""The expert's desk: the next problem first, one problem a page."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission, ProblemState
from webapp.problems.forms import ReviewForm
from webapp.problems.queries import next_to_review, review_desk, review_page
from webapp.problems.services import review_problem
from webapp.problems.views.pages import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/review")
@requires(Permission.REVIEW)
def reviewer_desk() -> ResponseReturnValue:
    """과제 검토."""
    return render_template("problems/review_desk.html", calls=review_desk(current_work(), current_actor()))


@blueprint.route("/review/problems/<key>", methods=["GET", "POST"])
@requires(Permission.REVIEW)
def review(key: str) -> ResponseReturnValue:
    """문제 검토."""
    work, actor = current_work(), current_actor()
    page = review_page(work, key, actor)
    form = ReviewForm.of(page.own)
    review = form.attempt(lambda: review_problem(work, actor, form.command(key)))
    if review is None:
        is_open = page.problem.state is ProblemState.UNDER_REVIEW
        return render_template("problems/review.html", page=page, form=form, is_open=is_open), form.status
    following = next_to_review(work, actor)
    if following is None:
        flash(_("검토를 저장했습니다. 맡은 문제를 모두 검토했습니다."), "success")
        return redirect(url_for("problems.reviewer_desk"), 303)
    flash(_("검토를 저장했습니다. 다음 문제입니다."), "success")
    return redirect(url_for("problems.review", key=following), 303)
