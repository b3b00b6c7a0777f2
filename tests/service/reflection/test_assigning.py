"""Naming who answers for an idea, and who does so next."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from tests.support.reflection import letters, make_assigned, make_judged_idea, make_scene
from webapp.accounts.enums import Role
from webapp.core.audit import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.reflection.enums import NotAdoptedReason, ReflectionState
from webapp.reflection.models import OfficialChange, Reflection
from webapp.reflection.services import Assign, Decline, Reassign, assign, decline, reassign

KST = ZoneInfo("Asia/Seoul")


def test_naming_starts_the_clock_and_tells_author_and_official(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    assert reflection.state is ReflectionState.UNDER_REVIEW
    assert (reflection.official_id, reflection.official_title) == (scene.official.id, "사무관")
    assert reflection.due_on == date(2026, 4, 10)
    assert letters(work) == [
        ("reflection/assigned", scene.author.email),
        ("reflection/named", scene.official.email),
    ]
    work.commit()
    assert "reflection:reflection:assigned" in work.session.scalars(sa.select(AuditEntry.action)).all()


@pytest.mark.parametrize(
    ("named_on", "due_on"),
    [
        (
            datetime(2026, 1, 31, 12, tzinfo=KST),
            date(2026, 3, 3),
        ),  # 28 February is a Saturday
        (
            datetime(2026, 2, 1, 0, 0, tzinfo=KST),
            date(2026, 3, 3),
        ),  # 1 March is a Sunday, 2 its day off
        (datetime(2026, 3, 10, 23, 59, tzinfo=KST), date(2026, 4, 10)),
        (datetime(2026, 3, 11, 0, 0, tzinfo=KST), date(2026, 4, 13)),  # 11 April is a Saturday
    ],
)
def test_the_decision_is_due_a_calendar_month_later(
    database: Database, clock: FixedClock, named_on: datetime, due_on: date
) -> None:
    clock.move_to(named_on)
    work = database.begin(is_writing=True)
    try:
        assert make_assigned(work, make_scene(work)).due_on == due_on
    finally:
        work.roll_back()
        work.session.close()


def test_naming_the_same_twice_changes_nothing(work: Work) -> None:
    scene = make_scene(work)
    first = make_assigned(work, scene)
    assert make_assigned(work, scene) is first
    assert work.session.scalar(sa.select(sa.func.count()).select_from(OfficialChange)) == 1


def test_naming_others_needs_a_change(work: Work) -> None:
    scene = make_scene(work)
    make_assigned(work, scene)
    command = Assign(scene.idea.key, scene.department.id, scene.approver.id)
    with pytest.raises(WrongState):
        assign(work, scene.actor(work, "officer"), command)


@pytest.mark.parametrize("state", [IdeaState.IN_JUDGING, IdeaState.FINALIST, IdeaState.SUBMITTED])
def test_an_idea_whose_result_is_open_cannot_be_taken_up(work: Work, state: IdeaState) -> None:
    scene = make_scene(work)
    idea = make_judged_idea(work, scene.challenge, scene.author, state=state)
    command = Assign(idea.key, scene.department.id, scene.official.id)
    with pytest.raises(WrongState):
        assign(work, scene.actor(work, "officer"), command)


def test_an_idea_that_won_nothing_can_be_taken_up(work: Work) -> None:
    scene = make_scene(work)
    idea = make_judged_idea(
        work, scene.challenge, scene.author, state=IdeaState.NOT_SELECTED, is_published=False
    )
    command = Assign(idea.key, scene.department.id, scene.official.id)
    assert assign(work, scene.actor(work, "officer"), command).idea_id == idea.id


def test_only_officials_of_the_contest_may_name(work: Work) -> None:
    scene = make_scene(work)
    command = Assign(scene.idea.key, scene.department.id, scene.official.id)
    stranger = actor_for(work, make_official(work, make_agency(work), Role.CONTEST_OFFICER))
    for actor in (stranger, scene.actor(work, "author"), scene.actor(work, "official")):
        with pytest.raises(NotPermitted):
            assign(work, actor, command)
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Reflection)) == 0


def test_an_unpublished_idea_does_not_exist_for_others(work: Work) -> None:
    scene = make_scene(work)
    idea = make_judged_idea(work, scene.challenge, scene.author, is_published=False)
    stranger = actor_for(work, make_official(work, make_agency(work), Role.CONTEST_OFFICER))
    with pytest.raises(NotFound):
        assign(work, stranger, Assign(idea.key, scene.department.id, scene.official.id))


def test_the_official_must_work_in_the_departments_agency(work: Work) -> None:
    scene = make_scene(work)
    elsewhere = make_official(work, make_agency(work), name="다른곳")
    for official_id in (elsewhere.id, make_account(work).id, 0):
        with pytest.raises(RuleBroken) as refusal:
            assign(
                work,
                scene.actor(work, "officer"),
                Assign(scene.idea.key, scene.department.id, official_id),
            )
        assert "official_id" in refusal.value.fields
    with pytest.raises(RuleBroken) as refusal:
        assign(work, scene.actor(work, "officer"), Assign(scene.idea.key, 0, scene.official.id))
    assert "department_id" in refusal.value.fields


def test_another_ministry_may_answer(work: Work) -> None:
    scene = make_scene(work)
    ministry = make_agency(work, "소관부")
    department = make_department(work, ministry, "도로과")
    official = make_official(work, ministry, name="도로담", department=department)
    command = Assign(scene.idea.key, department.id, official.id)
    assert assign(work, scene.actor(work, "officer"), command).responsible_agency_id == ministry.id


def test_a_change_keeps_who_was_before(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    due_on = reflection.due_on
    command = Reassign(reflection.key, scene.department.id, scene.approver.id, "인사이동", version=1)
    reassign(work, scene.actor(work, "officer"), command)
    assert reflection.official_id == scene.approver.id
    assert reflection.due_on == due_on
    changes = work.session.scalars(sa.select(OfficialChange).order_by(OfficialChange.id)).all()
    assert [(change.official_name, change.reason) for change in changes] == [
        ("한실명", ""),
        ("결재자", "인사이동"),
    ]
    assert letters(work)[2:] == [
        ("reflection/reassigned", scene.author.email),
        ("reflection/named", scene.approver.email),
    ]


def test_a_change_needs_a_reason_and_the_newest_version(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    officer = scene.actor(work, "officer")
    with pytest.raises(RuleBroken) as refusal:
        reassign(work, officer, Reassign(reflection.key, scene.department.id, scene.approver.id, "  "))
    assert "reason" in refusal.value.fields
    stale = Reassign(reflection.key, scene.department.id, scene.approver.id, "인사이동", version=7)
    with pytest.raises(StaleVersion):
        reassign(work, officer, stale)


def test_the_record_of_who_answered_cannot_be_altered(work: Work) -> None:
    make_assigned(work, make_scene(work))
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        work.session.execute(sa.update(OfficialChange).values(official_name="없던 사람"))


def test_nobody_is_changed_once_it_is_settled(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    command = Decline(reflection.key, NotAdoptedReason.UNDERWAY, "이미 하고 있습니다.")
    decline(work, scene.actor(work, "official"), command)
    with pytest.raises(WrongState):
        reassign(
            work,
            scene.actor(work, "officer"),
            Reassign(reflection.key, scene.department.id, scene.approver.id, "인사이동"),
        )
