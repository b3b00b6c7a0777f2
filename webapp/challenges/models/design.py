"""A contest's design as values: what officials write, files carry, and the notice freezes.

Owns the values, how long their texts may be, and what a new contest begins with. A programme and a challenge
consist of sections, each of which is one form. Must not check rules (see `policies`) or touch rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from webapp.accounts.enums import AgencyKind
from webapp.challenges.enums import (
    USUAL_MISCONDUCT_RULE,
    USUAL_REVOCATION_RULE,
    USUAL_RIGHTS_RULE,
    FieldKind,
    Grade,
    IdeaPublicity,
    PolicyProfile,
    PotKind,
    RuleKey,
    StageCondition,
    TieBreak,
)
from webapp.challenges.models.limits import (
    Given,
    Limit,
    Line40,
    Line60,
    Line80,
    Line100,
    Line120,
    Line150,
    Line200,
    LongText,
    Percent,
    Text300,
    Text400,
    Text500,
    WonSum,
)
from webapp.challenges.models.settings import (
    ANYBODY,
    AS_RULED,
    USUAL_PLAN,
    USUAL_TERMS,
    Entrants,
    EntryTerms,
    JudgingPlan,
    Standards,
)
from webapp.core.i18n import lazy, translated
from webapp.problems.enums import ProblemField


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEntry:
    """The agency that runs a contest."""

    slug: Line60
    name: Line100
    name_en: Line150 = ""
    kind: AgencyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SupporterEntry:
    """Who supports what grows out of the contest, and how (후속지원 기관)."""

    name: Line100
    support: Line200 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEntry:
    """A line of the programme's calendar; both days count."""

    label: Line80
    label_en: Line120 = ""
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeEntry:
    """What the best prize of a challenge of this grade may be at most."""

    grade: Grade
    cap_won: WonSum


@dataclass(frozen=True, slots=True, kw_only=True)
class PotEntry:
    """Money set aside, and what one challenge may have of it at most."""

    kind: PotKind
    amount_won: WonSum
    cap_per_challenge_won: WonSum | None = None
    legal_basis: Line200 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeBasics:
    """What the contest is, what for, and whom to ask."""

    title: Line150
    title_en: Line200 = ""
    purpose: LongText = ""
    purpose_en: LongText = ""
    department: Line100 = ""
    contact: Line150 = ""
    problem_call: Line80 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeConditions:
    """Under which rules it is run: the profile, who may enter, and items 6, 8 and 9 of 제4조제2항."""

    profile: PolicyProfile
    legal_basis: Line200 = ""
    eligibility: LongText = ""
    staff_rule: LongText = ""
    misconduct_rule: LongText = USUAL_MISCONDUCT_RULE
    rights_rule: LongText = USUAL_RIGHTS_RULE
    revocation_rule: LongText = USUAL_REVOCATION_RULE
    supporters: tuple[SupporterEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCalendar:
    """The calendar beyond the entry period."""

    milestones: tuple[MilestoneEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeMoney:
    """Pots, and the caps of the grades."""

    grades: tuple[GradeEntry, ...] = ()
    pots: tuple[PotEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgramme:
    """A whole programme; `agency` is the agency's slug."""

    agency: Annotated[str, Given()]
    slug: Line80
    basics: ProgrammeBasics
    conditions: ProgrammeConditions
    calendar: ProgrammeCalendar = ProgrammeCalendar()
    money: ProgrammeMoney = ProgrammeMoney()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionEntry:
    """A judging criterion; `weight` is also the most points it gives."""

    title: Line80
    title_en: Line120 = ""
    description: Text500 = ""
    weight: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """A question of the entry form; `name` is its key in the answers.

    `least` and `most`: the bounds of a number, how many may be chosen, how many rows or files there may be.
    `shown_when` names an earlier question to choose from: this one is asked only where `shown_value` was.
    """

    name: Line40
    label: Line80
    label_en: Line120 = ""
    help: Text300 = ""
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[Line100, ...] = ()
    min_characters: Annotated[int, Limit(least=0, most=100_000)] = 0
    max_characters: Annotated[int, Limit(least=1, most=100_000)] = 2000
    counts_spaces: bool = True
    least: Annotated[int, Limit(least=-(10**12), most=10**12)] | None = None
    most: Annotated[int, Limit(least=-(10**12), most=10**12)] | None = None
    unit: Line40 = ""
    table_columns: tuple[Line40, ...] = ()
    file_kinds: tuple[Line40, ...] = ()
    max_megabytes: Annotated[int, Limit(least=1, most=100)] = 10
    shown_when: Line40 = ""
    shown_value: Line100 = ""
    is_required: bool = True
    is_shown_to_judges: bool = True
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TierEntry:
    """A rank of prizes: the sum each winner gets, and how many there are.

    Honours (훈격) stand apart from money; `gift` is a prize in kind (부상).
    """

    title: Line60
    title_en: Line80 = ""
    honour: Line80 = ""
    amount_won: WonSum
    quota: Annotated[int, Limit(least=1, most=1000)] = 1
    more_honours: tuple[Line80, ...] = ()
    gift: Line150 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntry:
    """A part of every prize, paid when its condition is met."""

    condition: StageCondition
    percent: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The task (과제정의서): what is asked, why, and what is not wanted."""

    title: Line150
    title_en: Line200 = ""
    summary: Text300 = ""
    summary_en: Text400 = ""
    field: ProblemField
    background: LongText = ""
    goal: LongText = ""
    exclusions: tuple[Text300, ...] = ()
    department: Line100 = ""
    problem: Line40 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When entries are taken; `closes_at` is exclusive, so 24:00 is 00:00 of the next day.

    `grace_minutes`: for how long after the close what was begun before it may still be handed in.
    """

    opens_at: datetime
    closes_at: datetime
    result_on: date | None = None
    grace_minutes: Annotated[int, Limit(least=0, most=60)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prizes:
    """Grade, ranks of prizes, and the parts in which each is paid."""

    grade: Grade | None = None
    prizes: tuple[TierEntry, ...] = ()
    stages: tuple[StageEntry, ...] = (StageEntry(condition=StageCondition.ON_AWARD, percent=100),)
    raffle: Text300 = ""
    raffle_basis: Line200 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """How entries are judged."""

    criteria: tuple[CriterionEntry, ...] = ()


#: What 「국민 제안 규정」 제5조제2항 asks of a proposal. The hints are stored in Korean and shown translated.
USUAL_FIELDS = (
    FieldEntry(
        name="situation",
        label="현황과 문제점",
        label_en="The situation and its problems",
        help=lazy("지금 어떤 상황이고 무엇이 문제인지 적어 주십시오.").source,
    ),
    FieldEntry(
        name="solution",
        label="개선 방안",
        label_en="The solution",
        help=lazy("문제를 어떻게 풀지 구체적으로 적어 주십시오.").source,
        max_characters=4000,
    ),
    FieldEntry(
        name="effect",
        label="기대 효과",
        label_en="The expected effect",
        help=lazy("무엇이 얼마나 나아지는지 적어 주십시오.").source,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """The questions that an entry answers."""

    fields: tuple[FieldEntry, ...] = USUAL_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Receipt numbers, limits, publicity, and how scores become a decision."""

    receipt_pattern: Line80 = "{year}-{challenge:03}-{sequence:05}"
    entries_per_person: Annotated[int, Limit(least=1, most=1000)] | None = None
    publicity: IdeaPublicity = IdeaPublicity.WINNERS
    trim_from_sheets: Annotated[int, Limit(least=0, most=100)] = 5
    score_decimals: Annotated[int, Limit(least=0, most=4)] = 2
    tie_breaks: tuple[TieBreak, ...] = (TieBreak.HEAVIEST_CRITERION, TieBreak.EARLIEST_SUBMISSION)
    verification_days: Annotated[int, Limit(least=0, most=365)] = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChallenge:
    """A whole challenge; `programme` is the programme's slug."""

    programme: Annotated[str, Given()]
    brief: Brief
    schedule: Schedule
    prizes: Prizes = Prizes()
    criteria: Criteria = Criteria()
    form: EntryForm = EntryForm()
    rules: Rules = Rules()
    standards: Standards = AS_RULED
    entrants: Entrants = ANYBODY
    terms: EntryTerms = USUAL_TERMS
    plan: JudgingPlan = USUAL_PLAN


ProgrammeSection = ProgrammeBasics | ProgrammeConditions | ProgrammeCalendar | ProgrammeMoney
ChallengeSection = (
    Brief | Schedule | Prizes | Criteria | EntryForm | Rules | Standards | Entrants | EntryTerms | JudgingPlan
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestFile:
    """A whole contest as a file carries it. Challenges are numbered in their order, from 1."""

    agency: AgencyEntry
    programme: NewProgramme
    challenges: tuple[NewChallenge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationFact:
    """Where a contest is outside its profile's rule, and why: published with the notice."""

    rule: RuleKey
    standard: int
    value: int
    reason: str
    article: str

    @property
    def article_here(self) -> str:
        """The article in the reader's language. What is frozen and hashed is the Korean."""
        return translated(self.article)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFacts:
    """What held by the policy profile and the contest's own standards at the time of the notice."""

    notice_days: int
    verification_days: int
    minimum_judges: int
    civilian_share_percent: int
    trim_from_sheets: int
    source: str
    deviations: tuple[DeviationFact, ...] = ()

    @property
    def source_here(self) -> str:
        """The source in the reader's language. What is frozen and hashed is the Korean."""
        return translated(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRules:
    """Everything that a notice fixed for one challenge; its canonical JSON is what the hash covers.

    `previous_hash`: the hash of the rules that these replaced, "" for the first: so the hashes form a chain.
    """

    key: str
    number: int
    agency: AgencyEntry
    programme: NewProgramme
    challenge: NewChallenge
    profile: ProfileFacts
    previous_hash: str = ""
