"""Pages of a project's people: one's projects, the workspace, milestones, the diary; and its public part."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.attachments import attachments_of, find_attachment
from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.maturing import queries
from webapp.maturing.enums import MilestoneState, MilestoneStep, Permission, ProjectState
from webapp.maturing.forms import NoteForm, SubmitForm
from webapp.maturing.services import submit_milestone, write_note
from webapp.maturing.views.blueprint import (
    FILES_OF,
    back_to,
    blueprint,
    milestone_for,
    project_for,
    refuse,
)
from webapp.prizes.queries import history_of
from webapp.web.access import public, public_cached, signed_in
from webapp.web.pipeline import current_actor, current_work
from webapp.web.uploads import send_attachment

TONES = {"accepted": "success", "returned": "warning", "stopped": "warning"}


@blueprint.get("/my/projects")
@signed_in
def my_projects() -> ResponseReturnValue:
    """내 숙성 과제."""
    found = queries.projects_of_person(current_work(), current_actor().account_id or 0)
    return render_template("maturing/my_projects.html", projects=found)


@blueprint.get("/projects/<key>")
@public
def show_project(key: str) -> ResponseReturnValue:
    """숙성 과제. 과제에 참여하지 않는 사람에게는 공개 일지를 보여 줍니다."""
    work, actor = current_work(), current_actor()
    project = queries.project_page(work, key)
    if not work.check(actor, Permission.PROJECT_VIEW, project).allowed:
        return redirect(url_for("maturing.show_diary", key=key))
    cursor = read_cursor(request.args.get("at"), (int,))
    notes = queries.notes_of(work, project.id, public_only=False, cursor=cursor)
    history = history_of(work, "projects", project.id, ProjectState, TONES)
    return render_template("maturing/project.html", project=project, notes=notes, history=history)


@blueprint.get("/projects/<key>/diary")
@public_cached
def show_diary(key: str) -> ResponseReturnValue:
    """숙성 과제의 공개 일지."""
    work = current_work()
    diary = queries.diary(work, key)
    cursor = read_cursor(request.args.get("at"), (int,))
    notes = queries.notes_of(work, diary.id, public_only=True, cursor=cursor)
    return render_template("maturing/diary.html", diary=diary, notes=notes)


@blueprint.get("/projects/milestones/<key>")
@signed_in
def show_milestone(key: str) -> ResponseReturnValue:
    """단계 목표 한 건."""
    work = current_work()
    project, milestone = milestone_for(key)
    return render_template(
        "maturing/milestone.html",
        project=project,
        milestone=milestone,
        submissions=queries.submissions_of(work, milestone),
        files=attachments_of(work.session, FILES_OF, milestone.id),
        history=history_of(work, "milestones", milestone.id, MilestoneStep, TONES),
    )


@blueprint.get("/projects/milestones/<key>/files/<file_key>")
@signed_in
def download(key: str, file_key: str) -> Response:
    """단계 결과의 첨부 파일."""
    _project, milestone = milestone_for(key)
    session = current_work().session
    return send_attachment(find_attachment(session, FILES_OF, milestone.id, file_key))


@blueprint.route("/projects/milestones/<key>/submit", methods=["GET", "POST"])
@signed_in
def submit(key: str) -> ResponseReturnValue:
    """단계 결과 제출."""
    work, actor = current_work(), current_actor()
    project, milestone = milestone_for(key, Permission.MILESTONE_SUBMIT)
    form = SubmitForm(version=milestone.version, deliverable=milestone.deliverable)
    is_open = milestone.state in {MilestoneState.PLANNED, MilestoneState.RETURNED}
    refuse(unless=is_open or request.method == "POST")
    if form.attempt(lambda: submit_milestone(work, actor, form.command(key))) is None:
        page = {"project": project, "milestone": milestone, "form": form}
        files = attachments_of(work.session, FILES_OF, milestone.id)
        return render_template("maturing/submit.html", **page, files=files), form.status
    return back_to(project.key, _("결과를 제출했습니다. 담당자가 살펴보고 알려 드립니다."))


@blueprint.route("/projects/<key>/notes/new", methods=["GET", "POST"])
@signed_in
def new_note(key: str) -> ResponseReturnValue:
    """일지 쓰기."""
    work, actor, form = current_work(), current_actor(), NoteForm()
    project = project_for(key, Permission.NOTE_WRITE)
    if form.attempt(lambda: write_note(work, actor, form.command(key))) is None:
        return render_template("maturing/note.html", project=project, form=form), form.status
    return back_to(key, _("일지를 남겼습니다."))
