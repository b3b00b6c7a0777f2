"""Calls for problems and the invitation of experts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from webapp.core.i18n import lazy
from webapp.problems.enums import CallAudience, CallState, ProblemField
from webapp.problems.forms.fields import CheckboxGroupField, HiddenNumber, counted, lines_of
from webapp.problems.models import CallRules
from webapp.problems.queries import CallPage
from webapp.problems.services import EditCall, NewCall
from webapp.problems.services.calls import INTRO_MAX, MAX_REVIEW_DAYS, MAX_THRESHOLD, TITLE_MAX
from webapp.problems.services.reviewers import NAME_MAX
from webapp.web.forms import Characters, Form, MomentField, Required, many_lines, one_line, select_choices

SHOWN: Final = (
    ("shows_scores", lazy("전문가 검토 점수")),
    ("shows_comments", lazy("전문가 검토 의견(이름 없이)")),
    ("shows_survey", lazy("선호도 조사 결과")),
)


class CallForm(Form):
    """A call for problems."""

    version = HiddenNumber(default=0)
    agency = SelectField(lazy("기관"), coerce=int)
    slug = StringField(
        lazy("주소에 쓸 이름"),
        [
            Required(),
            Regexp(r"^[a-z0-9-]{1,80}$", message=lazy("영문 소문자, 숫자, 붙임표(-)만 쓸 수 있습니다.")),
        ],
        filters=[one_line],
        description=lazy("공개 주소의 끝에 붙습니다. 예: 2026-first"),
    )
    title = StringField(
        lazy("제목"),
        [Required(), Characters(TITLE_MAX)],
        filters=[one_line],
        render_kw=counted(TITLE_MAX),
    )
    title_en = StringField(lazy("영문 제목"), [Characters(200)], filters=[one_line])
    intro = TextAreaField(
        lazy("소개"),
        [Characters(INTRO_MAX)],
        filters=[many_lines],
        render_kw=counted(INTRO_MAX, rows=10),
        description=lazy("어떤 문제를 찾는지, 낸 문제가 어떻게 되는지 적습니다. 공개하려면 있어야 합니다."),
    )
    exclusions = TextAreaField(
        lazy("제외하는 문제"),
        filters=[many_lines],
        render_kw={"rows": 4},
        description=lazy("한 줄에 하나씩 적습니다. 글쓰기 화면에서 먼저 보여 줍니다."),
    )
    examples = TextAreaField(
        lazy("문제의 예"),
        filters=[many_lines],
        render_kw={"rows": 4},
        description=lazy("한 줄에 하나씩 적습니다."),
    )
    fields = CheckboxGroupField(
        lazy("받는 분야"),
        choices=select_choices(ProblemField),
        default=(),
        description=lazy("아무것도 고르지 않으면 모든 분야를 받습니다."),
    )
    audience = RadioField(
        lazy("문제를 낼 수 있는 사람"),
        choices=select_choices(CallAudience),
        default=CallAudience.ANYBODY.value,
        description=lazy("기관 담당자는 언제나 부처 수요조사와 대리접수로 낼 수 있습니다."),
    )
    endorsement_threshold = IntegerField(
        lazy("담당부서 검토로 올리는 공감 수"),
        [Optional(), NumberRange(1, MAX_THRESHOLD, lazy("1명 이상의 수를 적어 주십시오."))],
        description=lazy(
            "이 수에 이르면 담당부서 검토를 시작합니다. 나중에 줄어도 검토는 이어집니다."
            " 비워 두면 공감 수로 올리지 않습니다."
        ),
        render_kw={"inputmode": "numeric", "data-unit": lazy("명")},
    )
    review_days = IntegerField(
        lazy("담당부서 검토 기한"),
        [
            InputRequired(lazy("며칠 안에 검토할지 적어 주십시오.")),
            NumberRange(1, MAX_REVIEW_DAYS, lazy("1일부터 120일까지 적어 주십시오.")),
        ],
        default=20,
        description=lazy("토요일, 일요일, 공휴일을 뺀 근무일로 셉니다."),
        render_kw={"inputmode": "numeric", "data-unit": lazy("근무일")},
    )
    shown = CheckboxGroupField(
        lazy("결정한 뒤 공개할 것"),
        choices=select_choices(SHOWN),
        default=("shows_scores", "shows_survey"),
        description=lazy("결정과 사유, 결정한 사람은 언제나 공개합니다."),
    )
    opens_at = MomentField(lazy("접수 시작"), [InputRequired(lazy("접수를 시작하는 때를 적어 주십시오."))])
    closes_at = MomentField(
        lazy("접수 마감"),
        [Optional()],
        description=lazy(
            "한국 시간으로 적습니다. 비워 두면 늘 받습니다."
            " 그날 24:00까지 받으려면 다음 날 00:00으로 적습니다."
        ),
    )

    @classmethod
    def new(cls, agencies: Sequence[tuple[int, str]]) -> CallForm:
        """The form of a call of one of these agencies."""
        form = cls(agency=agencies[0][0] if agencies else None)
        form.agency.choices = list(agencies)
        return form

    @classmethod
    def of(cls, page: CallPage) -> CallForm:
        """The form of a call that there is; its agency and address stand, and once public its rules."""
        rules = page.rules
        form = cls(
            fields=[one.value for one in rules.fields],
            audience=rules.audience.value,
            endorsement_threshold=rules.endorsement_threshold,
            review_days=rules.review_days,
            shown=[name for name, _label in SHOWN if getattr(rules, name)],
            version=page.call.version,
            title=page.call.title,
            title_en=page.call.title_en,
            intro=page.intro,
            exclusions="\n".join(page.exclusions),
            examples="\n".join(page.examples),
            opens_at=page.call.opens_at,
            closes_at=page.call.closes_at,
        )
        del form.agency, form.slug
        if page.call.state is CallState.PUBLISHED:
            del form.fields, form.audience, form.endorsement_threshold, form.review_days, form.shown
        return form

    def new_command(self) -> NewCall:
        """A new call."""
        return NewCall(
            agency_id=self.agency.data, slug=self.slug.data or "", rules=self._rules(), **self._facts()
        )

    def edit_command(self) -> EditCall:
        """New contents of a call."""
        rules = self._rules() if "audience" in self else None
        return EditCall(version=self.version.data or 0, rules=rules, **self._facts())

    def _rules(self) -> CallRules:
        shown = self.shown.data or ()
        return CallRules(
            fields=tuple(ProblemField(one) for one in self.fields.data or ()),
            audience=CallAudience(self.audience.data),
            endorsement_threshold=self.endorsement_threshold.data,
            review_days=self.review_days.data or 0,
            **{name: name in shown for name, _label in SHOWN},
        )

    def _facts(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "title_en": self.title_en.data,
            "intro": self.intro.data,
            "exclusions": lines_of(self.exclusions.data),
            "examples": lines_of(self.examples.data),
            "opens_at": self.opens_at.data,
            "closes_at": self.closes_at.data,
        }


class InviteForm(Form):
    """Inviting an expert."""

    name = StringField(lazy("이름"), [Required(), Characters(NAME_MAX)], filters=[one_line])
    email = StringField(
        lazy("이메일"), [Required(), Characters(254)], filters=[one_line], render_kw={"type": "email"}
    )
