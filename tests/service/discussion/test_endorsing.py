"""Endorsing: one person counts once, nobody for their own, floods are stopped, all is counted and noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.discussion import at_address, endorsers_of, make_talk, some_people, somebody, tally_of
from tests.support.problems import make_problem, written
from webapp.core.audit import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, NotPermitted, SignInNeeded, TooMany
from webapp.core.policy import ANONYMOUS, SYSTEM
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import Deed
from webapp.discussion.models import CountedDeed, Endorsement
from webapp.discussion.services import (
    EndorsementCounted,
    endorse,
    forget_addresses,
    withdraw_endorsement,
)
from webapp.discussion.services.flood import LIMITS, Limit
from webapp.problems.enums import DeclineReason
from webapp.problems.services import decline_problem, save_problem, withdraw_problem


def counted(work: Work) -> list[EndorsementCounted]:
    """What the contexts above are told of counts, from now on."""
    heard: list[EndorsementCounted] = []
    work.events.handlers.setdefault(EndorsementCounted, []).append(lambda _work, event: heard.append(event))
    return heard


def test_each_person_counts_once_however_often_they_press(work: Work) -> None:
    talk, heard = make_talk(work), counted(work)
    first, second = some_people(work, 2)
    assert [endorse(work, actor, talk.ref) for actor in (first, first, second, first)] == [1, 1, 2, 2]
    assert endorsers_of(work, talk.ref) == [(first.account_id, ""), (second.account_id, "")]
    assert [event.count for event in heard] == [1, 2]
    assert {(event.subject_kind, event.subject_key) for event in heard} == {("problem", talk.problem.key)}


def test_it_can_be_taken_back_and_given_again(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    assert withdraw_endorsement(work, person, talk.ref) == 0
    endorse(work, person, talk.ref)
    assert [withdraw_endorsement(work, person, talk.ref) for _ in range(2)] == [0, 0]
    assert endorsers_of(work, talk.ref) == []
    assert endorse(work, person, talk.ref) == 1


def test_nobody_counts_for_their_own_or_without_signing_in(work: Work) -> None:
    talk = make_talk(work)
    with pytest.raises(NotPermitted, match="본인이 낸"):
        endorse(work, talk.author, talk.ref)
    with pytest.raises(SignInNeeded):
        endorse(work, ANONYMOUS, talk.ref)
    assert endorsers_of(work, talk.ref) == []


def test_what_cannot_be_seen_cannot_be_endorsed(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    draft = save_problem(work, talk.author, written(talk.call))
    withdraw_problem(work, talk.author, talk.problem)
    for ref in (
        talk.ref,
        SubjectRef("problem", draft.key),
        SubjectRef("problem", "zzzzzzzzzzzz"),
        SubjectRef("secret", talk.problem.key),
        SubjectRef("problem", "x" * 200),
    ):
        for actor in (person, SYSTEM):
            with pytest.raises(NotFound):
                endorse(work, actor, ref)


def test_a_decided_problem_takes_no_more_but_gives_back(work: Work) -> None:
    talk = make_talk(work)
    first, second = some_people(work, 2)
    endorse(work, first, talk.ref)
    decline_problem(work, talk.officer, talk.problem, DeclineReason.OUT_OF_SCOPE, "국가의 일이 아닙니다.")
    with pytest.raises(NotPermitted, match="받지 않습니다"):
        endorse(work, second, talk.ref)
    assert withdraw_endorsement(work, first, talk.ref) == 0


def test_one_person_is_stopped_after_many_and_may_go_on_later(
    work: Work, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.discussion.services.flood.LIMITS", few(LIMITS))
    talk, person = make_talk(work), somebody(work)
    others = [make_problem(work, talk.call, talk.author, f"문제 {number}") for number in range(4)]
    refs = [SubjectRef("problem", problem.key) for problem in others]
    for ref in refs[:3]:
        endorse(work, person, ref)
    with pytest.raises(TooMany) as stopped:
        endorse(work, person, refs[3])
    assert stopped.value.retry_after == 3600
    assert endorse(work, person, refs[0]) == 1
    assert endorse(work, somebody(work), refs[3]) == 1
    work.now = clock.now() + timedelta(hours=1, seconds=1)
    assert endorse(work, person, refs[3]) == 2


def test_one_address_is_stopped_whoever_sits_there(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.discussion.services.flood.LIMITS", few(LIMITS))
    talk = make_talk(work)
    at_address(work, "a" * 64)
    for actor in some_people(work, 6):
        endorse(work, actor, talk.ref)
    with pytest.raises(TooMany):
        endorse(work, somebody(work), talk.ref)
    at_address(work, "b" * 64)
    assert endorse(work, somebody(work), talk.ref) == 7


def few(limits: dict[Deed, Limit]) -> dict[Deed, Limit]:
    """The same limits, for tests that do not want to wait: three for one person, six for one address."""
    return {deed: Limit(3, 6, limit.window) for deed, limit in limits.items()}


def test_every_act_stands_in_the_audit_without_the_address_itself(database: Database) -> None:
    with database.write() as work:
        talk, person = make_talk(work), somebody(work)
        at_address(work, "c" * 64)
        endorse(work, person, talk.ref)
        withdraw_endorsement(work, person, talk.ref)
    with database.read() as work:
        rows = work.session.execute(
            sa.select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.after)
            .where(AuditEntry.action.like("discussion:%"))
            .order_by(AuditEntry.sequence)
        ).all()
    assert [row.action for row in rows] == [
        "discussion:endorsement:given",
        "discussion:endorsement:withdrawn",
    ]
    assert [row.after["endorsements"] for row in rows] == [1, 0]
    assert "c" * 64 not in str(rows)


def test_where_it_came_from_is_forgotten_after_ninety_days(work: Work) -> None:
    talk, person = make_talk(work), somebody(work)
    at_address(work, "d" * 64)
    endorse(work, person, talk.ref)
    assert forget_addresses(work) == {"addresses": 0, "deeds": 0}
    work.now += timedelta(days=91)
    assert forget_addresses(work) == {"addresses": 1, "deeds": 1}
    assert forget_addresses(work) == {"addresses": 0, "deeds": 0}
    assert work.session.scalars(sa.select(Endorsement.address_digest)).all() == [""]
    assert work.session.scalars(sa.select(CountedDeed.id)).all() == []
    tally = tally_of(work, talk.ref)
    assert tally is not None
    assert tally.endorsements == 1
