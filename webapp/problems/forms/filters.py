"""Filters of the lists, and reading them from an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wtforms import SelectField

from webapp.core.i18n import lazy
from webapp.problems.enums import PUBLIC_PROBLEM_STATES, ProblemField, ProblemState
from webapp.problems.queries import OfficeOrder
from webapp.web.forms import Form, select_choices

STATES: Final = select_choices(
    [(state.value, state.lazy_label) for state in PUBLIC_PROBLEM_STATES], empty=lazy("전체 상태")
)
ORDERS: Final = (
    (OfficeOrder.NEWEST.value, lazy("최근에 낸 차례")),
    (OfficeOrder.SCORE.value, lazy("검토 평균이 높은 차례")),
)


class CallFilterForm(Form):
    """A filter by call."""

    call = SelectField(lazy("과제 공모"), validate_choice=False)

    def offer(self, calls: Sequence[tuple[str, str]]) -> None:
        """The calls that can be chosen: address and title."""
        self.call.choices = select_choices(calls, empty=str(lazy("전체 과제 공모")))


class ListFilterForm(CallFilterForm):
    """Filters of the public list."""

    field = SelectField(
        lazy("분야"), choices=select_choices(ProblemField, empty=lazy("전체 분야")), validate_choice=False
    )
    state = SelectField(lazy("상태"), choices=STATES, validate_choice=False)


class OfficeFilterForm(CallFilterForm):
    """Filters of the official's list."""

    state = SelectField(lazy("상태"), choices=STATES, validate_choice=False)
    order = SelectField(lazy("차례"), choices=select_choices(ORDERS), validate_choice=False)


def state_named(text: str | None) -> ProblemState | None:
    """The state in an address, or None for none and for nonsense."""
    return next((state for state in ProblemState if state.value == text), None)


def field_named(text: str | None) -> ProblemField | None:
    """The field in an address, or None for none and for nonsense."""
    return next((field for field in ProblemField if field.value == text), None)
