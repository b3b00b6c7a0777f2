"""The decree article by article: 「행정기관의 공모전 운영에 관한 규정」 (대통령령 제32628호).

Each rule of it that the stages up to the result keep has a test that fails when the rule is broken.

The parts are tested in depth beside their code; here stands what the decree itself says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.challenges import challenge_of, make_challenge, programme_of
from tests.support.ideas import make_challenge as open_for_entries
from tests.support.ideas import make_idea
from tests.support.people import actor_for, make_agency, make_official
from tests.support.prizes import award_all, decision, make_contest, to_day_after_verification, verify
from webapp.accounts.enums import ConflictKind, ConsentKind, Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, ChangeKind, NoticeKind, Outcome
from webapp.challenges.models import Challenge, EntryForm, FrozenRules, Notice, Prizes, RuleChange
from webapp.challenges.models.frozen import from_plain
from webapp.challenges.models.similarity import brief_hash
from webapp.challenges.queries import load_challenge
from webapp.challenges.queries.notice_document import notice_document
from webapp.challenges.services import (
    EditChange,
    approve_change,
    begin_change,
    correct_rules,
    create_challenge,
    create_programme,
    decide_without_winner,
    edit_change,
    missing_for_notice,
    publish,
    request_approval,
    request_change,
)
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.documents import Heading
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.kst import kst_day, last_day_before
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.services import SubmitIdea, submit_idea
from webapp.judging.queries.panel import PanelRules, composition
from webapp.prizes.services import DecideAwards, decide_awards


class Office:
    """An agency with an officer and an approver."""

    def __init__(self, work: Work) -> None:
        self.agency: Agency = make_agency(work)
        self.officer: Actor = actor_for(work, make_official(work, self.agency, Role.CONTEST_OFFICER))
        self.approver: Actor = actor_for(work, make_official(work, self.agency, Role.APPROVER))


@pytest.fixture
def office(work: Work) -> Office:
    return Office(work)


def changed(work: Work, office: Office, challenge: Challenge, goal: str) -> RuleChange:
    """A change notice with another goal, approved."""
    change = begin_change(work, office.officer, challenge.key, ChangeKind.CHANGE, "목표를 고칩니다.")
    brief = replace(from_plain(FrozenRules, challenge.rules).challenge.brief, goal=goal)
    change = edit_change(work, office.officer, EditChange(change.key, change.version, brief))
    change = request_change(work, office.officer, change.key, change.version)
    return approve_change(work, office.approver, change.key, change.version)


def test_article_4_1_similar_contests_are_looked_for_before_a_contest_is_run(
    work: Work, office: Office
) -> None:
    challenge = make_challenge(work, office.agency)
    challenge.compared_hash = ""
    work.flush()
    with pytest.raises(RuleBroken, match="유사성 검토"):
        request_approval(work, office.officer, challenge)


def test_article_4_2_the_notice_states_all_nine_items_in_their_order(work: Work, office: Office) -> None:
    challenge = make_challenge(work, office.agency, ChallengeState.OPEN)
    blocks = notice_document(work, challenge.key).blocks
    titles = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
    words = ("분야", "자격", "정하는 방법", "시상", "심사", "부정행위", "공개", "저작권", "반환")
    assert all(word in title for word, title in zip(words, titles, strict=False))
    assert len(titles) >= len(words)


@pytest.mark.parametrize(
    ("item", "part", "values"),
    [
        (1, "basics", {"purpose": ""}),
        (2, "conditions", {"eligibility": ""}),
        (6, "conditions", {"misconduct_rule": ""}),
        (8, "conditions", {"rights_rule": ""}),
        (9, "conditions", {"revocation_rule": ""}),
    ],
)
def test_article_4_2_nothing_is_announced_without_what_the_contest_states(
    work: Work, office: Office, item: int, part: str, values: dict[str, str]
) -> None:
    design = programme_of(office.agency, work.now)
    design = replace(design, **{part: replace(getattr(design, part), **values)})
    create_programme(work, SYSTEM, design)
    challenge = create_challenge(work, SYSTEM, challenge_of(design.slug, work.now))
    assert wanting(work, office, challenge) == [f"공모전 운영 규정 제4조제2항제{item}호"]


@pytest.mark.parametrize(
    ("item", "part", "value"), [(2, "form", EntryForm(fields=())), (4, "prizes", Prizes())]
)
def test_article_4_2_nothing_is_announced_without_what_the_challenge_states(
    work: Work, office: Office, item: int, part: str, value: Any
) -> None:
    design = programme_of(office.agency, work.now)
    create_programme(work, SYSTEM, design)
    changes: dict[str, Any] = {part: value}
    challenge = create_challenge(work, SYSTEM, replace(challenge_of(design.slug, work.now), **changes))
    assert wanting(work, office, challenge) == [f"공모전 운영 규정 제4조제2항제{item}호"]


def wanting(work: Work, office: Office, challenge: Challenge) -> list[str]:
    """The articles for want of which approval is refused."""
    challenge.compared_hash = brief_hash(challenge_of("x", work.now).brief)
    work.flush()
    with pytest.raises(RuleBroken):
        request_approval(work, office.officer, challenge)
    return [one.source for one in missing_for_notice(work, load_challenge(work, challenge.key))]


@pytest.mark.parametrize(("days", "is_enough"), [(4, False), (5, True)])
def test_article_5_a_contest_is_announced_five_days_before_entries_open(
    work: Work, office: Office, days: int, *, is_enough: bool
) -> None:
    opens_at = work.now + timedelta(days=10)
    closes_at = opens_at + timedelta(days=20)
    challenge = make_challenge(work, office.agency, opens_at=opens_at, closes_at=closes_at)
    request_approval(work, office.officer, challenge)
    work.now = opens_at - timedelta(days=days)
    if is_enough:
        assert publish(work, office.approver, challenge).state is ChallengeState.ANNOUNCED
    else:
        with pytest.raises(RuleBroken, match="공고 기간"):
            publish(work, office.approver, challenge)


def test_article_5_a_change_is_announced_anew_for_five_days(work: Work, office: Office) -> None:
    challenge = make_challenge(work, office.agency, ChallengeState.OPEN)
    work.now = challenge.closes_at - timedelta(days=1)
    changed(work, office, challenge, "사고를 3할로 줄입니다.")
    closes_at = load_challenge(work, challenge.key).closes_at
    assert (last_day_before(closes_at) - kst_day(work.now)).days == 5
    assert work.session.scalars(sa.select(Notice.kind)).one() is NoticeKind.CHANGE


def test_article_5_a_slip_of_the_pen_is_mended_without_another_five_days(work: Work, office: Office) -> None:
    challenge = make_challenge(work, office.agency, ChallengeState.OPEN)
    work.now = challenge.closes_at - timedelta(days=1)
    before = challenge.closes_at
    change = begin_change(work, office.officer, challenge.key, ChangeKind.CORRECTION, "오타입니다.")
    brief = replace(
        from_plain(FrozenRules, challenge.rules).challenge.brief, goal="사고를 절반으로 줄임니다."
    )
    change = edit_change(work, office.officer, EditChange(change.key, change.version, brief))
    correct_rules(work, office.officer, change.key, change.version)
    assert load_challenge(work, challenge.key).closes_at == before


def test_article_5_a_number_is_no_slip_of_the_pen(work: Work, office: Office) -> None:
    challenge = make_challenge(work, office.agency, ChallengeState.OPEN)
    change = begin_change(work, office.officer, challenge.key, ChangeKind.CORRECTION, "오타입니다.")
    brief = replace(from_plain(FrozenRules, challenge.rules).challenge.brief, goal="사고를 20% 줄입니다.")
    change = edit_change(work, office.officer, EditChange(change.key, change.version, brief))
    with pytest.raises(RuleBroken):
        correct_rules(work, office.officer, change.key, change.version)


def test_article_5_the_author_of_a_notice_does_not_put_it_out(work: Work, office: Office) -> None:
    both = actor_for(work, make_official(work, office.agency, Role.CONTEST_OFFICER, Role.APPROVER))
    challenge = make_challenge(work, office.agency)
    request_approval(work, both, challenge)
    with pytest.raises(NotPermitted):
        publish(work, both, challenge)


def test_article_6_entrants_agree_before_they_enter(work: Work) -> None:
    idea = make_idea(work, open_for_entries(work), state=IdeaState.DRAFT)
    author = actor_for(work, idea.author)
    for consents, pledge in (((), True), ((ConsentKind.PRIVACY,), False)):
        command = SubmitIdea(idea.key, set(consents), pledge=pledge, allows_publication=False)
        with pytest.raises(RuleBroken):
            submit_idea(work, author, command)
    assert idea.state is IdeaState.DRAFT


def test_article_7_a_panel_has_five_judges_half_of_them_civilians() -> None:
    found = composition([], PanelRules(minimum_judges=5, civilian_share_percent=50))
    assert not found.is_met
    assert "5명 이상" in found.reasons[0]


def test_article_7_the_frozen_rules_carry_both_numbers(work: Work, office: Office) -> None:
    challenge = make_challenge(work, office.agency, ChallengeState.OPEN)
    profile = from_plain(FrozenRules, challenge.rules).profile
    assert (profile.minimum_judges, profile.civilian_share_percent) == (5, 50)


def test_article_8_the_grounds_of_exclusion_are_those_of_the_decree() -> None:
    decreed = {
        ConflictKind.SELF_OR_SPOUSE,
        ConflictKind.RELATIVE,
        ConflictKind.ADVICE,
        ConflictKind.AGENT,
    }
    assert decreed <= set(ConflictKind)


def test_article_9_3_finalists_are_public_for_ten_days(work: Work) -> None:
    verification = verify(work, make_contest(work, verification_days=10))
    assert (verification.closes_on - verification.opens_on).days + 1 == 10


def test_article_9_3_nothing_is_decided_before_the_last_day_is_over(
    database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
    to_day_after_verification(database, clock, contest)
    clock.advance(-timedelta(seconds=1))
    with pytest.raises(WrongState), database.write() as work:
        award_all(work, contest)


def test_article_9_5_there_need_not_be_a_winner(work: Work, office: Office) -> None:
    challenge = make_challenge(work, office.agency, ChallengeState.JUDGING)
    decided = decide_without_winner(work, office.approver, challenge, "기준에 이른 아이디어가 없습니다.")
    assert decided.outcome is Outcome.NO_WINNER
    assert work.session.scalars(sa.select(Notice.kind)).one() is NoticeKind.NO_WINNER


def test_article_10_a_result_says_how_each_winner_will_be_used(database: Database, clock: FixedClock) -> None:
    with database.write() as work:
        contest = make_contest(work)
        verify(work, contest)
    to_day_after_verification(database, clock, contest)
    with database.write() as work:
        full = decision(work, contest)
        key, summary, _plan = full.awards[0]
        without = DecideAwards(full.challenge_key, ((key, summary, " "), *full.awards[1:]))
        with pytest.raises(RuleBroken) as refused:
            decide_awards(work, contest.acting(work, contest.approver), without)
    assert list(refused.value.fields) == [f"plan_{key}"]
