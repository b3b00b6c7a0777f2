"""Contests for tests: complete designs, and challenges brought quickly into any state."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

from webapp.accounts.models import Agency
from webapp.challenges.enums import (
    ChallengeState,
    Grade,
    Outcome,
    PolicyProfile,
    PotKind,
    ProgrammeState,
    StageCondition,
)
from webapp.challenges.models import (
    Brief,
    Challenge,
    Criteria,
    CriterionEntry,
    GradeEntry,
    MilestoneEntry,
    NewChallenge,
    NewProgramme,
    PotEntry,
    Prizes,
    Programme,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeConditions,
    ProgrammeMoney,
    Rules,
    Schedule,
    StageEntry,
    SupporterEntry,
    TierEntry,
)
from webapp.challenges.models.frozen import plain_of, rules_hash
from webapp.challenges.models.similarity import brief_hash
from webapp.challenges.queries import load_challenge, rules_of
from webapp.challenges.services import create_challenge, create_programme
from webapp.challenges.services.lifecycle import SETTLED, sum_up
from webapp.core.kst import kst_day, start_of_day_kst
from webapp.core.policy import SYSTEM
from webapp.core.work import Work
from webapp.problems.enums import ProblemField

_numbers = itertools.count(1)
DRAFTS = (ChallengeState.DRAFT, ChallengeState.IN_APPROVAL)


def programme_of(agency: Agency, now: datetime, *, title: str = "안전한 건널목 공모") -> NewProgramme:
    """A programme with which nothing is wrong."""
    today = kst_day(now)
    return NewProgramme(
        agency=agency.slug,
        slug=f"contest-{next(_numbers)}",
        basics=ProgrammeBasics(
            title=title,
            title_en="Safe crossings",
            purpose="건널목을 안전하게 만들 아이디어를 찾습니다.",
            contact="혁신과 044-000-0000",
        ),
        conditions=ProgrammeConditions(
            profile=PolicyProfile.CENTRAL,
            eligibility="누구나 응모할 수 있습니다.",
            staff_rule="소관 부처 직원은 표창만 받습니다.",
            supporters=(SupporterEntry(name="조달청", support="판로 개척"),),
        ),
        calendar=ProgrammeCalendar(
            milestones=(
                MilestoneEntry(
                    label="숙성 지원",
                    label_en="Maturing",
                    starts_on=today + timedelta(days=100),
                    ends_on=today + timedelta(days=190),
                ),
            )
        ),
        money=ProgrammeMoney(
            grades=(
                GradeEntry(grade=Grade.A, cap_won=50_000_000),
                GradeEntry(grade=Grade.B, cap_won=30_000_000),
            ),
            pots=(
                PotEntry(kind=PotKind.PRIZE, amount_won=100_000_000),
                PotEntry(kind=PotKind.MATURING, amount_won=200_000_000, cap_per_challenge_won=100_000_000),
            ),
        ),
    )


def challenge_of(programme: str, now: datetime, *, title: str = "보행자 사고 줄이기") -> NewChallenge:
    """A challenge with which nothing is wrong: opens in 10 days at 09:00, closes 30 days later at 18:00."""
    opens_at = start_of_day_kst(kst_day(now) + timedelta(days=10)) + timedelta(hours=9)
    return NewChallenge(
        programme=programme,
        brief=Brief(
            title=title,
            title_en="Fewer accidents on foot",
            summary="건널목에서 다치는 사람을 줄일 방법을 찾습니다.",
            field=ProblemField.SAFETY,
            background="해마다 많은 사람이 건널목에서 다칩니다.",
            goal="사고를 절반으로 줄입니다.",
            exclusions=("단순 캠페인", "이미 시행 중인 것"),
        ),
        schedule=Schedule(
            opens_at=opens_at,
            closes_at=opens_at + timedelta(days=30, hours=9),
            result_on=kst_day(opens_at + timedelta(days=80)),
        ),
        prizes=Prizes(
            grade=Grade.B,
            prizes=(
                TierEntry(title="최우수상", honour="장관상", amount_won=30_000_000),
                TierEntry(title="장려상", amount_won=2_500_000, quota=2),
            ),
            stages=(
                StageEntry(condition=StageCondition.ON_AWARD, percent=50),
                StageEntry(condition=StageCondition.ON_MATURED, percent=30),
                StageEntry(condition=StageCondition.ON_ADOPTED, percent=20),
            ),
        ),
        criteria=Criteria(
            criteria=(
                CriterionEntry(title="창의성", title_en="Originality", weight=40),
                CriterionEntry(title="실현 가능성", title_en="Feasibility", weight=30),
                CriterionEntry(title="효과", title_en="Effect", weight=30),
            )
        ),
        rules=Rules(receipt_pattern="건널목 {year}-{challenge:03}-{sequence:05}"),
    )


def make_programme(work: Work, agency: Agency) -> Programme:
    """A draft programme of `agency`."""
    return create_programme(work, SYSTEM, programme_of(agency, work.now))


def make_challenge(
    work: Work,
    agency: Agency,
    state: ChallengeState = ChallengeState.DRAFT,
    *,
    programme: Programme | None = None,
    design: NewChallenge | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Challenge:
    """A challenge in `state`, frozen and summed up as if it had been announced.

    Its times fit the state unless they are given: open now for OPEN, over for the states after it.
    """
    programme = programme or make_programme(work, agency)
    design = design or challenge_of(programme.slug, work.now)
    start, end = times_for(state, design.schedule, work.now)
    schedule = Schedule(opens_at=opens_at or start, closes_at=closes_at or end)
    made = create_challenge(work, SYSTEM, replace(design, schedule=schedule))
    challenge = load_challenge(work, made.key)
    challenge.compared_hash = brief_hash(design.brief)
    if state is ChallengeState.IN_APPROVAL:
        challenge.requested_at = work.now
    elif state is not ChallengeState.DRAFT:
        announce(work, challenge)
    challenge.state = state
    if state in {ChallengeState.DECIDED, ChallengeState.COMPLETED}:
        challenge.outcome, challenge.decided_at = Outcome.AWARDED, work.now
    work.flush()
    if state not in DRAFTS:
        sum_up(work, programme)
        programme.state, programme.published_at = ProgrammeState.PUBLISHED, work.now
        programme.settled_at = work.now if state in SETTLED else None
        work.flush()
    return challenge


def announce(work: Work, challenge: Challenge) -> None:
    """Freeze the rules of a challenge without going through the approval."""
    rules = plain_of(rules_of(challenge))
    challenge.rules, challenge.rules_hash = rules, rules_hash(rules)
    challenge.announced_at = work.now


def times_for(state: ChallengeState, usual: Schedule, now: datetime) -> tuple[datetime, datetime]:
    """When entries of a challenge in `state` open and close."""
    if state in {*DRAFTS, ChallengeState.ANNOUNCED}:
        return usual.opens_at, usual.closes_at
    if state is ChallengeState.OPEN:
        return now - timedelta(days=5), now + timedelta(days=20)
    return now - timedelta(days=40), now - timedelta(days=10)
