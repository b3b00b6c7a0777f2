"""Promises: made, reported on, moved, kept and given up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_agency, make_official
from tests.support.reflection import letters, make_adopted, make_assigned, make_measure, make_scene
from webapp.accounts.enums import Role
from webapp.core.errors import NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.reflection.enums import MeasureKind, MeasureState
from webapp.reflection.models import Measure, ProgressReport
from webapp.reflection.services import NewMeasure, Report, add_measure, report_progress, stop_measure
from webapp.reflection.services.promising import checked_evidence

PROMISED = date(2026, 5, 9)


def test_a_promise_is_told_to_the_author(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    assert (measure.state, measure.promised_on) == (MeasureState.PLANNED, PROMISED)
    assert letters(work)[-1] == ("reflection/promised", scene.author.email)


def test_the_same_promise_twice_is_one(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_adopted(work, scene)
    assert make_measure(work, scene, reflection) is make_measure(work, scene, reflection)
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Measure)) == 1


def test_only_an_adopted_idea_gets_promises(work: Work) -> None:
    scene = make_scene(work)
    with pytest.raises(WrongState):
        make_measure(work, scene, make_assigned(work, scene))


@pytest.mark.parametrize(
    ("title", "day", "field"),
    [(" ", PROMISED, "title"), ("표지판", date(2026, 3, 9), "promised_on")],
)
def test_a_promise_says_what_by_when(work: Work, title: str, day: date, field: str) -> None:
    scene = make_scene(work)
    reflection = make_adopted(work, scene)
    with pytest.raises(RuleBroken) as refusal:
        add_measure(
            work,
            scene.actor(work, "official"),
            NewMeasure(reflection.key, MeasureKind.FACILITY, title, day),
        )
    assert set(refusal.value.fields) == {field}


def test_who_may_promise_and_report(work: Work) -> None:
    scene = make_scene(work)
    reflection = make_adopted(work, scene)
    measure = make_measure(work, scene, reflection)
    elsewhere = actor_for(work, make_official(work, make_agency(work), Role.CONTEST_OFFICER))
    for actor in (scene.actor(work, "author"), elsewhere):
        with pytest.raises(NotPermitted):
            add_measure(work, actor, NewMeasure(reflection.key, MeasureKind.PILOT, "시범", PROMISED))
        with pytest.raises(NotPermitted):
            report_progress(work, actor, Report(measure.key, "했습니다."))
        with pytest.raises(NotPermitted):
            stop_measure(work, actor, measure.key, "그만")
    report = report_progress(work, scene.actor(work, "officer"), Report(measure.key, "했습니다."))
    assert report.reported_by_id == scene.officer.id


def test_a_slip_keeps_the_old_promise(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    command = Report(
        measure.key,
        "업체를 고르고 있습니다.",
        new_promised_on=date(2026, 7, 1),
        slip_reason="입찰이 한 번 무산되었습니다.",
        starts=True,
        version=1,
    )
    report = report_progress(work, scene.actor(work, "official"), command)
    assert (report.old_promised_on, report.new_promised_on) == (PROMISED, date(2026, 7, 1))
    assert (measure.promised_on, measure.state) == (date(2026, 7, 1), MeasureState.IN_PROGRESS)
    letter = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert letter is not None
    assert letter.payload["facts"]["old_promised_on"] == PROMISED.isoformat()


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "연락은 kim@example.org"}, "text"),
        ({"new_promised_on": date(2026, 7, 1)}, "slip_reason"),
        ({"new_promised_on": date(2026, 3, 9), "slip_reason": "늦음"}, "new_promised_on"),
        (
            {"new_promised_on": date(2026, 7, 1), "slip_reason": "늦음", "finishes": True},
            "new_promised_on",
        ),
        ({"evidence_url": "http://example.org/a"}, "evidence_url"),
    ],
)
def test_a_report_breaks_a_rule_on_its_field(
    work: Work, command: dict[str, str | date | bool], field: str
) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    values = {"text": "했습니다.", **command}
    with pytest.raises(RuleBroken) as refusal:
        report_progress(work, scene.actor(work, "official"), Report(measure.key, **values))  # type: ignore[arg-type]  # the table above mixes kinds of fields
    assert set(refusal.value.fields) == {field}
    assert measure.promised_on == PROMISED


def test_a_kept_promise_has_its_day(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    official = scene.actor(work, "official")
    report_progress(work, official, Report(measure.key, "열었습니다.", finishes=True))
    assert (measure.state, measure.done_on) == (MeasureState.DONE, date(2026, 3, 10))
    with pytest.raises(WrongState):
        report_progress(work, official, Report(measure.key, "더 했습니다."))
    with pytest.raises(WrongState):
        stop_measure(work, official, measure.key, "그만")


def test_the_last_report_sent_again_is_one(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    official = scene.actor(work, "official")
    command = Report(measure.key, "열었습니다.", finishes=True, version=1)
    assert report_progress(work, official, command) is report_progress(work, official, command)
    assert work.session.scalar(sa.select(sa.func.count()).select_from(ProgressReport)) == 1


def test_a_report_on_an_older_version_is_refused(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    with pytest.raises(StaleVersion):
        report_progress(work, scene.actor(work, "official"), Report(measure.key, "했습니다.", version=4))


def test_giving_up_needs_a_reason_and_is_told(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    official = scene.actor(work, "official")
    with pytest.raises(RuleBroken):
        stop_measure(work, official, measure.key, " ")
    stop_measure(work, official, measure.key, "예산이 없습니다.")
    assert measure.state is MeasureState.STOPPED
    assert letters(work)[-1] == ("reflection/stopped", scene.author.email)
    changes = work.session.scalars(
        sa.select(StateChange.reason).where(StateChange.subject_type == "measures")
    )
    assert changes.all() == ["예산이 없습니다."]
    assert stop_measure(work, official, measure.key, "예산이 없습니다.") is measure


def test_reports_cannot_be_altered(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    report_progress(work, scene.actor(work, "official"), Report(measure.key, "했습니다."))
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        work.session.execute(sa.delete(ProgressReport))


def test_evidence_is_an_https_address_or_nothing() -> None:
    assert checked_evidence("") == ""
    assert checked_evidence(" https://example.go.kr/report?no=1 ") == "https://example.go.kr/report?no=1"
    for bad in (
        "javascript:alert(1)",
        "http://example.org",
        "https://localhost/x",
        "https://user:pw@example.org",
        "https://example.org:8443/",
        "https://[bad",
        "//example.org",
        "https://example.org/" + "a" * 500,
    ):
        with pytest.raises(RuleBroken) as refusal:
            checked_evidence(bad)
        assert "evidence_url" in refusal.value.fields


def test_moving_to_the_same_day_is_no_slip(work: Work) -> None:
    scene = make_scene(work)
    measure = make_measure(work, scene, make_adopted(work, scene))
    command = Report(measure.key, "했습니다.", new_promised_on=measure.promised_on)
    report = report_progress(work, scene.actor(work, "official"), command)
    assert report.old_promised_on is None
    assert measure.promised_on - timedelta(days=60) == date(2026, 3, 10)
