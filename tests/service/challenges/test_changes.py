"""After the notice: corrections, change notices, extensions, postponements, and what can no longer change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.challenges import challenge_of, make_challenge
from tests.support.people import actor_for, make_agency, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, ChangeKind, ChangeState, NoticeKind
from webapp.challenges.models import (
    Challenge,
    Criteria,
    CriterionEntry,
    FrozenRules,
    Notice,
    RuleChange,
)
from webapp.challenges.models.frozen import from_plain, rules_hash
from webapp.challenges.queries import load_challenge, rules_of
from webapp.challenges.queries.changes import change_of_notice, former_rules_text, rule_chain
from webapp.challenges.services import (
    EditChange,
    approve_change,
    begin_change,
    correct_rules,
    edit_change,
    request_change,
    return_change,
    withdraw_change,
)
from webapp.challenges.services.lifecycle import sum_up
from webapp.core.errors import NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.kst import kst_day, last_day_before
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import Actor
from webapp.core.work import Work

REASON = "심사 기준을 더 분명히 하려고 바꿉니다."


class Desk:
    """An agency with an officer and an approver, and a challenge of theirs."""

    def __init__(self, work: Work, state: ChallengeState = ChallengeState.OPEN) -> None:
        self.work = work
        self.agency: Agency = make_agency(work)
        self.officer: Actor = actor_for(work, make_official(work, self.agency, Role.CONTEST_OFFICER))
        self.approver: Actor = actor_for(work, make_official(work, self.agency, Role.APPROVER))
        self.challenge: Challenge = make_challenge(work, self.agency, state)
        if self.challenge.result_on is None:
            day = kst_day(self.challenge.closes_at) + timedelta(days=30)
            self.challenge.result_on = day
            plain = {**self.challenge.rules}
            plain["challenge"] = {
                **plain["challenge"],
                "schedule": {**plain["challenge"]["schedule"], "result_on": day.isoformat()},
            }
            self.challenge.rules, self.challenge.rules_hash = plain, rules_hash(plain)
            work.flush()

    @property
    def rules(self) -> FrozenRules:
        return from_plain(FrozenRules, self.challenge.rules)

    def begun(self, kind: ChangeKind, **sections: Any) -> RuleChange:
        """A change with these sections replaced."""
        change = begin_change(self.work, self.officer, self.challenge.key, kind, REASON)
        for section in sections.values():
            change = edit_change(self.work, self.officer, EditChange(change.key, change.version, section))
        return change

    def announced(self, kind: ChangeKind, **sections: Any) -> RuleChange:
        """The same, approved."""
        change = self.begun(kind, **sections)
        change = request_change(self.work, self.officer, change.key, change.version)
        return approve_change(self.work, self.approver, change.key, change.version)


def brief_of(desk: Desk, **values: Any) -> Any:
    return replace(desk.rules.challenge.brief, **values)


def schedule_of(desk: Desk, **values: Any) -> Any:
    return replace(desk.rules.challenge.schedule, **values)


NEW_CRITERIA = Criteria(
    criteria=(CriterionEntry(title="창의성", weight=50), CriterionEntry(title="실현 가능성", weight=50))
)


def test_a_correction_changes_wording_at_once_and_is_listed(work: Work) -> None:
    desk = Desk(work)
    old = desk.challenge.rules_hash
    change = desk.begun(ChangeKind.CORRECTION, brief=brief_of(desk, goal="사고를 절반으로 줄입니다!"))
    corrected = correct_rules(work, desk.officer, change.key, change.version)
    assert (corrected.state, corrected.number) == (ChangeState.IN_FORCE, 1)
    challenge = load_challenge(work, desk.challenge.key)
    assert challenge.goal == "사고를 절반으로 줄입니다!"
    assert rules_hash(challenge.rules) == challenge.rules_hash != old
    notice = work.session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.rules_hash) == (NoticeKind.CORRECTION, challenge.rules_hash)
    assert correct_rules(work, desk.officer, change.key, change.version) is corrected


def test_the_hashes_form_a_chain_that_everybody_can_follow(work: Work) -> None:
    desk = Desk(work)
    first = desk.challenge.rules_hash
    desk.announced(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    desk.announced(ChangeKind.CHANGE, brief=brief_of(desk, goal="사고를 3할로 줄입니다."))
    chain = rule_chain(work, desk.challenge.key)
    assert [link.number for link in chain.links] == [2, 1, 0]
    assert chain.links[-1].rules_hash == first
    texts = [former_rules_text(work, desk.challenge.key, link.rules_hash) for link in chain.links]
    for newer, older in zip(texts, chain.links[1:], strict=False):
        assert f'"previous_hash":"{older.rules_hash}"' in newer
    stored = load_challenge(work, desk.challenge.key)
    fresh = rules_of(stored)
    assert replace(from_plain(FrozenRules, stored.rules), previous_hash="") == fresh


def test_a_change_notice_is_approved_by_another_person(work: Work) -> None:
    desk = Desk(work)
    both = actor_for(work, make_official(work, desk.agency, Role.CONTEST_OFFICER, Role.APPROVER))
    change = begin_change(work, both, desk.challenge.key, ChangeKind.CHANGE, REASON)
    change = edit_change(work, both, EditChange(change.key, change.version, NEW_CRITERIA))
    change = request_change(work, both, change.key, change.version)
    with pytest.raises(NotPermitted, match="다른 결재자"):
        approve_change(work, both, change.key, change.version)
    with pytest.raises(NotPermitted):
        approve_change(work, desk.officer, change.key, change.version)
    assert approve_change(work, desk.approver, change.key, change.version).state is ChangeState.IN_FORCE
    again = approve_change(work, desk.approver, change.key, change.version)
    assert again.number == 1
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 1


def test_a_change_is_told_with_what_was_and_what_is(work: Work) -> None:
    desk = Desk(work)
    change = desk.announced(ChangeKind.CHANGE, brief=brief_of(desk, goal="사고를 3할로 줄입니다."))
    notice = work.session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.body) == (NoticeKind.CHANGE, REASON)
    found = change_of_notice(work, notice.key)
    assert found is not None
    assert (found.old_hash, found.new_hash) == (change.old_hash, desk.challenge.rules_hash)
    (one,) = found.differences
    assert one.label == "목표"
    assert [piece.text for piece in one.before if piece.is_changed] == ["절반으로"]
    assert [piece.text for piece in one.after if piece.is_changed] == ["3할로"]


def test_the_close_moves_when_the_new_notice_needs_five_days(work: Work) -> None:
    desk = Desk(work)
    work.now = desk.challenge.closes_at - timedelta(days=1)
    old = desk.challenge.closes_at
    desk.announced(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    challenge = load_challenge(work, desk.challenge.key)
    assert (last_day_before(challenge.closes_at) - kst_day(work.now)).days == 5
    assert challenge.closes_at > old
    assert challenge.programme.closes_at == challenge.closes_at


def test_the_opening_moves_with_everything_after_it(work: Work) -> None:
    desk = Desk(work, ChallengeState.ANNOUNCED)
    before = desk.rules.challenge.schedule
    work.now = desk.challenge.opens_at - timedelta(days=2)
    desk.announced(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    challenge = load_challenge(work, desk.challenge.key)
    assert (kst_day(challenge.opens_at) - kst_day(work.now)).days == 5
    assert challenge.closes_at - challenge.opens_at == before.closes_at - before.opens_at
    assert before.result_on is not None
    assert challenge.result_on == before.result_on + timedelta(days=3)


def test_a_change_with_time_enough_moves_nothing(work: Work) -> None:
    desk = Desk(work)
    before = desk.rules.challenge.schedule
    desk.announced(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    assert desk.rules.challenge.schedule == before
    assert [one.weight for one in load_challenge(work, desk.challenge.key).criteria] == [50, 50]


def test_an_extension_moves_the_close_alone(work: Work) -> None:
    desk = Desk(work)
    later = desk.challenge.closes_at + timedelta(days=7)
    desk.announced(ChangeKind.EXTENSION, schedule=schedule_of(desk, closes_at=later))
    challenge = load_challenge(work, desk.challenge.key)
    assert (challenge.closes_at, challenge.programme.closes_at) == (later, later)
    assert work.session.scalars(sa.select(Notice.kind)).one() is NoticeKind.EXTENSION


def test_a_result_is_put_off_with_a_notice(work: Work) -> None:
    desk = Desk(work, ChallengeState.JUDGING)
    day = desk.rules.challenge.schedule.result_on
    assert day is not None
    desk.announced(ChangeKind.POSTPONEMENT, schedule=schedule_of(desk, result_on=day + timedelta(days=14)))
    assert load_challenge(work, desk.challenge.key).result_on == day + timedelta(days=14)
    assert work.session.scalars(sa.select(Notice.kind)).one() is NoticeKind.POSTPONEMENT


@pytest.mark.parametrize("state", [ChallengeState.CLOSED, ChallengeState.JUDGING, ChallengeState.VERIFYING])
@pytest.mark.parametrize("section", ["criteria", "prizes", "rules", "form"])
def test_once_entries_are_closed_nobody_changes_what_decides(
    work: Work, state: ChallengeState, section: str
) -> None:
    desk = Desk(work, state)
    change = begin_change(work, desk.officer, desk.challenge.key, ChangeKind.CHANGE, REASON)
    value = getattr(challenge_of("x", work.now), section)
    with pytest.raises(WrongState):
        edit_change(work, desk.officer, EditChange(change.key, change.version, value))


def test_what_was_written_before_the_close_is_refused_after_it(work: Work) -> None:
    desk = Desk(work)
    change = desk.begun(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    change = request_change(work, desk.officer, change.key, change.version)
    work.now = desk.challenge.closes_at
    with pytest.raises(RuleBroken, match="접수를 마감한 뒤에는"):
        approve_change(work, desk.approver, change.key, change.version)
    assert desk.rules.challenge.criteria != NEW_CRITERIA


@pytest.mark.parametrize(
    "state", [ChallengeState.DECIDED, ChallengeState.COMPLETED, ChallengeState.CANCELLED]
)
@pytest.mark.parametrize("kind", ChangeKind)
def test_what_has_ended_changes_no_more(work: Work, state: ChallengeState, kind: ChangeKind) -> None:
    desk = Desk(work, state)
    with pytest.raises(WrongState):
        begin_change(work, desk.officer, desk.challenge.key, kind, REASON)


@pytest.mark.parametrize("reason", ["", "  ", "가" * 2001])
def test_a_change_needs_a_reason(work: Work, reason: str) -> None:
    desk = Desk(work)
    with pytest.raises(RuleBroken) as refused:
        begin_change(work, desk.officer, desk.challenge.key, ChangeKind.CHANGE, reason)
    assert set(refused.value.fields) == {"reason"}


def test_one_change_is_prepared_at_a_time_and_beginning_twice_gives_the_same(work: Work) -> None:
    desk = Desk(work)
    first = desk.begun(ChangeKind.CHANGE)
    assert desk.begun(ChangeKind.CHANGE) is first
    with pytest.raises(WrongState, match="이미 준비하고"):
        desk.begun(ChangeKind.EXTENSION)
    withdraw_change(work, desk.officer, first.key)
    assert withdraw_change(work, desk.officer, first.key).state is ChangeState.WITHDRAWN
    assert desk.begun(ChangeKind.EXTENSION) is not first


def test_two_officials_do_not_overwrite_each_other(work: Work) -> None:
    desk = Desk(work)
    change = desk.begun(ChangeKind.CHANGE)
    seen = change.version
    edit_change(work, desk.officer, EditChange(change.key, seen, NEW_CRITERIA))
    with pytest.raises(StaleVersion):
        edit_change(work, desk.officer, EditChange(change.key, seen, brief_of(desk, goal="다른 목표")))
    with pytest.raises(StaleVersion):
        request_change(work, desk.officer, change.key, seen)


def test_a_change_without_a_change_is_not_asked_for(work: Work) -> None:
    desk = Desk(work)
    change = desk.begun(ChangeKind.CHANGE)
    with pytest.raises(RuleBroken, match="바뀐 것이 없습니다"):
        request_change(work, desk.officer, change.key, change.version)


def test_it_goes_back_with_a_reason_and_comes_again(work: Work) -> None:
    desk = Desk(work)
    change = desk.begun(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    change = request_change(work, desk.officer, change.key, change.version)
    assert request_change(work, desk.officer, change.key, change.version) is change
    with pytest.raises(RuleBroken):
        return_change(work, desk.approver, change.key, " ")
    change = return_change(work, desk.approver, change.key, "배점의 근거를 적어 주십시오.")
    assert change.state is ChangeState.DRAFT
    change = request_change(work, desk.officer, change.key, change.version)
    work.flush()
    letters = work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id)).all()
    assert [one["template"].partition("/")[2] for one in letters] == [
        "change_requested",
        "change_returned",
        "change_requested",
    ]


def test_a_correction_of_a_rule_or_a_number_is_refused(work: Work) -> None:
    desk = Desk(work)
    change = desk.begun(ChangeKind.CORRECTION, criteria=NEW_CRITERIA)
    with pytest.raises(RuleBroken, match="변경공고로 바꿉니다"):
        correct_rules(work, desk.officer, change.key, change.version)
    assert change.state is ChangeState.DRAFT


def test_a_prize_above_the_pot_is_refused_when_asked_for(work: Work) -> None:
    desk = Desk(work)
    prizes = desk.rules.challenge.prizes
    tier = replace(prizes.prizes[0], quota=40)
    change = desk.begun(ChangeKind.CHANGE, prizes=replace(prizes, prizes=(tier,)))
    with pytest.raises(RuleBroken, match="재원"):
        request_change(work, desk.officer, change.key, change.version)


def test_what_the_whole_contest_shares_changes_for_each_of_its_challenges(work: Work) -> None:
    desk = Desk(work)
    design = challenge_of(desk.challenge.programme.slug, work.now, title="둘째")
    other = make_challenge(
        work, desk.agency, ChallengeState.OPEN, programme=desk.challenge.programme, design=design
    )
    sum_up(work, desk.challenge.programme)
    conditions = replace(desk.rules.programme.conditions, eligibility="만 19세 이상이면 응모할 수 있습니다.")
    desk.announced(ChangeKind.CHANGE, conditions=conditions)
    for challenge in (desk.challenge, other):
        stored = load_challenge(work, challenge.key)
        assert from_plain(FrozenRules, stored.rules).programme.conditions == conditions
        assert rules_hash(stored.rules) == stored.rules_hash
        assert len(rule_chain(work, challenge.key).links) == 2
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 2
    assert desk.challenge.programme.eligibility == conditions.eligibility


def test_another_agency_neither_writes_nor_approves(work: Work) -> None:
    desk, other = Desk(work), Desk(work)
    with pytest.raises(NotPermitted):
        begin_change(work, other.officer, desk.challenge.key, ChangeKind.CHANGE, REASON)
    change = desk.begun(ChangeKind.CHANGE, criteria=NEW_CRITERIA)
    with pytest.raises(NotPermitted):
        edit_change(work, other.officer, EditChange(change.key, change.version, NEW_CRITERIA))
    change = request_change(work, desk.officer, change.key, change.version)
    with pytest.raises(NotPermitted):
        approve_change(work, other.approver, change.key, change.version)


def test_settings_that_came_later_change_in_public_as_well(work: Work) -> None:
    desk = Desk(work)
    plan = replace(desk.rules.challenge.plan, pass_mark=60)
    entrants = replace(desk.rules.challenge.entrants, age_from=19)
    desk.announced(ChangeKind.CHANGE, plan=plan, entrants=entrants)
    stored = from_plain(FrozenRules, load_challenge(work, desk.challenge.key).rules).challenge
    assert (stored.plan, stored.entrants) == (plan, entrants)
    notice = work.session.scalars(sa.select(Notice)).one()
    told = change_of_notice(work, notice.key)
    assert told is not None
    assert [one.label for one in told.differences] == ["나이의 시작(만 나이)", "통과 점수"]


@pytest.mark.parametrize("state", [ChallengeState.CLOSED, ChallengeState.JUDGING])
def test_the_citizens_share_stands_once_entries_are_closed(work: Work, state: ChallengeState) -> None:
    desk = Desk(work, state)
    change = desk.begun(ChangeKind.CHANGE)
    plan = replace(desk.rules.challenge.plan, citizen_percent=20)
    with pytest.raises(WrongState):
        edit_change(work, desk.officer, EditChange(change.key, change.version, plan))
