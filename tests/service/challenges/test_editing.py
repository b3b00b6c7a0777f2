"""Making contests and editing them: caps, sums, dates, two officials at once, nothing after the notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.challenges import challenge_of, make_challenge, make_programme, programme_of
from tests.support.people import actor_for, make_account, make_agency, make_department, make_official
from webapp.accounts.enums import Role
from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, Grade, StageCondition
from webapp.challenges.models import (
    Brief,
    Criteria,
    CriterionEntry,
    EntryForm,
    FieldEntry,
    NewChallenge,
    Prizes,
    ProgrammeConditions,
    ProgrammeMoney,
    Rules,
    Schedule,
    StageEntry,
    TierEntry,
)
from webapp.challenges.models.design import ChallengeSection
from webapp.challenges.queries import challenge_design, load_challenge, load_programme, programme_design
from webapp.challenges.services import (
    EditChallenge,
    EditProgramme,
    create_challenge,
    create_programme,
    edit_challenge,
    edit_programme,
)
from webapp.core.errors import NotFound, NotPermitted, RuleBroken, StaleVersion, WrongState
from webapp.core.policy import Actor
from webapp.core.work import Work

ON_AWARD = (StageEntry(condition=StageCondition.ON_AWARD, percent=100),)


def officer_of(work: Work, agency: Agency) -> Actor:
    return actor_for(work, make_official(work, agency, Role.CONTEST_OFFICER))


def test_a_contest_is_read_back_as_it_was_made(work: Work) -> None:
    agency = make_agency(work)
    department = make_department(work, agency)
    officer = officer_of(work, agency)
    design = programme_of(agency, work.now)
    design = replace(design, basics=replace(design.basics, department=department.name))
    create_programme(work, officer, design)
    challenge = challenge_of(design.slug, work.now)
    made = create_challenge(work, officer, challenge)
    work.session.expunge_all()
    assert programme_design(load_programme(work, design.slug)) == design
    assert challenge_design(load_challenge(work, made.key)) == challenge
    assert made.number == 1


def test_challenges_are_numbered_in_their_order(work: Work) -> None:
    agency = make_agency(work)
    programme = make_programme(work, agency)
    officer = officer_of(work, agency)
    cheap = Prizes(prizes=(TierEntry(title="상", amount_won=0),))
    design = replace(challenge_of(programme.slug, work.now), prizes=cheap)
    assert [create_challenge(work, officer, design).number for _turn in range(3)] == [1, 2, 3]


def test_an_address_is_taken_once(work: Work) -> None:
    agency = make_agency(work)
    officer = officer_of(work, agency)
    design = programme_of(agency, work.now)
    create_programme(work, officer, design)
    with pytest.raises(RuleBroken) as refused:
        create_programme(work, officer, design)
    assert set(refused.value.fields) == {"slug"}


@pytest.mark.parametrize("slug", ["new", "Contest", "공모", "-a", "a-", "a b", "a/b", ""])
def test_an_address_must_be_fit_for_one(work: Work, slug: str) -> None:
    agency = make_agency(work)
    with pytest.raises(RuleBroken) as refused:
        create_programme(work, officer_of(work, agency), replace(programme_of(agency, work.now), slug=slug))
    assert "slug" in refused.value.fields


def test_only_the_agencys_officers_make_contests(work: Work) -> None:
    agency, other = make_agency(work), make_agency(work)
    design = programme_of(agency, work.now)
    for actor in (
        actor_for(work, make_account(work)),
        officer_of(work, other),
        actor_for(work, make_official(work, agency, Role.APPROVER)),
    ):
        with pytest.raises(NotPermitted):
            create_programme(work, actor, design)


def test_an_unknown_agency_is_not_found(work: Work) -> None:
    agency = make_agency(work)
    with pytest.raises(NotFound):
        create_programme(
            work, officer_of(work, agency), replace(programme_of(agency, work.now), agency="nobody")
        )


def test_another_agencys_department_is_refused(work: Work) -> None:
    agency, other = make_agency(work), make_agency(work)
    department = make_department(work, other)
    design = programme_of(agency, work.now)
    with pytest.raises(RuleBroken) as refused:
        create_programme(
            work,
            officer_of(work, agency),
            replace(design, basics=replace(design.basics, department=department.name)),
        )
    assert set(refused.value.fields) == {"department"}


def broken_sections() -> list[tuple[str, ChallengeSection, str]]:
    """What is wrong, the section that has it, and the field that says so."""
    weights = Criteria(
        criteria=(CriterionEntry(title="가", weight=50), CriterionEntry(title="나", weight=49))
    )
    parts = Prizes(
        prizes=(TierEntry(title="상", amount_won=1),),
        stages=(StageEntry(condition=StageCondition.ON_AWARD, percent=99),),
    )
    twice = Prizes(stages=(*ON_AWARD, *ON_AWARD))
    over_cap = Prizes(grade=Grade.B, prizes=(TierEntry(title="상", amount_won=30_000_001),), stages=ON_AWARD)
    no_cap = Prizes(grade=Grade.C, prizes=(TierEntry(title="상", amount_won=1),), stages=ON_AWARD)
    over_pot = Prizes(prizes=(TierEntry(title="상", amount_won=50_000_001, quota=2),), stages=ON_AWARD)
    long = CriterionEntry(title="가" * 81, weight=100)
    return [
        ("weights of 99", weights, "criteria"),
        ("a title too long", Criteria(criteria=(long,)), "criteria"),
        ("stages of 99", parts, "stages"),
        ("a condition twice", twice, "stages"),
        ("a prize above the grade's cap", over_cap, "prizes"),
        ("a grade without cap", no_cap, "grade"),
        ("prizes above the pot", over_pot, "prizes"),
        ("a question twice", EntryForm(fields=(FieldEntry(name="a", label="가"),) * 2), "fields"),
        ("a question with a bad name", EntryForm(fields=(FieldEntry(name="가", label="가"),)), "fields"),
        ("a receipt number that does not count", Rules(receipt_pattern="{year}"), "receipt_pattern"),
        ("a receipt number that reaches inside", Rules(receipt_pattern="{sequence.real}"), "receipt_pattern"),
        ("trimming of two sheets", Rules(trim_from_sheets=2), "trim_from_sheets"),
        ("no rule for ties", Rules(tie_breaks=()), "tie_breaks"),
    ]


def test_a_section_that_breaks_its_rules_is_refused_on_its_field(work: Work) -> None:
    agency = make_agency(work)
    officer = officer_of(work, agency)
    challenge = make_challenge(work, agency)
    for fault, section, field in broken_sections():
        with pytest.raises(RuleBroken) as refused:
            edit_challenge(work, officer, EditChallenge(challenge.key, challenge.version, section))
        assert field in refused.value.fields, fault


def test_the_prizes_of_all_challenges_share_the_pot(work: Work) -> None:
    agency = make_agency(work)
    officer = officer_of(work, agency)
    programme = make_programme(work, agency)  # a pot of 100 million
    big = Prizes(prizes=(TierEntry(title="대상", amount_won=60_000_000),))
    design = replace(challenge_of(programme.slug, work.now), prizes=big)
    create_challenge(work, officer, design)
    with pytest.raises(RuleBroken) as refused:
        create_challenge(work, officer, design)
    assert "1억 2천만 원" in refused.value.message


def test_entries_may_not_close_before_they_open_or_in_the_past(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency)
    officer = officer_of(work, agency)
    now = work.now
    for schedule in (
        Schedule(opens_at=now + timedelta(days=9), closes_at=now + timedelta(days=8)),
        Schedule(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=8)),
    ):
        with pytest.raises(RuleBroken) as refused:
            edit_challenge(work, officer, EditChallenge(challenge.key, challenge.version, schedule))
        assert set(refused.value.fields) == {"closes_at"}


def sections(design: NewChallenge) -> list[ChallengeSection]:
    return [design.brief, design.schedule, design.prizes, design.criteria, design.form, design.rules]


@pytest.mark.parametrize("state", [state for state in ChallengeState if state is not ChallengeState.DRAFT])
def test_from_the_request_on_no_section_of_a_challenge_can_be_edited(
    work: Work, state: ChallengeState
) -> None:
    agency = make_agency(work)
    officer = officer_of(work, agency)
    challenge = make_challenge(work, agency, state)
    before = (challenge.rules_hash, challenge.version)
    for section in sections(challenge_design(challenge)):
        with pytest.raises(WrongState):
            edit_challenge(work, officer, EditChallenge(challenge.key, challenge.version, section))
    assert (challenge.rules_hash, challenge.version) == before


def test_from_the_notice_on_no_section_of_a_programme_can_be_edited(work: Work) -> None:
    agency = make_agency(work)
    officer = officer_of(work, agency)
    programme = make_challenge(work, agency, ChallengeState.ANNOUNCED).programme
    before = programme.version
    design = programme_design(programme)
    for section in (design.basics, design.conditions, design.calendar, design.money):
        with pytest.raises(WrongState):
            edit_programme(work, officer, EditProgramme(programme.slug, programme.version, section))
    assert programme.version == before


def test_each_section_can_be_edited_while_it_is_a_draft(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency)
    officer = officer_of(work, agency)
    wanted = replace(
        challenge_of(challenge.programme.slug, work.now + timedelta(days=3), title="새 제목"),
        criteria=Criteria(criteria=(CriterionEntry(title="하나", weight=100),)),
        form=EntryForm(fields=(FieldEntry(name="idea", label="아이디어", max_characters=500),)),
        rules=Rules(entries_per_person=2),
    )
    versions = [challenge.version]
    for section in sections(wanted):
        edited = edit_challenge(work, officer, EditChallenge(challenge.key, versions[-1], section))
        versions.append(edited.version)
    work.session.expunge_all()
    assert challenge_design(load_challenge(work, challenge.key)) == wanted
    assert versions == sorted(set(versions))


def test_two_officials_at_once_the_second_is_told(work: Work) -> None:
    agency = make_agency(work)
    challenge = make_challenge(work, agency)
    seen = challenge.version
    criteria = Criteria(criteria=(CriterionEntry(title="하나", weight=100),))
    edit_challenge(work, officer_of(work, agency), EditChallenge(challenge.key, seen, criteria))
    with pytest.raises(StaleVersion):
        edit_challenge(work, officer_of(work, agency), EditChallenge(challenge.key, seen, criteria))


def test_two_officials_at_once_on_a_programme(work: Work) -> None:
    agency = make_agency(work)
    programme = make_programme(work, agency)
    seen = programme.version
    money = ProgrammeMoney()
    edit_programme(work, officer_of(work, agency), EditProgramme(programme.slug, seen, money))
    assert load_programme(work, programme.slug).pots == []
    with pytest.raises(StaleVersion):
        edit_programme(work, officer_of(work, agency), EditProgramme(programme.slug, seen, money))


def test_an_edited_condition_is_kept(work: Work) -> None:
    agency = make_agency(work)
    programme = make_programme(work, agency)
    conditions = programme_design(programme).conditions
    wanted: ProgrammeConditions = replace(conditions, rights_rule="권리는 제안한 사람에게 있습니다.")
    edit_programme(work, officer_of(work, agency), EditProgramme(programme.slug, programme.version, wanted))
    work.session.expunge_all()
    assert programme_design(load_programme(work, programme.slug)).conditions == wanted


def test_a_problem_that_was_not_selected_is_no_source(work: Work) -> None:
    agency = make_agency(work)
    programme = make_programme(work, agency)
    design = challenge_of(programme.slug, work.now)
    brief: Brief = replace(design.brief, problem="abcdefghijkm")
    with pytest.raises(RuleBroken) as refused:
        create_challenge(work, officer_of(work, agency), replace(design, brief=brief))
    assert set(refused.value.fields) == {"problem"}
