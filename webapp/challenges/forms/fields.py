"""Fields and rows that the section forms are made of: days, whole numbers, won, lists with spare rows.

Owns how they are read and what they say when they cannot be. Must not know a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from wtforms import Field, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as RowBase
from wtforms.validators import StopValidation, ValidationError

from webapp.challenges.enums import PolicyProfile, RuleKey
from webapp.challenges.models.profiles import PROFILES
from webapp.challenges.policies.standards import rule_hint
from webapp.core.errors import RuleBroken
from webapp.core.i18n import LazyText, lazy
from webapp.core.i18n import gettext as _
from webapp.core.money import parse_won
from webapp.web.forms import Characters, DayField, Form, Required, many_lines, one_line

SPARE_ROWS = 2
MOST_ROWS = 40
SHOWN_OF_MONEY = 20
Label = str | LazyText


class NeededDay:
    """A day must be there. When what was typed is no day, that is said instead."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: Label) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        if field.process_errors:
            raise StopValidation
        if field.data is None:
            raise StopValidation(self.message)


class Whole:
    """A whole number within limits, or nothing."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def __call__(self, _form: Any, field: Field) -> None:
        text = field.data or ""
        if not text:
            return
        if not (text.isascii() and text.isdigit() and self.least <= int(text[:12]) <= self.most):
            raise ValidationError(
                lazy("%(least)s부터 %(most)s까지의 숫자로 적어 주십시오.", least=self.least, most=self.most)
            )


class NeededForNotice:
    """May be left empty for now, but the notice cannot go out without it."""

    field_flags: ClassVar[dict[str, Any]] = {"need": lazy("공고 전 필수")}

    def __call__(self, _form: Any, _field: Field) -> None:
        """Nothing to check yet."""


def line(
    label: Label, limit: int, *, is_required: bool = False, is_announced: bool = False, hint: Label = ""
) -> Any:
    """A text on one line; `is_announced`: the notice cannot go out without it."""
    checks: list[Any] = [Required()] if is_required else [NeededForNotice()] if is_announced else []
    return StringField(
        label,
        validators=[*checks, Characters(limit)],
        filters=[one_line],
        description=str(hint) and hint,
        render_kw={"size": limit},
    )


def area(
    label: Label,
    limit: int,
    *,
    hint: Label = "",
    rows: int = 6,
    needed: Label = "",
    is_announced: bool = False,
) -> Any:
    """A long text with its counter; `needed`: what is said when it is left empty."""
    checks: list[Any] = [Required(needed)] if needed else [NeededForNotice()] if is_announced else []
    return TextAreaField(
        label,
        validators=[*checks, Characters(limit)],
        filters=[many_lines],
        description=str(hint) and hint,
        render_kw={"data-maxchars": limit, "rows": rows},
    )


def whole(
    label: Label,
    least: int,
    most: int,
    *,
    is_required: bool = False,
    hint: Label = "",
    unit: Label = "",
) -> Any:
    """A whole number, kept as it was typed until it is read by `number`; `unit` is shown behind it."""
    checks: list[Any] = [Required()] if is_required else []
    return StringField(
        label,
        validators=[*checks, Whole(least, most)],
        filters=[one_line],
        description=str(hint) and hint,
        render_kw={"inputmode": "numeric", "size": len(str(most)), "data-unit": unit},
    )


def won(label: Label, *, is_required: bool = False, hint: Label = "") -> Any:
    """A sum as people write it (`5,000만원`), read by `sum_of`."""
    checks: list[Any] = [Required()] if is_required else []
    hint = hint or lazy("‘500만원’이나 ‘5000000’처럼 적습니다.")
    return StringField(
        label, validators=checks, filters=[one_line], description=hint, render_kw={"size": SHOWN_OF_MONEY}
    )


def number(field: Field) -> int | None:
    """The number in a field that `whole` made; None when it is empty."""
    return int(field.data) if field.data else None


def sum_of(text: str | None, *, field: str) -> int | None:
    """The won that were written; None for nothing. RuleBroken on `field` when they cannot be read."""
    return parse_won(text, field=field) if text else None


def lines_in(text: str | None) -> tuple[str, ...]:
    """The lines of a text, without blank ones."""
    return tuple(one for one in (one_line(part) for part in (text or "").splitlines()) if one)


def rows_of(form: type[RowBase], label: Label, hint: Label = "") -> Any:
    """A list of rows; `begin_rows` adds the spare ones. Blank rows do not count."""
    return FieldList(FormField(form), label=label, description=str(hint) and hint, max_entries=MOST_ROWS)


def begin_rows(values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that a form begins with: what is there, and spare ones."""
    rows = [dict(value) for value in values]
    return [*rows, *({} for _turn in range(SPARE_ROWS))][:MOST_ROWS]


class Row(RowBase):
    """One row of a list; `main` names the fields that make it count."""

    main: ClassVar[tuple[str, ...]] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into it."""
        return not any(self[name].data for name in self.main)

    def validate(self, extra_validators: Any = None) -> bool:
        """A blank row is right as it is."""
        return True if self.is_blank else bool(super().validate(extra_validators))


class SectionForm(Form):
    """The form of one section: with the version that its editor saw, and messages led to their fields.

    `aliases` says under which field a message belongs whose section's field is called otherwise.
    """

    version = HiddenField()
    aliases: ClassVar[Mapping[str, str]] = {}

    @property
    def seen_version(self) -> int:
        """The version that the editor saw; 0 for none, which is always stale."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def parts(self) -> list[Field]:
        """The fields to show, in order."""
        return [field for field in self if field.name != "version"]

    def take(self, error: RuleBroken) -> None:
        """Put a service's messages on the fields that stand for them."""
        fields = {self.aliases.get(name, name): message for name, message in error.fields.items()}
        super().take(RuleBroken(error.message, fields=fields, code=error.code))


def show_rule(field: Field, profile: PolicyProfile, key: RuleKey) -> None:
    """Let a field say what the profile asks, with the article, after what it says of itself."""
    rule = PROFILES[profile].rule(key)
    if rule is not None:
        field.description = f"{field.description} {rule_hint(rule)}".strip()


def filled(rows: Any) -> list[Any]:
    """The rows that count."""
    return [entry.form for entry in rows if not entry.form.is_blank]


def read_rows(rows: Any, read: Callable[[Any], Any], *, field: str) -> tuple[Any, ...]:
    """What the rows hold; a row that cannot be read says so with its number."""
    values = []
    for place, row in enumerate(filled(rows), 1):
        try:
            values.append(read(row))
        except RuleBroken as broken:
            message = _("%(number)s번째: %(message)s", number=place, message=broken.message)
            raise RuleBroken(message, field=field, code=broken.code) from broken
    return tuple(values)


__all__ = [
    "DayField",
    "NeededDay",
    "Row",
    "SectionForm",
    "Whole",
    "area",
    "begin_rows",
    "filled",
    "line",
    "lines_in",
    "number",
    "read_rows",
    "rows_of",
    "show_rule",
    "sum_of",
    "whole",
    "won",
]
