"""Entering under the challenge's own rules: refused with reasons; own consents asked one by one and kept."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for, make_account, make_agency, make_official
from webapp.accounts.enums import ConsentKind
from webapp.accounts.models import Consent
from webapp.challenges.enums import Improvement, Retention, StaffRule
from webapp.challenges.models import ConsentEntry, Entrants, EntryTerms
from webapp.challenges.models.frozen import plain_of
from webapp.core.errors import RuleBroken
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Declaration, terms_of
from webapp.ideas.services import SubmitIdea, start_idea, submit_idea

NEWS = ConsentEntry(
    name="news", title="소식 받기", purpose="안내", items="전자우편", period="1년", refusal="영향 없음"
)
GIVEN = ConsentEntry(
    name="given",
    title="소관 부처에 제공",
    recipient="소관 부처",
    purpose="정책 검토",
    items="이름, 연락처",
    period="검토가 끝날 때까지",
    refusal="응모할 수 없음",
    is_required=True,
)


def test_who_is_too_old_or_from_elsewhere_may_not_start(work: Work) -> None:
    rules = Entrants(age_to=34, regions=("나루시",))
    challenge = make_challenge(work, entrants_plain=plain_of(rules))
    actor = actor_for(work, make_account(work))
    with pytest.raises(RuleBroken) as refused:
        start_idea(work, actor, challenge.key, None, Declaration(date(1950, 1, 1), "먼 곳"))
    assert set(refused.value.fields) == {"birth_on", "region"}
    idea = start_idea(work, actor, challenge.key, None, Declaration(date(2000, 1, 1), "나루시"))
    assert (idea.entrant_age, idea.region) == (26, "나루시")


def test_what_is_not_asked_is_not_kept(work: Work) -> None:
    challenge = make_challenge(work)
    actor = actor_for(work, make_account(work))
    idea = start_idea(work, actor, challenge.key, None, Declaration(date(2000, 1, 1), "나루시"))
    assert (idea.entrant_age, idea.region) == (None, "")


def test_the_agencys_own_people_are_kept_out_where_the_notice_says_so(work: Work) -> None:
    agency = make_agency(work)
    rules = Entrants(staff=StaffRule.EXCLUDED)
    challenge = make_challenge(work, agency, entrants_plain=plain_of(rules))
    staff = actor_for(work, make_official(work, agency))
    with pytest.raises(RuleBroken) as refused:
        start_idea(work, staff, challenge.key)
    assert set(refused.value.fields) == {"applicant"}
    assert start_idea(work, actor_for(work, make_account(work)), challenge.key).state is IdeaState.DRAFT


def test_own_consents_are_asked_one_by_one_and_kept_with_their_text(work: Work) -> None:
    terms = EntryTerms(consents=(NEWS, GIVEN))
    challenge = make_challenge(work, terms_plain=plain_of(terms))
    idea = make_idea(work, challenge, state=IdeaState.DRAFT)
    actor = actor_for(work, idea.author)
    usual = {"consents": {ConsentKind.PRIVACY}, "pledge": True, "allows_publication": False}
    with pytest.raises(RuleBroken) as refused:
        submit_idea(work, actor, SubmitIdea(idea.key, **usual, own_consents={"news"}))  # type: ignore[arg-type]  # usual
    assert set(refused.value.fields) == {"consent_given"}
    version = submit_idea(work, actor, SubmitIdea(idea.key, **usual, own_consents={"given"}))  # type: ignore[arg-type]  # usual
    shown = {one.key: one for one in terms_of(challenge)}
    assert version.content["consents"]["consent_given"] == shown["consent_given"].sha256
    assert "consent_news" not in version.content["consents"]
    kinds = set(work.session.scalars(sa.select(Consent.kind).where(Consent.subject_id == idea.id)))
    assert kinds == {ConsentKind.PRIVACY, ConsentKind.PLEDGE, ConsentKind.THIRD_PARTY}
    assert len(shown["consent_given"].rows) == 5
    assert len(shown["consent_news"].rows) == 4


def test_what_is_asked_of_rights_and_kept_stands_in_what_is_agreed_to(work: Work) -> None:
    terms = EntryTerms(
        licence_asked=True,
        licence_years=3,
        licence_scope="정책 홍보에 필요한 복제",
        improvement=Improvement.JOINT,
        retention=Retention.HALF_YEAR,
    )
    challenge = make_challenge(
        work, terms_plain=plain_of(terms), entrants_plain=plain_of(Entrants(age_from=19))
    )
    privacy, pledge = terms_of(challenge)[:2]
    assert "6개월" in privacy.text
    assert "태어난 날" in privacy.text
    assert "정책 홍보에 필요한 복제" in pledge.text
    assert "공동으로 소유" in pledge.text
