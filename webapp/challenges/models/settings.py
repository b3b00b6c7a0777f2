"""Sections of a challenge that are kept as values, beyond the rows of questions, criteria and prizes.

Owns the values, as `design` does for the other sections. Must not check rules (see `policies`) or touch rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from webapp.challenges.enums import RuleKey
from webapp.challenges.models.limits import Limit, Text500


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
