"""What people rely on once a call is public, as one value. Owns no table: the columns stand in `posts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from webapp.problems.enums import CallAudience, ProblemField


@dataclass(frozen=True, slots=True)
class CallRules:
    """The rules of a call; they stand once it is public.

    `fields` empty: every field is taken. `endorsement_threshold` None: no number of endorsements moves a
    problem on. `review_days` are working days. The last three say what the public sees once a problem is
    decided.
    """

    fields: Sequence[ProblemField] = ()
    audience: CallAudience = CallAudience.ANYBODY
    endorsement_threshold: int | None = None
    review_days: int = 20
    shows_scores: bool = True
    shows_comments: bool = False
    shows_survey: bool = True


#: What a call begins with.
USUAL_RULES: Final = CallRules()
#: Names of the columns that hold them.
RULES: Final = tuple(field.name for field in fields(CallRules))


def rules_in(row: Any) -> CallRules:
    """The rules in a call, or in a row with its columns."""
    values = {name: getattr(row, name) for name in RULES}
    return CallRules(**values | {"fields": tuple(ProblemField(one) for one in row.fields)})
