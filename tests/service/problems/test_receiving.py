"""Posting for somebody (대리접수) and for a ministry (부처 수요조사): consent first, and a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import actor_for, make_account, make_agency, make_official
from tests.support.problems import make_call, make_officer, received
from webapp.accounts.enums import Role
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.problems.enums import ConsentForm, DeclineReason, ProblemSource, ProblemState, ReceivedAs
from webapp.problems.models import ProblemCall, ReceivedConsent
from webapp.problems.queries import office_problem, problem_page, problems_of, subject_of
from webapp.problems.services import (
    decline_problem,
    forget_people,
    receive_problem,
    start_review,
)


@pytest.fixture
def officer(work: Work) -> Actor:
    return make_officer(work)


@pytest.fixture
def call(work: Work, officer: Actor) -> ProblemCall:
    return make_call(work, officer)


def letters(work: Work) -> list[tuple[str, str]]:
    work.flush()
    rows = work.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.payload["template"], row.payload["to"]) for row in rows]


def test_who_called_has_posted_and_gets_a_copy(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = receive_problem(work, officer, received(call))
    assert (problem.state, problem.received_as, problem.is_received) == (
        ProblemState.POSTED, ReceivedAs.PHONE, True,
    )  # fmt: skip
    assert letters(work) == [("problems/received", "caller@example.org")]
    page = problem_page(work, problem.key, ANONYMOUS).problem
    assert (page.author, page.source) == ("최전화", ProblemSource.CITIZEN)
    record = office_problem(work, problem.key, officer).reception
    assert record is not None
    assert (record.name, record.email, record.consent_form) == (
        "최전화", "caller@example.org", ConsentForm.SPOKEN,
    )  # fmt: skip
    assert "3년" in record.consent_text
    assert officer.name in record.official
    assert problems_of(work, officer.account_id or 0) == []
    assert subject_of(page).author_ids == frozenset()


def test_who_typed_it_may_decide_and_the_caller_hears_of_it(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    problem = start_review(work, officer, receive_problem(work, officer, received(call)))
    decline_problem(work, officer, problem, DeclineReason.OTHER, "이미 다른 사업에서 다룹니다.")
    assert letters(work)[-1] == ("problems/declined", "caller@example.org")


def test_who_gave_no_address_gets_no_letter(work: Work, officer: Actor, call: ProblemCall) -> None:
    problem = receive_problem(work, officer, received(call, person_email=""))
    start_review(work, officer, problem)
    assert letters(work) == []


def test_a_ministry_needs_no_consent_and_its_official_does_not_decide(
    work: Work, officer: Actor, call: ProblemCall
) -> None:
    demand = received(
        call, channel=ReceivedAs.DOCUMENT, on_behalf_of="해양수산부", person_name="", consent_form=None,
        consented_on=None, has_agreed=False,
    )  # fmt: skip
    problem = receive_problem(work, officer, demand)
    assert (problem.source, problem.on_behalf_of, problem.is_received) == (
        ProblemSource.OFFICIAL, "해양수산부", False,
    )  # fmt: skip
    assert office_problem(work, problem.key, officer).reception is None
    with pytest.raises(NotPermitted):
        start_review(work, officer, problem)
    assert [one.key for one in problems_of(work, officer.account_id or 0)] == [problem.key]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"person_name": " "}, {"person_name"}),
        ({"consent_form": None}, {"consent_form"}),
        ({"consented_on": None}, {"consented_on"}),
        ({"consented_on": date(2026, 3, 11)}, {"consented_on"}),
        ({"has_agreed": False}, {"has_agreed"}),
        ({"person_email": "no address"}, {"person_email"}),
        ({"channel": ReceivedAs.WEB}, {"channel"}),
        ({"person_name": "가" * 51}, {"person_name"}),
        ({"on_behalf_of": "가" * 101}, {"on_behalf_of"}),
        ({"situation": "전화 010-1234-5678로 알려 달라고 하십니다."}, {"situation"}),
        ({"title": ""}, {"title"}),
    ],
)
def test_what_is_missing_is_said_by_field(
    work: Work, officer: Actor, call: ProblemCall, changes: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        receive_problem(work, officer, received(call, **changes))
    assert set(refusal.value.fields) == wrong


def test_sending_twice_posts_once(work: Work, officer: Actor, call: ProblemCall) -> None:
    command = received(call)
    first = receive_problem(work, officer, command)
    assert receive_problem(work, officer, command) is first
    with pytest.raises(StaleVersion):
        receive_problem(work, officer, replace(command, title="다른 말"))
    assert len(letters(work)) == 1
    with pytest.raises(NotFound):
        receive_problem(work, officer, received(call, key="<script>"))


def test_only_officials_of_the_agency_receive(work: Work, officer: Actor, call: ProblemCall) -> None:
    other = make_officer(work)
    for actor in (other, actor_for(work, make_account(work))):
        with pytest.raises(NotPermitted):
            receive_problem(work, actor, received(call))
    with pytest.raises(NotFound):
        receive_problem(work, officer, replace(received(call), call_id=98765))
    secretary = make_official(work, make_agency(work), Role.JUDGING_SECRETARY)
    with pytest.raises(NotPermitted):
        receive_problem(work, actor_for(work, secretary), received(call))


def test_a_closed_call_takes_nothing_by_hand_either(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        officer = make_officer(work)
        call = make_call(work, officer)
    assert call.closes_at is not None
    clock.move_to(call.closes_at)
    with database.write() as work:
        with pytest.raises(RuleBroken) as refusal:
            receive_problem(work, officer, received(call))
        assert set(refusal.value.fields) == {"call"}
        work.roll_back()


def test_names_are_forgotten_when_the_consent_says(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        officer = make_officer(work)
        problem = receive_problem(work, officer, received(make_call(work, officer)))
        decline_problem(work, officer, problem, DeclineReason.OTHER, "다루지 않습니다.")
        assert forget_people(work) == 0
    clock.move_to(clock.now() + timedelta(days=3 * 365, minutes=1))
    with database.write() as work:
        assert (forget_people(work), forget_people(work)) == (1, 0)
        consent = work.session.scalars(sa.select(ReceivedConsent)).one()
        assert (consent.person_name, consent.person_email) == ("", "")
        assert problem_page(work, problem.key, ANONYMOUS).problem.author == ""
