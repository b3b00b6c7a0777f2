"""Eligibility, looks that are recorded, and what the clock and other stages tell authors."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.accounts import letters
from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for, make_account, make_agency, make_official
from webapp.accounts.enums import AccountState, Role
from webapp.challenges.enums import (
    ChallengeEvent,
    ChallengeState,
    ChangeEvent,
    ChangeKind,
    ChangeState,
    IdeaPublicity,
)
from webapp.challenges.models import RuleChange
from webapp.challenges.services import cancel
from webapp.core.audit import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.policy import Actor
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.discussion.services import follow
from webapp.ideas.enums import IdeaState, IneligibleReason
from webapp.ideas.jobs import publish_closed, remind
from webapp.ideas.models import Idea, IdeaVersion
from webapp.ideas.services import (
    idea_to_decide,
    publish_at_close,
    record_view,
    reinstate,
    rule_out,
    tell_of_cancellation,
    tell_of_changed_rules,
)

DAY = timedelta(days=1)


def make_entry(work: Work, state: IdeaState = IdeaState.SUBMITTED) -> tuple[Idea, Actor]:
    agency = make_agency(work)
    idea = make_idea(work, make_challenge(work, agency), state=state)
    return idea, actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))


def test_an_entry_is_ruled_out_and_taken_back(work: Work) -> None:
    idea, officer = make_entry(work)
    rule_out(work, officer, idea, IneligibleReason.CAMPAIGN_ONLY, " 홍보 계획만 있습니다. ")
    assert (idea.state, idea.ineligible_reason) == (IdeaState.INELIGIBLE, IneligibleReason.CAMPAIGN_ONLY)
    rule_out(work, officer, idea, IneligibleReason.CAMPAIGN_ONLY, "홍보 계획만 있습니다.")
    (letter,) = letters(work, "ideas/ruled_out")
    assert letter["facts"]["ground"] == "단순 캠페인"
    assert letter["facts"]["reason_text"] == "홍보 계획만 있습니다."
    back = reinstate(work, officer, idea, "설치 계획을 확인했습니다.")
    assert (back.state, back.ineligible_reason) == (IdeaState.SUBMITTED, None)
    assert len(letters(work, "ideas/reinstated")) == 1
    rule_out(work, officer, idea, IneligibleReason.IMITATION, "해외 사례와 같습니다.")
    assert len(letters(work, "ideas/ruled_out")) == 2
    work.commit()


@pytest.mark.parametrize("reason", ["", "  ", "가" * 1001])
def test_a_decision_needs_a_reason_of_sensible_length(work: Work, reason: str) -> None:
    idea, officer = make_entry(work)
    with pytest.raises(RuleBroken) as refused:
        rule_out(work, officer, idea, IneligibleReason.OTHER, reason)
    assert set(refused.value.fields) == {"reason"}


@pytest.mark.parametrize("state", [IdeaState.DRAFT, IdeaState.IN_JUDGING, IdeaState.WITHDRAWN])
def test_only_accepted_entries_are_ruled_out(work: Work, state: IdeaState) -> None:
    idea, officer = make_entry(work, state)
    with pytest.raises(WrongState):
        rule_out(work, officer, idea, IneligibleReason.OTHER, "사유")


@pytest.mark.parametrize("role", [Role.APPROVER, Role.JUDGING_SECRETARY, Role.AGENCY_ADMIN, None])
def test_others_do_not_decide(work: Work, role: Role | None) -> None:
    idea, _officer = make_entry(work)
    agency = work.session.get_one(type(idea.challenge.programme.agency), idea.challenge.programme.agency_id)
    actor = actor_for(work, make_official(work, agency, role) if role else make_account(work))
    with pytest.raises(NotFound):
        rule_out(work, actor, idea, IneligibleReason.OTHER, "사유")
    with pytest.raises(NotFound):
        idea_to_decide(work, actor, idea.key)


def test_another_agencys_officer_does_not_decide(work: Work) -> None:
    idea, _officer = make_entry(work)
    other = actor_for(work, make_official(work, make_agency(work), Role.CONTEST_OFFICER))
    with pytest.raises(NotFound):
        reinstate(work, other, idea, "사유")


def test_a_ruled_out_idea_is_public_no_more(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(
        work, agency, state=ChallengeState.CLOSED, closes_in=-DAY, publicity=IdeaPublicity.AT_CLOSE
    )
    idea = make_idea(work, challenge)
    publish_at_close(work, challenge.id)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    rule_out(work, officer, idea, IneligibleReason.IMITATION, "해외 사례와 같습니다.")
    assert idea.published_at is None
    assert work.session.execute(sa.text("SELECT count(*) FROM idea_publications")).scalar_one() == 0


def test_a_look_is_recorded_with_role_and_time(database: Database) -> None:
    with database.write() as work:
        idea, officer = make_entry(work)
    with database.write() as work:
        record_view(work, officer, idea.id, Role.CONTEST_OFFICER)
    with database.read() as work:
        entry = work.session.execute(
            sa.select(AuditEntry.action, AuditEntry.subject_id, AuditEntry.actor_id, AuditEntry.after)
        ).one()
    assert tuple(entry) == (
        "ideas:idea:viewed",
        idea.id,
        officer.account_id,
        {"role": "contest_officer"},
    )


def test_drafts_are_reminded_three_times_at_most(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        challenge = make_challenge(work)
        make_idea(work, challenge, state=IdeaState.DRAFT)
        make_idea(work, challenge, state=IdeaState.DRAFT, title="", summary="")
        make_idea(work, challenge)
        closed = make_idea(work, challenge, state=IdeaState.DRAFT)
        closed.author.state = AccountState.SUSPENDED
    sent = []
    for left in (DAY * 4, DAY * 3, DAY * 2, DAY, DAY / 2, DAY / 8, DAY / 24, -DAY):
        clock.move_to(challenge.closes_at - left)
        for _ in range(2):
            remind(database)
        with database.read() as work:
            sent.append(len(letters(work, "ideas/reminder")))
    assert sent == [0, 1, 1, 2, 2, 3, 3, 3]


def test_who_starts_late_gets_no_reminder_of_an_earlier_day(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        challenge = make_challenge(work, closes_in=DAY * 2)
        make_idea(work, challenge, state=IdeaState.DRAFT)
    remind(database)
    with database.read() as work:
        assert letters(work, "ideas/reminder") == []
    clock.move_to(challenge.closes_at - DAY)
    remind(database)
    with database.read() as work:
        assert len(letters(work, "ideas/reminder")) == 1


def test_the_clock_publishes_what_may_be_read_after_the_deadline(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        challenge = make_challenge(work, publicity=IdeaPublicity.AT_CLOSE)
        make_idea(work, challenge)
        make_idea(work, challenge, allows_publication=False)
    publish_closed(database)
    clock.advance(DAY * 10)
    for _ in range(2):
        publish_closed(database)
    with database.read() as work:
        times = work.session.scalars(sa.select(Idea.published_at).order_by(Idea.id)).all()
    assert list(times) == [clock.now(), None]


def test_what_was_published_goes_with_a_cancelled_contest(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(
        work, agency, state=ChallengeState.CLOSED, closes_in=-DAY, publicity=IdeaPublicity.AT_CLOSE
    )
    idea = make_idea(work, challenge)
    publish_at_close(work, challenge.id)
    approver = make_official(work, agency, Role.APPROVER)
    cancel(work, actor_for(work, approver), challenge, "예산 사정")
    assert (challenge.state, idea.published_at) == (ChallengeState.CANCELLED, None)
    assert publish_at_close(work, challenge.id) == 0
    assert len(letters(work, "ideas/contest_cancelled")) == 1


def test_a_cancelled_contest_is_told_to_everybody_who_entered(work: Work) -> None:
    idea, officer = make_entry(work)
    make_idea(work, idea.challenge, state=IdeaState.DRAFT)
    make_idea(work, idea.challenge, state=IdeaState.WITHDRAWN)
    make_idea(work, make_challenge(work))
    for event in (ChallengeEvent.CLOSE, ChallengeEvent.CANCEL, ChallengeEvent.CANCEL):
        change = StateChanged(
            "challenges",
            idea.challenge,
            event,
            ChallengeState.OPEN,
            ChallengeState.CANCELLED,
            officer,
            "예산 사정",
        )
        tell_of_cancellation(work, change)
    sent = letters(work, "ideas/contest_cancelled")
    assert [letter["facts"]["number"] for letter in sent] == [idea.receipt_number, ""]
    assert {letter["facts"]["reason_text"] for letter in sent} == {"예산 사정"}


def test_changed_rules_are_told_once_to_each_who_entered_and_entries_keep_their_hash(work: Work) -> None:
    idea, officer = make_entry(work)
    make_idea(work, idea.challenge, author=idea.author, state=IdeaState.DRAFT)
    make_idea(work, idea.challenge, state=IdeaState.WITHDRAWN)
    version = sa.select(IdeaVersion.content).where(IdeaVersion.idea_id == idea.id)
    handed_in_under = work.session.scalars(version).one()["rules_hash"]
    assert handed_in_under == idea.challenge.rules_hash
    for kind in (ChangeKind.CHANGE, ChangeKind.CORRECTION):
        change = RuleChange(
            challenge=idea.challenge,
            kind=kind,
            reason="배점을 분명히 합니다.",
            before={},
            after={},
            old_hash=idea.challenge.rules_hash,
            created_at=work.now,
            state=ChangeState.WITHDRAWN,
        )
        work.session.add(change)
        work.flush()
        for _turn in range(2):
            event = StateChanged(
                "rule_changes",
                change,
                ChangeEvent.APPROVE,
                ChangeState.REQUESTED,
                ChangeState.IN_FORCE,
                officer,
                change.reason,
            )
            tell_of_changed_rules(work, event)
    (letter,) = letters(work, "ideas/rules_changed")
    assert letter["to"] == idea.author.email
    assert letter["facts"]["reason_text"] == "배점을 분명히 합니다."
    idea.challenge.rules_hash = "1" * 64
    work.flush()
    assert work.session.scalars(version).one()["rules_hash"] == handed_in_under


def test_changed_rules_are_told_to_followers_who_have_not_entered(work: Work) -> None:
    idea, officer = make_entry(work)
    follower = make_account(work)
    for account in (follower, idea.author):
        follow(work, actor_for(work, account), SubjectRef("challenge", idea.challenge.key))
    change = RuleChange(
        challenge=idea.challenge,
        kind=ChangeKind.EXTENSION,
        reason="한 주 늘립니다.",
        before={},
        after={},
        old_hash=idea.challenge.rules_hash,
        created_at=work.now,
        state=ChangeState.WITHDRAWN,
    )
    work.session.add(change)
    work.flush()
    approved = (ChangeEvent.APPROVE, ChangeState.REQUESTED, ChangeState.IN_FORCE)
    tell_of_changed_rules(work, StateChanged("rule_changes", change, *approved, officer, change.reason))
    assert [letter["to"] for letter in letters(work, "ideas/followed_rules_changed")] == [follower.email]
    assert [letter["to"] for letter in letters(work, "ideas/rules_changed")] == [idea.author.email]
