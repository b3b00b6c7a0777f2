"""Forms of problems: shape only. Whether a text may be posted or a decision made, services say."""

from webapp.problems.forms.calls import CallForm, InviteForm
from webapp.problems.forms.committee import BatchForm, ConfirmForm, RulesForm, batch_form
from webapp.problems.forms.deciding import DeclineForm, MergeForm, ReasonForm
from webapp.problems.forms.filters import ListFilterForm, OfficeFilterForm, field_named, state_named
from webapp.problems.forms.receiving import DemandForm, ReceiveForm
from webapp.problems.forms.reviewing import ClearForm, ReopenForm, ReviewConflictForm, ReviewForm
from webapp.problems.forms.surveys import (
    CancelSurveyForm,
    ChooseForm,
    RateForm,
    SurveyForm,
    answer_form,
)
from webapp.problems.forms.writing import ProblemForm, WithdrawForm

__all__ = [
    "BatchForm",
    "CallForm",
    "CancelSurveyForm",
    "ChooseForm",
    "ClearForm",
    "ConfirmForm",
    "DeclineForm",
    "DemandForm",
    "InviteForm",
    "ListFilterForm",
    "MergeForm",
    "OfficeFilterForm",
    "ProblemForm",
    "RateForm",
    "ReasonForm",
    "ReceiveForm",
    "ReopenForm",
    "ReviewConflictForm",
    "ReviewForm",
    "RulesForm",
    "SurveyForm",
    "WithdrawForm",
    "answer_form",
    "batch_form",
    "field_named",
    "state_named",
]
