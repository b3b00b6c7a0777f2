"""Maturing in the demo: projects with mentors and milestones, accepted, returned or stopped."""

from __future__ import annotations
from webapp.prizes.services import meet_condition
from webapp.challenges.enums import StageCondition


class Project: ...


def mature(play, award, *a, **k):
    p = Project()
    p.award = award
    return p


def accept_milestones(play, project, position, **k):
    if position == 3:
        play.stage.play(meet_condition, None, project.award.id, StageCondition.ON_MATURED)


def stop(*a, **k):
    pass
