"""Any contest that keeps its own rules, drawn by Hypothesis: every setting of the file format."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from webapp.challenges.enums import (
    ApplicantKind,
    FieldKind,
    IdeaPublicity,
    Improvement,
    Published,
    Retention,
    RoundKind,
    RuleKey,
    StaffRule,
    StageCondition,
    TieBreak,
    VerificationMethod,
)
from webapp.challenges.models import (
    BonusEntry,
    Brief,
    ConsentEntry,
    Criteria,
    CriterionEntry,
    Entrants,
    EntryForm,
    EntryTerms,
    FieldEntry,
    JudgingPlan,
    Prizes,
    RoundEntry,
    Rules,
    Schedule,
    StageEntry,
    StandardEntry,
    Standards,
    TierEntry,
)
from webapp.core.storage import FILE_KINDS
from webapp.core.text import clean_line, clean_text
from webapp.problems.enums import ProblemField

letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co"))
lines = st.text(letters, min_size=1, max_size=30).map(clean_line).filter(bool)
optional_lines = st.one_of(st.just(""), lines)
texts = st.text(st.one_of(letters, st.just("\n")), max_size=60).map(clean_text)
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
moments = st.datetimes(datetime(2001, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
names = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
sums = st.integers(0, 10**6)
SET_HERE = (RuleKey.NOTICE_DAYS, RuleKey.MINIMUM_JUDGES, RuleKey.CIVILIAN_SHARE)


def several(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to `most` different ones."""
    return st.lists(of, max_size=most, unique=True).map(tuple)


def bounds(least: int, most: int) -> st.SearchStrategy[dict[str, int | None]]:
    """A least and a most in their order, each of which may be open."""
    pair = st.tuples(st.integers(least, most), st.integers(least, most)).map(sorted)
    open_ends = st.tuples(pair, st.booleans(), st.booleans())
    return open_ends.map(_open)


def _open(drawn: tuple[list[int], bool, bool]) -> dict[str, int | None]:
    (low, high), has_least, has_most = drawn
    return {"least": low if has_least else None, "most": high if has_most else None}


@st.composite
def questions(draw: st.DrawFn) -> EntryForm:
    """Questions of every kind; a later one may hang on the choice that the first asks."""
    first, *others = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    choices = tuple(draw(st.lists(lines, min_size=2, max_size=3, unique=True)))
    fields = [FieldEntry(name=first, label=draw(lines), kind=FieldKind.CHOICE, choices=choices)]
    for name in others:
        kind = draw(st.sampled_from(FieldKind))
        facts: dict[str, Any] = {
            "label": draw(lines),
            "label_en": draw(optional_lines),
            **draw(of_kind(kind)),
        }
        facts |= {"shown_when": first, "shown_value": choices[-1]} if draw(st.booleans()) else {}
        fields.append(FieldEntry(name=name, kind=kind, is_public=draw(st.booleans()), **facts))
    return EntryForm(fields=tuple(fields))


@st.composite
def of_kind(draw: st.DrawFn, kind: FieldKind) -> dict[str, Any]:
    """What a question of this kind has beyond the others."""
    match kind:
        case FieldKind.LINE | FieldKind.TEXT:
            least, most = sorted(draw(st.tuples(st.integers(1, 500), st.integers(1, 500))))
            return {"min_characters": least, "max_characters": most, "counts_spaces": draw(st.booleans())}
        case FieldKind.CHOICE | FieldKind.CHOICES:
            offered = tuple(draw(st.lists(lines, min_size=2, max_size=4, unique=True)))
            limits = draw(bounds(0, 2)) if kind is FieldKind.CHOICES else {}
            return {"choices": offered, **limits}
        case FieldKind.NUMBER:
            return {**draw(bounds(-(10**6), 10**6)), "unit": draw(optional_lines)}
        case FieldKind.TABLE:
            columns = tuple(draw(st.lists(lines, min_size=2, max_size=4, unique=True)))
            return {"table_columns": columns, **draw(bounds(0, 30))}
        case FieldKind.FILE:
            kinds = draw(several(st.sampled_from(sorted(FILE_KINDS))))
            return {"file_kinds": kinds, "max_megabytes": draw(st.integers(1, 100)), **draw(bounds(0, 10))}
        case _:
            return {}


@st.composite
def prizes_in_two_parts(draw: st.DrawFn, cut: int) -> Prizes:
    """Ranks of prizes, each paid in two parts."""
    tier = st.builds(
        TierEntry,
        title=lines,
        amount_won=sums,
        quota=st.integers(1, 9),
        more_honours=several(lines),
        gift=optional_lines,
    )
    return Prizes(
        prizes=tuple(draw(st.lists(tier, max_size=2))),
        stages=(
            StageEntry(condition=StageCondition.ON_AWARD, percent=cut),
            StageEntry(condition=StageCondition.ON_ADOPTED, percent=100 - cut),
        ),
        raffle=draw(optional_lines),
        raffle_basis=draw(optional_lines),
    )


@st.composite
def own_standards(draw: st.DrawFn) -> Standards:
    """Values and reasons of a contest's own."""
    rules = draw(st.lists(st.sampled_from(SET_HERE), unique=True))
    return Standards(
        standards=tuple(
            StandardEntry(rule=rule, value=draw(st.integers(0, 100)), reason=draw(texts)) for rule in rules
        )
    )


@st.composite
def entrants(draw: st.DrawFn) -> Entrants:
    """Anybody who may be meant."""
    youngest, oldest = sorted(draw(st.tuples(st.integers(0, 120), st.integers(0, 120))))
    return Entrants(
        applicant_kinds=tuple(draw(st.lists(st.sampled_from(ApplicantKind), min_size=1, unique=True))),
        age_from=draw(st.sampled_from([None, youngest])),
        age_to=draw(st.sampled_from([None, oldest])),
        regions=draw(several(lines)),
        staff=draw(st.sampled_from(StaffRule)),
    )


@st.composite
def entry_terms(draw: st.DrawFn) -> EntryTerms:
    """Consents of any names; a licence with years and scope."""
    is_asked = draw(st.booleans())
    consent_names = draw(st.lists(names, max_size=2, unique=True))
    return EntryTerms(
        consents=tuple(
            ConsentEntry(
                name=name,
                title=draw(lines),
                recipient=draw(optional_lines),
                purpose=draw(lines),
                items=draw(lines),
                period=draw(lines),
                refusal=draw(lines),
                is_required=draw(st.booleans()),
            )
            for name in consent_names
        ),
        licence_asked=is_asked,
        licence_exclusive=draw(st.booleans()),
        licence_years=draw(st.integers(1, 70)) if is_asked else None,
        licence_scope=draw(lines) if is_asked else "",
        improvement=draw(st.sampled_from(Improvement)),
        retention=draw(st.sampled_from(Retention)),
    )


@st.composite
def judging_plans(draw: st.DrawFn) -> JudgingPlan:
    """Any rounds, with bonus points below their cap."""
    cap = draw(st.integers(1, 30))
    bonus = st.builds(BonusEntry, title=lines, points=st.integers(1, cap), evidence=optional_lines)
    round_ = st.builds(
        RoundEntry,
        kind=st.sampled_from(RoundKind),
        title=optional_lines,
        passes=st.one_of(st.none(), st.integers(1, 99)),
    )
    citizens = RoundEntry(kind=RoundKind.CITIZENS)
    return JudgingPlan(
        rounds=(citizens, *draw(st.lists(round_, max_size=2))),
        bonuses=tuple(draw(st.lists(bonus, max_size=2))),
        bonus_cap=cap,
        pass_mark=draw(st.one_of(st.none(), st.integers(1, 100))),
        citizen_percent=draw(st.integers(0, 50)),
        no_winner_allowed=draw(st.booleans()),
        verification_method=draw(st.sampled_from(VerificationMethod)),
        published=draw(several(st.sampled_from(Published), 4)),
    )


@st.composite
def challenge_parts(draw: st.DrawFn) -> dict[str, object]:
    """Sections that keep their own rules, with anything in them."""
    cut = draw(st.integers(1, 99))
    opens_at = draw(moments)
    closes_at = draw(moments.filter(lambda moment: moment != opens_at))
    first, last = sorted((opens_at, closes_at))
    return {
        "brief": Brief(
            title=draw(lines),
            title_en=draw(optional_lines),
            summary=draw(optional_lines),
            field=draw(st.sampled_from(ProblemField)),
            background=draw(texts),
            goal=draw(texts),
            exclusions=tuple(draw(st.lists(lines, max_size=2))),
        ),
        "schedule": Schedule(opens_at=first, closes_at=last),
        "prizes": draw(prizes_in_two_parts(cut)),
        "criteria": Criteria(
            criteria=(
                CriterionEntry(title=draw(lines), description=draw(texts), weight=cut),
                CriterionEntry(title=draw(lines), weight=100 - cut),
            )
        ),
        "form": draw(questions()),
        "rules": Rules(
            entries_per_person=draw(st.one_of(st.none(), st.integers(1, 9))),
            publicity=draw(st.sampled_from(IdeaPublicity)),
            trim_from_sheets=draw(st.sampled_from([0, 3, 7])),
            tie_breaks=tuple(draw(st.lists(st.sampled_from(TieBreak), min_size=1, unique=True))),
        ),
        "standards": draw(own_standards()),
        "entrants": draw(entrants()),
        "terms": draw(entry_terms()),
        "plan": draw(judging_plans()),
    }
