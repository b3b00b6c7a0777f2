"""An official whose idea it is, alone or in a team: names nobody, decides nothing, reports nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.people import actor_for, make_team
from tests.support.reflection import Scene, make_adopted, make_assigned, make_measure, make_scene
from webapp.accounts.models import Account
from webapp.core.errors import NotPermitted, RuleBroken
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind
from webapp.reflection.enums import MeasureKind
from webapp.reflection.models import Reflection
from webapp.reflection.queries import assign_page, office_desk, office_record
from webapp.reflection.services import (
    Adopt,
    Assign,
    NewMeasure,
    Reassign,
    Report,
    add_measure,
    adopt,
    assign,
    realise,
    reassign,
    report_progress,
    stop_measure,
)

Entering = Callable[[Work, Scene, Account], None]


def alone(_work: Work, scene: Scene, account: Account) -> None:
    """The idea becomes the official's own."""
    scene.idea.author_id = account.id


def in_a_team(work: Work, scene: Scene, account: Account) -> None:
    """The official joins the team that entered the idea."""
    scene.idea.organisation_id = make_team(work, scene.author.id, account.id)
    scene.idea.applicant_kind = ApplicantKind.TEAM


entered = pytest.mark.parametrize("enter", [alone, in_a_team])


def forget_what_was_read(work: Work) -> None:
    work.flush()
    work.session.expire_all()


def acts(
    work: Work, scene: Scene, reflection: Reflection, measure_key: str
) -> list[Callable[[Actor], object]]:
    """Everything that an official may do with an adopted idea."""
    day = kst_day(work.now) + timedelta(days=30)
    return [
        lambda actor: adopt(work, actor, Adopt(reflection.key, day, "제 생각이니까요.")),
        lambda actor: realise(work, actor, reflection.key, "이루었습니다."),
        lambda actor: add_measure(
            work, actor, NewMeasure(reflection.key, MeasureKind.SERVICE, "표지판", day)
        ),
        lambda actor: report_progress(work, actor, Report(measure_key, "잘 되고 있습니다.")),
        lambda actor: stop_measure(work, actor, measure_key, "그만둡니다."),
        lambda actor: reassign(
            work, actor, Reassign(reflection.key, scene.department.id, scene.officer.id, "바꿉니다.")
        ),
    ]


@entered
@pytest.mark.parametrize("who", ["official", "approver"])
def test_the_act_is_refused_with_its_reason(work: Work, enter: Entering, who: str) -> None:
    scene = make_scene(work)
    reflection = make_adopted(work, scene)
    measure = make_measure(work, scene, reflection)
    enter(work, scene, getattr(scene, who))
    forget_what_was_read(work)
    for act in acts(work, scene, reflection, measure.key)[: None if who == "approver" else 5]:
        with pytest.raises(NotPermitted, match="직접 제안하신 아이디어"):
            act(scene.actor(work, who))
    page = office_record(work, reflection.key, scene.actor(work, who))
    assert getattr(scene, who).id in page.entrant_ids
    other = scene.actor(work, "official" if who == "approver" else "approver")
    assert report_progress(work, other, Report(measure.key, "다른 담당자가 보고합니다.")).id is not None


@entered
def test_an_official_names_nobody_for_an_own_idea(work: Work, enter: Entering) -> None:
    scene = make_scene(work)
    officer = scene.actor(work, "officer")
    assert [row.key for row in office_desk(work, officer).unassigned] == [scene.idea.key]
    enter(work, scene, scene.officer)
    forget_what_was_read(work)
    assert office_desk(work, officer).unassigned == ()
    with pytest.raises(NotPermitted, match="직접 제안하신 아이디어"):
        assign_page(work, officer, scene.idea.key)
    with pytest.raises(NotPermitted, match="직접 제안하신 아이디어"):
        assign(work, officer, Assign(scene.idea.key, scene.department.id, scene.official.id))


@entered
def test_nobody_is_named_for_an_own_idea(work: Work, enter: Entering) -> None:
    scene = make_scene(work)
    enter(work, scene, scene.official)
    forget_what_was_read(work)
    officer = scene.actor(work, "officer")
    with pytest.raises(RuleBroken) as refusal:
        assign(work, officer, Assign(scene.idea.key, scene.department.id, scene.official.id))
    assert set(refusal.value.fields) == {"official_id"}
    reflection = assign(work, officer, Assign(scene.idea.key, scene.department.id, scene.approver.id))
    forget_what_was_read(work)
    with pytest.raises(RuleBroken) as refusal:
        reassign(work, officer, Reassign(reflection.key, scene.department.id, scene.official.id, "바꿉니다."))
    assert set(refusal.value.fields) == {"official_id"}


def test_a_member_of_another_team_decides(work: Work) -> None:
    scene = make_scene(work)
    in_a_team(work, scene, scene.approver)
    make_team(work, scene.official.id, name="다른 팀")
    forget_what_was_read(work)
    reflection = make_assigned(work, scene)
    day = kst_day(work.now) + timedelta(days=30)
    decided = adopt(work, actor_for(work, scene.official), Adopt(reflection.key, day, "효과가 큽니다."))
    assert decided.entrant_ids == {scene.author.id, scene.approver.id}
