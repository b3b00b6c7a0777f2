"""Forms of ideas: shape only. Their rules live in the services."""

from webapp.ideas.forms.entry import (
    EnterForm,
    IdeaForm,
    ReinstateForm,
    RuleOutForm,
    SubmitForm,
    VerifyForm,
    WithdrawForm,
    blank_form,
    idea_form,
    register_filters,
    submit_form,
)

__all__ = [
    "EnterForm",
    "IdeaForm",
    "ReinstateForm",
    "RuleOutForm",
    "SubmitForm",
    "VerifyForm",
    "WithdrawForm",
    "blank_form",
    "idea_form",
    "register_filters",
    "submit_form",
]
