"""What a post says, as form fields: shape only. Whether it is fit for the public, services say."""

from __future__ import annotations

from typing import Any, Final

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from webapp.core.i18n import lazy
from webapp.core.models import is_key, new_key
from webapp.core.regions import Region
from webapp.problems.enums import ProblemField, SocialValue
from webapp.problems.forms.fields import CheckboxGroupField, NeededToPost, counted, lines_of
from webapp.problems.queries import CallPage
from webapp.problems.services.content import (
    LINK_MAX,
    MAX_LINKS,
    RELATED_AGENCY_MAX,
    SUFFERER_COUNT_MAX,
    SUFFERERS_MAX,
    TEXT_MAX,
    TITLE_MAX,
    TRIED_MAX,
)
from webapp.problems.services.writing import FILES
from webapp.web.forms import Characters, Form, ValidationError, many_lines, one_line, select_choices
from webapp.web.uploads import UploadField

NO_FIELD: Final = lazy("분야를 고르십시오")


class ContentForm(Form):
    """The parts of a post. `key` is made with the empty form, so that sending it twice makes one problem."""

    key = HiddenField(default=new_key)
    field = SelectField(
        lazy("분야"),
        [NeededToPost()],
        choices=select_choices(ProblemField, empty=NO_FIELD),
    )
    title = StringField(
        lazy("어떤 문제입니까?"),
        [NeededToPost(), Characters(TITLE_MAX)],
        filters=[one_line],
        render_kw=counted(TITLE_MAX),
    )
    situation = TextAreaField(
        lazy("현황과 문제점"),
        [NeededToPost(), Characters(TEXT_MAX)],
        filters=[many_lines],
        render_kw=counted(TEXT_MAX, rows=9),
    )
    wished_change = TextAreaField(
        lazy("바라는 변화"),
        [NeededToPost(), Characters(TEXT_MAX)],
        filters=[many_lines],
        render_kw=counted(TEXT_MAX, rows=6),
    )
    related_agency = StringField(
        lazy("관련 기관"),
        [Characters(RELATED_AGENCY_MAX)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    region = SelectField(
        lazy("지역"), choices=select_choices(Region, empty=lazy("지역을 고르지 않음")), default=""
    )
    sufferers = StringField(
        lazy("누가 겪습니까?"),
        [Characters(SUFFERERS_MAX)],
        filters=[one_line],
        render_kw=counted(SUFFERERS_MAX),
    )
    sufferer_count = StringField(
        lazy("얼마나 많은 사람이 겪습니까?"), [Characters(SUFFERER_COUNT_MAX)], filters=[one_line]
    )
    tried = TextAreaField(
        lazy("지금까지 해 본 일"),
        [Characters(TRIED_MAX)],
        filters=[many_lines],
        render_kw=counted(TRIED_MAX, rows=4),
    )
    social_values = CheckboxGroupField(
        lazy("관련된 사회적 가치"), choices=select_choices(SocialValue), default=()
    )
    links = TextAreaField(
        lazy("참고 링크"),
        [Characters(MAX_LINKS * (LINK_MAX + 1))],
        filters=[many_lines],
        render_kw={"rows": 3, "spellcheck": "false"},
    )
    files = UploadField(lazy("첨부 파일"), rule=FILES)

    def offer_fields(self, page: CallPage) -> None:
        """Fields that the call leaves out are gone."""
        taken = page.rules.fields or tuple(ProblemField)
        pairs = [(one.value, one.lazy_label) for one in ProblemField if one in taken]
        self.field.choices = select_choices(pairs, empty=NO_FIELD)

    def validate_key(self, field: HiddenField) -> None:
        """A key is what `new_key` makes, nothing else."""
        if not is_key(field.data or ""):
            raise ValidationError(lazy("화면을 새로 열어 주십시오."))

    @property
    def gist(self) -> str:
        """What it is about, for finding what is alike."""
        parts = (self.title.data, self.situation.data, self.wished_change.data)
        return " ".join(part for part in parts if part)

    def content(self) -> dict[str, Any]:
        """What was written, as commands take it."""
        return {
            "key": self.key.data,
            "field": ProblemField(self.field.data) if self.field.data else None,
            "title": self.title.data,
            "situation": self.situation.data,
            "wished_change": self.wished_change.data,
            "related_agency": self.related_agency.data,
            "region": Region(self.region.data) if self.region.data else None,
            "sufferers": self.sufferers.data,
            "sufferer_count": self.sufferer_count.data,
            "tried": self.tried.data,
            "social_values": tuple(SocialValue(one) for one in self.social_values.data or ()),
            "links": lines_of(self.links.data),
            "files": self.files.uploads,
        }
