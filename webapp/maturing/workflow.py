"""Workflows of projects, mentors' places and milestones."""

from __future__ import annotations

from webapp.core.workflow import Transition, Workflow
from webapp.maturing.enums import (
    MentorEvent,
    MentorState,
    MilestoneEvent,
    MilestoneState,
    Permission,
    ProjectEvent,
    ProjectState,
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
        ),
        Transition(
            ProjectEvent.STOP,
            (ProjectState.ACTIVE,),
            ProjectState.STOPPED,
            permission=Permission.PROJECT_MANAGE,
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
