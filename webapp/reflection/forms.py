"""Forms of reflection: shape only. What a form needs depends on the decision; the rules are the services'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, Field, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import HiddenInput

from webapp.core.errors import RuleBroken
from webapp.core.i18n import LazyText, lazy
from webapp.core.i18n import gettext as _
from webapp.reflection.enums import DecisionKind, MeasureKind, MeasureState, NotAdoptedReason, ProgressStep
from webapp.reflection.queries import AssignPage, Choices, MeasureView
from webapp.reflection.services import (
    Adopt,
    AdoptPartly,
    Assign,
    Decision,
    Decline,
    NewMeasure,
    Reassign,
    Report,
)
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices

LONG = 2000


class NeededFor:
    """Something must be there when one of these decisions is chosen; else the field is left alone."""

    def __init__(self, *decisions: DecisionKind, message: LazyText) -> None:
        self.decisions = decisions
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        if any(str(value).strip() for value in field.raw_data or ()):
            return
        field.errors = []
        raise StopValidation(self.message if form.decision.data in self.decisions else "")


def long_text(label: LazyText, *validators: Any, hint: LazyText | str = "") -> TextAreaField:
    """A field for a public text of some paragraphs."""
    return TextAreaField(
        label,
        validators=[*validators, Characters(LONG)],
        filters=[many_lines],
        description=hint,
        render_kw={"data-maxchars": LONG, "rows": 5},
    )


def text_of(field: StringField) -> str:
    """What was written into the field; nothing when it was left out."""
    return field.data or ""


def day_of(field: DateField) -> date:
    """The day in a field that has been checked to hold one."""
    if field.data is None:
        raise RuleBroken(_("날짜를 적어 주십시오."), field=field.name)
    return field.data


def _offered(pairs: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(value), label) for value, label in pairs]


class VersionedForm(Form):
    """A form over something that two people may edit."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())


class AssignForm(VersionedForm):
    """Which department and which official answer."""

    department_id = SelectField(lazy("담당 부서"), validators=[Required(lazy("담당 부서를 골라 주십시오."))])
    official_id = SelectField(
        lazy("실명 담당자"),
        validators=[Required(lazy("실명 담당자를 골라 주십시오."))],
        description=lazy("이름과 직급, 부서가 정책실명제에 따라 공개됩니다."),
    )

    def offer(self, choices: Choices) -> None:
        """Put the choices in."""
        self.department_id.choices = select_choices(_offered(choices.departments), empty=_("골라 주십시오."))
        self.official_id.choices = select_choices(_offered(choices.officials), empty=_("골라 주십시오."))

    def command(self, page: AssignPage) -> Assign:
        """Who was chosen for the idea."""
        return Assign(page.idea_key, int(self.department_id.data), int(self.official_id.data))


class ReassignForm(AssignForm):
    """Who answers from now on, and why."""

    reason = long_text(
        lazy("바꾸는 까닭"),
        Required(lazy("담당자를 바꾸는 까닭을 적어 주십시오.")),
        hint=lazy("예: 인사이동, 업무 조정. 담당자 이력에 공개됩니다."),
    )

    def change(self, key: str) -> Reassign:
        """Who was chosen for the reflection."""
        return Reassign(
            key,
            int(self.department_id.data),
            int(self.official_id.data),
            text_of(self.reason),
            self.version.data,
        )


class DecideForm(VersionedForm):
    """Whether the idea is adopted, and what that entails."""

    decision = RadioField(
        lazy("결정"),
        choices=select_choices(DecisionKind),
        validators=[Required(lazy("셋 가운데 하나를 골라 주십시오."))],
    )
    adopted_part = long_text(
        lazy("채택하는 부분"),
        NeededFor(DecisionKind.PARTLY, message=lazy("아이디어에서 어느 부분을 채택하는지 적어 주십시오.")),
        hint=lazy("일부를 채택할 때 적습니다."),
    )
    planned_on = DateField(
        lazy("실시 예정일"),
        validators=[
            NeededFor(
                DecisionKind.ADOPT, DecisionKind.PARTLY, message=lazy("언제까지 실시할지 적어 주십시오.")
            )
        ],
        description=lazy("채택하거나 일부를 채택할 때 적습니다."),
    )
    reason_code = SelectField(
        lazy("채택하지 않는 사유"),
        choices=select_choices(NotAdoptedReason, empty=lazy("사유를 골라 주십시오.")),
        validators=[NeededFor(DecisionKind.DECLINE, message=lazy("채택하지 않는 사유를 골라 주십시오."))],
        description=lazy("채택하지 않을 때 고릅니다."),
    )
    reason = long_text(
        lazy("결정한 까닭"),
        Required(lazy("결정한 까닭을 적어 주십시오.")),
        hint=lazy("제안한 사람에게 그대로 전하고 누구나 볼 수 있게 공개합니다."),
    )

    def command(self, key: str) -> Decision:
        """The decision that was chosen."""
        if self.decision.data == DecisionKind.ADOPT:
            return Adopt(key, day_of(self.planned_on), text_of(self.reason), self.version.data)
        if self.decision.data == DecisionKind.PARTLY:
            return AdoptPartly(
                key,
                day_of(self.planned_on),
                text_of(self.adopted_part),
                text_of(self.reason),
                self.version.data,
            )
        code = NotAdoptedReason(self.reason_code.data)
        return Decline(key, code, text_of(self.reason), self.version.data)


class MeasureForm(Form):
    """A promised change."""

    title = StringField(
        lazy("약속하는 일"),
        validators=[Required(lazy("무엇을 하겠다는 약속인지 적어 주십시오.")), Characters(120)],
        filters=[one_line],
        description=lazy("한 문장으로 적습니다. 예: 살얼음 예보를 길도우미에 연결"),
        render_kw={"data-maxchars": 120},
    )
    kind = SelectField(
        lazy("종류"),
        choices=select_choices(MeasureKind, empty=lazy("종류를 골라 주십시오.")),
        validators=[Required(lazy("종류를 골라 주십시오."))],
    )
    promised_on = DateField(
        lazy("약속하는 날"),
        validators=[Required(lazy("언제까지 마칠지 적어 주십시오."))],
        description=lazy("이날까지 마치겠다고 공개적으로 약속합니다."),
    )
    before_text = StringField(
        lazy("전에는"),
        validators=[Characters(200)],
        filters=[one_line],
        description=lazy("지금은 어떤지 적습니다. 수치가 있으면 함께 적습니다."),
        render_kw={"data-maxchars": 200},
    )
    after_text = StringField(
        lazy("앞으로는"),
        validators=[Characters(200)],
        filters=[one_line],
        description=lazy("누구에게 무엇이 달라지는지 적습니다."),
        render_kw={"data-maxchars": 200},
    )
    description = long_text(lazy("설명"))

    def command(self, key: str) -> NewMeasure:
        """The promise."""
        return NewMeasure(
            key,
            MeasureKind(self.kind.data),
            text_of(self.title),
            day_of(self.promised_on),
            text_of(self.description),
            text_of(self.before_text),
            text_of(self.after_text),
        )


class ReportForm(VersionedForm):
    """A report on a promise."""

    text = long_text(
        lazy("무엇을 했습니까"),
        Required(lazy("무엇을 했는지 적어 주십시오.")),
        hint=lazy("제안한 사람에게 그대로 전하고 누구나 볼 수 있게 공개합니다."),
    )
    progress = RadioField(lazy("지금 단계"), validators=[Required(lazy("지금 어느 단계인지 골라 주십시오."))])
    evidence_url = StringField(
        lazy("근거 자료 주소"),
        validators=[Characters(500)],
        filters=[one_line],
        description=lazy("누구나 볼 수 있는 https:// 주소를 적습니다."),
        render_kw={"inputmode": "url"},
    )
    new_promised_on = DateField(
        lazy("새로 약속하는 날"),
        validators=[Optional()],
        description=lazy("약속한 날을 지키기 어려울 때만 적습니다. 처음 약속한 날도 계속 공개됩니다."),
    )
    slip_reason = long_text(lazy("날짜를 바꾸는 까닭"), hint=lazy("약속한 날을 바꿀 때 적습니다."))

    def offer(self, measure: MeasureView) -> None:
        """Put in the steps that can follow."""
        is_waiting = measure.state is MeasureState.PLANNED
        steps = [step for step in ProgressStep if is_waiting or step is not ProgressStep.WAITING]
        self.progress.choices = select_choices((step.value, step.label) for step in steps)

    def command(self, key: str) -> Report:
        """The report."""
        return Report(
            key,
            text_of(self.text),
            text_of(self.evidence_url),
            self.new_promised_on.data,
            text_of(self.slip_reason),
            starts=self.progress.data == ProgressStep.STARTED,
            finishes=self.progress.data == ProgressStep.DONE,
            version=self.version.data,
        )


class StopForm(VersionedForm):
    """Why a promise is given up."""

    reason = long_text(
        lazy("중단하는 까닭"),
        Required(lazy("중단하는 까닭을 적어 주십시오.")),
        hint=lazy("중단한 약속과 까닭은 공개 현황에 그대로 남습니다."),
    )


class RealiseForm(VersionedForm):
    """What the idea has changed."""

    outcome = long_text(
        lazy("무엇이 어떻게 바뀌었습니까"),
        Required(lazy("무엇이 어떻게 바뀌었는지 적어 주십시오.")),
        hint=lazy("전과 지금을 수치와 함께 적습니다. ‘어떻게 바뀌었나’에 공개됩니다."),
    )
