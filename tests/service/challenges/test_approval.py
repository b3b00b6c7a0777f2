"""Approval and notice: 제4조, 제5조, four eyes, the frozen rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.challenges import challenge_of, make_challenge, programme_of
from tests.support.people import actor_for, make_agency, make_official
from webapp.accounts.enums import AgencyKind, Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, NoticeKind, PolicyProfile, ProgrammeState
from webapp.challenges.models import (
    Challenge,
    Criteria,
    EntryForm,
    FrozenRules,
    NewChallenge,
    NewProgramme,
    Notice,
    Prizes,
    TierEntry,
)
from webapp.challenges.models.frozen import canonical_json, from_plain, rules_hash
from webapp.challenges.models.similarity import brief_hash
from webapp.challenges.queries import load_challenge, rules_of
from webapp.challenges.services import (
    create_challenge,
    create_programme,
    missing_for_notice,
    publish,
    publish_all,
    request_approval,
    return_for_edits,
)
from webapp.core.errors import NotPermitted, RuleBroken, WrongState
from webapp.core.outbox import OutboxMessage
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work


def people(work: Work, agency: Agency) -> tuple[Actor, Actor]:
    """An officer and an approver."""
    return (
        actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER, name="이담당")),
        actor_for(work, make_official(work, agency, Role.APPROVER, name="박결재")),
    )


def drafted(work: Work, actor: Actor, design: NewChallenge) -> Challenge:
    """A draft that was compared with other contests."""
    challenge = create_challenge(work, actor, design)
    challenge.compared_hash = brief_hash(design.brief)
    work.flush()
    return challenge


def mails(work: Work) -> list[tuple[str, str]]:
    """Template and address of every letter in the outbox, in order."""
    work.flush()
    rows = work.session.scalars(sa.select(OutboxMessage.payload).order_by(OutboxMessage.id))
    return [(row["template"], row["to"]) for row in rows]


def test_from_draft_to_notice(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    challenge = make_challenge(work, agency)
    request_approval(work, officer, challenge)
    assert challenge.state is ChallengeState.IN_APPROVAL
    published = publish(work, approver, challenge)
    assert published.state is ChallengeState.ANNOUNCED
    assert published.programme.state is ProgrammeState.PUBLISHED
    assert published.announced_at == work.now
    assert published.approved_by_id == approver.account_id
    notice = work.session.scalars(sa.select(Notice)).one()
    assert (notice.kind, notice.rules_hash) == (NoticeKind.PUBLICATION, published.rules_hash)
    assert [template for template, _to in mails(work)] == [
        "challenges/approval_requested",
        "challenges/published",
    ]


def test_the_programme_sums_up_its_announced_challenges(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    challenge = make_challenge(work, agency)
    other = challenge_of(challenge.programme.slug, work.now + timedelta(days=7))
    drafted(work, officer, other)
    request_approval(work, officer, challenge)
    publish(work, approver, challenge)
    programme = challenge.programme
    assert programme.prize_won == 35_000_000
    assert (programme.opens_at, programme.closes_at) == (challenge.opens_at, challenge.closes_at)
    assert programme.settled_at is None


def test_the_rules_are_frozen_and_their_hash_can_be_computed_again(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    challenge = make_challenge(work, agency)
    request_approval(work, officer, challenge)
    publish(work, approver, challenge)
    work.flush()
    work.session.expunge_all()
    stored = load_challenge(work, challenge.key)
    assert rules_hash(stored.rules) == stored.rules_hash
    assert from_plain(FrozenRules, stored.rules) == rules_of(stored)
    assert '"notice_days":5' in canonical_json(stored.rules)


def test_asking_and_announcing_twice_change_nothing(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    challenge = make_challenge(work, agency)
    for _turn in range(2):
        request_approval(work, officer, challenge)
    for _turn in range(2):
        publish(work, approver, challenge)
    assert work.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 1
    assert len(mails(work)) == 2


def test_whoever_made_or_asked_for_it_does_not_approve(work: Work) -> None:
    agency = make_agency(work)
    both = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER, Role.APPROVER))
    approver = actor_for(work, make_official(work, agency, Role.APPROVER))
    design = programme_of(agency, work.now)
    create_programme(work, both, design)
    challenge = drafted(work, both, challenge_of(design.slug, work.now))
    request_approval(work, both, challenge)
    with pytest.raises(NotPermitted, match="다른 결재자"):
        publish(work, both, challenge)
    with pytest.raises(NotPermitted, match="다른 결재자"):
        return_for_edits(work, both, challenge, "고칠 것이 있습니다.")
    assert publish(work, approver, challenge).state is ChallengeState.ANNOUNCED


def test_an_approver_of_another_agency_does_not_approve(work: Work) -> None:
    agency = make_agency(work)
    _officer, stranger = people(work, make_agency(work))
    challenge = make_challenge(work, agency, ChallengeState.IN_APPROVAL)
    with pytest.raises(NotPermitted):
        publish(work, stranger, challenge)


def test_sending_back_needs_a_reason_and_tells_the_author(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    challenge = make_challenge(work, agency)
    request_approval(work, officer, challenge)
    with pytest.raises(RuleBroken) as refused:
        return_for_edits(work, approver, challenge, " ")
    assert set(refused.value.fields) == {"reason"}
    return_for_edits(work, approver, challenge, "접수 기간을 늘려 주십시오.")
    assert challenge.state is ChallengeState.DRAFT
    assert challenge.requested_by_id is None
    assert mails(work)[-1][0] == "challenges/returned"


def test_a_draft_cannot_be_announced_without_the_request(work: Work) -> None:
    agency = make_agency(work)
    _officer, approver = people(work, agency)
    with pytest.raises(WrongState):
        publish(work, approver, make_challenge(work, agency))


@pytest.mark.parametrize(("days", "is_enough"), [(4, False), (5, True)])
def test_article_5_a_notice_stands_five_days_before_entries_open(
    work: Work, days: int, *, is_enough: bool
) -> None:
    agency = make_agency(work)
    opens_at = work.now + timedelta(days=days)
    challenge = make_challenge(work, agency, opens_at=opens_at, closes_at=opens_at + timedelta(days=20))
    found = [one.source for one in missing_for_notice(work, challenge)]
    assert found == ([] if is_enough else ["공모전 운영 규정 제5조"])


def test_article_5_holds_again_when_the_approver_announces(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    challenge = make_challenge(work, agency)
    request_approval(work, officer, challenge)
    work.now = challenge.opens_at - timedelta(days=2)
    with pytest.raises(RuleBroken) as refused:
        publish(work, approver, challenge)
    assert set(refused.value.fields) == {"schedule"}
    assert challenge.announced_at is None


def lacking(design: NewChallenge, programme: NewProgramme) -> dict[str, tuple[NewProgramme, NewChallenge]]:
    """A contest that lacks just one of the items of 제4조제2항, by item."""
    return {
        "1 purpose": (replace(programme, basics=replace(programme.basics, purpose="")), design),
        "1 background": (programme, replace(design, brief=replace(design.brief, background=""))),
        "1 goal": (programme, replace(design, brief=replace(design.brief, goal=""))),
        "2 eligibility": (
            replace(programme, conditions=replace(programme.conditions, eligibility="")),
            design,
        ),
        "2 form": (programme, replace(design, form=EntryForm(fields=()))),
        "2 contact": (replace(programme, basics=replace(programme.basics, contact="")), design),
        "4 prizes": (programme, replace(design, prizes=Prizes())),
        "5 criteria": (programme, replace(design, criteria=Criteria())),
        "6 misconduct": (
            replace(programme, conditions=replace(programme.conditions, misconduct_rule="")),
            design,
        ),
        "8 rights": (replace(programme, conditions=replace(programme.conditions, rights_rule="")), design),
        "9 revocation": (
            replace(programme, conditions=replace(programme.conditions, revocation_rule="")),
            design,
        ),
    }


@pytest.mark.parametrize(
    "item",
    [
        "1 purpose",
        "1 background",
        "1 goal",
        "2 eligibility",
        "2 form",
        "2 contact",
        "4 prizes",
        "5 criteria",
        "6 misconduct",
        "8 rights",
        "9 revocation",
    ],
)
def test_article_4_2_nothing_is_announced_without_each_of_the_nine_items(work: Work, item: str) -> None:
    agency = make_agency(work)
    officer, _approver = people(work, agency)
    programme = programme_of(agency, work.now)
    programme, design = lacking(challenge_of(programme.slug, work.now), programme)[item]
    create_programme(work, officer, programme)
    challenge = drafted(work, officer, design)
    missing = missing_for_notice(work, challenge)
    assert [one.source for one in missing] == [f"공모전 운영 규정 제4조제2항제{item[0]}호"]
    with pytest.raises(RuleBroken) as refused:
        request_approval(work, officer, challenge)
    assert refused.value.code == "incomplete"


def test_article_9_3_public_verification_lasts_ten_days_at_least(work: Work) -> None:
    agency = make_agency(work)
    programme = programme_of(agency, work.now)
    create_programme(work, SYSTEM, programme)
    design = challenge_of(programme.slug, work.now)
    short = replace(design, rules=replace(design.rules, verification_days=9))
    challenge = drafted(work, SYSTEM, short)
    assert [one.source for one in missing_for_notice(work, challenge)] == ["공모전 운영 규정 제9조제3항"]


@pytest.mark.parametrize(("basis", "missing"), [("", 1), ("○○시 주민제안 조례 제10조", 0)])
def test_a_local_government_needs_a_legal_basis_for_prizes(work: Work, basis: str, missing: int) -> None:
    agency = make_agency(work, kind=AgencyKind.LOCAL)
    programme = programme_of(agency, work.now)
    conditions = replace(programme.conditions, profile=PolicyProfile.LOCAL, legal_basis=basis)
    create_programme(work, SYSTEM, replace(programme, conditions=conditions))
    challenge = drafted(work, SYSTEM, challenge_of(programme.slug, work.now))
    assert len(missing_for_notice(work, challenge)) == missing


def test_all_that_wait_are_announced_in_one_act(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    first = make_challenge(work, agency)
    small = replace(
        challenge_of(first.programme.slug, work.now, title="둘째"),
        prizes=Prizes(prizes=(TierEntry(title="상", amount_won=1_000_000),)),
    )
    second, draft = (drafted(work, officer, small) for _turn in range(2))
    for challenge in (first, second):
        request_approval(work, officer, challenge)
    published = publish_all(work, approver, first.programme)
    assert [one.number for one in published] == [1, 2]
    assert states(work) == [ChallengeState.ANNOUNCED, ChallengeState.ANNOUNCED, ChallengeState.DRAFT]
    assert draft.rules_hash == ""
    with pytest.raises(WrongState):
        publish_all(work, approver, first.programme)


def states(work: Work) -> list[ChallengeState]:
    return list(work.session.scalars(sa.select(Challenge.state).order_by(Challenge.number)))


def test_two_contests_do_not_share_a_series_of_receipt_numbers(work: Work) -> None:
    agency = make_agency(work)
    officer, approver = people(work, agency)
    first, second = make_challenge(work, agency), make_challenge(work, agency)
    assert [item.message for item in missing_for_notice(work, second)] == []
    request_approval(work, officer, first)
    publish(work, approver, first)
    work.flush()
    [missing] = missing_for_notice(work, second)
    assert missing.message.startswith(f"접수번호가 ‘{first.programme.title}’의 접수번호와 겹칩니다.")
    with pytest.raises(RuleBroken, match="겹칩니다"):
        request_approval(work, officer, second)
    second.receipt_pattern = "건널목 둘 {year}-{challenge:03}-{sequence:05}"
    assert request_approval(work, officer, second).state is ChallengeState.IN_APPROVAL
