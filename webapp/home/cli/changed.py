"""What changes in the demo after a notice: a correction, a change notice, an extension waiting for approval.

Scripts like those in `present`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webapp.challenges.enums import ChangeKind
from webapp.challenges.models import Challenge, FrozenRules, Programme, RuleChange
from webapp.challenges.models.frozen import from_plain
from webapp.challenges.services import (
    EditChange,
    approve_change,
    begin_change,
    correct_rules,
    edit_change,
    request_change,
)
from webapp.home.cli.contests_now import Plan, day_time
from webapp.home.cli.steps import Play, Script


def changed_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """A slip corrected, a rule made clear by a change notice, an extension on the approver's desk."""
    stage, officer, approver = play.stage, play.cast["officer"], play.cast["approver"]
    yield day_time(today, plan.opens + 3, 11)
    rules = _rules(play, plan)
    goal = rules.challenge.brief.goal.replace("낮아지면", "내려가면")
    slip = _begun(play, plan, ChangeKind.CORRECTION, "목표의 잘못 적은 말을 바로잡습니다.")
    slip = _edited(play, slip, replace(rules.challenge.brief, goal=goal))
    stage.play(correct_rules, officer, slip.key, slip.version)
    yield day_time(today, plan.opens + 6, 10)
    rules = _rules(play, plan)
    reason = "한 사람이 여러 건을 낼 수 있는지 묻는 분이 많아, 낼 수 있는 건수를 세 건으로 정합니다."
    change = _begun(play, plan, ChangeKind.CHANGE, reason)
    change = _edited(play, change, replace(rules.challenge.rules, entries_per_person=3))
    change = stage.play(request_change, officer, change.key, change.version)
    yield day_time(today, plan.opens + 7, 15)
    stage.play(approve_change, approver, change.key, change.version)
    yield day_time(today, -1, 14)
    schedule = _rules(play, plan).challenge.schedule
    reason = "더 많은 분이 참여할 수 있도록 접수 기간을 한 주 늘립니다."
    longer = _begun(play, plan, ChangeKind.EXTENSION, reason)
    later = replace(schedule, closes_at=schedule.closes_at + timedelta(days=7))
    longer = _edited(play, longer, later)
    stage.play(request_change, officer, longer.key, longer.version)
    stage.commit()


def change_in_preparation(play: Play, plan: Plan, today: datetime) -> Script:
    """A change notice that the officer has begun and not finished."""
    yield day_time(today, -1, 16)
    brief = _rules(play, plan).challenge.brief
    change = _begun(play, plan, ChangeKind.CHANGE, "받지 않는 아이디어를 더 분명히 알립니다.")
    _edited(
        play, change, replace(brief, exclusions=(*brief.exclusions, "특정 제품을 사는 것만으로 끝나는 것"))
    )
    play.stage.commit()


def _challenge(play: Play, plan: Plan) -> Challenge:
    return play.stage.work.session.scalars(
        sa.select(Challenge)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Programme.slug.like(f"{plan.slug}-%"))
    ).one()


def _rules(play: Play, plan: Plan) -> FrozenRules:
    return from_plain(FrozenRules, _challenge(play, plan).rules)


def _begun(play: Play, plan: Plan, kind: ChangeKind, reason: str) -> RuleChange:
    return play.stage.play(begin_change, play.cast["officer"], _challenge(play, plan).key, kind, reason)


def _edited(play: Play, change: RuleChange, section: Any) -> RuleChange:
    command = EditChange(change.key, change.version, section)
    return play.stage.play(edit_change, play.cast["officer"], command)
