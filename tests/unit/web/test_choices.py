"""Choices of form fields: from enums and from pairs, their labels in the reader's language."""

from __future__ import annotations

import wtforms
from werkzeug.datastructures import MultiDict

from webapp.core.i18n import LOCALES, LazyText, lazy, use_locale
from webapp.problems.enums import ProblemSource
from webapp.web.forms import select_choices

FIRST = next(iter(ProblemSource))


class ChoiceForm(wtforms.Form):
    """One field of each kind."""

    source = wtforms.SelectField("출처", choices=select_choices(ProblemSource, empty=lazy("고르십시오")))
    pair = wtforms.RadioField("짝", choices=select_choices([("1", "하나"), ("2", "둘")]))


def test_an_enum_gives_its_values_in_order() -> None:
    assert [choice.value for choice in select_choices(ProblemSource)] == [one.value for one in ProblemSource]


def test_an_empty_choice_comes_first() -> None:
    html = ChoiceForm().source()
    assert html.index('<option value="">고르십시오') < html.index(f'value="{FIRST.value}"')


def test_labels_are_read_when_the_page_is_made() -> None:
    assert all(isinstance(choice.label, LazyText) for choice in select_choices(ProblemSource))
    for locale in LOCALES:
        with use_locale(locale):
            assert FIRST.label in ChoiceForm().source()


def test_only_known_values_are_taken() -> None:
    assert ChoiceForm(MultiDict({"source": FIRST.value, "pair": "2"})).validate()
    assert not ChoiceForm(MultiDict({"source": "elsewhere", "pair": "3"})).validate()
