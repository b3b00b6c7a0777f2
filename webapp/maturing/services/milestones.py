"""Milestones: planned with a day, handed in by the team, accepted or returned by the department.

What was handed in is kept as it was each time. Must not end the project: that is an act of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from webapp.core.attachments import FileRule, Upload, attach_files
from webapp.core.errors import RuleBroken, SignInNeeded, StaleVersion
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.text import refuse_personal_data
from webapp.core.work import Work
from webapp.maturing import mails
from webapp.maturing.enums import MilestoneEvent, MilestoneState, Permission
from webapp.maturing.models import Milestone, Project, Submission
from webapp.maturing.queries.people import officials_of, team_of
from webapp.maturing.services.loading import load_milestone, load_project
from webapp.maturing.workflow import MILESTONE

FILES = FileRule(max_files=10)


@dataclass(frozen=True, slots=True)
class NewMilestone:
    """A step of a project: what is to be handed in, and the last day for it."""

    title: str
    due_on: date
    description: str = ""


@dataclass(frozen=True, slots=True)
class ChangeMilestone:
    """A milestone as it shall be; `version` is the one that the form was opened with."""

    milestone_key: str
    version: int
    title: str
    due_on: date
    description: str = ""


@dataclass(frozen=True, slots=True)
class SubmitMilestone:
    """What the team hands in: text and files. `version` is the one that the form was opened with."""

    milestone_key: str
    version: int
    deliverable: str
    files: tuple[Upload, ...] = ()


def add_milestone(work: Work, actor: Actor, project: Project, command: NewMilestone) -> Milestone:
    """Add a step to a project that is under way."""
    project = load_project(work, project.key, lock=True)
    work.require(actor, Permission.PROJECT_MANAGE, project)
    (milestone,) = make_milestones(work, project, [command])
    work.audit(actor, "maturing:milestone:added", milestone, after={"due_on": command.due_on})
    return milestone


def make_milestones(
    work: Work, project: Project, wanted: Sequence[NewMilestone], *, path: str = ""
) -> list[Milestone]:
    """Rows for new milestones, after those that are there.

    RuleBroken for a day that has passed or a title with personal data (titles are public): on the field, or
    with a `path` on `<path>.<place from 0>.<field>`.
    """
    last = work.session.scalar(
        sa.select(sa.func.max(Milestone.position)).where(Milestone.project_id == project.id)
    )
    made: list[Milestone] = []
    for place, one in enumerate(wanted, (last or 0) + 1):
        start = f"{path}.{len(made)}." if path else ""
        _check_day(work, one.due_on, f"{start}due_on")
        refuse_personal_data({f"{start}title": one.title})
        made.append(
            Milestone(
                project_id=project.id,
                position=place,
                title=one.title,
                description=one.description,
                due_on=one.due_on,
                state=MilestoneState.PLANNED,
            )
        )
    work.session.add_all(made)
    work.flush()
    return made


def change_milestone(work: Work, actor: Actor, command: ChangeMilestone) -> Milestone:
    """Mend a milestone's words or day, as long as it is not accepted. A new day cannot have passed."""
    milestone = load_milestone(work, command.milestone_key)
    work.require(actor, Permission.PROJECT_MANAGE, milestone)
    _refuse_stale(milestone, command.version)
    if milestone.state is MilestoneState.ACCEPTED:
        raise RuleBroken(_("승인한 단계 목표는 고칠 수 없습니다."), code="accepted")
    if command.due_on != milestone.due_on:
        _check_day(work, command.due_on)
    refuse_personal_data({"title": command.title})
    before = {"due_on": milestone.due_on}
    milestone.title, milestone.description = command.title, command.description
    milestone.due_on = command.due_on
    work.audit(
        actor, "maturing:milestone:changed", milestone, before=before, after={"due_on": command.due_on}
    )
    return milestone


def submit_milestone(work: Work, actor: Actor, command: SubmitMilestone) -> Milestone:
    """Hand in what a milestone asks for and tell the officials. The same text twice is one submission."""
    milestone = load_milestone(work, command.milestone_key)
    work.require(actor, Permission.PROJECT_VIEW, milestone, is_secret=True)
    work.require(actor, Permission.MILESTONE_SUBMIT, milestone)
    if actor.account_id is None:
        raise SignInNeeded(_("로그인이 필요합니다."))
    text = command.deliverable.strip()
    if milestone.state is MilestoneState.SUBMITTED and milestone.deliverable == text:
        return milestone
    _refuse_stale(milestone, command.version)
    if not text:
        raise RuleBroken(_("결과를 적어 주십시오."), field="deliverable")
    milestone.deliverable, milestone.submitted_at = text, work.now
    milestone.submitted_by_id = actor.account_id
    MILESTONE.fire(work, actor, milestone, MilestoneEvent.SUBMIT)
    number = work.session.scalar(
        sa.select(sa.func.count()).select_from(Submission).where(Submission.milestone_id == milestone.id)
    )
    work.session.add(
        Submission(
            milestone_id=milestone.id,
            number=(number or 0) + 1,
            deliverable=text,
            submitted_by_id=actor.account_id,
            submitted_at=work.now,
        )
    )
    attach_files(work, actor, milestone, command.files, FILES)
    work.audit(actor, "maturing:milestone:submitted", milestone, after={"number": (number or 0) + 1})
    mails.submitted(work, milestone, officials_of(work, milestone.project))
    return milestone


def return_milestone(
    work: Work, actor: Actor, milestone_key: str, reason: str, version: int | None = None
) -> Milestone:
    """Ask the team for changes, and say which. `version`: what the official had read; StaleVersion."""
    milestone = load_milestone(work, milestone_key)
    work.require(actor, Permission.MILESTONE_DECIDE, milestone)
    if milestone.state is MilestoneState.RETURNED and milestone.decision_note == reason.strip():
        return milestone
    _refuse_unread(milestone, version)
    if milestone.state is MilestoneState.SUBMITTED and reason.strip():
        _note_decision(work, actor, milestone, reason)
    MILESTONE.fire(work, actor, milestone, MilestoneEvent.RETURN, reason=reason)
    work.audit(actor, "maturing:milestone:returned", milestone)
    mails.returned(work, milestone, team_of(work, milestone.project))
    return milestone


def accept_milestone(
    work: Work, actor: Actor, milestone_key: str, note: str = "", version: int | None = None
) -> Milestone:
    """Accept what was handed in. Accepting twice changes nothing.

    `version`: what the official had read; StaleVersion when something else was handed in since.
    """
    milestone = load_milestone(work, milestone_key)
    work.require(actor, Permission.MILESTONE_DECIDE, milestone)
    if milestone.state is MilestoneState.ACCEPTED:
        return milestone
    _refuse_unread(milestone, version)
    if milestone.state is MilestoneState.SUBMITTED:
        _note_decision(work, actor, milestone, note)
    MILESTONE.fire(work, actor, milestone, MilestoneEvent.ACCEPT)
    work.audit(actor, "maturing:milestone:accepted", milestone)
    mails.accepted(work, milestone, team_of(work, milestone.project))
    return milestone


def _note_decision(work: Work, actor: Actor, milestone: Milestone, note: str) -> None:
    milestone.decision_note = note.strip()
    milestone.decided_at, milestone.decided_by_id = work.now, actor.account_id


def _check_day(work: Work, due_on: date, field: str = "due_on") -> None:
    if due_on < kst_day(work.now):
        raise RuleBroken(_("기한은 오늘이나 그 뒤의 날짜로 적어 주십시오."), field=field, code="past")


def _refuse_unread(milestone: Milestone, version: int | None) -> None:
    if version is not None and milestone.state is MilestoneState.SUBMITTED:
        _refuse_stale(milestone, version)


def _refuse_stale(milestone: Milestone, version: int) -> None:
    if milestone.version != version:
        raise StaleVersion(_("그사이 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."))
