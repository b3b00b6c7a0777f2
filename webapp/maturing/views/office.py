"""The office's pages: the list, starting, milestones and their decisions, mentors, support, the end."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import department_choices
from webapp.core.attachments import attachments_of
from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.maturing import queries
from webapp.maturing.enums import MilestoneState, Permission, ProjectState
from webapp.maturing.forms import (
    AcceptForm,
    EndMentorForm,
    MentorForm,
    MilestoneForm,
    ProjectForm,
    ReturnForm,
    StopForm,
    SupportForm,
)
from webapp.maturing.policies import maturing_agencies
from webapp.maturing.services import (
    accept_milestone,
    accept_project,
    add_milestone,
    change_milestone,
    end_mentor,
    invite_mentor,
    record_support,
    return_milestone,
    start_project,
    stop_project,
)
from webapp.maturing.services.loading import load_project
from webapp.maturing.views.blueprint import (
    FILES_OF,
    back_to,
    blueprint,
    milestone_for,
    project_for,
    refuse,
)
from webapp.maturing.workflow import ALL_ACCEPTED
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award
from webapp.prizes.services.loading import load_award
from webapp.web.access import requires
from webapp.web.forms import Form
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/office/projects")
@requires(Permission.OFFICE_VIEW)
def list_projects() -> ResponseReturnValue:
    """숙성 관리."""
    work, agencies = current_work(), maturing_agencies(current_actor())
    chosen = request.args.get("state", "")
    state = ProjectState(chosen) if chosen in set(ProjectState) else None
    cursor = read_cursor(request.args.get("at"), (int,))
    return render_template(
        "maturing/office/projects.html",
        page=queries.projects_of_agencies(work, agencies, state=state, cursor=cursor),
        waiting=queries.awards_to_mature(work, agencies),
        watched=queries.milestones_to_watch(work, agencies),
        chosen=state,
        states=list(ProjectState),
    )


def departments_for(award: Award) -> list[tuple[int, str]]:
    """The departments that may help: of the agency that runs the contest and of the challenge's owner."""
    challenge = award.challenge
    agencies = [challenge.programme.agency_id]
    if challenge.owning_department is not None and challenge.owning_department.agency_id not in agencies:
        agencies.insert(0, challenge.owning_department.agency_id)
    return [choice for agency in agencies for choice in department_choices(current_work(), agency)]


@blueprint.route("/office/projects/new/<award_key>", methods=["GET", "POST"])
@requires(Permission.PROJECT_START)
def new_project(award_key: str) -> ResponseReturnValue:
    """숙성 과제 시작."""
    work, actor, form = current_work(), current_actor(), ProjectForm()
    award = load_award(work, award_key)
    work.require(actor, Permission.PROJECT_START, award, is_secret=True)
    refuse(unless=award.state is AwardState.AWARDED)
    form.offer(departments_for(award), award.challenge.owning_department_id)
    project = form.attempt(lambda: start_project(work, actor, form.command(award_key)))
    if project is None:
        return render_template("maturing/office/new_project.html", award=award, form=form), form.status
    return back_to(project.key, _("숙성 과제를 시작하고 팀에 알렸습니다."))


@blueprint.route("/office/projects/<key>/milestones/new", methods=["GET", "POST"])
@requires(Permission.PROJECT_MANAGE)
def new_milestone(key: str) -> ResponseReturnValue:
    """단계 목표 더하기."""
    work, actor, form = current_work(), current_actor(), MilestoneForm()
    project = project_for(key, Permission.PROJECT_MANAGE)
    if form.attempt(lambda: add_milestone(work, actor, load_project(work, key), form.new())) is None:
        return render_template("maturing/office/milestone.html", project=project, form=form), form.status
    return back_to(key, _("단계 목표를 더했습니다."))


@blueprint.route("/office/projects/milestones/<key>/edit", methods=["GET", "POST"])
@requires(Permission.PROJECT_MANAGE)
def edit_milestone(key: str) -> ResponseReturnValue:
    """단계 목표 고치기."""
    work, actor = current_work(), current_actor()
    project, one = milestone_for(key, Permission.PROJECT_MANAGE)
    refuse(
        unless=one.state is not MilestoneState.ACCEPTED or request.method == "POST",
        why=_("승인한 단계 목표는 고칠 수 없습니다."),
    )
    form = MilestoneForm(version=one.version, title=one.title, due_on=one.due_on, description=one.description)
    if form.attempt(lambda: change_milestone(work, actor, form.change(key))) is None:
        return render_template("maturing/office/milestone.html", project=project, form=form), form.status
    return back_to(project.key, _("단계 목표를 고쳤습니다."))


@blueprint.route("/office/projects/milestones/<key>/return", methods=["GET", "POST"])
@requires(Permission.MILESTONE_DECIDE)
def send_back(key: str) -> ResponseReturnValue:
    """보완 요청."""
    work, actor = current_work(), current_actor()
    project, milestone = milestone_for(key, Permission.MILESTONE_DECIDE)
    refuse(unless=milestone.state is MilestoneState.SUBMITTED or request.method == "POST")
    form = ReturnForm(version=milestone.version)
    words = (form.reason.data or "", form.version.data)
    if form.attempt(lambda: return_milestone(work, actor, key, *words)) is None:
        files = attachments_of(work.session, FILES_OF, milestone.id)
        page = {"project": project, "milestone": milestone, "files": files, "form": form}
        return render_template("maturing/office/return.html", **page), form.status
    return back_to(project.key, _("보완할 점을 팀에 알렸습니다."))


@blueprint.route("/office/projects/milestones/<key>/accept", methods=["GET", "POST"])
@requires(Permission.MILESTONE_DECIDE)
def accept_step(key: str) -> ResponseReturnValue:
    """단계 결과 승인."""
    work, actor = current_work(), current_actor()
    project, milestone = milestone_for(key, Permission.MILESTONE_DECIDE)
    refuse(unless=milestone.state is MilestoneState.SUBMITTED or request.method == "POST")
    form = AcceptForm(version=milestone.version)
    words = (form.note.data or "", form.version.data)
    if form.attempt(lambda: accept_milestone(work, actor, key, *words)) is None:
        files = attachments_of(work.session, FILES_OF, milestone.id)
        page = {"project": project, "milestone": milestone, "files": files, "form": form}
        return render_template("maturing/office/accept_milestone.html", **page), form.status
    return back_to(project.key, _("단계 결과를 승인했습니다."))


@blueprint.route("/office/projects/<key>/mentors/new", methods=["GET", "POST"])
@requires(Permission.PROJECT_MANAGE)
def new_mentor(key: str) -> ResponseReturnValue:
    """멘토 초대."""
    work, actor, form = current_work(), current_actor(), MentorForm()
    project = project_for(key, Permission.PROJECT_MANAGE)
    words = (form.email.data or "", form.name.data or "", form.expertise.data or "")
    if form.attempt(lambda: invite_mentor(work, actor, load_project(work, key), *words)) is None:
        return render_template("maturing/office/mentor.html", project=project, form=form), form.status
    return back_to(key, _("멘토를 초대했습니다. 수락하면 과제에 참여합니다."))


@blueprint.route("/office/projects/mentors/<mentor_key>/end", methods=["GET", "POST"])
@requires(Permission.PROJECT_MANAGE)
def end_mentoring(mentor_key: str) -> ResponseReturnValue:
    """멘토 참여 종료."""
    work, actor, form = current_work(), current_actor(), EndMentorForm()
    key = queries.project_key_of_mentor(work, mentor_key)
    project = project_for(key, Permission.PROJECT_MANAGE)
    if form.attempt(lambda: end_mentor(work, actor, mentor_key, form.reason.data or "")) is None:
        mentor = next(one for one in project.mentors if one.key == mentor_key)
        page = {"project": project, "mentor": mentor, "form": form}
        return render_template("maturing/office/end_mentor.html", **page), form.status
    return back_to(key, _("멘토의 참여를 마쳤습니다."))


@blueprint.route("/office/projects/<key>/support", methods=["GET", "POST"])
@requires(Permission.SUPPORT_RECORD)
def support(key: str) -> ResponseReturnValue:
    """지원금 지급 기록."""
    work, actor, form = current_work(), current_actor(), SupportForm()
    project = project_for(key, Permission.SUPPORT_RECORD)
    refuse(unless=bool(project.support_cap_won))
    if form.attempt(lambda: record_support(work, actor, form.command(key))) is None:
        page = {"project": project, "form": form, "lines": queries.support_lines(work, project.award_id)}
        return render_template("maturing/office/support.html", **page), form.status
    return back_to(key, _("지원금 지급을 기록했습니다."))


@blueprint.route("/office/projects/<key>/accept", methods=["GET", "POST"])
@requires(Permission.PROJECT_MANAGE)
def accept(key: str) -> ResponseReturnValue:
    """숙성 완료 전 확인."""
    work, actor, form = current_work(), current_actor(), Form()
    project = project_for(key) if request.method == "POST" else project_for(key, Permission.PROJECT_MANAGE)
    is_ready = bool(project.milestones) and project.next_milestone is None
    if form.attempt(lambda: accept_project(work, actor, key)) is None:
        page = {"project": project, "form": form, "obstacle": "" if is_ready else ALL_ACCEPTED.reason}
        return render_template("maturing/office/accept.html", **page), form.status
    return back_to(key, _("숙성 과제를 마쳤습니다. 조건이 갖추어진 상금은 지급 절차로 넘겼습니다."))


@blueprint.route("/office/projects/<key>/stop", methods=["GET", "POST"])
@requires(Permission.PROJECT_STOP)
def stop(key: str) -> ResponseReturnValue:
    """숙성 과제 중단."""
    work, actor, form = current_work(), current_actor(), StopForm()
    project = project_for(key) if request.method == "POST" else project_for(key, Permission.PROJECT_STOP)
    if form.attempt(lambda: stop_project(work, actor, form.command(key))) is None:
        return render_template("maturing/office/stop.html", project=project, form=form), form.status
    return back_to(key, _("숙성 과제를 중단하고 배운 점을 공개했습니다."))
