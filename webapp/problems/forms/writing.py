"""Writing a problem and taking it back: shape only. Whether it may be posted, the service says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wtforms import HiddenField, RadioField, TextAreaField

from webapp.accounts.enums import Role, Scope
from webapp.accounts.policies import is_official
from webapp.core.attachments import AttachmentView
from webapp.core.errors import RuleBroken
from webapp.core.i18n import lazy
from webapp.core.policy import Actor, Ask
from webapp.problems.enums import ProblemSource
from webapp.problems.forms.content import ContentForm
from webapp.problems.forms.fields import CheckboxGroupField, HiddenNumber, counted
from webapp.problems.queries import CallPage, ProblemText
from webapp.problems.services import PostProblem, SaveProblem
from webapp.web.forms import Characters, Form, many_lines, select_choices
from webapp.web.pipeline import current_work

POST: Final = "post"
SIMILAR: Final = "similar"


class ProblemForm(ContentForm):
    """Writing a problem."""

    version = HiddenNumber(default=0)
    call = HiddenField()
    act = HiddenField()
    source = RadioField(
        lazy("출처"), choices=select_choices(ProblemSource), default=ProblemSource.CITIZEN.value
    )
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
        self.offer_fields(page)
        is_from_office = is_official(Ask(actor, None, current_work().now)).allowed
        if not is_from_office and not actor.has_role(Role.REVIEWER, Scope.CALL, page.call.id):
            del self.source
        self.removed_files.choices = self.removed_files.choices or []

    @property
    def is_posting(self) -> bool:
        """Whether the button that was pressed posts the problem."""
        return bool(self.act.data == POST)

    @property
    def is_asking(self) -> bool:
        """Whether the button that was pressed looks for what is alike, and saves nothing."""
        return bool(self.is_submitted() and self.act.data == SIMILAR)

    def save_command(self, call_id: int) -> SaveProblem:
        """What was written, to be saved."""
        return SaveProblem(**self._facts(call_id))

    def post_command(self, call_id: int) -> PostProblem:
        """What was written, to be shown to everybody."""
        return PostProblem(**self._facts(call_id))

    def _facts(self, call_id: int) -> dict[str, Any]:
        chosen: RadioField | None = self.source
        source = chosen.data if chosen is not None else ProblemSource.CITIZEN.value
        return self.content() | {
            "call_id": call_id,
            "source": ProblemSource(source),
            "version": self.version.data or 0,
            "removed_files": tuple(self.removed_files.data or ()),
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
