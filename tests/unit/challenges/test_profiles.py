"""Policy profiles, rule by rule, named after the articles they come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.challenges import challenge_of, programme_of
from webapp.accounts.enums import AgencyKind
from webapp.accounts.models import Agency
from webapp.challenges.enums import ContestSection, PolicyProfile, RuleKey
from webapp.challenges.models import NewChallenge, NewProgramme, StandardEntry, Standards
from webapp.challenges.models.profiles import PROFILES
from webapp.challenges.policies.readiness import Missing, Readiness, missing_items
from webapp.challenges.policies.sections import faults_of
from webapp.challenges.policies.standards import deviations, rule_hint
from webapp.core.kst import kst_day

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
WHY = "접수 상황이 급하여 줄입니다."


def design(profile: PolicyProfile) -> tuple[NewProgramme, NewChallenge]:
    """A contest under `profile` that keeps all its rules."""
    programme = programme_of(Agency(slug="naru", name="나루", kind=AgencyKind.LOCAL), NOW)
    conditions = replace(programme.conditions, profile=profile, legal_basis="나루시 시상 조례 제3조")
    challenge = challenge_of(programme.slug, NOW)
    result_on = kst_day(challenge.schedule.closes_at) + timedelta(days=25)
    schedule = replace(challenge.schedule, result_on=result_on)
    return replace(programme, conditions=conditions), replace(challenge, schedule=schedule)


def missing(programme: NewProgramme, challenge: NewChallenge) -> tuple[Missing, ...]:
    return missing_items(Readiness(programme, challenge, 0, NOW))


def with_standard(
    challenge: NewChallenge, rule: RuleKey, value: int | None, reason: str = ""
) -> NewChallenge:
    entry = StandardEntry(rule=rule, value=value, reason=reason)
    return replace(challenge, standards=Standards(standards=(entry,)))


@pytest.mark.parametrize("profile", PolicyProfile)
def test_a_contest_that_keeps_its_profile_lacks_nothing(profile: PolicyProfile) -> None:
    programme, challenge = design(profile)
    assert missing(programme, challenge) == ()
    assert deviations(programme, challenge) == ()


@pytest.mark.parametrize(
    ("rule", "value", "article"),
    [
        (RuleKey.NOTICE_DAYS, 4, "공모전 운영 규정 제5조"),
        (RuleKey.MINIMUM_JUDGES, 4, "공모전 운영 규정 제7조"),
        (RuleKey.CIVILIAN_SHARE, 49, "공모전 운영 규정 제7조"),
    ],
)
def test_a_central_agency_may_not_go_below_the_decree_even_with_a_reason(
    rule: RuleKey, value: int, article: str
) -> None:
    programme, challenge = design(PolicyProfile.CENTRAL)
    (found,) = missing(programme, with_standard(challenge, rule, value, WHY))
    assert (found.section, found.source) == (ContestSection.STANDARDS, article)


@pytest.mark.parametrize("profile", [PolicyProfile.LOCAL, PolicyProfile.PUBLIC])
def test_who_only_follows_the_decree_may_go_below_it_with_a_reason_that_is_published(
    profile: PolicyProfile,
) -> None:
    programme, challenge = design(profile)
    without = with_standard(challenge, RuleKey.MINIMUM_JUDGES, 3)
    (found,) = missing(programme, without)
    assert found.section is ContestSection.STANDARDS
    told = with_standard(challenge, RuleKey.MINIMUM_JUDGES, 3, WHY)
    assert missing(programme, told) == ()
    (fact,) = deviations(programme, told)
    assert (fact.rule, fact.standard, fact.value, fact.reason) == (RuleKey.MINIMUM_JUDGES, 5, 3, WHY)


def test_going_beyond_a_rule_needs_no_reason() -> None:
    programme, challenge = design(PolicyProfile.CENTRAL)
    beyond = with_standard(challenge, RuleKey.CIVILIAN_SHARE, 80)
    assert missing(programme, beyond) == ()
    assert deviations(programme, beyond) == ()


def test_a_longer_notice_of_its_own_binds_the_contest() -> None:
    programme, challenge = design(PolicyProfile.CENTRAL)
    (found,) = missing(programme, with_standard(challenge, RuleKey.NOTICE_DAYS, 30))
    assert (found.section, "30일" in found.message) == (ContestSection.SCHEDULE, True)


def test_nine_days_of_public_verification_are_too_few_by_article_9_3() -> None:
    programme, challenge = design(PolicyProfile.CENTRAL)
    short = replace(challenge, rules=replace(challenge.rules, verification_days=9))
    (found,) = missing(programme, short)
    assert (found.section, found.source) == (ContestSection.RULES, "공모전 운영 규정 제9조제3항")


def test_a_local_government_needs_an_ordinance_for_prizes_by_article_112_of_the_election_act() -> None:
    programme, challenge = design(PolicyProfile.LOCAL)
    bare = replace(programme, conditions=replace(programme.conditions, legal_basis=""))
    (found,) = missing(bare, challenge)
    assert (found.section, found.source) == (ContestSection.CONDITIONS, "공직선거법 제112조")


def test_a_call_for_proposals_announces_its_result_within_a_month_by_article_10_1() -> None:
    programme, challenge = design(PolicyProfile.PROPOSAL)
    closes_on = kst_day(challenge.schedule.closes_at)
    late = replace(challenge.schedule, result_on=closes_on + timedelta(days=40))
    (found,) = missing(programme, replace(challenge, schedule=late))
    assert (found.section, found.source) == (ContestSection.SCHEDULE, "국민 제안 규정 제10조제1항")
    (found,) = missing(programme, replace(challenge, schedule=replace(late, result_on=None)))
    assert found.section is ContestSection.SCHEDULE


def test_a_call_for_proposals_asks_the_three_questions_of_article_5_2() -> None:
    programme, challenge = design(PolicyProfile.PROPOSAL)
    fewer = replace(challenge.form, fields=challenge.form.fields[:2])
    (found,) = missing(programme, replace(challenge, form=fewer))
    assert (found.section, found.source) == (ContestSection.FORM, "국민 제안 규정 제5조제2항")


def test_each_rule_says_its_bound_its_article_and_whether_it_may_be_left() -> None:
    for profile in PROFILES.values():
        for rule in profile.rules:
            assert str(rule.article) in rule_hint(rule)
            assert rule.is_kept(rule.default)


@pytest.mark.parametrize(
    ("entries", "count"),
    [
        ((StandardEntry(rule=RuleKey.NOTICE_DAYS, value=7),) * 2, 1),
        ((StandardEntry(rule=RuleKey.VERIFICATION_DAYS, value=7),), 1),
        ((StandardEntry(rule=RuleKey.CIVILIAN_SHARE, value=101),), 1),
        ((StandardEntry(rule=RuleKey.NOTICE_DAYS, value=1001),), 1),
        ((StandardEntry(rule=RuleKey.VERIFICATION_DAYS, reason=WHY),), 0),
    ],
)
def test_standards_that_make_no_sense_are_refused(entries: tuple[StandardEntry, ...], count: int) -> None:
    assert len(faults_of(Standards(standards=entries))) == count
