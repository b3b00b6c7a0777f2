"""A preference survey as an official plans it and as a person answers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from webapp.core.i18n import lazy
from webapp.problems.enums import SurveyKind
from webapp.problems.forms.deciding import ReasonForm
from webapp.problems.forms.fields import (
    CheckboxGroupField,
    HiddenNumber,
    NeededToPost,
    counted,
    whole_number,
)
from webapp.problems.queries import SurveyCard, SurveyPage
from webapp.problems.services import AnswerSurvey, PlanSurvey
from webapp.problems.services.surveys import INTRO_MAX
from webapp.web.forms import Characters, Form, MomentField, Required, many_lines, select_choices

POINT_CHOICES: Final = [(str(points), str(points)) for points in range(1, 6)]


class SurveyForm(Form):
    """A survey's plan."""

    version = HiddenNumber(default=0)
    kind = RadioField(
        lazy("무엇을 묻습니까?"),
        [Required(lazy("묻는 방식을 골라 주십시오."))],
        choices=select_choices(SurveyKind),
        default=SurveyKind.CHOOSE.value,
    )
    most_choices = IntegerField(
        lazy("고를 수 있는 수"),
        [Optional()],
        default=3,
        render_kw={"inputmode": "numeric", "data-unit": lazy("건")},
        description=lazy("‘몇 건 고르기’일 때만 씁니다. 1부터 10까지 적습니다."),
    )
    opens_at = MomentField(lazy("조사 시작"), [InputRequired(lazy("조사를 시작하는 때를 적어 주십시오."))])
    closes_at = MomentField(
        lazy("조사 마감"),
        [InputRequired(lazy("조사를 마감하는 때를 적어 주십시오."))],
        description=lazy("한국 시간으로 적습니다. 그날 24:00까지 받으려면 다음 날 00:00으로 적습니다."),
    )
    intro = TextAreaField(
        lazy("안내하는 글"),
        [Characters(INTRO_MAX)],
        filters=[many_lines],
        render_kw=counted(INTRO_MAX, rows=4),
        description=lazy("무엇을 위한 조사이고 결과를 어떻게 쓰는지 적습니다."),
    )
    problems = CheckboxGroupField(
        lazy("후보"), [NeededToPost()], description=lazy("아직 결정하지 않은 문제만 나옵니다.")
    )

    @classmethod
    def new(cls, choices: Sequence[tuple[str, str]]) -> SurveyForm:
        """The form of a new survey, with every candidate ticked."""
        form = cls(problems=[key for key, _title in choices])
        form.problems.choices = list(choices)
        return form

    @classmethod
    def of(cls, survey: SurveyCard, choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> SurveyForm:
        """The form of a survey that there is."""
        form = cls(
            version=survey.version,
            kind=survey.kind.value,
            most_choices=survey.most_choices or 3,
            opens_at=survey.opens_at,
            closes_at=survey.closes_at,
            intro=survey.intro,
            problems=list(chosen),
        )
        form.problems.choices = list(choices)
        return form

    def command(self) -> PlanSurvey:
        """The plan as its service takes it."""
        return PlanSurvey(
            kind=SurveyKind(self.kind.data),
            most_choices=self.most_choices.data,
            intro=self.intro.data or "",
            opens_at=self.opens_at.data,  # type: ignore[arg-type]  # the validator asks for it
            closes_at=self.closes_at.data,  # type: ignore[arg-type]  # the validator asks for it
            problem_keys=self.problems.data or [],
            version=self.version.data or 0,
        )


class CancelSurveyForm(ReasonForm):
    """Why a survey is given up."""


class ChooseForm(Form):
    """Choosing some of the candidates."""

    choices = CheckboxGroupField(lazy("풀었으면 하는 문제"), [NeededToPost()], validate_choice=False)

    def command(self, key: str) -> AnswerSurvey:
        """The answer as its service takes it."""
        return AnswerSurvey(key, choices=self.choices.data or [])


class RateForm(Form):
    """Rating candidates on both scales; the fields are made for the survey at hand."""

    def command(self, key: str) -> AnswerSurvey:
        """The answer as its service takes it."""
        ratings: dict[str, list[int | None]] = {}
        for name, field in self._fields.items():
            _scale, _dash, problem = name.partition("-")
            ratings.setdefault(problem, []).append(whole_number(field.data))
        pairs = {problem: (points[0], points[1]) for problem, points in ratings.items()}
        return AnswerSurvey(key, ratings=pairs)


def answer_form(page: SurveyPage) -> ChooseForm | RateForm:
    """The form in which a person answers, with the candidates in his or her order."""
    if page.survey.kind is SurveyKind.CHOOSE:
        form = ChooseForm()
        form.choices.choices = [(one.key, one.title) for one in page.candidates]
        return form
    fields: dict[str, Any] = {}
    for one in page.candidates:
        fields[f"urgency-{one.key}"] = _points(lazy("시급성"))
        fields[f"importance-{one.key}"] = _points(lazy("중요도"))
    made: RateForm = type("RateFormOfSurvey", (RateForm,), fields)()
    return made


def _points(label: Any) -> SelectField:
    choices = select_choices(POINT_CHOICES, empty=lazy("매기지 않음"))
    return SelectField(label, choices=choices, validate_choice=False)
