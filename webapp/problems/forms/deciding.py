"""Decisions about a problem, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField, TextAreaField

from webapp.core.i18n import lazy
from webapp.problems.enums import DeclineReason
from webapp.problems.forms.fields import counted
from webapp.problems.queries import MergeCandidate
from webapp.problems.services.loading import REASON_MAX
from webapp.web.forms import Characters, Form, Required, many_lines, select_choices


class ReasonForm(Form):
    """A decision's reason, which stands in public."""

    reason = TextAreaField(
        lazy("사유"),
        [Required(lazy("사유를 적어 주십시오.")), Characters(REASON_MAX)],
        filters=[many_lines],
        render_kw=counted(REASON_MAX, rows=6),
    )


class DeclineForm(ReasonForm):
    """Declining, with a reason from the list and in words."""

    code = SelectField(
        lazy("사유의 갈래"),
        [Required(lazy("사유의 갈래를 골라 주십시오."))],
        choices=select_choices(DeclineReason, empty=lazy("갈래를 고르십시오")),
    )


class MergeForm(ReasonForm):
    """Merging into another problem."""

    into = SelectField(
        lazy("합칠 문제"), [Required(lazy("합칠 문제를 골라 주십시오."))], validate_choice=False
    )

    @classmethod
    def among(cls, candidates: Sequence[MergeCandidate]) -> MergeForm:
        """The form with the problems that can be merged into, the most alike first."""
        form = cls()
        form.into.choices = select_choices(
            [
                (one.key, f"{one.title} ({one.state.label}, {one.shared}%)" if one.shared else one.title)
                for one in candidates
            ],
            empty=str(lazy("합칠 문제를 고르십시오")),
        )
        return form
