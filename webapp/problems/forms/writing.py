"""Writing a problem and taking it back: shape only. Whether it may be posted, the service says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from webapp.accounts.enums import Role, Scope
from webapp.accounts.policies import is_official
from webapp.core.attachments import AttachmentView
from webapp.core.errors import RuleBroken
from webapp.core.i18n import lazy
from webapp.core.models import is_key, new_key
from webapp.core.policy import Actor, Ask
from webapp.core.regions import Region
from webapp.problems.enums import ProblemField, ProblemSource, SocialValue
from webapp.problems.forms.fields import CheckboxGroupField, HiddenNumber, NeededToPost, counted, lines_of
from webapp.problems.queries import CallPage, ProblemText
from webapp.problems.services import PostProblem, SaveProblem
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
from webapp.web.pipeline import current_work
from webapp.web.uploads import UploadField

POST: Final = "post"
NO_FIELD: Final = lazy("분야를 고르십시오")


class ProblemForm(Form):
    """Writing a problem. `key` is made with the empty form, so that sending it twice makes one problem."""

    key = HiddenField(default=new_key)
    version = HiddenNumber(default=0)
    call = HiddenField()
    act = HiddenField()
    source = RadioField(
        lazy("출처"), choices=select_choices(ProblemSource), default=ProblemSource.CITIZEN.value
    )
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
    removed_files = CheckboxGroupField(lazy("뺄 파일"), validate_choice=False)

    @classmethod
    def new(cls, actor: Actor, page: CallPage) -> ProblemForm:
        """An empty form for a call, or what was sent or kept of one."""
        form = cls(call=page.call.slug)
        form.fit_to(actor, page)
        return form

    @classmethod
    def of(
        cls, actor: Actor, page: CallPage, problem: ProblemText, files: Sequence[AttachmentView]
    ) -> ProblemForm:
        """The form of a problem that was saved before."""
        form = cls(
            key=problem.key,
            version=problem.version,
            call=problem.call_slug,
            source=problem.source.value,
            field=problem.field.value if problem.field else "",
            title=problem.title,
            situation=problem.situation,
            wished_change=problem.wished_change,
            related_agency=problem.related_agency,
            region=problem.region.value if problem.region else "",
            sufferers=problem.sufferers,
            sufferer_count=problem.sufferer_count,
            tried=problem.tried,
            social_values=problem.social_values,
            links="\n".join(problem.links),
        )
        form.removed_files.choices = [(file.key, file.filename) for file in files]
        form.fit_to(actor, page)
        return form

    def fit_to(self, actor: Actor, page: CallPage) -> None:
        """Only officials and the call's experts choose a source; fields that the call leaves out are gone."""
        taken = page.rules.fields or tuple(ProblemField)
        pairs = [(one.value, one.lazy_label) for one in ProblemField if one in taken]
        self.field.choices = select_choices(pairs, empty=NO_FIELD)
        is_from_office = is_official(Ask(actor, None, current_work().now)).allowed
        if not is_from_office and not actor.has_role(Role.REVIEWER, Scope.CALL, page.call.id):
            del self.source
        self.removed_files.choices = self.removed_files.choices or []

    def validate_key(self, field: HiddenField) -> None:
        """A key is what `new_key` makes, nothing else."""
        if not is_key(field.data or ""):
            raise ValidationError(lazy("화면을 새로 열어 주십시오."))

    @property
    def is_posting(self) -> bool:
        """Whether the button that was pressed posts the problem."""
        return bool(self.act.data == POST)

    def save_command(self, call_id: int) -> SaveProblem:
        """What was written, to be saved."""
        return SaveProblem(**self._facts(call_id))

    def post_command(self, call_id: int) -> PostProblem:
        """What was written, to be shown to everybody."""
        return PostProblem(**self._facts(call_id))

    def _facts(self, call_id: int) -> dict[str, Any]:
        chosen: RadioField | None = self.source
        source = chosen.data if chosen is not None else ProblemSource.CITIZEN.value
        return {
            "call_id": call_id,
            "source": ProblemSource(source),
            "field": ProblemField(self.field.data) if self.field.data else None,
            "title": self.title.data,
            "situation": self.situation.data,
            "wished_change": self.wished_change.data,
            "related_agency": self.related_agency.data,
            "key": self.key.data,
            "version": self.version.data or 0,
            "files": self.files.uploads,
            "removed_files": tuple(self.removed_files.data or ()),
            "region": Region(self.region.data) if self.region.data else None,
            "sufferers": self.sufferers.data,
            "sufferer_count": self.sufferer_count.data,
            "tried": self.tried.data,
            "social_values": tuple(SocialValue(one) for one in self.social_values.data or ()),
            "links": lines_of(self.links.data),
        }

    def require_shape(self) -> None:
        """RuleBroken with the fields' messages, for autosave, whose answer is no page."""
        if self.validate_on_submit():
            return
        fields = {name: str(messages[0]) for name, messages in self.errors.items() if name and messages}
        raise RuleBroken(
            next(iter(fields.values()), str(lazy("적은 내용을 확인해 주십시오."))), fields=fields
        )


class WithdrawForm(Form):
    """Taking a problem back."""

    reason = TextAreaField(
        lazy("철회하는 까닭"), [Characters(500)], filters=[many_lines], render_kw=counted(500, rows=3)
    )
