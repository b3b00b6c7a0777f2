"""Forms of a challenge's sections: saved as they are they change nothing; what is wrong is said and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.challenges import challenge_of, make_challenge, make_programme
from tests.support.forms import forms_of
from tests.support.html import faults
from tests.support.offices import Office
from webapp.challenges.enums import Published, RoundKind, RuleKey
from webapp.challenges.models import (
    BonusEntry,
    ConsentEntry,
    Entrants,
    EntryForm,
    EntryTerms,
    JudgingPlan,
    NewChallenge,
    RoundEntry,
    StandardEntry,
    Standards,
)
from webapp.challenges.queries import challenge_design, load_challenge
from webapp.home.cli.contests_now import RICH_FORM

SCRIPT = "<script>alert(1)</script>"
NEWS = ConsentEntry(
    name="news", title="소식", purpose="안내", items="전자우편", period="1년", refusal="영향 없음"
)
SECTIONS = ("prizes", "form", "standards", "entrants", "terms", "plan")


def rich(office: Office) -> tuple[str, NewChallenge]:
    """A draft with something in every section."""
    with office.database.write() as work:
        programme = make_programme(work, office.agency)
        design = challenge_of(programme.slug, work.now)
        tiers = tuple(replace(one, more_honours=("기관장상",), gift="상품권") for one in design.prizes.prizes)
        more = replace(
            design,
            prizes=replace(design.prizes, prizes=tiers, raffle="커피 10명", raffle_basis="조례 제3조"),
            form=EntryForm(fields=RICH_FORM.fields),
            standards=Standards(standards=(StandardEntry(rule=RuleKey.MINIMUM_JUDGES, value=7),)),
            entrants=Entrants(age_from=19, regions=("나루시", "다리군")),
            terms=EntryTerms(
                consents=(NEWS,), licence_asked=True, licence_years=3, licence_scope="정책 홍보"
            ),
            plan=JudgingPlan(
                rounds=(RoundEntry(kind=RoundKind.DOCUMENTS, title="예선", passes=20),),
                bonuses=(BonusEntry(title="시험해 봄", points=3),),
                bonus_cap=5,
                pass_mark=60,
                published=(Published.SCORES,),
            ),
        )
        key = make_challenge(work, office.agency, programme=programme, design=more).key
    return key, stored(office, key)


def stored(office: Office, key: str) -> NewChallenge:
    with office.database.read() as work:
        return challenge_design(load_challenge(work, key))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_saved_as_it_is_stays_as_it_is(office: Office, section: str) -> None:
    key, before = rich(office)
    officer, path = office.client("officer"), f"/office/challenges/{key}/{section}"
    page = officer.get(path)
    assert (page.status_code, faults(page.text)) == (200, [])
    form = next(one for one in forms_of(page.text) if "version" in one.sent)
    saved = officer.post(path, data=form.sent, headers={"Origin": "http://localhost"})
    assert saved.status_code == 303
    assert stored(office, key) == before
    again = officer.post(path, data=form.sent, headers={"Origin": "http://localhost"})
    assert again.status_code == 409, "the second of two officials hears of the first"


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("form", {"rows-0-min_characters": "5000"}),
        ("form", {"rows-3-choices": "하나"}),
        ("form", {"rows-4-shown_value": "없는 답"}),
        ("form", {"rows-6-least": "여럿"}),
        ("entrants", {"age_from": "50", "age_to": "20"}),
        ("terms", {"licence_years": ""}),
        ("terms", {"rows-0-purpose": ""}),
        ("plan", {"bonus_cap": ""}),
        ("plan", {"citizen_percent": "20"}),
        ("plan", {"pass_mark": "101"}),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_lost(
    office: Office, section: str, wrong: dict[str, str]
) -> None:
    key, before = rich(office)
    officer, path = office.client("officer"), f"/office/challenges/{key}/{section}"
    form = next(one for one in forms_of(officer.get(path).text) if "version" in one.sent)
    refused = officer.post(path, data={**form.sent, **wrong}, headers={"Origin": "http://localhost"})
    assert (refused.status_code, faults(refused.text)) == (422, [])
    assert stored(office, key) == before


def test_script_in_every_text_is_shown_as_text(office: Office) -> None:
    key, _before = rich(office)
    officer = office.client("officer")
    for section in SECTIONS:
        path = f"/office/challenges/{key}/{section}"
        form = next(one for one in forms_of(officer.get(path).text) if "version" in one.sent)
        texts = {
            one.name: SCRIPT
            for one in form.fields
            if one.kind == "text" and one.value and not one.value.isdigit() and "won" not in one.name
        }
        assert officer.post(
            path, data={**form.sent, **texts}, headers={"Origin": "http://localhost"}
        ).status_code in {303, 422}
    for path in ("", "/check", "/entry-form"):
        page = officer.get(f"/office/challenges/{key}{path}").text
        assert SCRIPT not in page
