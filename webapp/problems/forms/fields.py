"""Fields that several forms of problems share."""

from __future__ import annotations

from typing import Any, Final

from wtforms import IntegerField, SelectMultipleField
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget


class NeededToPost:
    """Marks a field that may stay empty in a draft but not in a posted problem; the service asks for it."""

    field_flags: Final = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Shape is right either way."""


class HiddenNumber(IntegerField):
    """A number that the form carries along; what is no number counts as 0.

    Where none was sent (a form that is opened again), the number that the page gave it stays.
    """

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        if not valuelist:
            return
        text = valuelist[0]
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class CheckboxGroupField(SelectMultipleField):
    """Several choices as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def counted(maximum: int, *, rows: int | None = None) -> dict[str, Any]:
    """Attributes of a text field that counts its characters; `rows` for a long one."""
    return {"data-maxchars": maximum} | ({"rows": rows} if rows else {})


def lines_of(text: str | None) -> tuple[str, ...]:
    """The lines of a long field, one entry each; empty ones fall away."""
    return tuple(line for line in (text or "").split("\n") if line.strip())


def whole_number(text: str | None) -> int | None:
    """A whole number as a choice sends it; None for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
