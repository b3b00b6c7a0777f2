"""Contest files: lines of faults, and export and import as each other's inverse."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.contest_files import DATA, SMALL
from tests.support.random_contests import challenge_parts, days, lines, texts
from webapp.accounts.enums import AgencyKind
from webapp.challenges.enums import (
    Grade,
    PotKind,
    StageCondition,
)
from webapp.challenges.models import (
    AgencyEntry,
    ContestFile,
    GradeEntry,
    MilestoneEntry,
    NewChallenge,
    PotEntry,
    ProgrammeCalendar,
    ProgrammeMoney,
    Schedule,
    StageEntry,
    SupporterEntry,
)
from webapp.challenges.models.frozen import from_plain, plain_of
from webapp.challenges.services import ContestFileBroken, export_contest, parse_contest
from webapp.challenges.services.toml_lines import line_at, lines_of


def faults(text: str) -> list[tuple[int, str]]:
    """Line and path of everything that is wrong."""
    with pytest.raises(ContestFileBroken) as broken:
        parse_contest(text)
    return [(fault.line, fault.path) for fault in broken.value.faults]


def test_a_small_file_is_read_with_its_usual_values() -> None:
    contest = parse_contest(SMALL)
    (challenge,) = contest.challenges
    assert challenge.schedule.closes_at == datetime(2026, 2, 20, 15, 0, tzinfo=UTC)
    assert challenge.prizes.prizes[0].amount_won == 8_000_000
    assert challenge.prizes.stages == (StageEntry(condition=StageCondition.ON_AWARD, percent=100),)
    assert [field.name for field in challenge.form.fields] == ["situation", "solution", "effect"]
    assert challenge.programme == contest.programme.slug
    assert contest.programme.conditions.rights_rule


@pytest.mark.parametrize(
    ("old", "new", "line", "path"),
    [
        ("profile =", "profil =", 11, "programme.profil"),
        ('profile = "public"\n', "", 8, "programme"),
        ('kind = "public"', 'kind = "private"', 6, "agency.kind"),
        ('"2026-01-12 09:00"', '"2026-02-30 09:00"', 20, "challenges[1].opens_at"),
        ('"2026-01-12 09:00"', "2026-01-12", 20, "challenges[1].opens_at"),
        ('"2026-02-20 24:00"', '"2026-01-12 09:00"', 21, "challenges[1].closes_at"),
        ('"800만원"', '"팔백만원"', 33, "challenges[1].prizes[1].amount_won"),
        ('"800만원"', "800.5", 33, "challenges[1].prizes[1].amount_won"),
        ('"800만원"', "-1", 33, "challenges[1].prizes[1].amount_won"),
        ('"800만원"', "true", 33, "challenges[1].prizes[1].amount_won"),
        ('"800만원"', "20_000_001", 33, "challenges[1].prizes[1]"),
        ("weight = 40", "weight = 39", 23, "challenges[1].criteria"),
        ("weight = 40", 'weight = "40"', 29, "challenges[1].criteria[2].weight"),
        ('title = "효과"', 'title = " "', 28, "challenges[1].criteria[2].title"),
        ('title = "막차 뒤의 이동"', f'title = "{"가" * 151}"', 18, "challenges[1].title"),
        ('title = "막차 뒤의 이동"', "title = 3", 18, "challenges[1].title"),
        ('slug = "night-bus"', 'slug = "Night Bus"', 9, "programme.slug"),
        ("format = 1", "format = 2", 1, "format"),
        ('field = "safety"', 'field = "safety', 19, ""),
        ("[[challenges]]", "[[challenge]]", 17, "challenge"),
    ],
)
def test_a_fault_is_reported_with_its_line(old: str, new: str, line: int, path: str) -> None:
    assert old in SMALL
    found = faults(SMALL.replace(old, new, 1))
    if path == "challenges[1].prizes[1]":  # a sum is nobody's line: it is said at the prizes
        path = "challenges[1].prizes"
        line = 31
    assert (line, path) in found


def test_all_faults_are_reported_at_once_in_the_order_of_their_lines() -> None:
    text = (
        SMALL.replace("profile =", "profil =")
        .replace('"800만원"', '"팔백만원"')
        .replace("weight = 40", "weight = 400")
        .replace('name = "나루"', "name = 1")
    )
    assert faults(text) == [
        (5, "agency.name"),
        (8, "programme"),
        (11, "programme.profil"),
        (23, "challenges[1].criteria"),
        (29, "challenges[1].criteria[2].weight"),
        (33, "challenges[1].prizes[1].amount_won"),
    ]


def test_a_fault_in_the_defaults_is_reported_once_where_it_stands() -> None:
    head, challenge = SMALL.split("[[challenges]]", 1)
    twice = f"[[challenges]]{challenge}" * 2
    text = f'{head}[defaults]\nscore_decimals = 9\nreceipt = "x"\n{twice}'
    assert faults(text) == [(18, "defaults.score_decimals"), (19, "defaults.receipt")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "format = 1",
        "[[",
        "challenges = 1\nagency = []\nprogramme = 1\ndefaults = 2",
        "a = " + "[" * 5000,
        "format = 1\n[agency]\nslug = 1\n[programme]\n[[challenges]]",
        "x" * 1_000_001,
    ],
)
def test_any_other_text_is_refused_and_never_crashes(text: str) -> None:
    assert faults(text)


@settings(max_examples=60)
@given(st.text(alphabet="[]{}=,.#\"'\n\\ ab1가", max_size=60))
def test_the_walk_over_lines_never_crashes_on_what_the_standard_reader_accepts(text: str) -> None:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = lines_of(text)
    assert {path[0] for path in lines} == set(tables)


def test_lines_are_found_inside_arrays_inline_tables_and_long_texts() -> None:
    long = 'a = """\n[x]\n"""\n'
    nested = '"q.r" = [\n  { k = 1 },\n  { "m" = [\n 2 ] },\n]\n'
    text = long + nested + "[t.u]\nv.w = ''''''\n[[t.l]]\n[[t.l]]\nz=1\n"
    lines = lines_of(text)
    assert lines["a",] == 1
    assert lines["q.r", 1, "m", 0] == 7
    assert lines["t", "u", "v", "w"] == 10
    assert lines["t", "l", 1, "z"] == 13
    assert line_at(lines, ("t", "l", 1, "missing")) == 12


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_contests_are_sound(path: Path) -> None:
    contest = parse_contest(path.read_text(encoding="utf-8"))
    assert parse_contest(export_contest(contest)) == contest


def test_the_real_call_of_2020_is_carried_over_whole() -> None:
    contest = parse_contest((DATA / "challenge-korea-2020.toml").read_text(encoding="utf-8"))
    prizes = [challenge.prizes for challenge in contest.challenges]
    assert sum(one.amount_won * one.quota for prize in prizes for one in prize.prizes) == 250_000_000
    assert [prize.grade for prize in prizes] == [Grade(one) for one in "BACACBBCB"]
    pots = {pot.kind: (pot.amount_won, pot.cap_per_challenge_won) for pot in contest.programme.money.pots}
    assert pots == {PotKind.PRIZE: (300_000_000, None), PotKind.MATURING: (1_000_000_000, 100_000_000)}
    assert {challenge.schedule for challenge in contest.challenges} == {
        Schedule(
            opens_at=datetime(2020, 6, 15, 0, 0, tzinfo=UTC),
            closes_at=datetime(2020, 9, 15, 9, 0, tzinfo=UTC),
        )
    }


# ---------------------------------------------------------------- any contest round and round


@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(challenge_parts(), min_size=1, max_size=2),
    title=lines,
    purpose=texts,
    supporters=st.lists(lines, max_size=2),
    day=days,
    cap=st.integers(1, 10**9),
)
def test_export_and_import_round_trip(
    parts: list[dict[str, object]], title: str, purpose: str, supporters: list[str], day: date, cap: int
) -> None:
    contest = parse_contest(SMALL)
    programme = replace(
        contest.programme,
        basics=replace(contest.programme.basics, title=title, purpose=purpose),
        conditions=replace(
            contest.programme.conditions,
            rights_rule=purpose,
            supporters=tuple(SupporterEntry(name=name) for name in supporters),
        ),
        calendar=ProgrammeCalendar(milestones=(MilestoneEntry(label=title, starts_on=day, ends_on=day),)),
        money=ProgrammeMoney(
            grades=(GradeEntry(grade=Grade.C, cap_won=cap),),
            pots=(PotEntry(kind=PotKind.PRIZE, amount_won=10**12, cap_per_challenge_won=10**11),),
        ),
    )
    agency = AgencyEntry(slug="naru", name=title, kind=AgencyKind.LOCAL)
    made = ContestFile(
        agency=agency,
        programme=programme,
        challenges=tuple(replace(contest.challenges[0], **one) for one in parts),  # type: ignore[arg-type]  # sections
    )
    assert parse_contest(export_contest(made)) == made
    for one in made.challenges:
        stored = json.loads(json.dumps(plain_of(one)))
        assert from_plain(NewChallenge, {**stored, "programme": one.programme}) == one
