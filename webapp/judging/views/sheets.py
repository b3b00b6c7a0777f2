"""A judge's score sheets: declaring, scoring in two panes, autosave, the check page, handing in."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.attachments import AttachmentView
from webapp.core.errors import NotFound, StaleVersion
from webapp.core.i18n import gettext as _
from webapp.ideas.queries import BlindIdea, blind_idea
from webapp.judging import queries
from webapp.judging.enums import AssignmentState, Permission
from webapp.judging.forms import ConflictForm, SheetForm, SubmitForm, plain_points, sheet_form
from webapp.judging.queries import SheetPage
from webapp.judging.services import (
    declare_clear,
    declare_conflict,
    missing_parts,
    record_idea_view,
    save_sheet,
    skip_sheet,
    submit_sheet,
)
from webapp.judging.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.errors import answer
from webapp.web.pipeline import SAFE_METHODS, current_actor, current_work, platform
from webapp.web.uploads import send_attachment


@blueprint.route("/judge/sheets/<key>", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
def sheet(key: str) -> ResponseReturnValue:
    """심사표 쓰기."""
    page = _own_sheet(key)
    if not page.is_pledged:
        return redirect(url_for("judging.pledge", key=page.round_key), 303)
    if request.method in SAFE_METHODS and page.state is AssignmentState.ASSIGNED:
        return render_template("judging/sheet_declare.html", sheet=page)
    if request.method in SAFE_METHODS and page.state is AssignmentState.SUBMITTED:
        return _shown_sheet(page)
    form = sheet_form(page)
    saved = form.attempt(lambda: save_sheet(current_work(), current_actor(), form.command()))
    if saved is None:
        return render_template(
            "judging/sheet.html", sheet=page, form=form, idea=_read(page), plain_points=plain_points
        ), form.status
    return _after_saving(page, form)


@blueprint.post("/judge/sheets/<key>/autosave")
@requires(Permission.DESK_VIEW)
def autosave(key: str) -> ResponseReturnValue:
    """심사표 자동 저장."""
    form = sheet_form(_own_sheet(key))
    try:
        saved = form.attempt(lambda: save_sheet(current_work(), current_actor(), form.command()))
    except StaleVersion as error:
        return answer(error.status, error.code, error.message)
    if saved is None:
        fields = {name: str(messages[0]) for name, messages in form.errors.items() if name and messages}
        return answer(422, "shape", " ".join(fields.values()), fields=fields)
    return jsonify(version=saved.version)


@blueprint.post("/judge/sheets/<key>/clear")
@requires(Permission.DESK_VIEW)
def clear(key: str) -> ResponseReturnValue:
    """이해관계 없음."""
    declare_clear(current_work(), current_actor(), key)
    return redirect(url_for("judging.sheet", key=key), 303)


@blueprint.route("/judge/sheets/<key>/conflict", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
def conflict(key: str) -> ResponseReturnValue:
    """이해관계 신고."""
    form = ConflictForm()
    done = form.attempt(lambda: declare_conflict(current_work(), current_actor(), form.command(key)))
    if done is None:
        return render_template("judging/conflict.html", sheet=_own_sheet(key), form=form), form.status
    flash(_("이해관계를 신고했습니다. 이 아이디어는 심사하지 않으시며 더 보이지 않습니다."), "success")
    return redirect(url_for("judging.desk"), 303)


@blueprint.route("/judge/sheets/<key>/submit", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
def submit(key: str) -> ResponseReturnValue:
    """심사표 제출 전 확인."""
    page, form = _own_sheet(key), SubmitForm()
    if page.state is AssignmentState.ASSIGNED or not page.is_pledged:
        return redirect(url_for("judging.sheet", key=key), 303)
    form.opened_with(page.version)
    done = form.attempt(lambda: submit_sheet(current_work(), current_actor(), key, version=form.seen_version))
    if done is None:
        missing = missing_parts([one.points for one in page.criteria], page.comment)
        return render_template(
            "judging/submit.html", sheet=page, form=form, missing=missing, plain_points=plain_points
        ), form.status
    flash(_("심사표를 제출했습니다. 제출한 심사표는 잠깁니다."), "success")
    return redirect(url_for("judging.sheet", key=key), 303)


@blueprint.get("/judge/sheets/<key>/files/<file_key>")
@requires(Permission.DESK_VIEW)
def read_file(key: str, file_key: str) -> ResponseReturnValue:
    """심사할 아이디어의 첨부 파일."""
    idea = _read(_own_sheet(key))
    for file in idea.files if idea else ():
        if file.key == file_key:
            handed_in = idea.submitted_at if idea else current_work().now
            view = AttachmentView(file.key, file.name, file.media_type, file.size, file.sha256, handed_in)
            return send_attachment(view)
    raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))


def _own_sheet(key: str) -> SheetPage:
    return queries.sheet(current_work(), current_actor().account_id, key)


def _read(page: SheetPage) -> BlindIdea | None:
    """The idea's text, and a note that it was read; None when it may not be (any more)."""
    if not page.may_read or not page.is_pledged:
        return None
    if request.method in SAFE_METHODS:
        with platform().database.write(current_work().trace) as looking:
            record_idea_view(looking, current_actor(), page.assignment_id)
    return blind_idea(current_work(), page.idea_id)


def _shown_sheet(page: SheetPage) -> str:
    """A sheet that was handed in, with the way to the judge's next idea."""
    own = queries.desk_round(current_work(), current_actor().account_id, page.round_key)
    return render_template(
        "judging/sheet_done.html", sheet=page, own=own, idea=_read(page), plain_points=plain_points
    )


def _after_saving(page: SheetPage, form: SheetForm) -> ResponseReturnValue:
    if form.then.data == "check":
        return redirect(url_for("judging.submit", key=page.key), 303)
    if form.then.data != "skip":
        flash(_("임시저장했습니다."), "success")
        return redirect(url_for("judging.sheet", key=page.key), 303)
    skip_sheet(current_work(), current_actor(), page.key)
    own = queries.desk_round(current_work(), current_actor().account_id, page.round_key)
    next_place = own.next_place
    if next_place is None or next_place.key == page.key:
        flash(_("남은 아이디어가 이것뿐입니다."), "info")
        return redirect(url_for("judging.desk"), 303)
    return redirect(url_for("judging.sheet", key=next_place.key), 303)
