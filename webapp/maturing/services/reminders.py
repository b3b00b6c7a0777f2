"""What the clock does for maturing: letters before a milestone is due, and once when it is overdue.

Safe to repeat: a letter's key names the milestone, its day and the occasion.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.maturing import mails
from webapp.maturing.enums import MilestoneState, ProjectState
from webapp.maturing.models import Milestone, Project
from webapp.maturing.queries.people import officials_of, team_of
from webapp.maturing.services.loading import load_project

DAYS_BEFORE = (7, 1)
OVERDUE_FOR = timedelta(days=30)


def remind_of_milestones(work: Work) -> int:
    """Write to teams a week and a day before a milestone is due, and to both sides the day after.

    Returns how many milestones were looked at. One that is overdue for long is left alone.
    """
    today = kst_day(work.now)
    rows = work.session.execute(
        sa.select(Milestone.key, Milestone.due_on, Project.key.label("project_key"))
        .join(Project, Project.id == Milestone.project_id)
        .where(
            Project.state == ProjectState.ACTIVE,
            Milestone.state.in_((MilestoneState.PLANNED, MilestoneState.RETURNED)),
            Milestone.due_on.between(today - OVERDUE_FOR, today + timedelta(days=max(DAYS_BEFORE))),
        )
        .order_by(Milestone.due_on, Milestone.id)
    ).all()
    for row in rows:
        project = load_project(work, row.project_key)
        milestone = next(one for one in project.milestones if one.key == row.key)
        left = (row.due_on - today).days
        if left < 0:
            people = [*team_of(work, project), *officials_of(work, project)]
            mails.overdue(work, milestone, people)
        else:
            occasion = min(days for days in DAYS_BEFORE if left <= days)
            mails.due_soon(work, milestone, team_of(work, project), occasion)
    return len(rows)
