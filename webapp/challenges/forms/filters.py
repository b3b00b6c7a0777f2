"""The filters of the public list: a GET form that works without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Form, SearchField, SelectField

from webapp.challenges.enums import ContestPhase
from webapp.challenges.queries import ContestFilters, ContestOrder
from webapp.core.i18n import format_money, lazy, localized
from webapp.core.i18n import gettext as _
from webapp.core.text import clean_line
from webapp.problems.enums import ProblemField
from webapp.web.forms import select_choices

ORDERS = (
    (ContestOrder.DEADLINE.value, lazy("마감 임박순")),
    (ContestOrder.NEWEST.value, lazy("최근 공고순")),
)


#: The least prize in all that can be asked for, in won, and within how many days entries close.
PRIZES_WON = (5_000_000, 10_000_000, 50_000_000, 100_000_000)
DAYS = (7, 14, 30)
TEXT_MAX = 60


class ContestFilterForm(Form):
    """Words, phase, field, agency, prize, deadline and order. What is not offered counts as not chosen."""

    q = SearchField(lazy("찾을 말"), render_kw={"maxlength": TEXT_MAX, "autocomplete": "off"})
    phase = SelectField(lazy("진행 상태"), choices=select_choices(ContestPhase, empty=lazy("전체")))
    field = SelectField(lazy("분야"), choices=select_choices(ProblemField, empty=lazy("전체")))
    agency = SelectField(lazy("기관"), choices=select_choices([], empty=lazy("전체")))
    prize = SelectField(lazy("총상금"), choices=select_choices([], empty=lazy("전체")))
    closes = SelectField(lazy("마감"), choices=select_choices([], empty=lazy("전체")))
    sort = SelectField(lazy("정렬"), choices=select_choices(ORDERS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prizes = [(str(won), _("%(sum)s 이상", sum=format_money(won))) for won in PRIZES_WON]
        days = [(str(count), _("%(count)s일 안에 마감", count=count)) for count in DAYS]
        self.prize.choices = select_choices(prizes, empty=lazy("전체"))
        self.closes.choices = select_choices(days, empty=lazy("전체"))

    @property
    def words(self) -> str:
        """The words that are looked for."""
        return clean_line(self.q.data or "")[:TEXT_MAX]

    def offer_agencies(self, agencies: Sequence[tuple[str, str, str]]) -> None:
        """Let the reader choose among the agencies that have contests."""
        pairs = [(slug, localized(name, name_en)) for slug, name, name_en in agencies]
        self.agency.choices = select_choices(pairs, empty=lazy("전체"))

    def chosen(self) -> dict[str, Any]:
        """What was chosen and is offered, as arguments of the address."""
        usual = {"sort": ContestOrder.DEADLINE.value}
        chosen = {
            field.name: field.data
            for field in (*self.selects, self.sort)
            if field.data in {choice[0] for choice in field.iter_choices()}
            and field.data not in {"", usual.get(field.name)}
        }
        return {"q": self.words, **chosen} if self.words else chosen

    @property
    def selects(self) -> tuple[SelectField, ...]:
        """The fields that narrow the list by a choice."""
        return self.phase, self.field, self.agency, self.prize, self.closes

    def filters(self) -> ContestFilters:
        """What the query shall show."""
        chosen = self.chosen()
        return ContestFilters(
            phase=ContestPhase(chosen["phase"]) if "phase" in chosen else None,
            field=ProblemField(chosen["field"]) if "field" in chosen else None,
            agency=chosen.get("agency", ""),
            text=chosen.get("q", ""),
            prize_from_won=int(chosen["prize"]) if "prize" in chosen else None,
            closes_within_days=int(chosen["closes"]) if "closes" in chosen else None,
            order=ContestOrder(chosen.get("sort", ContestOrder.DEADLINE)),
        )

    def active(self) -> list[tuple[str, dict[str, Any]]]:
        """The label of each active filter, and the arguments that are left without it."""
        chosen = self.chosen()
        labels = {"q": _("‘%(words)s’", words=self.words)} if self.words else {}
        labels |= {
            field.name: str(label)
            for field in self.selects
            for value, label, *_rest in field.iter_choices()
            if value == chosen.get(field.name)
        }
        return [
            (label, {key: value for key, value in chosen.items() if key != name})
            for name, label in labels.items()
        ]
