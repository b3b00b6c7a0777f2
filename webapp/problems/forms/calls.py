"""Calls for problems and the invitation of experts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, Regexp

from webapp.core.i18n import lazy
from webapp.problems.forms.fields import HiddenNumber, counted
from webapp.problems.queries import CallPage
from webapp.problems.services import EditCall, NewCall
from webapp.problems.services.calls import INTRO_MAX, TITLE_MAX
from webapp.problems.services.reviewers import NAME_MAX
from webapp.web.forms import Characters, Form, MomentField, Required, many_lines, one_line


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
        """The form of a call that there is; its agency and address stand."""
        form = cls(
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
        return form

    def new_command(self) -> NewCall:
        """A new call."""
        return NewCall(agency_id=self.agency.data, slug=self.slug.data or "", **self._facts())

    def edit_command(self) -> EditCall:
        """New contents of a call."""
        return EditCall(version=self.version.data or 0, **self._facts())

    def _facts(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "title_en": self.title_en.data,
            "intro": self.intro.data,
            "exclusions": (self.exclusions.data or "").split("\n"),
            "examples": (self.examples.data or "").split("\n"),
            "opens_at": self.opens_at.data,
            "closes_at": self.closes_at.data,
        }


class InviteForm(Form):
    """Inviting an expert."""

    name = StringField(lazy("이름"), [Required(), Characters(NAME_MAX)], filters=[one_line])
    email = StringField(
        lazy("이메일"), [Required(), Characters(254)], filters=[one_line], render_kw={"type": "email"}
    )
