"""What everybody may see: the list of problems, a problem with its history, calls, files."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.i18n import localized
from webapp.discussion.queries import FIRST_THREADS, standing_of, thread_page
from webapp.problems.forms import ListFilterForm, field_named, state_named
from webapp.problems.queries import (
    ProblemFilters,
    call_options,
    call_outcome,
    call_page,
    list_public_problems,
    open_calls,
    problem_file,
    problem_page,
    subject_of,
    survey_of_call,
    versions_page,
)
from webapp.problems.views.pages import blueprint, filter_tags, page_urls
from webapp.web.access import public, public_cached
from webapp.web.pipeline import current_actor, current_work
from webapp.web.uploads import send_attachment


@blueprint.get("/problems")
@public_cached
def list_problems() -> ResponseReturnValue:
    """문제 목록."""
    work, arguments = current_work(), request.args
    filters = ProblemFilters(
        arguments.get("call", ""), field_named(arguments.get("field")), state_named(arguments.get("state"))
    )
    page = list_public_problems(work, filters, arguments.get("page"))
    titles = {call.slug: localized(call.title, call.title_en) for call in call_options(work)}
    form = ListFilterForm(arguments)
    form.offer(list(titles.items()))
    return render_template(
        "problems/list_problems.html",
        page=page,
        form=form,
        filters=filters,
        tags=filter_tags({"call": titles.get(filters.call), **labels_of(filters)}),
        calls=open_calls(work) if filters.is_empty and not arguments.get("page") else (),
        urls=page_urls(page.previous_cursor, page.next_cursor),
    )


@blueprint.get("/problems/calls/<slug>")
@public_cached
def show_call(slug: str) -> ResponseReturnValue:
    """과제 공모."""
    page = call_page(current_work(), slug, current_actor())
    survey = survey_of_call(current_work(), page.call.id)
    return render_template("problems/call.html", page=page, survey=survey)


@blueprint.get("/problems/calls/<slug>/results")
@public_cached
def call_results(slug: str) -> ResponseReturnValue:
    """선정 결과."""
    found = call_outcome(current_work(), slug, current_actor(), request.args.get("page"))
    urls = page_urls(found.rows.previous_cursor, found.rows.next_cursor)
    return render_template("problems/call_results.html", found=found, call=found.page.call, urls=urls)


@blueprint.get("/problems/<key>")
@public_cached
def show(key: str) -> ResponseReturnValue:
    """문제."""
    work, actor = current_work(), current_actor()
    page = problem_page(work, key, actor)
    standing = standing_of(work, actor, subject_of(page.problem))
    has_comments = standing.counts.comments > 0  # nobody said anything of most: nothing is asked for then
    threads = thread_page(work, standing.subject.ref, size=FIRST_THREADS).items if has_comments else ()
    return render_template(
        "problems/problem.html", page=page, problem=page.problem, standing=standing, threads=threads
    )


@blueprint.get("/problems/<key>/history")
@public
def history(key: str) -> ResponseReturnValue:
    """문제를 고친 내역."""
    before, after = (request.args.get(name, type=int) for name in ("before", "after"))
    page = versions_page(current_work(), key, current_actor(), before, after)
    return render_template("problems/history.html", page=page, problem=page.problem)


@blueprint.get("/problems/<key>/files/<file_key>")
@public
def download(key: str, file_key: str) -> ResponseReturnValue:
    """문제에 붙은 파일."""
    return send_attachment(problem_file(current_work(), key, file_key, current_actor()))


def labels_of(filters: ProblemFilters) -> dict[str, str | None]:
    """The chosen field and state in words."""
    return {
        "field": filters.field.label if filters.field else None,
        "state": filters.state.label if filters.state else None,
    }
