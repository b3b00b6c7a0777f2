"""The filters of the public list: a GET form that works without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Form, SelectField

from webapp.challenges.enums import ContestPhase
from webapp.challenges.queries import ContestFilters, ContestOrder
from webapp.core.i18n import lazy, localized
from webapp.problems.enums import ProblemField
from webapp.web.forms import select_choices

ORDERS = (
    (ContestOrder.DEADLINE.value, lazy("마감 임박순")),
    (ContestOrder.NEWEST.value, lazy("최근 공고순")),
)


class ContestFilterForm(Form):
    """Phase, field, agency and order. Whatever is not offered counts as not chosen."""

    phase = SelectField(lazy("진행 상태"), choices=select_choices(ContestPhase, empty=lazy("전체")))
    field = SelectField(lazy("분야"), choices=select_choices(ProblemField, empty=lazy("전체")))
    agency = SelectField(lazy("기관"), choices=select_choices([], empty=lazy("전체")))
    sort = SelectField(lazy("정렬"), choices=select_choices(ORDERS))

    def offer_agencies(self, agencies: Sequence[tuple[str, str, str]]) -> None:
        """Let the reader choose among the agencies that have contests."""
        pairs = [(slug, localized(name, name_en)) for slug, name, name_en in agencies]
        self.agency.choices = select_choices(pairs, empty=lazy("전체"))

    def chosen(self) -> dict[str, Any]:
        """What was chosen and is offered, as arguments of the address."""
        usual = {"sort": ContestOrder.DEADLINE.value}
        return {
            field.name: field.data
            for field in (self.phase, self.field, self.agency, self.sort)
            if field.data in {choice[0] for choice in field.iter_choices()}
            and field.data not in {"", usual.get(field.name)}
        }

    def filters(self) -> ContestFilters:
        """What the query shall show."""
        chosen = self.chosen()
        return ContestFilters(
            phase=ContestPhase(chosen["phase"]) if "phase" in chosen else None,
            field=ProblemField(chosen["field"]) if "field" in chosen else None,
            agency=chosen.get("agency", ""),
            order=ContestOrder(chosen.get("sort", ContestOrder.DEADLINE)),
        )

    def active(self) -> list[tuple[str, dict[str, Any]]]:
        """The label of each active filter, and the arguments that are left without it."""
        chosen = self.chosen()
        labels = {
            field.name: str(label)
            for field in (self.phase, self.field, self.agency)
            for value, label, *_rest in field.iter_choices()
            if value == chosen.get(field.name)
        }
        return [
            (label, {key: value for key, value in chosen.items() if key != name})
            for name, label in labels.items()
        ]
