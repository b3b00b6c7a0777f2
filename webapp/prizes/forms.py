"""Forms of prizes: shape only. What may be nominated, decided or paid is for the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from webapp.core.errors import StaleVersion
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.judging.queries import RankedIdea
from webapp.prizes.enums import ObjectionGround
from webapp.prizes.queries import AwardRow, DecisionPage, TierView, version_of_drafts
from webapp.prizes.services import DecideAwards, NewObjection, Nominations, RecordPayment, RuleObjection
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices

MOST_TEXT: Final = 2000
MOST_REASON: Final = 1000


def long_text(label: str, limit: int = MOST_TEXT, *validators: Any, **options: Any) -> TextAreaField:
    """A field for several lines with its limit and counter."""
    return TextAreaField(
        label,
        validators=[*validators, Characters(limit)],
        filters=[many_lines],
        render_kw={"rows": 6, "data-maxchars": limit},
        **options,
    )


class ObjectionForm(Form):
    """An objection to a finalist."""

    ground = RadioField(
        lazy("어떤 문제인가요"), choices=select_choices(ObjectionGround), validators=[Required()]
    )
    statement = TextAreaField(
        lazy("무엇이 문제인가요"),
        validators=[Required(), Characters(MOST_TEXT, minimum=10)],
        filters=[many_lines],
        description=lazy("언제 어디서 무엇을 보았는지 사실대로 적어 주십시오."),
        render_kw={"rows": 8, "data-maxchars": MOST_TEXT},
    )
    evidence = TextAreaField(
        lazy("무엇을 보면 알 수 있나요"),
        validators=[Required(), Characters(MOST_TEXT)],
        filters=[many_lines],
        description=lazy(
            "누리집 주소, 책이나 기사의 제목과 날짜, 등록번호처럼 확인할 수 있는 근거를 적어 주십시오."
        ),
        render_kw={"rows": 4, "data-maxchars": MOST_TEXT},
    )

    def command(self, award_key: str) -> NewObjection:
        """What the service takes."""
        return NewObjection(
            award_key,
            ObjectionGround(self.ground.data),
            self.statement.data or "",
            self.evidence.data or "",
        )


class RulingForm(Form):
    """How an objection is ruled."""

    ruling = RadioField(
        lazy("판단"),
        choices=select_choices(
            [
                ("dismiss", lazy("받아들이지 않음 (후보로 남습니다)")),
                ("uphold", lazy("받아들임 (수상 후보에서 제외합니다)")),
            ]
        ),
        validators=[Required()],
    )
    reason = long_text(
        lazy("판단한 이유"),
        MOST_REASON,
        Required(),
        description=lazy("제보한 사람에게, 받아들이면 응모자에게도 그대로 전해집니다."),
    )

    def command(self, key: str) -> RuleObjection:
        """What the service takes."""
        return RuleObjection(key, self.ruling.data == "uphold", self.reason.data or "")


class ReasonForm(Form):
    """An act that needs a reason and nothing else."""

    reason = long_text(lazy("사유"), MOST_REASON, Required())


class OpinionForm(Form):
    """What an entrant says to the notice that the award may be taken back."""

    opinion = long_text(
        lazy("의견"),
        MOST_TEXT,
        Required(lazy("의견을 적어 주십시오.")),
        description=lazy("사실과 다른 점이 있으면 확인할 수 있는 근거와 함께 적어 주십시오."),
    )


class RecordForm(Form):
    """A payment as it was made."""

    paid_on = DateField(lazy("지급일"), validators=[Required(lazy("날짜를 2026-03-10처럼 적어 주십시오."))])
    voucher = StringField(
        lazy("지출결의 번호"),
        validators=[Required(), Characters(80)],
        filters=[one_line],
        description=lazy("기관의 회계에서 이 지급을 찾을 수 있는 번호입니다."),
    )

    def command(self, key: str) -> RecordPayment:
        """What the service takes; the form is valid, so there is a day."""
        paid_on: date = self.paid_on.data  # type: ignore[assignment]  # required
        return RecordPayment(key, paid_on, self.voucher.data or "")


class NominationForm(Form):
    """Finalists from a ranking. The fields `tier_1`, `tier_2` … come with the ranking, see below."""

    summary = long_text(
        lazy("심사 총평"),
        MOST_TEXT,
        Required(),
        description=lazy("심사 전체에 대한 심사위원회의 말입니다. 공개검증 화면에 실립니다."),
    )
    reason = long_text(
        lazy("공고한 수나 순위와 다르게 정한 이유"),
        MOST_REASON,
        Optional(),
        description=lazy("공고한 수보다 적게 정하거나 순위와 다르게 정할 때만 적습니다. 그대로 공개합니다."),
    )
    ideas: Sequence[RankedIdea] = ()

    @property
    def places(self) -> list[tuple[RankedIdea, Any]]:
        """Each idea with its field."""
        return [(idea, self[f"tier_{place}"]) for place, idea in enumerate(self.ideas, 1)]

    def command(self, challenge_key: str) -> Nominations:
        """What the service takes: ideas without a tier are left out."""
        chosen = tuple((idea.idea_key, int(field.data)) for idea, field in self.places if field.data)
        return Nominations(challenge_key, chosen, self.summary.data or "", self.reason.data or "")


def nomination_form(ideas: Sequence[RankedIdea], tiers: Sequence[TierView]) -> NominationForm:
    """The form of a ranking, with the announced prizes given to the first in rank."""
    choices = [
        (str(tier.id), _("%(tier)s (%(quota)s건)", tier=tier.title, quota=tier.quota)) for tier in tiers
    ]
    seats = [str(tier.id) for tier in tiers for _seat in range(tier.quota)]
    fields: dict[str, Any] = {
        f"tier_{place}": SelectField(
            idea.title,
            choices=select_choices(choices, empty=lazy("선정하지 않음")),
            default=seats[place - 1] if place <= len(seats) else "",
            validators=[Optional()],
        )
        for place, idea in enumerate(ideas, 1)
    }
    form: NominationForm = type("RankingForm", (NominationForm,), fields)()
    form.ideas = ideas
    return form


class DecisionForm(Form):
    """The draft of a decision. `summary_<key>` and `plan_<key>` come with the finalists, see below."""

    version = StringField(widget=HiddenInput())
    finalists: Sequence[AwardRow] = ()
    challenge_key: str = ""

    @property
    def parts(self) -> list[tuple[AwardRow, Any, Any]]:
        """Each finalist with its two fields."""
        return [(one, self[f"summary_{one.key}"], self[f"plan_{one.key}"]) for one in self.finalists]

    def command(self) -> DecideAwards:
        """What the service takes."""
        texts = tuple((one.key, summary.data or "", plan.data or "") for one, summary, plan in self.parts)
        return DecideAwards(self.challenge_key, texts, self.version.data or None)


def decision_form(challenge_key: str, finalists: Sequence[AwardRow]) -> DecisionForm:
    """The form of the finalists that stand, filled with the draft."""
    fields: dict[str, Any] = {}
    for one in finalists:
        fields[f"summary_{one.key}"] = long_text(
            lazy("심사평"),
            description=lazy("왜 뽑았는지 적습니다. 결과와 함께 공개합니다."),
            default=one.judging_summary,
        )
        fields[f"plan_{one.key}"] = long_text(
            lazy("활용계획"),
            description=lazy("어느 부서가 언제까지 무엇을 할지 적습니다. 결과와 함께 공개합니다."),
            default=one.use_plan,
        )
    form: DecisionForm = type("FinalistsForm", (DecisionForm,), fields)(version=version_of_drafts(finalists))
    form.finalists, form.challenge_key = finalists, challenge_key
    return form


class CheckForm(Form):
    """The act after the check page. `seen` names the drafts that were shown, so that no other is decided."""

    seen = StringField(widget=HiddenInput())

    def command(self, challenge_key: str, page: DecisionPage) -> DecideAwards:
        """The drafts as the decision takes them. StaleVersion when they changed after the page was opened."""
        if self.seen.data != page.digest:
            raise StaleVersion(_("그사이 결정안이 바뀌었습니다. 새 내용을 확인한 뒤 다시 결정해 주십시오."))
        texts = tuple((one.key, one.judging_summary, one.use_plan) for one in page.awards)
        return DecideAwards(challenge_key, texts)


__all__ = [
    "CheckForm",
    "DecisionForm",
    "NominationForm",
    "ObjectionForm",
    "ReasonForm",
    "RecordForm",
    "RulingForm",
    "decision_form",
    "nomination_form",
]
