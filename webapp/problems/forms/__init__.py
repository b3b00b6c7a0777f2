"""Forms of problems: shape only. Whether a text may be posted or a decision made, services say."""

from webapp.problems.forms.calls import CallForm, InviteForm
from webapp.problems.forms.deciding import DeclineForm, MergeForm, ReasonForm
from webapp.problems.forms.filters import ListFilterForm, OfficeFilterForm, field_named, state_named
from webapp.problems.forms.reviewing import ClearForm, ReopenForm, ReviewConflictForm, ReviewForm
from webapp.problems.forms.writing import ProblemForm, WithdrawForm

__all__ = [
    "CallForm",
    "ClearForm",
    "DeclineForm",
    "InviteForm",
    "ListFilterForm",
    "MergeForm",
    "OfficeFilterForm",
    "ProblemForm",
    "ReasonForm",
    "ReopenForm",
    "ReviewConflictForm",
    "ReviewForm",
    "WithdrawForm",
    "field_named",
    "state_named",
]
