"""Maturing in the demo: projects with mentors and milestones, accepted, returned or stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.kst import kst_day
from webapp.home.cli import steps
from webapp.home.cli.enclosures import milestone_files
from webapp.home.cli.steps import Play
from webapp.maturing.enums import MilestoneState
from webapp.maturing.models import Milestone, Project, ProjectMember
from webapp.maturing.services import (
    NewMilestone,
    NewProject,
    RecordSupport,
    StopProject,
    SubmitMilestone,
    WriteNote,
    accept_milestone,
    accept_project,
    invite_mentor,
    record_support,
    return_milestone,
    start_project,
    stop_project,
    submit_milestone,
    write_note,
)
from webapp.prizes.models import Award
from webapp.prizes.services import cancel_payment

STEPS = (
    ("현장 조사와 설계 보완", "시험할 곳을 정하고 이해관계자의 의견을 들어 설계를 고칩니다."),
    ("시제품 제작과 소규모 시험", "작은 규모로 시험하고 전후 수치를 같은 방법으로 잽니다."),
    ("시범 운영 결과와 정책 제안서", "시범 운영 결과를 정리하고 부서가 쓸 수 있는 제안서를 만듭니다."),
)
RESULTS = (
    "현장 여섯 곳을 조사하고 주민 42명의 의견을 들어 설계를 세 군데 고쳤습니다.",
    "시제품을 만들어 4주 동안 시험했습니다. 처리 시간이 평균 31% 줄었고 불편 신고는 두 건이었습니다.",
    "시범 운영 결과와 비용, 필요한 지침을 정리한 제안서를 냅니다. 실패한 점과 대안도 함께 적었습니다.",
)
#: The most support a project may get, and what is paid of it with each milestone.
SUPPORT_WON, PART_WON = 20_000_000, 6_000_000


def mature(play: Play, award: Award, days: Sequence[date], *, with_demo_mentor: bool = True) -> Project:
    """Start a winner's project with a mentor and one milestone for each day."""
    department = next(iter(play.cast.departments.values()))
    plans = tuple(NewMilestone(title, day, text) for (title, text), day in zip(STEPS, days, strict=False))
    goal = "아이디어를 현장에서 시험하고, 부서가 바로 쓸 수 있는 계획으로 다듬습니다."
    command = NewProject(award.key, department.id, goal, SUPPORT_WON, plans)
    project = play.stage.play(start_project, play.cast["officer"], command)
    mentor = play.cast["mentor"] if with_demo_mentor else play.cast.citizens[-1]
    play.stage.play(
        invite_mentor, play.cast["officer"], project, mentor.email, mentor.name, "서비스 설계와 현장 실증"
    )
    steps.accept_all(play, mentor)
    note = "첫 만남에서 시험할 곳과 재는 방법을 정했습니다. 다음 달까지 현장을 함께 둘러봅니다."
    play.stage.play(write_note, mentor, WriteNote(project.key, note, is_public=True))
    play.stage.commit()
    return project


def accept_milestones(
    play: Play,
    project: Project,
    position: int,
    *,
    is_returned_once: bool = False,
    stops_at_submission: bool = False,
    is_kept_open: bool = False,
) -> None:
    """Hand in the milestone at `position` and decide it; with the last one the project is accepted, too,
    unless it `is_kept_open`."""
    stage, officer = play.stage, play.cast["officer"]
    milestone = stage.work.session.scalars(
        sa.select(Milestone).where(Milestone.project_id == project.id, Milestone.position == position)
    ).one()
    lead = _lead(play, project)
    result = RESULTS[position - 1]
    files = milestone_files(milestone.title, result, milestone.id)
    stage.play(submit_milestone, lead, SubmitMilestone(milestone.key, milestone.version, result, files))
    if stops_at_submission:
        stage.commit()
        return
    if is_returned_once:
        reason = "시험 전 수치를 같은 방법으로 잰 자료를 더해 주십시오."
        stage.play(return_milestone, officer, milestone.key, reason)
        text = f"{result} 시험 전 수치를 더했습니다."
        again = SubmitMilestone(milestone.key, milestone.version, text)
        stage.play(submit_milestone, lead, again)
    stage.play(accept_milestone, officer, milestone.key, "계획대로 마쳤습니다.")
    today = kst_day(stage.clock.now())
    voucher = f"지원-{today.year}-{milestone.id:04}"
    stage.play(record_support, officer, RecordSupport(project.key, PART_WON, today, voucher))
    if not is_kept_open and all(state is MilestoneState.ACCEPTED for state in _states(play, project)):
        stage.play(accept_project, officer, project.key)
    stage.commit()


def stop(play: Play, project: Project) -> None:
    """Stop a project, with what was learnt."""
    reason = "시험할 곳의 협의가 이루어지지 않아 더 진행하기 어렵습니다."
    lesson = "배출 자리를 정할 때는 처음부터 상가와 주민이 함께 모여야 한다는 점을 배웠습니다."
    play.stage.play(stop_project, play.cast["officer"], StopProject(project.key, reason, lesson))
    award = play.stage.work.session.get_one(Award, project.award_id)
    for position in (2, 3):
        for payment in steps.payments_of(play, [award], position):
            lapse = "숙성 과제가 중단되어 지급 조건을 채울 수 없습니다."
            play.stage.play(cancel_payment, play.cast["approver"], payment.key, lapse)
    play.stage.commit()


def _lead(play: Play, project: Project) -> Account:
    return play.stage.work.session.scalars(
        sa.select(Account)
        .join(ProjectMember, ProjectMember.account_id == Account.id)
        .where(ProjectMember.project_id == project.id, ProjectMember.is_lead)
    ).one()


def _states(play: Play, project: Project) -> Sequence[MilestoneState]:
    query = sa.select(Milestone.state).where(Milestone.project_id == project.id)
    return play.stage.work.session.scalars(query).all()
