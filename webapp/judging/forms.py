"""Forms of judging: shape only. What points may be and when a round may start is for the services."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, cast

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from webapp.accounts.enums import ConflictKind
from webapp.core.i18n import lazy, localized
from webapp.core.kst import KST, to_kst
from webapp.judging.models import Round
from webapp.judging.queries import Place, SheetPage
from webapp.judging.services import (
    MOST_COMMENT,
    MOST_NOTE,
    MOST_REASON,
    MOST_SHEETS,
    PLEDGE,
    DeclareConflict,
    EditRound,
    InviteJudge,
    NewRound,
    SaveSheet,
)
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices

POINTS: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,20})?")


class PointsField(Field):
    """Points as people type them: `12`, `12.5`; a comma counts as a point, full-width digits as digits.

    An empty box is None.
    """

    widget = TextInput()

    def _value(self) -> str:
        """What stands in the box: what was typed, else the stored points without needless noughts."""
        if self.raw_data:
            return str(self.raw_data[0])
        return plain_points(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; whatever is none gets a message and stays in the box."""
        text = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not POINTS.fullmatch(text.replace(",", ".")):
            raise ValueError(lazy("점수는 12 또는 12.5처럼 숫자로 적어 주십시오."))
        self.data = Decimal(text.replace(",", "."))


class AskedInTheEnd:
    """Marks a field that must be filled in the end, though not with every submission."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, _form: Any, _field: Field) -> None:
        """Nothing is refused here: the service asks when it comes to it."""


class CheckboxGroupField(SelectMultipleField):
    """Several boxes of which any may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VersionedForm(Form):
    """A form that knows which version of the row it was opened with."""

    version = IntegerField(widget=HiddenInput())

    def opened_with(self, version: int) -> None:
        """Name the row's version, unless a submission says what the reader saw."""
        if not self.is_submitted():
            self.version.data, self.version.raw_data = version, None

    @property
    def seen_version(self) -> int:
        """The version that the reader saw; one that does not exist when the form lost it."""
        return self.version.data if self.version.data is not None else 0


class SheetForm(VersionedForm):
    """A score sheet. The fields `points_1`, `points_2` … come with the rubric, see `sheet_form`."""

    then = HiddenField()
    page: SheetPage

    def command(self) -> SaveSheet:
        """What the service takes: empty boxes are left out."""
        points = {one.id: self[f"points_{one.number}"].data for one in self.page.criteria}
        return SaveSheet(
            self.page.key,
            self.seen_version,
            {criterion_id: value for criterion_id, value in points.items() if value is not None},
            self["comment"].data or "",
        )


def sheet_form(page: SheetPage) -> SheetForm:
    """The form of one sheet, filled with what was saved."""
    fields: dict[str, Any] = {
        f"points_{one.number}": PointsField(
            localized(one.title, one.title_en),
            validators=[AskedInTheEnd()],
            description=one.description,
            render_kw={
                "inputmode": "decimal",
                "autocomplete": "off",
                "data-key": str(one.number),
                "data-most": str(one.weight),
            },
        )
        for one in page.criteria
    }
    fields["comment"] = TextAreaField(
        lazy("심사평"),
        validators=[AskedInTheEnd(), Characters(MOST_COMMENT)],
        filters=[many_lines],
        description=lazy("좋은 점과 아쉬운 점을 근거와 함께 적어 주십시오."),
        render_kw={"data-maxchars": MOST_COMMENT, "rows": 6, "data-key": "c"},
    )
    saved = {f"points_{one.number}": one.points for one in page.criteria} | {"comment": page.comment}
    form = cast("SheetForm", type("ScoringForm", (SheetForm,), fields)(data=saved))
    form.page = page
    form.opened_with(page.version)
    return form


class SubmitForm(VersionedForm):
    """The last look before a sheet is handed in."""


class PledgeForm(Form):
    """The pledge: each promise is agreed to on its own. Its fields come from PLEDGE, see `pledge_form`."""


def pledge_form() -> PledgeForm:
    """One box for each promise, none of them ticked beforehand."""
    fields: dict[str, Any] = {
        part.name: BooleanField(
            part.title, validators=[Required(lazy("동의하셔야 심사할 수 있습니다."))], description=part.text
        )
        for part in PLEDGE
    }
    return cast("PledgeForm", type("JudgePledgeForm", (PledgeForm,), fields)())


class ClearForm(Form):
    """Which ideas the judge has no tie with."""

    clear = CheckboxGroupField(lazy("이해관계가 없는 아이디어"), choices=[])

    def offer(self, places: Sequence[Place]) -> None:
        """The ideas that wait for the judge's word."""
        self.clear.choices = select_choices((place.key, place.title) for place in places)

    @property
    def chosen(self) -> list[str]:
        """The keys of the ticked ones."""
        return list(self.clear.data or [])


class ConflictForm(Form):
    """Why a judge steps back from an idea."""

    kind = RadioField(
        lazy("어떤 관계입니까?"),
        choices=select_choices(ConflictKind),
        validators=[Required(lazy("관계를 골라 주십시오."))],
    )
    reason = TextAreaField(
        lazy("설명"),
        validators=[Required(lazy("어떤 사정인지 적어 주십시오.")), Characters(MOST_REASON)],
        filters=[many_lines],
        description=lazy("심사 간사만 봅니다. 제안한 사람의 이름을 아는 경우에도 이름은 적지 마십시오."),
        render_kw={"data-maxchars": MOST_REASON, "rows": 4},
    )

    def command(self, key: str) -> DeclareConflict:
        """What the service takes."""
        return DeclareConflict(key, ConflictKind(self.kind.data), self.reason.data or "")


class RoundForm(VersionedForm):
    """A round's plan."""

    title = StringField(
        lazy("심사 이름"),
        validators=[Required(lazy("심사 이름을 적어 주십시오.")), Characters(80)],
        filters=[one_line],
        description=lazy("예: 서류 심사"),
        render_kw={"data-maxchars": 80},
    )
    sheets_per_idea = IntegerField(
        lazy("아이디어마다 받을 심사표"),
        validators=[
            NumberRange(
                1, MOST_SHEETS, message=lazy("1부터 %(most)s까지의 수를 적어 주십시오.", most=MOST_SHEETS)
            )
        ],
        description=lazy("심사위원 수와 같게 적으면 모두가 모든 아이디어를 심사합니다."),
        render_kw={"inputmode": "numeric"},
    )
    due_at = DateTimeLocalField(
        lazy("심사 기한"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        validators=[Required(lazy("기한을 적어 주십시오."))],
        description=lazy("한국 시간으로 적습니다. 예: 2026-03-17T18:00"),
    )

    def begin(self, round_: Round | None = None) -> RoundForm:
        """Fill the boxes of a form that was not sent yet with a round's plan."""
        if round_ is not None and not self.is_submitted():
            self.opened_with(round_.version)
            if self.title.raw_data is None:
                self.title.data, self.sheets_per_idea.data = round_.title, round_.sheets_per_idea
                self.due_at.data = to_kst(round_.due_at).replace(tzinfo=None)
        return self

    @property
    def due_moment(self) -> datetime:
        """The due date in UTC."""
        typed = self.due_at.data
        if typed is None:
            raise ValueError("only a form that was found whole has a due date")
        return typed.replace(tzinfo=KST).astimezone(UTC)

    def new(self, challenge_key: str) -> NewRound:
        """What creating takes."""
        return NewRound(challenge_key, self.title.data or "", self.sheets_per_idea.data or 0, self.due_moment)

    def changed(self) -> EditRound:
        """What changing takes."""
        return EditRound(
            self.title.data or "", self.sheets_per_idea.data or 0, self.due_moment, self.seen_version
        )


class InviteForm(Form):
    """Whom to ask to judge."""

    name = StringField(
        lazy("이름"),
        validators=[Required(lazy("이름을 적어 주십시오.")), Characters(50)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        lazy("이메일"),
        validators=[Required(lazy("이메일 주소를 적어 주십시오.")), Characters(254)],
        filters=[one_line],
        description=lazy("초대장을 보낼 주소입니다. 예: name@example.com"),
        render_kw={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"},
    )
    standing = RadioField(
        lazy("구분"),
        choices=select_choices([("civilian", lazy("민간 위원")), ("official", lazy("공무원 위원"))]),
        validators=[Required(lazy("민간 위원인지 공무원 위원인지 골라 주십시오."))],
        description=lazy("민간 위원이 절반 이상이어야 심사를 시작할 수 있습니다."),
    )
    is_chair = BooleanField(lazy("위원장으로 위촉"))

    def command(self) -> InviteJudge:
        """What the service takes."""
        return InviteJudge(
            self.email.data or "",
            self.name.data or "",
            is_civilian=self.standing.data == "civilian",
            is_chair=bool(self.is_chair.data),
        )


class ReasonForm(Form):
    """An act that needs a reason."""

    reason = TextAreaField(
        lazy("사유"),
        validators=[Required(lazy("사유를 적어 주십시오.")), Characters(MOST_REASON)],
        filters=[many_lines],
        render_kw={"data-maxchars": MOST_REASON, "rows": 4},
    )


class CloseForm(Form):
    """Ending a round; the reason is asked for only when something is missing."""

    reason = TextAreaField(
        lazy("사유"),
        validators=[AskedInTheEnd(), Characters(MOST_NOTE)],
        filters=[many_lines],
        render_kw={"data-maxchars": MOST_NOTE, "rows": 4},
    )


def plain_points(value: Decimal | None) -> str:
    """Points without needless noughts: `12.50` is `12.5`, `12.00` is `12`."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
