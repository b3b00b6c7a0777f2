"""The official's desk for problems: the list, one problem with its reviews, and the decisions."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.problems.enums import DeclineReason, Permission
from webapp.problems.forms import (
    DeclineForm,
    MergeForm,
    OfficeFilterForm,
    ReasonForm,
    state_named,
)
from webapp.problems.policies import agencies_read_by
from webapp.problems.queries import (
    OfficeFilters,
    OfficeOrder,
    OfficeProblem,
    merge_candidates,
    office_calls,
    office_problem,
    office_problems,
)
from webapp.problems.services import (
    decline_problem,
    load_problem,
    merge_problem,
    record_reviews_viewed,
    select_problem,
    start_review,
    take_up_problem,
    unmerge_problem,
)
from webapp.problems.views.pages import blueprint, filter_tags, page_urls
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work, in_own_transaction


@blueprint.get("/office/problems")
@requires(Permission.REVIEWS_VIEW)
def office_list() -> ResponseReturnValue:
    """문제 관리."""
    work, arguments, agencies = current_work(), request.args, agencies_read_by(current_actor())
    order = OfficeOrder.SCORE if arguments.get("order") == OfficeOrder.SCORE else OfficeOrder.NEWEST
    filters = OfficeFilters(arguments.get("call", ""), state_named(arguments.get("state")), order)
    page = office_problems(work, agencies, filters, arguments.get("page"))
    calls = office_calls(work, agencies)
    titles = {one.call.slug: localized(one.call.title, one.call.title_en) for one in calls}
    form = OfficeFilterForm(arguments)
    form.offer(list(titles.items()))
    state = filters.state.label if filters.state else None
    return render_template(
        "problems/office_list.html",
        page=page,
        form=form,
        calls=calls,
        tags=filter_tags({"call": titles.get(filters.call), "state": state}),
        urls=page_urls(page.previous_cursor, page.next_cursor),
    )


@blueprint.get("/office/problems/<key>")
@requires(Permission.REVIEWS_VIEW)
def office_show(key: str) -> ResponseReturnValue:
    """문제와 검토 결과."""
    work, actor = current_work(), current_actor()
    found = office_problem(work, key, actor)
    in_own_transaction(lambda own: record_reviews_viewed(own, actor, load_problem(own, key)))
    return render_template("problems/office_problem.html", found=found, problem=found.page.problem)


@blueprint.post("/office/problems/<key>/start-review")
@requires(Permission.DECIDE)
def office_start_review(key: str) -> ResponseReturnValue:
    """전문가 검토 시작."""
    work = current_work()
    start_review(work, current_actor(), load_problem(work, key))
    flash(_("전문가 검토를 시작했습니다."), "success")
    return redirect(url_for("problems.office_show", key=key), 303)


@blueprint.route("/office/problems/<key>/select", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def office_select(key: str) -> ResponseReturnValue:
    """과제 선정."""
    work, actor = current_work(), current_actor()
    found = office_problem(work, key, actor)
    form = ReasonForm()
    done = form.attempt(lambda: select_problem(work, actor, load_problem(work, key), form.reason.data or ""))
    if done is None:
        return _decision_page("select", form, found), form.status
    flash(_("과제로 선정했습니다. 제안자에게 알렸습니다."), "success")
    return redirect(url_for("problems.office_show", key=key), 303)


@blueprint.route("/office/problems/<key>/decline", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def office_decline(key: str) -> ResponseReturnValue:
    """미선정."""
    work, actor = current_work(), current_actor()
    found = office_problem(work, key, actor)
    form = DeclineForm()
    done = form.attempt(
        lambda: decline_problem(
            work, actor, load_problem(work, key), DeclineReason(form.code.data), form.reason.data or ""
        )
    )
    if done is None:
        return _decision_page("decline", form, found), form.status
    flash(_("선정하지 않기로 했습니다. 제안자에게 사유를 알렸습니다."), "success")
    return redirect(url_for("problems.office_show", key=key), 303)


@blueprint.route("/office/problems/<key>/merge", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def office_merge(key: str) -> ResponseReturnValue:
    """문제 합치기."""
    work, actor = current_work(), current_actor()
    found = office_problem(work, key, actor)
    form = MergeForm.among(merge_candidates(work, key))
    done = form.attempt(
        lambda: merge_problem(
            work, actor, load_problem(work, key), form.into.data or "", form.reason.data or ""
        )
    )
    if done is None:
        return _decision_page("merge", form, found), form.status
    flash(_("문제를 합쳤습니다. 제안자에게 알렸습니다."), "success")
    return redirect(url_for("problems.office_show", key=key), 303)


@blueprint.route("/office/problems/<key>/unmerge", methods=["GET", "POST"])
@requires(Permission.MERGE_UNDO)
def office_unmerge(key: str) -> ResponseReturnValue:
    """합치기 되돌리기."""
    work, actor = current_work(), current_actor()
    found = office_problem(work, key, actor)
    work.require(actor, Permission.MERGE_UNDO, found.page.problem)
    form = ReasonForm()
    done = form.attempt(lambda: unmerge_problem(work, actor, load_problem(work, key), form.reason.data or ""))
    if done is None:
        return _decision_page("unmerge", form, found), form.status
    flash(_("합친 것을 되돌렸습니다. 제안자에게 알렸습니다."), "success")
    return redirect(url_for("problems.office_show", key=key), 303)


@blueprint.post("/office/problems/<key>/take-up")
@requires(Permission.DECIDE)
def office_take_up(key: str) -> ResponseReturnValue:
    """담당부서 검토 시작."""
    work = current_work()
    take_up_problem(work, current_actor(), load_problem(work, key))
    flash(_("담당부서 검토를 시작했습니다. 제안자에게 기한을 알렸습니다."), "success")
    return redirect(url_for("problems.office_show", key=key), 303)


def _decision_page(kind: str, form: ReasonForm, found: OfficeProblem) -> str:
    return render_template(
        "problems/office_decide.html", kind=kind, form=form, found=found, problem=found.page.problem
    )
