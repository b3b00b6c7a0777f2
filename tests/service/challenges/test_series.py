"""A contest copied for another year: all settings, dates moved, nothing of the people of the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.challenges import challenge_of, make_challenge
from tests.support.ideas import make_idea
from tests.support.people import actor_for, make_agency, make_official
from webapp.accounts.enums import Role
from webapp.challenges.enums import ChallengeState, ProgrammeState
from webapp.challenges.models import JudgingPlan
from webapp.challenges.models.series import YEAR_OF_WEEKS
from webapp.challenges.queries import challenge_design, challenges_of, load_programme, programme_design
from webapp.challenges.services import cancel
from webapp.challenges.services.series import CopyContest, copy_contest, dates_to_move
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.work import Work
from webapp.ideas.models import Idea

SHIFT = timedelta(days=YEAR_OF_WEEKS)


def test_all_settings_come_along_and_every_date_moves_on_the_same_weekday(work: Work) -> None:
    agency = make_agency(work)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    source = make_challenge(work, agency, ChallengeState.OPEN)
    source.plan_plain = {"pass_mark": 70}
    make_idea(work, source)
    slug = source.programme.slug
    made = copy_contest(work, officer, CopyContest(slug, "next-year", "다음 해 공모", YEAR_OF_WEEKS))
    work.flush()
    old, new = load_programme(work, slug), load_programme(work, "next-year")
    (before,), (after,) = challenges_of(work, old), challenges_of(work, new)
    was, will = challenge_design(before), challenge_design(after)
    assert will.schedule.opens_at == was.schedule.opens_at + SHIFT
    assert will.schedule.opens_at.weekday() == was.schedule.opens_at.weekday()
    assert will.plan == JudgingPlan(pass_mark=70)
    assert replace(will, programme=slug, schedule=was.schedule) == was
    design, original = programme_design(new), programme_design(old)
    assert design.calendar.milestones[0].starts_on == original.calendar.milestones[0].starts_on + SHIFT
    assert (design.conditions, design.money) == (original.conditions, original.money)
    assert (design.basics.title, made.state) == ("다음 해 공모", ProgrammeState.DRAFT)
    assert (after.state, after.rules_hash, after.announced_at) == (ChallengeState.DRAFT, "", None)
    assert set(work.session.scalars(sa.select(Idea.challenge_id))) == {before.id}


def test_what_moves_is_shown_before_anything_is_made(work: Work) -> None:
    agency = make_agency(work)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    challenge = make_challenge(work, agency)
    dates = dates_to_move(work, officer, challenge.programme.slug, 10)
    assert {one.name for one in dates} == {"starts_on", "ends_on", "opens_at", "closes_at"}
    assert all(one.after - one.before == timedelta(days=10) for one in dates)  # type: ignore[operator]  # both alike


def test_cancelled_challenges_stay_behind(work: Work) -> None:
    agency = make_agency(work)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    kept = make_challenge(work, agency, ChallengeState.OPEN)
    design = challenge_of(kept.programme.slug, work.now, title="취소할 과제")
    lost = make_challenge(work, agency, ChallengeState.OPEN, programme=kept.programme, design=design)
    approver = actor_for(work, make_official(work, agency, Role.APPROVER))
    cancel(work, approver, lost, "예산이 없습니다.")
    made = copy_contest(work, officer, CopyContest(kept.programme.slug, "next", "다음", 364))
    assert [one.title for one in challenges_of(work, made)] == [kept.title]


@pytest.mark.parametrize(
    ("slug", "days", "field"), [("next", 0, "days"), ("next", 5000, "days"), ("안 됨", 364, "slug")]
)
def test_what_cannot_be_meant_is_refused(work: Work, slug: str, days: int, field: str) -> None:
    agency = make_agency(work)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    challenge = make_challenge(work, agency)
    with pytest.raises(RuleBroken) as refused:
        copy_contest(work, officer, CopyContest(challenge.programme.slug, slug, "다음", days))
    assert set(refused.value.fields) == {field}


def test_the_address_of_the_year_before_is_taken_and_other_agencies_see_nothing(work: Work) -> None:
    agency = make_agency(work)
    officer = actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))
    slug = make_challenge(work, agency).programme.slug
    with pytest.raises(RuleBroken, match="이미 쓰고"):
        copy_contest(work, officer, CopyContest(slug, slug, "다음", 364))
    stranger = actor_for(work, make_official(work, make_agency(work, "다른 곳"), Role.CONTEST_OFFICER))
    with pytest.raises(NotFound):
        copy_contest(work, stranger, CopyContest(slug, "mine", "내 것", 364))
