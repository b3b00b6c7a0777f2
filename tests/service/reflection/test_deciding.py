"""Adopting, adopting in part, declining, and stating that an idea has become policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_agency, make_official
from tests.support.prizes import make_awarded, part_of
from tests.support.reflection import (
    letters,
    make_adopted,
    make_assigned,
    make_measure,
    make_scene,
)
from webapp.accounts.enums import Role
from webapp.challenges.enums import StageCondition
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.ideas.models import Idea
from webapp.prizes.enums import PaymentState
from webapp.prizes.models import Payment
from webapp.reflection.enums import NotAdoptedReason, ReflectionState
from webapp.reflection.models import Reflection
from webapp.reflection.services import (
    Adopt,
    AdoptPartly,
    Assign,
    Decision,
    Decline,
    Report,
    adopt,
    assign,
    decide,
    realise,
    report_progress,
    stop_measure,
)

DAY = date(2026, 9, 30)


def adopt_all(key: str) -> Decision:
    return Adopt(key, DAY, "효과가 큽니다.")


def adopt_part(key: str) -> Decision:
    return AdoptPartly(key, DAY, "예보를 여는 부분", "나머지는 예산이 없습니다.")


def refuse(key: str) -> Decision:
    return Decline(key, NotAdoptedReason.UNDERWAY, "이미 하고 있습니다.")


@pytest.mark.parametrize(
    ("make", "state", "template"),
    [
        (adopt_all, ReflectionState.ADOPTED, "reflection/adopted"),
        (adopt_part, ReflectionState.PARTLY_ADOPTED, "reflection/adopted"),
        (refuse, ReflectionState.NOT_ADOPTED, "reflection/declined"),
    ],
)
def test_a_decision_is_recorded_with_its_reason_and_told(
    work: Work, make: Callable[[str], Decision], state: ReflectionState, template: str
) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    command = make(reflection.key)
    decide(work, scene.actor(work, "official"), command)
    assert (reflection.state, reflection.reason) == (state, command.reason)
    assert reflection.decided_at == work.now
    change = work.session.scalars(sa.select(StateChange)).one()
    assert (change.to_state, change.reason) == (state, command.reason)
    assert letters(work)[-1] == (template, scene.author.email)


def test_the_same_decision_twice_changes_nothing(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    official = scene.actor(work, "official")
    for _press in range(2):
        decide(work, official, Adopt(reflection.key, DAY, "효과가 큽니다.", version=1))
    assert len(letters(work)) == 3
    with pytest.raises(WrongState):
        decide(work, official, refuse(reflection.key))


def test_a_decision_on_an_older_version_is_refused(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    with pytest.raises(StaleVersion):
        decide(work, scene.actor(work, "official"), Adopt(reflection.key, DAY, "효과가 큽니다.", version=9))


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (lambda key: Adopt(key, date(2026, 3, 9), "어제까지 하겠습니다."), "planned_on"),
        (lambda key: Adopt(key, DAY, " \n "), "reason"),
        (lambda key: AdoptPartly(key, DAY, "", "일부만 합니다."), "adopted_part"),
        (lambda key: Decline(key, NotAdoptedReason.OTHER, ""), "reason"),
        (lambda key: Adopt(key, DAY, "홍길동 010-1234-5678"), "reason"),
    ],
)
def test_what_is_missing_or_past_comes_back_on_its_field(
    work: Work, command: Callable[[str], Decision], field: str
) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    with pytest.raises(RuleBroken) as refusal:
        decide(work, scene.actor(work, "official"), command(reflection.key))
    assert set(refusal.value.fields) == {field}


def test_today_may_be_promised(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_adopted(work, scene, planned_on=kst_day(work.now))
    assert reflection.planned_on == date(2026, 3, 10)


def test_the_approver_may_decide_and_nobody_else(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_assigned(work, scene)
    elsewhere = actor_for(work, make_official(work, make_agency(work), Role.APPROVER))
    for actor in (scene.actor(work, "officer"), scene.actor(work, "author"), elsewhere):
        with pytest.raises(NotPermitted):
            decide(work, actor, adopt_all(reflection.key))
    decided = decide(work, scene.actor(work, "approver"), adopt_all(reflection.key))
    assert decided.state is ReflectionState.ADOPTED


def finish(work: Work, measure_key: str, actor: Actor) -> None:
    report_progress(work, actor, Report(measure_key, "예보를 열었습니다.", finishes=True))


def test_an_idea_is_realised_when_every_promise_is_settled(work: Work) -> None:
    scene = make_scene(work)
    official = scene.actor(work, "official")
    reflection = make_adopted(work, scene)
    kept = make_measure(work, scene, reflection)
    given_up = make_measure(work, scene, reflection, title="표지판 달기")
    with pytest.raises(WrongState):
        realise(work, official, reflection.key, "달라졌습니다.")
    finish(work, kept.key, official)
    stop_measure(work, official, given_up.key, "예산이 없습니다.")
    realise(work, official, reflection.key, "얼음 사고가 절반으로 줄었습니다.")
    assert (reflection.state, reflection.realised_at) == (ReflectionState.REALISED, work.now)
    assert letters(work)[-1] == ("reflection/realised", scene.author.email)
    assert realise(work, official, reflection.key, "다른 말").outcome == "얼음 사고가 절반으로 줄었습니다."


def test_nothing_is_realised_without_a_kept_promise(work: Work) -> None:
    scene = make_scene(work)
    official = scene.actor(work, "official")
    reflection = make_adopted(work, scene)
    with pytest.raises(WrongState):
        realise(work, official, reflection.key, "달라졌습니다.")
    measure = make_measure(work, scene, reflection)
    stop_measure(work, official, measure.key, "예산이 없습니다.")
    with pytest.raises(WrongState):
        realise(work, official, reflection.key, "달라졌습니다.")


def test_an_outcome_says_what_changed(work: Work) -> None:
    scene = make_scene(work)
    official = scene.actor(work, "official")
    reflection = make_adopted(work, scene)
    finish(work, make_measure(work, scene, reflection).key, official)
    with pytest.raises(RuleBroken) as refusal:
        realise(work, official, reflection.key, "")
    assert set(refusal.value.fields) == {"outcome"}


@pytest.mark.parametrize(
    "values",
    [
        {"state": "adopted"},
        {"state": "not_adopted", "reason": "까닭"},
        {"state": "realised"},
        {"not_adopted_reason": "other"},
    ],
)
def test_the_database_holds_a_decisions_truth(work: Work, values: dict[str, str]) -> None:
    reflection = make_assigned(work, make_scene(work))
    with pytest.raises(sa.exc.IntegrityError):
        work.session.execute(
            sa.update(Reflection)
            .where(Reflection.id == reflection.id)
            .values(**values, decided_at=work.now + timedelta(days=1))
        )


def test_adopting_lets_the_last_part_of_the_prize_become_due(database: Database, clock: FixedClock) -> None:
    contest, awards = make_awarded(database, clock)
    part = part_of(database, awards[0], StageCondition.ON_ADOPTED)
    with database.write() as work:
        official = make_official(work, contest.agency, Role.CONTEST_OFFICER, department=contest.department)
        officer = contest.acting(work, contest.officer)
        idea_key = work.session.get_one(Idea, awards[0].idea_id).key
        reflection = assign(work, officer, Assign(idea_key, contest.department.id, official.id))
        planned_on = kst_day(work.now) + timedelta(days=30)
        adopt(work, actor_for(work, official), Adopt(reflection.key, planned_on, "효과를 확인했습니다."))
    with database.read() as work:
        payment = work.session.scalars(sa.select(Payment).where(Payment.key == part)).one()
        assert payment.state is PaymentState.DUE
