"""Calls for problems: who makes them, what may be changed once people rely on it, how they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.people import actor_for, make_account, make_agency
from tests.support.problems import make_call, make_officer, make_problem, new_call
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, RuleBroken, SignInNeeded, StaleVersion, WrongState
from webapp.core.policy import ANONYMOUS
from webapp.core.work import Work
from webapp.problems.enums import CallAudience, CallPhase, CallState, DeclineReason, ProblemField
from webapp.problems.models import USUAL_RULES, CallRules, ProblemCall, rules_in
from webapp.problems.services import (
    EditCall,
    create_call,
    decline_problem,
    finish_call,
    load_call,
    publish_call,
    update_call,
)


def edit_of(call: ProblemCall) -> EditCall:
    return EditCall(
        version=call.version,
        title=call.title,
        title_en=call.title_en,
        intro=call.intro,
        exclusions=call.exclusions,
        examples=call.examples,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
    )


def test_an_officer_makes_and_publishes_a_call(work: Work) -> None:
    officer = make_officer(work)
    call = create_call(work, officer, new_call(work, officer))
    assert (call.state, call.phase_at(work.now)) == (CallState.DRAFT, CallPhase.DRAFT)
    publish_call(work, officer, call)
    assert (call.state, call.phase_at(work.now)) == (CallState.PUBLISHED, CallPhase.OPEN)


def test_the_clock_opens_and_closes_a_call(work: Work) -> None:
    call = make_call(work, make_officer(work))
    assert call.closes_at is not None
    phases = [
        call.phase_at(moment)
        for moment in (
            call.opens_at - timedelta(microseconds=1),
            call.opens_at,
            call.closes_at - timedelta(microseconds=1),
            call.closes_at,
        )
    ]
    assert phases == [CallPhase.UPCOMING, CallPhase.OPEN, CallPhase.OPEN, CallPhase.CLOSED]


def test_a_standing_call_never_closes(work: Work) -> None:
    officer = make_officer(work)
    command = replace(new_call(work, officer), closes_at=None)
    call = publish_call(work, officer, create_call(work, officer, command))
    assert call.phase_at(work.now + timedelta(days=3650)) is CallPhase.OPEN


def test_nobody_else_makes_a_call(work: Work) -> None:
    officer = make_officer(work)
    command = new_call(work, officer)
    other = make_officer(work, make_agency(work))
    citizen = actor_for(work, make_account(work))
    for actor in (other, citizen):
        with pytest.raises(NotPermitted):
            create_call(work, actor, command)
    with pytest.raises(SignInNeeded):
        create_call(work, ANONYMOUS, command)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slug": "한글"}, "slug"),
        ({"slug": "a b"}, "slug"),
        ({"slug": "../x"}, "slug"),
        ({"slug": "a" * 81}, "slug"),
        ({"title": "가" * 151}, "title"),
        ({"title": " "}, "title"),
        ({"intro": "가" * 5001}, "intro"),
        ({"exclusions": ["가" * 301]}, "exclusions"),
        ({"examples": ["가"] * 21}, "examples"),
    ],
)
def test_a_call_that_does_not_fit_is_refused(work: Work, change: dict[str, object], field: str) -> None:
    officer = make_officer(work)
    with pytest.raises(RuleBroken) as refusal:
        create_call(work, officer, replace(new_call(work, officer), **change))  # type: ignore[arg-type]  # values vary
    assert set(refusal.value.fields) == {field}


def test_an_end_before_the_beginning_is_refused(work: Work) -> None:
    officer = make_officer(work)
    command = new_call(work, officer)
    with pytest.raises(RuleBroken) as refusal:
        create_call(work, officer, replace(command, closes_at=command.opens_at))
    assert set(refusal.value.fields) == {"closes_at"}


def test_an_address_stands_once(work: Work) -> None:
    officer = make_officer(work)
    command = new_call(work, officer)
    create_call(work, officer, command)
    with pytest.raises(RuleBroken) as refusal:
        create_call(work, officer, command)
    assert set(refusal.value.fields) == {"slug"}


@pytest.mark.parametrize(("change", "field"), [({"intro": ""}, "intro"), ({}, "closes_at")])
def test_an_unfit_call_is_not_published(work: Work, change: dict[str, object], field: str) -> None:
    officer = make_officer(work)
    command = replace(new_call(work, officer), **change)  # type: ignore[arg-type]  # values vary
    if field == "closes_at":
        command = replace(command, closes_at=work.now)
    call = create_call(work, officer, command)
    with pytest.raises(RuleBroken) as refusal:
        publish_call(work, officer, call)
    assert set(refusal.value.fields) == {field}


def test_a_published_end_may_be_put_off_but_not_brought_forward(work: Work) -> None:
    officer = make_officer(work)
    call = make_call(work, officer)
    assert call.closes_at is not None
    later = call.closes_at + timedelta(days=9)
    update_call(work, officer, call, replace(edit_of(call), closes_at=later))
    assert call.closes_at == later
    with pytest.raises(RuleBroken) as refusal:
        update_call(work, officer, call, replace(edit_of(call), closes_at=later - timedelta(days=1)))
    assert set(refusal.value.fields) == {"closes_at"}


def test_an_opened_call_keeps_its_beginning(work: Work) -> None:
    officer = make_officer(work)
    call = make_call(work, officer)
    with pytest.raises(RuleBroken) as refusal:
        update_call(work, officer, call, replace(edit_of(call), opens_at=work.now + timedelta(hours=1)))
    assert set(refusal.value.fields) == {"opens_at"}


def test_a_stale_edit_is_refused(work: Work) -> None:
    officer = make_officer(work)
    call = make_call(work, officer)
    edit = edit_of(call)
    update_call(work, officer, call, replace(edit, title="새 제목"))
    with pytest.raises(StaleVersion):
        update_call(work, officer, call, replace(edit, title="다른 제목"))
    assert call.title == "새 제목"


def test_a_call_ends_when_nobody_waits_any_more(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
        problem = make_problem(work, call)
        with pytest.raises(RuleBroken, match="1건"):
            finish_call(work, officer, call)
        decline_problem(work, officer, problem, DeclineReason.LOW_PRIORITY, "다른 과제가 더 급합니다.")
        with pytest.raises(RuleBroken, match="마감이 지난 뒤"):
            finish_call(work, officer, call)
        slug = call.slug
    clock.advance(timedelta(days=11))
    with database.write() as work:
        call = finish_call(work, officer, load_call(work, slug))
        assert call.phase_at(work.now) is CallPhase.FINISHED
        with pytest.raises(WrongState):
            update_call(work, officer, call, edit_of(call))


RULES = CallRules(
    fields=(ProblemField.DIGITAL, ProblemField.SAFETY),
    audience=CallAudience.EXPERTS,
    endorsement_threshold=30,
    review_days=15,
    shows_comments=True,
    shows_survey=False,
)


def test_the_rules_of_a_call_are_kept_as_they_were_set(work: Work) -> None:
    officer = make_officer(work)
    call = create_call(work, officer, replace(new_call(work, officer), rules=RULES))
    work.session.expire_all()
    assert rules_in(call) == replace(RULES, fields=(ProblemField.SAFETY, ProblemField.DIGITAL))
    assert rules_in(create_call(work, officer, new_call(work, officer))) == USUAL_RULES


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (replace(RULES, endorsement_threshold=0), "endorsement_threshold"),
        (replace(RULES, endorsement_threshold=-1), "endorsement_threshold"),
        (replace(RULES, endorsement_threshold=10**9), "endorsement_threshold"),
        (replace(RULES, review_days=0), "review_days"),
        (replace(RULES, review_days=121), "review_days"),
    ],
)
def test_a_rule_out_of_bounds_is_refused_by_field(work: Work, rules: CallRules, field: str) -> None:
    officer = make_officer(work)
    with pytest.raises(RuleBroken) as refusal:
        create_call(work, officer, replace(new_call(work, officer), rules=rules))
    assert set(refusal.value.fields) == {field}


def test_the_rules_stand_once_the_call_is_public(work: Work) -> None:
    officer = make_officer(work)
    call = create_call(work, officer, replace(new_call(work, officer), rules=RULES))
    update_call(work, officer, call, replace(edit_of(call), rules=replace(RULES, endorsement_threshold=40)))
    publish_call(work, officer, call)
    assert call.endorsement_threshold == 40
    with pytest.raises(RuleBroken) as refusal:
        update_call(work, officer, call, replace(edit_of(call), rules=RULES))
    assert set(refusal.value.fields) == {"endorsement_threshold"}
    update_call(work, officer, call, replace(edit_of(call), rules=rules_in(call), title="고친 제목"))
    assert (call.title, call.endorsement_threshold) == ("고친 제목", 40)
