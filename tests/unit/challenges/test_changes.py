"""What may still change after the notice: kind by state by section, wording, and where dates move to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.challenges import challenge_of, programme_of
from webapp.accounts.enums import AgencyKind
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, ChangeKind, ContestSection, Retention, RuleKey
from webapp.challenges.models import (
    AgencyEntry,
    Entrants,
    EntryTerms,
    FrozenRules,
    JudgingPlan,
    ProfileFacts,
    Schedule,
    StandardEntry,
    Standards,
)
from webapp.challenges.models.differences import differences
from webapp.challenges.models.frozen import from_plain, plain_of
from webapp.challenges.policies.changes import (
    change_faults,
    is_slight,
    moved_for_notice,
    numbers_in,
    open_sections,
    why_not,
)
from webapp.challenges.queries.differences import readable_differences
from webapp.core.text import compared

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
S, K, C = ChallengeState, ChangeKind, ContestSection
ALL = frozenset(ContestSection) - {C.MONEY}
TOLD = frozenset({C.BASICS, C.CALENDAR, C.BRIEF})
DATES = frozenset({C.SCHEDULE})
NOTHING: frozenset[ContestSection] = frozenset()

#: What each kind may touch, state by state. Whoever loosens a rule has to change this table.
ALLOWED: dict[ChallengeState, dict[ChangeKind, frozenset[ContestSection]]] = {
    **{
        state: {
            K.CORRECTION: TOLD | {C.CRITERIA, C.FORM},
            K.CHANGE: ALL,
            K.EXTENSION: DATES,
            K.POSTPONEMENT: DATES,
        }
        for state in (S.ANNOUNCED, S.OPEN)
    },
    **{
        state: {K.CORRECTION: TOLD, K.CHANGE: TOLD, K.EXTENSION: NOTHING, K.POSTPONEMENT: DATES}
        for state in (S.CLOSED, S.JUDGING, S.VERIFYING)
    },
    **{
        state: dict.fromkeys(ChangeKind, NOTHING)
        for state in (S.DRAFT, S.IN_APPROVAL, S.DECIDED, S.COMPLETED, S.CANCELLED)
    },
}


def frozen() -> FrozenRules:
    agency = Agency(slug="agency", name="시험처", kind=AgencyKind.CENTRAL)
    programme = programme_of(agency, NOW)
    return FrozenRules(
        key="k",
        number=1,
        agency=AgencyEntry(slug="agency", name="시험처", kind=AgencyKind.CENTRAL),
        programme=programme,
        challenge=challenge_of(programme.slug, NOW),
        profile=ProfileFacts(
            notice_days=5,
            verification_days=10,
            minimum_judges=5,
            civilian_share_percent=50,
            trim_from_sheets=5,
            source="규정",
        ),
    )


RULES = frozen()


def with_challenge(**sections: Any) -> FrozenRules:
    return replace(RULES, challenge=replace(RULES.challenge, **sections))


def with_programme(**sections: Any) -> FrozenRules:
    return replace(RULES, programme=replace(RULES.programme, **sections))


CHALLENGE, PROGRAMME = RULES.challenge, RULES.programme
LATER = CHALLENGE.schedule.closes_at + timedelta(days=9)
MORE_JUDGES = StandardEntry(rule=RuleKey.MINIMUM_JUDGES, value=7)
#: The rules with something else in one section.
ALTERED: dict[ContestSection, FrozenRules] = {
    C.BASICS: with_programme(basics=replace(PROGRAMME.basics, title="안전한 건널목 공모전")),
    C.CONDITIONS: with_programme(conditions=replace(PROGRAMME.conditions, eligibility="누구나")),
    C.CALENDAR: with_programme(calendar=replace(PROGRAMME.calendar, milestones=())),
    C.MONEY: with_programme(money=replace(PROGRAMME.money, pots=())),
    C.BRIEF: with_challenge(brief=replace(CHALLENGE.brief, goal="사고를 없앱니다.")),
    C.SCHEDULE: with_challenge(schedule=replace(CHALLENGE.schedule, closes_at=LATER)),
    C.PRIZES: with_challenge(prizes=replace(CHALLENGE.prizes, grade=None)),
    C.CRITERIA: with_challenge(
        criteria=replace(CHALLENGE.criteria, criteria=CHALLENGE.criteria.criteria[:1])
    ),
    C.FORM: with_challenge(form=replace(CHALLENGE.form, fields=CHALLENGE.form.fields[:1])),
    C.RULES: with_challenge(rules=replace(CHALLENGE.rules, tie_breaks=CHALLENGE.rules.tie_breaks[:1])),
    C.STANDARDS: with_challenge(standards=Standards(standards=(MORE_JUDGES,))),
    C.ENTRANTS: with_challenge(entrants=Entrants(age_from=19)),
    C.PLAN: with_challenge(plan=JudgingPlan(pass_mark=70)),
    C.TERMS: with_challenge(terms=EntryTerms(retention=Retention.HALF_YEAR)),
}


def test_the_table_of_altered_rules_knows_every_section() -> None:
    assert set(ALTERED) == set(ContestSection)


def told(kind: ChangeKind, state: ChallengeState, after: FrozenRules) -> list[str]:
    return [fault.message for fault in change_faults(kind, state, RULES, after, now=NOW)]


@pytest.mark.parametrize("state", ChallengeState)
@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_touches_in_every_state_what_the_table_says(
    state: ChallengeState, kind: ChangeKind
) -> None:
    assert frozenset(open_sections(kind, state)) == ALLOWED[state][kind]
    assert bool(why_not(kind, state)) is not bool(ALLOWED[state][kind])


@pytest.mark.parametrize("section", ContestSection)
@pytest.mark.parametrize("state", ALLOWED)
def test_a_change_is_refused_where_its_section_is_closed(
    state: ChallengeState, section: ContestSection
) -> None:
    faults = change_faults(K.CHANGE, state, RULES, ALTERED[section], now=NOW)
    assert (section.value in {fault.field for fault in faults}) is (section not in ALLOWED[state][K.CHANGE])


@pytest.mark.parametrize("section", [C.CRITERIA, C.PRIZES, C.RULES, C.FORM, C.CONDITIONS, C.MONEY])
@pytest.mark.parametrize("state", [S.CLOSED, S.JUDGING, S.VERIFYING, S.DECIDED])
@pytest.mark.parametrize("kind", ChangeKind)
def test_once_judging_may_begin_no_kind_of_change_touches_what_decides(
    kind: ChangeKind, state: ChallengeState, section: ContestSection
) -> None:
    assert told(kind, state, ALTERED[section])


def test_nothing_changed_is_no_change() -> None:
    assert told(K.CHANGE, S.OPEN, RULES) == ["바뀐 것이 없습니다. 바꿀 내용을 먼저 적어 주십시오."]


def test_rules_frozen_before_a_setting_existed_show_no_change_in_it() -> None:
    plain = plain_of(RULES)
    del plain["challenge"]["rules"]["score_decimals"]
    assert differences(from_plain(FrozenRules, plain), RULES) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("사고를 절반으로 줄입니다.", "사고를 절반으로 줄임니다."),
        ("3월 10일까지 1,000건", "3월 10일 까지 1000건"),
        ("", "한 줄"),
    ],
)
def test_a_slip_of_the_pen_is_a_correction(before: str, after: str) -> None:
    assert numbers_in(before) == numbers_in(after)
    assert is_slight(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3월 10일까지", "3월 11일까지"),
        ("상금 오천만 원", "상금 육천만 원"),
        ("상금 1,000만 원", "상금 1,100만 원"),
        ("두 번째 3건", "두 번째 건"),
        ("2 다음 3", "3 다음 2"),
    ],
)
def test_a_number_that_differs_is_no_slip(before: str, after: str) -> None:
    assert numbers_in(before) != numbers_in(after)


@pytest.mark.parametrize(
    "after",
    [
        with_challenge(brief=replace(RULES.challenge.brief, goal="사고를 20% 줄입니다.")),
        with_challenge(brief=replace(RULES.challenge.brief, background="전혀 다른 글로 " * 40)),
        with_challenge(brief=replace(RULES.challenge.brief, exclusions=("단순 캠페인",))),
        ALTERED[C.CRITERIA],
        with_programme(basics=replace(RULES.programme.basics, contact="혁신과 044-000-0001")),
    ],
)
def test_what_is_more_than_wording_is_no_correction(after: FrozenRules) -> None:
    assert told(K.CORRECTION, S.OPEN, after)


def test_wording_alone_is_a_correction() -> None:
    after = with_challenge(brief=replace(RULES.challenge.brief, goal="사고를 절반으로 줄입니다!"))
    assert told(K.CORRECTION, S.OPEN, after) == []


def schedule_with(**values: Any) -> FrozenRules:
    return with_challenge(schedule=replace(RULES.challenge.schedule, **values))


@pytest.mark.parametrize(
    ("after", "is_right"),
    [
        (schedule_with(closes_at=RULES.challenge.schedule.closes_at + timedelta(days=1)), True),
        (schedule_with(closes_at=RULES.challenge.schedule.closes_at - timedelta(days=1)), False),
        (schedule_with(opens_at=RULES.challenge.schedule.opens_at + timedelta(days=1)), False),
        (
            schedule_with(
                closes_at=RULES.challenge.schedule.closes_at + timedelta(days=1), result_on=date(2026, 4, 1)
            ),
            False,
        ),
    ],
)
def test_an_extension_moves_the_close_backwards_alone(after: FrozenRules, *, is_right: bool) -> None:
    assert bool(told(K.EXTENSION, S.ANNOUNCED, after)) is not is_right


def test_an_extension_is_announced_for_five_days_as_well() -> None:
    now = RULES.challenge.schedule.closes_at - timedelta(hours=2)
    for days, faults in ((4, 1), (5, 0)):
        after = schedule_with(closes_at=RULES.challenge.schedule.closes_at + timedelta(days=days))
        assert len(change_faults(K.EXTENSION, S.OPEN, RULES, after, now=now)) == faults


@pytest.mark.parametrize(("days", "is_right"), [(1, True), (-1, False)])
def test_a_result_is_put_off_never_brought_forward(days: int, *, is_right: bool) -> None:
    day = RULES.challenge.schedule.result_on
    assert day is not None
    after = schedule_with(result_on=day + timedelta(days=days))
    assert bool(told(K.POSTPONEMENT, S.JUDGING, after)) is not is_right
    assert told(K.POSTPONEMENT, S.JUDGING, schedule_with(result_on=None))


def test_while_entries_are_taken_nobody_brings_the_close_forward() -> None:
    earlier = schedule_with(closes_at=RULES.challenge.schedule.closes_at - timedelta(days=1))
    assert told(K.CHANGE, S.OPEN, earlier)
    assert told(K.CHANGE, S.OPEN, schedule_with(opens_at=NOW))


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC) - timedelta(hours=9)


@pytest.mark.parametrize(
    ("state", "today", "opens", "closes"),
    [
        (S.ANNOUNCED, 10, 15, 25),
        (S.ANNOUNCED, 12, 17, 27),
        (S.OPEN, 20, 15, 25),
        (S.OPEN, 21, 15, 26),
        (S.OPEN, 25, 15, 30),
        (S.CLOSED, 26, 15, 25),
    ],
)
def test_a_new_notice_stands_five_days_and_dates_move_no_further(
    state: ChallengeState, today: int, opens: int, closes: int
) -> None:
    schedule = Schedule(opens_at=at(15), closes_at=at(25, 18))
    moved = moved_for_notice(schedule, state, at(today, 12), 5)
    assert (moved.opens_at, moved.closes_at) == (at(opens), at(closes, 18))


def test_differences_are_told_in_words() -> None:
    (weight,) = readable_differences(
        RULES,
        with_challenge(
            criteria=replace(
                RULES.challenge.criteria,
                criteria=(
                    replace(RULES.challenge.criteria.criteria[0], weight=50),
                    *RULES.challenge.criteria.criteria[1:],
                ),
            )
        ),
    )
    assert weight.label == "심사 기준 1번째 배점"
    assert [piece.text for piece in weight.before + weight.after] == ["40", "50"]
    (close,) = readable_differences(RULES, schedule_with(closes_at=datetime(2026, 4, 1, 15, 0, tzinfo=UTC)))
    assert close.after[0].text == "2026. 4. 1.(수) 24:00"


def test_of_a_list_only_the_lines_that_are_new_are_marked() -> None:
    brief = replace(CHALLENGE.brief, exclusions=(*CHALLENGE.brief.exclusions, "사진만 낸 것"))
    (one,) = readable_differences(RULES, with_challenge(brief=brief))
    assert [piece.text.strip() for piece in one.after if piece.is_changed] == ["사진만 낸 것"]
    assert not any(piece.is_changed for piece in one.before)


def test_words_that_differ_are_marked() -> None:
    before, after = compared("사고를 절반으로 줄입니다.", "사고를 3할로 줄입니다.")
    assert [piece.text for piece in before if piece.is_changed] == ["절반으로"]
    assert [piece.text for piece in after if piece.is_changed] == ["3할로"]
    assert "".join(piece.text for piece in after) == "사고를 3할로 줄입니다."
