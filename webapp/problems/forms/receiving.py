"""Posting for somebody who came or called, and for a ministry: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, RadioField, SelectField, StringField

from webapp.core.i18n import lazy, localized
from webapp.problems.enums import ConsentForm, ProblemSource, ReceivedAs
from webapp.problems.forms.content import ContentForm
from webapp.problems.forms.fields import NeededToPost
from webapp.problems.queries import CallCard
from webapp.problems.services import ReceiveProblem
from webapp.problems.services.receiving import BEHALF_MAX, NAME_MAX
from webapp.web.forms import Characters, DayField, Required, one_line, select_choices

WAYS = select_choices([(one.value, one.lazy_label) for one in ReceivedAs if one is not ReceivedAs.WEB])


class ReceptionForm(ContentForm):
    """What an official types for others: into which call, and by which way it came."""

    call = SelectField(lazy("과제 공모"), [Required(lazy("과제 공모를 골라 주십시오."))], coerce=int)
    channel: RadioField

    @classmethod
    def among(cls, calls: Sequence[CallCard]) -> Self:
        """The form with the calls that take problems now."""
        form = cls(call=calls[0].id if len(calls) == 1 else None)
        form.call.choices = [(one.id, localized(one.title, one.title_en)) for one in calls]
        return form

    def command(self) -> ReceiveProblem:
        """What was typed."""
        return ReceiveProblem(
            **self.content(),
            **self.reception(),
            call_id=self.call.data,
            channel=ReceivedAs(self.channel.data),
        )

    def reception(self) -> dict[str, Any]:
        """For whom, and how they agreed."""
        return {}


class DemandForm(ReceptionForm):
    """What a ministry wants solved (부처 수요조사)."""

    channel = RadioField(lazy("들어온 길"), choices=WAYS, default=ReceivedAs.DOCUMENT.value)
    on_behalf_of = StringField(
        lazy("어느 부처·기관의 수요입니까?"),
        [Required(lazy("부처나 기관의 이름을 적어 주십시오.")), Characters(BEHALF_MAX)],
        filters=[one_line],
    )

    def reception(self) -> dict[str, Any]:
        """The ministry; its officials need no consent to speak for it."""
        return {"source": ProblemSource.OFFICIAL, "on_behalf_of": self.on_behalf_of.data}


class ReceiveForm(ReceptionForm):
    """What somebody said or wrote (대리접수), with their consent."""

    channel = RadioField(
        lazy("들어온 길"),
        [Required(lazy("어떤 길로 들어왔는지 골라 주십시오."))],
        choices=[one for one in WAYS if one.value != ReceivedAs.DOCUMENT],
    )
    person_name = StringField(
        lazy("이름"),
        [Required(lazy("누구의 문제인지 이름을 적어 주십시오.")), Characters(NAME_MAX)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    person_email = StringField(
        lazy("전자우편 주소"),
        [Characters(254)],
        filters=[one_line],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    consent_form = RadioField(
        lazy("동의를 받은 방법"),
        [Required(lazy("어떻게 동의를 받았는지 골라 주십시오."))],
        choices=select_choices(ConsentForm),
    )
    consented_on = DayField(lazy("동의를 받은 날"), [NeededToPost()], render_kw={"size": 10})
    has_agreed = BooleanField(
        lazy("위 내용을 본인에게 알리고 동의를 받았습니다."),
        [Required(lazy("본인의 동의를 받은 뒤 접수할 수 있습니다."))],
    )

    def reception(self) -> dict[str, Any]:
        """The person, and the record of the consent."""
        return {
            "source": ProblemSource.CITIZEN,
            "person_name": self.person_name.data,
            "person_email": self.person_email.data,
            "consent_form": ConsentForm(self.consent_form.data),
            "consented_on": self.consented_on.data,
            "has_agreed": self.has_agreed.data,
        }
