"""Forms: shape only (required, type, length). Rules over data live in services and come back on the field.

A form refills itself from what was parked for it, and takes a service's RuleBroken as messages on its fields.
Choices of a select, radio or checkbox field are made by `select_choices`, from an enum or from pairs:
`SelectField(lazy("분야"), choices=select_choices(Field, empty=lazy("분야를 고르십시오")))`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms import DateField, DateTimeLocalField, Field, SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError

from webapp.core.errors import RuleBroken
from webapp.core.i18n import LazyText, lazy
from webapp.core.kst import KST, to_kst
from webapp.core.labels import LabelledEnum
from webapp.core.parking import parked_fields
from webapp.core.text import clean_line, clean_text, count_characters
from webapp.web.pipeline import current_actor, current_work

T = TypeVar("T")
KEPT_ARGUMENT = "kept"


class Form(FlaskForm):
    """Base of all forms. CSRF is checked before the view, for every unsafe request (see web.csrf)."""

    class Meta(FlaskForm.Meta):
        """Refill from parked data on GET."""

        csrf = False  # checked once for all requests, in web.csrf; the template's macro adds the token

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """The request's data when it is a submission, else what was parked for this page."""
            found = super().wrap_formdata(form, formdata)
            if found is not None or request.method not in {"GET", "HEAD"}:
                return found
            return kept_formdata()

    def take(self, error: RuleBroken) -> None:
        """Put a service's messages on the fields they belong to; the rest becomes a general message."""
        placed = False
        for name, message in error.fields.items():
            field = self._fields.get(name)
            if field is not None:
                field.errors = [*field.errors, message]
                placed = True
        if not placed:
            self.form_errors: list[str] = [*self.form_errors, error.message]

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Run `act` when the form was submitted and its shape is right.

        Returns its result, or None when the page has to be shown again (status 422, see `status`).
        """
        if not self.validate_on_submit():
            return None
        try:
            return act()
        except RuleBroken as error:
            self.take(error)
            return None

    @property
    def status(self) -> int:
        """The status to answer with when this form is shown: 422 after a submission, else 200."""
        return 422 if self.is_submitted() else 200


def kept_formdata() -> MultiDict[str, str] | None:
    """What was parked for this page under the token in its address, once per request.

    Without `version`: the page that opens it again shows how things stand now, so it names today's version.
    """
    token = request.args.get(KEPT_ARGUMENT)
    if not token:
        return None
    if "kept_formdata" not in g:
        work = current_work()
        pairs = parked_fields(
            work.session, token, path=request.path, account_id=current_actor().account_id, now=work.now
        )
        pairs = [(name, value) for name, value in pairs if name != "version"]
        g.kept_formdata = ImmutableMultiDict(pairs) if pairs else None
    found: MultiDict[str, str] | None = g.kept_formdata
    return found


class MomentField(DateTimeLocalField):
    """A moment as people in Korea write it, to the minute; `data` is the same moment in UTC, or None."""

    def __init__(self, label: str | LazyText = "", validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.data: datetime | None

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(map(str, self.raw_data))
        return to_kst(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the moment; ValueError with what to write when it is none."""
        text = " ".join(valuelist).strip()
        self.data = None
        if not text:
            return
        for pattern in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"):
            with suppress(ValueError, OverflowError):
                self.data = datetime.strptime(text, pattern).replace(tzinfo=KST).astimezone(UTC)
                return
        raise ValueError(lazy("날짜와 시각을 2026-03-10 18:00처럼 적어 주십시오."))


class DayField(DateField):
    """A day in Korea; says in plain words how to write one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; ValueError with what to write when it is none."""
        self.data: date | None = None
        text = " ".join(valuelist).strip()
        if not text:
            return
        with suppress(ValueError):
            self.data = date.fromisoformat(text)
            return
        raise ValueError(lazy("날짜를 2026-03-10처럼 적어 주십시오."))


class Required(DataRequired):
    """Something must be there. The message says what to write, never that somebody failed."""

    def __init__(self, message: str | LazyText | None = None) -> None:
        super().__init__(message or lazy("이 항목을 적어 주십시오."))


class Characters:
    """At most `maximum` characters as the rules count them (NFC code points, blanks included)."""

    def __init__(self, maximum: int, minimum: int = 0) -> None:
        self.maximum = maximum
        self.minimum = minimum
        self.field_flags = {"maxchars": maximum}

    def __call__(self, _form: Any, field: Field) -> None:
        count = count_characters(field.data or "")
        if count > self.maximum:
            raise ValidationError(
                lazy(
                    "%(maximum)s자까지 쓸 수 있습니다. 지금 %(count)s자입니다.",
                    maximum=self.maximum,
                    count=count,
                )
            )
        if count < self.minimum:
            raise ValidationError(
                lazy(
                    "%(minimum)s자 이상 적어 주십시오. 지금 %(count)s자입니다.",
                    minimum=self.minimum,
                    count=count,
                )
            )


def select_choices(
    options: type[LabelledEnum] | Iterable[tuple[str, str]], *, empty: str | None = None
) -> list[SelectChoice]:
    """Choices of a field: the members of an enum, or pairs of value and label, in their order.

    `empty`: the label of a first choice without a value, for a field that begins with nothing chosen. Labels
    that are lazy are read in the reader's language when the page is made.
    """
    pairs = options if not isinstance(options, type) else options.choices()
    first = [] if empty is None else [SelectChoice(value="", label=empty)]
    return [*first, *(SelectChoice(value=value, label=label) for value, label in pairs)]


def one_line(value: str | None) -> str:
    """Filter for single-line fields: NFC, no line ends, trimmed."""
    return clean_line(value or "")


def many_lines(value: str | None) -> str:
    """Filter for long fields: NFC, normalised line ends, trimmed at the ends."""
    return clean_text(value or "")


__all__ = [
    "Characters",
    "DayField",
    "Form",
    "Length",
    "MomentField",
    "Required",
    "ValidationError",
    "many_lines",
    "one_line",
    "select_choices",
]
