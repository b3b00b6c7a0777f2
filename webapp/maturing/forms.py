"""Forms of maturing: shape only. Caps, days and who may are for the services."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.money import parse_won
from webapp.maturing.services import (
    FILES,
    ChangeMilestone,
    NewMilestone,
    NewProject,
    RecordSupport,
    StopProject,
    SubmitMilestone,
    WriteNote,
)
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices
from webapp.web.uploads import UploadField

MOST_TITLE: Final = 120
MOST_TEXT: Final = 2000
MOST_DELIVERABLE: Final = 10_000
FIRST_MILESTONES: Final = 3
DAY: Final = lazy("날짜를 2026-03-10처럼 적어 주십시오.")


def long_text(label: str, limit: int = MOST_TEXT, *validators: Any, **options: Any) -> TextAreaField:
    """A field for several lines with its limit and counter."""
    rows = options.pop("rows", 5)
    return TextAreaField(
        label,
        validators=[*validators, Characters(limit)],
        filters=[many_lines],
        render_kw={"rows": rows, "data-maxchars": limit},
        **options,
    )


def title_field(*validators: Any) -> StringField:
    """A milestone's title."""
    return StringField(
        lazy("단계 목표 이름"), validators=[*validators, Characters(MOST_TITLE)], filters=[one_line]
    )


class FirstMilestone(PlainForm):
    """One of the milestones with which a project starts; left empty it does not count."""

    title = title_field(Optional())
    due_on = DateField(lazy("기한"), validators=[Optional()])
    description = long_text(lazy("무엇을 내야 하나요"), MOST_TEXT, Optional(), rows=3)


class ProjectForm(Form):
    """A new project."""

    department_id = SelectField(lazy("지원하는 부서"), coerce=int, validators=[Required()])
    goal = long_text(
        lazy("목표"),
        MOST_TEXT,
        Required(),
        description=lazy("무엇이 되어 있으면 숙성을 마친 것인지 적습니다. 공개합니다."),
    )
    support_cap_won = StringField(
        lazy("지원 한도"),
        default="0",
        validators=[Characters(40)],
        filters=[one_line],
        description=lazy("‘5,000만원’처럼 적습니다. 지원금이 없으면 0으로 둡니다."),
    )
    milestones = FieldList(
        FormField(FirstMilestone), lazy("단계 목표"), min_entries=FIRST_MILESTONES, max_entries=10
    )

    def offer(self, departments: list[tuple[int, str]], chosen: int | None) -> None:
        """Let the reader choose among these departments, with one chosen already."""
        self.department_id.choices = select_choices([(str(key), name) for key, name in departments])
        if not self.is_submitted() and chosen is not None:
            self.department_id.data = chosen

    def command(self, award_key: str) -> NewProject:
        """What the service takes. RuleBroken for an amount or a milestone that cannot be read."""
        wanted = []
        for place, one in enumerate(self._filled()):
            if not one.title.data or not one.due_on.data:
                missing = "due_on" if one.title.data else "title"
                message = _("단계 목표마다 이름과 기한을 적어 주십시오.")
                raise RuleBroken(message, field=f"milestones.{place}.{missing}")
            wanted.append(NewMilestone(one.title.data, one.due_on.data, one.description.data or ""))
        won = parse_won(self.support_cap_won.data or "0", field="support_cap_won")
        return NewProject(award_key, self.department_id.data, self.goal.data or "", won, tuple(wanted))

    def take(self, error: RuleBroken) -> None:
        """Put messages also on a milestone's fields: `milestones.<place>.<field>`, blanks not counted."""
        rest = {}
        for name, message in error.fields.items():
            whole, _dot, path = name.partition(".")
            place, _dot, part = path.partition(".")
            if whole != "milestones" or not part:
                rest[name] = message
                continue
            field = self._filled()[int(place)][part]
            field.errors = [*field.errors, message]
            self.milestones.errors = [entry.errors for entry in self.milestones]
        if rest or not error.fields:
            super().take(RuleBroken(error.message, fields=rest, code=error.code))

    def _filled(self) -> list[FirstMilestone]:
        forms: list[FirstMilestone] = [entry.form for entry in self.milestones]
        return [one for one in forms if one.title.data or one.due_on.data or one.description.data]


class MilestoneForm(Form):
    """A milestone, new or changed; `version` is the one that the form was opened with."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    title = title_field(Required())
    due_on = DateField(lazy("기한"), validators=[Required(DAY)])
    description = long_text(lazy("무엇을 내야 하나요"), MOST_TEXT, Optional())

    def new(self) -> NewMilestone:
        """A milestone to be added."""
        return NewMilestone(self.title.data or "", self._day(), self.description.data or "")

    def change(self, key: str) -> ChangeMilestone:
        """A milestone as it shall be."""
        return ChangeMilestone(
            key, self.version.data or 0, self.title.data or "", self._day(), self.description.data or ""
        )

    def _day(self) -> date:
        day: date = self.due_on.data  # type: ignore[assignment]  # required
        return day


class SubmitForm(Form):
    """What a team hands in."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    deliverable = long_text(
        lazy("결과"),
        MOST_DELIVERABLE,
        Required(),
        rows=12,
        description=lazy("무엇을 했고 무엇을 알게 되었는지 적습니다. 팀과 멘토, 담당자만 봅니다."),
    )
    files = UploadField(lazy("첨부 파일"), rule=FILES, validators=[Optional()])

    def command(self, key: str) -> SubmitMilestone:
        """What the service takes."""
        return SubmitMilestone(key, self.version.data or 0, self.deliverable.data or "", self.files.uploads)


class ReturnForm(Form):
    """What has to be changed; `version` is the one of what the official read."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    reason = long_text(
        lazy("보완할 점"),
        MOST_TEXT,
        Required(),
        description=lazy("무엇을 어떻게 고치면 되는지 적습니다. 팀에 그대로 전해집니다."),
    )


class AcceptForm(Form):
    """A word to the team with the acceptance; `version` is the one of what the official read."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    note = long_text(lazy("팀에 전할 말"), MOST_TEXT, Optional())


class StopForm(Form):
    """Why a project is stopped, and what was learnt."""

    reason = long_text(
        lazy("중단하는 이유"),
        MOST_TEXT,
        Required(),
        description=lazy("팀과 멘토에게 그대로 전해집니다."),
    )
    lesson = long_text(
        lazy("배운 점"),
        MOST_TEXT,
        Required(),
        description=lazy("다른 사람이 같은 길에서 도움을 얻도록 공개합니다. 개인정보는 적지 마십시오."),
    )

    def command(self, key: str) -> StopProject:
        """What the service takes."""
        return StopProject(key, self.reason.data or "", self.lesson.data or "")


class MentorForm(Form):
    """Whom to invite as a mentor."""

    name = StringField(lazy("이름"), validators=[Required(), Characters(50)], filters=[one_line])
    email = EmailField(lazy("이메일"), validators=[Required(), Characters(254)], filters=[one_line])
    expertise = StringField(lazy("전문 분야"), validators=[Required(), Characters(100)], filters=[one_line])


class EndMentorForm(Form):
    """Why a mentor's part ends."""

    reason = long_text(lazy("사유"), MOST_TEXT, Required())


class SupportForm(Form):
    """A sum of support as it was paid."""

    amount_won = StringField(
        lazy("지급한 금액"),
        validators=[Required(), Characters(40)],
        filters=[one_line],
        description=lazy("‘2,000만원’이나 ‘20000000’처럼 적습니다."),
    )
    paid_on = DateField(lazy("지급일"), validators=[Required(DAY)])
    voucher = StringField(lazy("지출결의 번호"), validators=[Required(), Characters(80)], filters=[one_line])

    def command(self, key: str) -> RecordSupport:
        """What the service takes. RuleBroken for an amount that cannot be read."""
        paid_on: date = self.paid_on.data  # type: ignore[assignment]  # required
        won = parse_won(self.amount_won.data or "", field="amount_won")
        return RecordSupport(key, won, paid_on, self.voucher.data or "")


class NoteForm(Form):
    """An entry of the diary."""

    text = long_text(lazy("내용"), MOST_TEXT, Required(), rows=6)
    is_public = BooleanField(lazy("누구나 볼 수 있게 공개합니다"))

    def command(self, key: str) -> WriteNote:
        """What the service takes."""
        return WriteNote(key, self.text.data or "", self.is_public.data)
