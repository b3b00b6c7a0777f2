"""Sections of a challenge that are kept as values, beyond the rows of questions, criteria and prizes.

Owns the values, as `design` does for the other sections. Must not check rules (see `policies`) or touch rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from webapp.challenges.enums import (
    ApplicantKind,
    Improvement,
    Published,
    Retention,
    RoundKind,
    RuleKey,
    StaffRule,
    VerificationMethod,
)
from webapp.challenges.models.limits import Limit, Line40, Line80, Line150, Text300, Text500

Age = Annotated[int, Limit(least=0, most=120)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardEntry:
    """A rule of the profile for which a contest has a value of its own, or a reason for being outside of it.

    `value` stands empty where another section holds it (days of verification, the day of the result).
    """

    rule: RuleKey
    value: Annotated[int, Limit(least=0, most=1000)] | None = None
    reason: Text500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """Where a contest goes beyond or below what its policy profile asks."""

    standards: tuple[StandardEntry, ...] = ()

    def entry(self, key: RuleKey) -> StandardEntry | None:
        """What was set for a rule."""
        return next((one for one in self.standards if one.rule is key), None)


AS_RULED = Standards()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrants:
    """Who may enter. Ages in full years on the last day of entries; regions as entrants declare them."""

    applicant_kinds: tuple[ApplicantKind, ...] = tuple(ApplicantKind)
    age_from: Age | None = None
    age_to: Age | None = None
    regions: tuple[Line40, ...] = ()
    staff: StaffRule = StaffRule.HONOUR_ONLY

    @property
    def asks_birth(self) -> bool:
        """Whether an entrant has to say when he or she was born."""
        return self.age_from is not None or self.age_to is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEntry:
    """A consent of a contest's own, with what the law asks to be told (개인정보 보호법 제15조제2항).

    With a `recipient` it is one to give data to somebody else, which has five items (제17조제2항).
    """

    name: Line40
    title: Line150
    recipient: Line150 = ""
    purpose: Text300
    items: Text300
    period: Text300
    refusal: Text300
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTerms:
    """What an entrant agrees to beyond the usual: own consents, the licence of winners, how long is kept.

    The idea stays its author's in every case.
    """

    consents: tuple[ConsentEntry, ...] = ()
    licence_asked: bool = False
    licence_exclusive: bool = False
    licence_years: Annotated[int, Limit(least=1, most=70)] | None = None
    licence_scope: Text300 = ""
    improvement: Improvement = Improvement.AGREED
    retention: Retention = Retention.ONE_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEntry:
    """A judging round that is planned; `passes`: how many entries go on from it."""

    kind: RoundKind
    title: Line80 = ""
    passes: Annotated[int, Limit(least=1, most=10_000)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusEntry:
    """What gives points beyond the criteria, how many at most, and how it is shown."""

    title: Line150
    points: Annotated[int, Limit(least=1, most=30)]
    evidence: Text300 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingPlan:
    """How judging is planned and what of it is published.

    `pass_mark`: an entry below it is no finalist. `citizen_percent`: the share of citizens' votes in the
    result. `no_winner_allowed`: whether the agency may decide that nobody wins though entries are eligible.
    """

    rounds: tuple[RoundEntry, ...] = ()
    bonuses: tuple[BonusEntry, ...] = ()
    bonus_cap: Annotated[int, Limit(least=1, most=30)] | None = None
    pass_mark: Annotated[int, Limit(least=1, most=100)] | None = None
    citizen_percent: Annotated[int, Limit(least=0, most=50)] = 0
    no_winner_allowed: bool = True
    verification_method: VerificationMethod = VerificationMethod.PUBLIC
    published: tuple[Published, ...] = (Published.COMMENTS,)


ANYBODY = Entrants()
USUAL_TERMS = EntryTerms()
USUAL_PLAN = JudgingPlan()
