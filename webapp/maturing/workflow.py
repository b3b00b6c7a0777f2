"""Workflows of projects, mentors' places and milestones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webapp.core.i18n import lazy
from webapp.core.workflow import Condition, Transition, Workflow
from webapp.maturing.enums import (
    MentorEvent,
    MentorState,
    MilestoneEvent,
    MilestoneState,
    Permission,
    ProjectEvent,
    ProjectState,
)


def _all_accepted(project: Any, _now: datetime) -> bool:
    milestones = project.milestones
    return bool(milestones) and all(one.state is MilestoneState.ACCEPTED for one in milestones)


ALL_ACCEPTED = Condition(
    "all_milestones_accepted", lazy("모든 단계 목표를 승인한 뒤에 숙성을 마칠 수 있습니다."), _all_accepted
)

PROJECT = Workflow(
    "projects",
    ProjectState,
    ProjectState.ACTIVE,
    [
        Transition(
            ProjectEvent.ACCEPT,
            (ProjectState.ACTIVE,),
            ProjectState.ACCEPTED,
            permission=Permission.PROJECT_MANAGE,
            conditions=(ALL_ACCEPTED,),
        ),
        Transition(
            ProjectEvent.STOP,
            (ProjectState.ACTIVE,),
            ProjectState.STOPPED,
            permission=Permission.PROJECT_STOP,
            reason_required=True,
        ),
    ],
)

MENTOR = Workflow(
    "mentors",
    MentorState,
    MentorState.INVITED,
    [
        Transition(MentorEvent.ACCEPT, (MentorState.INVITED,), MentorState.ACCEPTED),
        Transition(MentorEvent.DECLINE, (MentorState.INVITED,), MentorState.DECLINED),
        Transition(
            MentorEvent.LEAVE,
            (MentorState.INVITED, MentorState.ACCEPTED),
            MentorState.LEFT,
            permission=Permission.PROJECT_MANAGE,
            reason_required=True,
        ),
    ],
)

MILESTONE = Workflow(
    "milestones",
    MilestoneState,
    MilestoneState.PLANNED,
    [
        Transition(
            MilestoneEvent.SUBMIT,
            (MilestoneState.PLANNED, MilestoneState.RETURNED),
            MilestoneState.SUBMITTED,
            permission=Permission.MILESTONE_SUBMIT,
        ),
        Transition(
            MilestoneEvent.RETURN,
            (MilestoneState.SUBMITTED,),
            MilestoneState.RETURNED,
            permission=Permission.MILESTONE_DECIDE,
            reason_required=True,
        ),
        Transition(
            MilestoneEvent.ACCEPT,
            (MilestoneState.SUBMITTED,),
            MilestoneState.ACCEPTED,
            permission=Permission.MILESTONE_DECIDE,
        ),
    ],
)
