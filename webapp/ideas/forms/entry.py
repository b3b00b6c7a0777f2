"""Forms of ideas. The entry form is built from the challenge's questions; its rules live in the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from webapp.accounts.enums import ConsentKind
from webapp.accounts.queries import OrganisationView
from webapp.challenges.enums import ApplicantKind, FieldKind
from webapp.challenges.models import Entrants
from webapp.core.attachments import AttachmentView, Upload
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.ideas.enums import IdeaState, IneligibleReason
from webapp.ideas.forms.questions import (
    CheckboxGroupField,
    NeededAtLast,
    answer_data,
    answer_text,
    question_field,
)
from webapp.ideas.models import Declaration, Question, Terms, answer_field, own_consent_field
from webapp.ideas.models.content import MAX_SUMMARY, MAX_TITLE
from webapp.ideas.queries import OwnIdea, RegisterFilters
from webapp.ideas.services import FILES, MAX_REASON, SaveIdea, SubmitIdea
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices
from webapp.web.uploads import UploadField


class EnterForm(Form):
    """As whom somebody enters, and what the challenge wants to be declared."""

    applicant = RadioField(
        lazy("누구의 이름으로 내십니까?"), [NeededAtLast()], validate_choice=False, default=""
    )
    birth_on = DateField(
        lazy("태어난 날"),
        [NeededAtLast(), Optional()],
        description=lazy("응모 자격을 확인하는 데에만 쓰고, 접수 마감일의 나이만 남깁니다."),
    )
    region = SelectField(lazy("사는 지역"), [NeededAtLast()], validate_choice=False)

    def offer(self, organisations: Sequence[OrganisationView], rules: Entrants) -> None:
        """Offer the person and the organisations that the person leads, and ask what the rules need."""
        mine = [("", _("개인으로"))] if ApplicantKind.PERSON in rules.applicant_kinds else []
        kinds = {kind.value for kind in rules.applicant_kinds}
        mine += [
            (one.key, f"{one.name} ({one.kind.label})") for one in organisations if one.kind.value in kinds
        ]
        self.applicant.choices = select_choices(mine)
        self.region.choices = select_choices([(one, one) for one in rules.regions], empty=_("고르십시오"))
        if not rules.asks_birth:
            del self.birth_on
        if not rules.regions:
            del self.region

    @property
    def declared(self) -> Declaration:
        """What was declared; what isn't asked stays empty."""
        return Declaration(
            birth_on=self.birth_on.data if "birth_on" in self else None,
            region=self.region.data or "" if "region" in self else "",
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that another window saved differently."""

    label: str
    stored: str


class IdeaForm(Form):
    """The part of the entry form that every challenge has; `idea_form` adds the questions."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    title = StringField(
        lazy("제목"),
        [NeededAtLast()],
        filters=[one_line],
        description=lazy("무엇을 어떻게 바꾸자는 것인지 한눈에 알 수 있게 적어 주십시오."),
        render_kw={"data-maxchars": MAX_TITLE, "autocomplete": "off"},
    )
    summary = TextAreaField(
        lazy("한 문단 요약"),
        [NeededAtLast()],
        filters=[many_lines],
        description=lazy("심사위원과 국민이 가장 먼저 읽는 글입니다."),
        render_kw={"data-maxchars": MAX_SUMMARY, "rows": 4},
    )
    files = UploadField(lazy("첨부 파일"), rule=FILES)
    removed = CheckboxGroupField(lazy("뺄 파일"), validate_choice=False)
    questions: tuple[Question, ...] = ()

    def answers(self) -> dict[str, str]:
        """The answers by the questions' names."""
        return {one.name: answer_text(one, self[answer_field(one.name)]) for one in self.questions}

    def is_filled(self, field: Field, files: Sequence[AttachmentView]) -> bool:
        """Whether something stands in a field, or was uploaded for it."""
        question = next((one for one in self.questions if answer_field(one.name) == field.name), None)
        if question is None:
            return bool(field.data)
        has_files = any(file.slot == question.name for file in files)
        return has_files or bool(answer_text(question, field))

    def slot_uploads(self) -> dict[str, Sequence[Upload]]:
        """The files that answer questions, by their names."""
        asked_for = [one for one in self.questions if one.kind is FieldKind.FILE]
        return {one.name: self[answer_field(one.name)].uploads for one in asked_for}

    def question_fields(self) -> list[Field]:
        """The fields of the questions in their order."""
        return [self[answer_field(one.name)] for one in self.questions]

    def command(self, key: str, *, is_automatic: bool = False) -> SaveIdea:
        """What to save."""
        return SaveIdea(
            key=key,
            version=self.version.data,
            title=self.title.data or "",
            summary=self.summary.data or "",
            answers=self.answers(),
            uploads=() if is_automatic else self.files.uploads,
            slot_uploads={} if is_automatic else self.slot_uploads(),
            removed_files=() if is_automatic else tuple(self.removed.data or ()),
            is_automatic=is_automatic,
        )

    def require_shape(self) -> None:
        """RuleBroken with what each field says when the form is not in shape."""
        if not self.validate():
            fields = {str(name): " ".join(map(str, said)) for name, said in self.errors.items()}
            raise RuleBroken(_("고쳐야 할 항목이 있습니다."), fields=fields)

    def differences(self, idea: OwnIdea) -> list[Difference]:
        """What another window has saved and this form says differently; the form then takes its version."""
        typed, kept = self.answers(), idea.working.answers
        stored = [
            (self.title.label.text, self.title.data or "", idea.working.title),
            (self.summary.label.text, self.summary.data or "", idea.working.summary),
            *(
                (self[answer_field(one.name)].label.text, typed[one.name], kept.get(one.name, ""))
                for one in self.questions
            ),
        ]
        self.version.raw_data = [str(idea.version)]
        self.version.data = idea.version
        return [Difference(label, there) for label, here, there in stored if here != there]


def idea_form(idea: OwnIdea) -> IdeaForm:
    """The entry form of an idea's challenge, filled with what was saved."""
    form = blank_form(
        idea.questions,
        idea.working.answers,
        {"version": idea.version, "title": idea.working.title, "summary": idea.working.summary},
    )
    form.removed.choices = select_choices((one.key, one.filename) for one in idea.files)
    return form


def blank_form(
    questions: Sequence[Question], answers: Mapping[str, str], data: Mapping[str, object]
) -> IdeaForm:
    """The entry form of these questions; an official looks at it before there is any idea."""
    fields = {answer_field(one.name): question_field(one, questions) for one in questions}
    made = type("ChallengeForm", (IdeaForm,), {**fields, "questions": tuple(questions)})
    given = {answer_field(one.name): answer_data(one, answers.get(one.name, "")) for one in questions}
    form: IdeaForm = made(data={**data, **given})
    form.removed.choices = []
    return form


class SubmitForm(Form):
    """The last check: every consent on its own, none ticked before."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    privacy = BooleanField(validators=[NeededAtLast()])
    pledge = BooleanField(validators=[NeededAtLast()])
    publication = BooleanField()
    own: tuple[str, ...] = ()

    def show(self, terms: Sequence[Terms]) -> list[tuple[Field, Terms]]:
        """The consents that are asked, each with its box."""
        for one in terms:
            self[one.key].label.text = one.sentence
        return [(self[one.key], one) for one in terms]

    def command(self, key: str) -> SubmitIdea:
        """What to hand in."""
        return SubmitIdea(
            key=key,
            version=self.version.data,
            consents={ConsentKind.PRIVACY} if self.privacy.data else set(),
            pledge=self.pledge.data,
            allows_publication=self.publication.data,
            own_consents={name for name in self.own if self[own_consent_field(name)].data},
        )


def submit_form(terms: Sequence[Terms], version: int, *, is_blank: bool = False) -> SubmitForm:
    """The last check with the contest's own consents; `is_blank`: whatever was sent is left aside."""
    own = [one for one in terms if one.name]
    boxes: dict[str, Any] = {
        one.key: BooleanField(validators=[NeededAtLast()] if one.is_required else []) for one in own
    }
    made = type("ContestSubmitForm", (SubmitForm,), {**boxes, "own": tuple(one.name for one in own)})
    form: SubmitForm = made(formdata=None, version=version) if is_blank else made(version=version)
    return form


class WithdrawForm(Form):
    """Taking an idea back."""

    reason = TextAreaField(
        lazy("철회하는 까닭"),
        [Characters(500)],
        filters=[many_lines],
        description=lazy("적지 않아도 됩니다. 공모를 더 낫게 하는 데에만 씁니다."),
        render_kw={"data-maxchars": 500, "rows": 3},
    )


class RuleOutForm(Form):
    """Declaring an entry not eligible."""

    reason_code = SelectField(
        lazy("제외 기준"),
        [Required(lazy("어느 제외 기준에 해당하는지 골라 주십시오."))],
        choices=lambda: select_choices(IneligibleReason, empty=lazy("고르십시오")),
    )
    reason = TextAreaField(
        lazy("사유"),
        [Required(lazy("사유를 적어 주십시오.")), Characters(MAX_REASON)],
        filters=[many_lines],
        description=lazy(
            "낸 분에게 메일로 그대로 보냅니다. 무엇을 보고 판단했는지 알 수 있게 적어 주십시오."
        ),
        render_kw={"data-maxchars": MAX_REASON, "rows": 6},
    )

    @property
    def ground(self) -> IneligibleReason:
        """The exclusion ground that was chosen."""
        return IneligibleReason(self.reason_code.data)


class ReinstateForm(Form):
    """Taking a decision of ineligibility back."""

    reason = TextAreaField(
        lazy("사유"),
        [Required(lazy("사유를 적어 주십시오.")), Characters(MAX_REASON)],
        filters=[many_lines],
        description=lazy("낸 분에게 메일로 그대로 보냅니다."),
        render_kw={"data-maxchars": MAX_REASON, "rows": 6},
    )


class VerifyForm(Form):
    """A receipt to be checked by anybody. Read from the address: nothing is changed by asking."""

    number = StringField(
        lazy("접수번호"),
        [Required(lazy("접수번호를 적어 주십시오.")), Characters(80)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    sha256 = StringField(
        lazy("SHA-256 값"),
        [Required(lazy("접수증에 적힌 SHA-256 값을 적어 주십시오.")), Characters(100)],
        filters=[one_line],
        description=lazy("0부터 9까지의 숫자와 a부터 f까지의 글자 64자입니다."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


def register_filters(arguments: Mapping[str, str]) -> RegisterFilters:
    """The filters of a register from an address; what makes no sense is left out."""
    state = arguments.get("state", "")
    known = {one.value for one in IdeaState} - {IdeaState.DRAFT.value}
    return RegisterFilters(
        words=one_line(arguments.get("q", ""))[:80], state=IdeaState(state) if state in known else None
    )
