"""The official's page of a call's expert review: results, progress, handing a review back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission
from webapp.problems.forms import ReopenForm
from webapp.problems.queries import call_page, review_results, review_to_reopen
from webapp.problems.services import load_call, record_results_viewed, reopen_review
from webapp.problems.views.pages import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work, in_own_transaction


@blueprint.get("/office/problems/calls/<slug>/reviews")
@requires(Permission.CALL_VIEW)
def office_reviews(slug: str) -> ResponseReturnValue:
    """검토 결과와 진행."""
    work, actor = current_work(), current_actor()
    page = call_page(work, slug, actor)
    work.require(actor, Permission.CALL_VIEW, page.call)
    found = review_results(work, page.call.id)
    in_own_transaction(lambda own: record_results_viewed(own, actor, load_call(own, slug)))
    return render_template("problems/office_reviews.html", call=page.call, found=found)


@blueprint.route("/office/problems/reviews/<key>/reopen", methods=["GET", "POST"])
@requires(Permission.REVIEW_REOPEN)
def office_reopen_review(key: str) -> ResponseReturnValue:
    """검토를 다시 열기."""
    work, actor, form = current_work(), current_actor(), ReopenForm()
    review = review_to_reopen(work, key, actor)
    done = form.attempt(lambda: reopen_review(work, actor, key, form.reason.data or ""))
    if done is None:
        return render_template("problems/office_reopen.html", form=form, review=review), form.status
    flash(_("검토를 다시 열고 위원에게 까닭을 알렸습니다."), "success")
    return redirect(url_for("problems.office_show", key=review.problem_key), 303)
