"""Who may enter: kind, age on the last day of entries, region, the agency's own people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from webapp.challenges.enums import ApplicantKind, StaffRule
from webapp.challenges.models import ConsentEntry, Entrants, EntryTerms
from webapp.challenges.policies.sections import faults_of
from webapp.ideas.models import Declaration, Declared, entrant_faults
from webapp.ideas.models.entrant import age_on, ages_text

LAST = date(2026, 3, 31)
PERSON = ApplicantKind.PERSON
YOUTH = Entrants(age_from=19, age_to=34)
EMPTY = ConsentEntry(name="A", title="", purpose="", items="", period="", refusal="")
LOCAL = Entrants(regions=("나루시", "다리군"))


def faults(
    rules: Entrants, declared: Declared, kind: ApplicantKind = PERSON, *, staff: bool = False
) -> set[str]:
    return set(entrant_faults(rules, kind, declared, is_staff=staff))


@pytest.mark.parametrize(
    ("birth_on", "fits"),
    [
        (date(2007, 3, 31), True),
        (date(2007, 4, 1), False),
        (date(1991, 4, 1), True),
        (date(1991, 3, 31), False),
        (date(2026, 4, 1), False),
        (None, False),
    ],
)
def test_age_is_counted_on_the_last_day_of_entries(birth_on: date | None, *, fits: bool) -> None:
    assert (faults(YOUTH, Declaration(birth_on).kept(LAST)) == set()) == fits


def test_nothing_is_asked_where_nothing_is_limited() -> None:
    assert faults(Entrants(), Declared()) == set()
    assert not Entrants().asks_birth


def test_kind_region_and_staff_each_say_why_on_their_own_field() -> None:
    teams = replace(LOCAL, applicant_kinds=(ApplicantKind.TEAM,))
    assert faults(teams, Declared(region="먼 곳")) == {"applicant", "region"}
    assert faults(teams, Declared(region="나루시"), ApplicantKind.TEAM) == set()
    excluded = Entrants(staff=StaffRule.EXCLUDED)
    assert faults(excluded, Declared(), staff=True) == {"applicant"}
    assert faults(Entrants(), Declared(), staff=True) == set()


def test_a_birthday_on_the_last_day_of_february_comes_on_the_first_of_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize("rules", [YOUTH, replace(YOUTH, age_to=None), replace(YOUTH, age_from=None)])
def test_ages_are_told_in_words(rules: Entrants) -> None:
    assert ages_text(rules)


@pytest.mark.parametrize(
    ("section", "count"),
    [
        (Entrants(applicant_kinds=()), 1),
        (Entrants(age_from=40, age_to=20), 1),
        (Entrants(age_from=121), 1),
        (Entrants(regions=("가", "가")), 1),
        (EntryTerms(licence_asked=True), 1),
        (EntryTerms(licence_asked=True, licence_years=3, licence_scope="복제"), 0),
        (
            EntryTerms(
                consents=(ConsentEntry(name="A", title="", purpose="", items="", period="", refusal=""),)
            ),
            6,
        ),
    ],
)
def test_rules_that_make_no_sense_are_refused(section: Entrants | EntryTerms, count: int) -> None:
    assert len(faults_of(section)) == count
