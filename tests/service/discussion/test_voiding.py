"""The fraud view and voiding: what came together is seen, and what is voided counts nothing but stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.discussion import Talk, at_address, make_talk, some_people, somebody, subject_for, tally_of
from tests.support.people import make_agency
from tests.support.problems import make_officer
from webapp.accounts.enums import Role
from webapp.accounts.models import Account
from webapp.core.errors import NotFound, RuleBroken, SignInNeeded
from webapp.core.policy import ANONYMOUS
from webapp.core.work import Work
from webapp.discussion.enums import AccountAge, EndorsementPattern
from webapp.discussion.models import Endorsement
from webapp.discussion.queries import endorsement_patterns, endorsement_rows, standing_of
from webapp.discussion.services import (
    VoidGroup,
    endorse,
    restore_endorsements,
    void_endorsements,
    withdraw_endorsement,
)

PLACE = "f" * 64
REASON = "한 자리에서 1분 안에 이어서 눌렀습니다."


def flood(work: Work, talk: Talk, count: int = 5) -> None:
    """So many new accounts at one address within a minute, and one of long standing an hour before."""
    old = somebody(work)
    account = work.session.get_one(Account, old.account_id)
    account.created_at = work.now - timedelta(days=400)
    endorse(work, old, talk.ref)
    work.now += timedelta(hours=1)
    at_address(work, PLACE)
    for actor in some_people(work, count):
        work.now += timedelta(seconds=1)
        endorse(work, actor, talk.ref)
    at_address(work, "")


def test_what_came_together_is_seen(work: Work) -> None:
    talk = make_talk(work)
    flood(work, talk)
    found = endorsement_patterns(endorsement_rows(work, talk.ref))
    assert (found.total, found.counted, found.voided, found.carried) == (6, 6, 0, 0)
    (address,) = found.groups[EndorsementPattern.ADDRESS]
    assert (address.value, address.count, address.young) == (PLACE, 5, 5)
    (minute,) = found.groups[EndorsementPattern.MINUTE]
    assert minute.count == 5
    ages = {group.value: group.count for group in found.groups[EndorsementPattern.AGE]}
    assert ages == {AccountAge.DAY: 5, AccountAge.OLDER: 1}


def test_a_voided_group_counts_nothing_and_stays(work: Work) -> None:
    talk = make_talk(work)
    flood(work, talk)
    group = VoidGroup(EndorsementPattern.ADDRESS, PLACE, REASON)
    assert [void_endorsements(work, talk.officer, talk.ref, group) for _ in range(2)] == [5, 0]
    tally = tally_of(work, talk.ref)
    assert tally is not None
    assert tally.endorsements == 1
    rows = work.session.scalars(sa.select(Endorsement).where(Endorsement.voided_at.is_not(None))).all()
    assert {(row.void_reason, row.voided_by_id) for row in rows} == {(REASON, talk.officer.account_id)}
    found = endorsement_patterns(endorsement_rows(work, talk.ref))
    assert (found.counted, found.voided) == (1, 5)
    assert not found.groups[EndorsementPattern.ADDRESS][0].can_be_voided


def test_what_was_voided_by_mistake_counts_again(work: Work) -> None:
    talk = make_talk(work)
    flood(work, talk)
    group = VoidGroup(EndorsementPattern.ADDRESS, PLACE, REASON)
    void_endorsements(work, talk.officer, talk.ref, group)
    with pytest.raises(RuleBroken):
        restore_endorsements(work, talk.officer, talk.ref, VoidGroup(EndorsementPattern.ADDRESS, PLACE, " "))
    with pytest.raises(NotFound):
        restore_endorsements(work, somebody(work), talk.ref, group)
    assert [restore_endorsements(work, talk.officer, talk.ref, group) for _ in range(2)] == [5, 0]
    tally = tally_of(work, talk.ref)
    assert tally is not None
    assert tally.endorsements == 6
    assert set(work.session.scalars(sa.select(Endorsement.void_reason))) == {""}


def test_who_was_voided_notices_nothing_and_cannot_begin_anew(work: Work) -> None:
    talk = make_talk(work)
    at_address(work, PLACE)
    people = some_people(work, 3)
    for actor in people:
        endorse(work, actor, talk.ref)
    void_endorsements(work, talk.officer, talk.ref, VoidGroup(EndorsementPattern.ADDRESS, PLACE, REASON))
    person = people[0]
    assert standing_of(work, person, subject_for(work, person, talk.problem)).has_endorsed
    assert withdraw_endorsement(work, person, talk.ref) == 0
    assert endorse(work, person, talk.ref) == 0


def test_it_needs_a_reason_and_a_pattern(work: Work) -> None:
    talk = make_talk(work)
    flood(work, talk)
    for group in (
        VoidGroup(EndorsementPattern.ADDRESS, PLACE, "  "),
        VoidGroup(EndorsementPattern.ADDRESS, PLACE, "가" * 501),
        VoidGroup(EndorsementPattern.AGE, AccountAge.OLDER, REASON),
    ):
        with pytest.raises(RuleBroken) as refused:
            void_endorsements(work, talk.officer, talk.ref, group)
        assert set(refused.value.fields) == {"reason"}
    assert (
        void_endorsements(work, talk.officer, talk.ref, VoidGroup(EndorsementPattern.ADDRESS, "", REASON))
        == 0
    )


def test_only_who_keeps_order_in_the_agency_may(work: Work) -> None:
    talk = make_talk(work)
    flood(work, talk)
    group = VoidGroup(EndorsementPattern.ADDRESS, PLACE, REASON)
    elsewhere = make_officer(work, make_agency(work), Role.CONTEST_OFFICER)
    for actor in (somebody(work), elsewhere):
        with pytest.raises(NotFound):
            void_endorsements(work, actor, talk.ref, group)
    with pytest.raises((NotFound, SignInNeeded)):
        void_endorsements(work, ANONYMOUS, talk.ref, group)
