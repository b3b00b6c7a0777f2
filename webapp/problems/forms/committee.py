"""A committee's batch as an official writes it, and the rules by which a call chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from webapp.core.i18n import format_won, lazy
from webapp.problems.enums import DeclineReason, Outcome
from webapp.problems.forms.fields import HiddenNumber, counted
from webapp.problems.queries import BatchRow, CommitteePage, Grade, RulesOfChoice
from webapp.problems.services import PlanDecision, PlannedItem, SetSelectionRules
from webapp.problems.services.committee import TITLE_MAX
from webapp.problems.services.loading import REASON_MAX
from webapp.web.forms import Characters, Form, Required, many_lines, one_line, select_choices


class RulesForm(Form):
    """How a call chooses."""

    version = HiddenNumber(default=0)
    reviews_wanted = IntegerField(
        lazy("문제마다 받을 검토"),
        [
            InputRequired(lazy("문제마다 받을 검토의 수를 적어 주십시오.")),
            NumberRange(1, 20, message=lazy("1부터 %(most)s까지의 수를 적어 주십시오.", most=20)),
        ],
        render_kw={"inputmode": "numeric", "data-unit": lazy("건")},
        description=lazy("이보다 적게 검토한 문제는 결과표에 모자란다고 나옵니다."),
    )
    grades = TextAreaField(
        lazy("등급과 상금 상한"),
        [Required(lazy("등급과 상금 상한을 적어 주십시오."))],
        filters=[many_lines],
        render_kw={"rows": 4},
        description=lazy("한 줄에 하나씩 등급과 상한을 적습니다. 예: A 5,000만 원"),
    )

    @classmethod
    def of(cls, rules: RulesOfChoice) -> RulesForm:
        """The form with the rules that hold now."""
        lines = [f"{one.grade} {format_won(one.cap_won)}" for one in rules.grades]
        return cls(version=rules.version, reviews_wanted=rules.reviews_wanted, grades="\n".join(lines))

    def command(self) -> SetSelectionRules:
        """The rules as their service takes them."""
        lines = (self.grades.data or "").split("\n")
        return SetSelectionRules(self.reviews_wanted.data or 0, lines, self.version.data or 0)


class ConfirmForm(Form):
    """The one act: which version of the batch was on the check page."""

    version = HiddenNumber(default=0)


class BatchForm(Form):
    """A meeting; the fields for each problem are made for the call at hand."""

    version = HiddenNumber(default=0)
    title = StringField(
        lazy("회의 이름"),
        [Required(lazy("회의 이름을 적어 주십시오.")), Characters(TITLE_MAX)],
        filters=[one_line],
        render_kw=counted(TITLE_MAX),
        description=lazy("예: 2020년 제1차 운영위원회"),
    )
    held_on = DateField(
        lazy("회의한 날"),
        [InputRequired(lazy("회의한 날을 2020-04-20처럼 적어 주십시오."))],
    )
    members = TextAreaField(
        lazy("참석한 위원"),
        filters=[many_lines],
        render_kw={"rows": 5},
        description=lazy("한 줄에 한 사람씩 소속과 이름을 적습니다. 확정하려면 있어야 합니다."),
    )
    minutes = TextAreaField(
        lazy("의결 내용"),
        [Characters(REASON_MAX)],
        filters=[many_lines],
        render_kw=counted(REASON_MAX, rows=5),
        description=lazy(
            "무엇을 보고 어떻게 정했는지 적습니다. 사유를 따로 적지 않은 문제의 공개 사유가 됩니다."
        ),
    )

    def rows_to_plan(self, keys: Sequence[str]) -> list[PlannedItem]:
        """What was chosen for these problems; those without a decision are no part of the batch."""
        items = []
        for key in keys:
            outcome = self[f"outcome-{key}"].data
            if not outcome:
                continue
            code = self[f"code-{key}"].data
            items.append(
                PlannedItem(
                    key,
                    Outcome(outcome),
                    self[f"grade-{key}"].data or "",
                    DeclineReason(code) if code else None,
                    self[f"reason-{key}"].data or "",
                )
            )
        return items

    def command(self, rows: Sequence[BatchRow]) -> PlanDecision:
        """The batch as its service takes it."""
        return PlanDecision(
            title=self.title.data or "",
            held_on=self.held_on.data,  # type: ignore[arg-type]  # the validator asks for it
            members=(self.members.data or "").split("\n"),
            minutes=self.minutes.data or "",
            items=self.rows_to_plan([row.key for row in rows]),
            version=self.version.data or 0,
        )


def batch_form(
    rows: Sequence[BatchRow], grades: Sequence[Grade], page: CommitteePage | None = None
) -> BatchForm:
    """The form of a batch with one part for each problem that can be decided."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for row in rows:
        fields |= _part(row.key, grades)
        values |= {
            f"outcome-{row.key}": row.outcome.value if row.outcome else "",
            f"grade-{row.key}": row.grade or "",
            f"code-{row.key}": row.decline_reason.value if row.decline_reason else "",
            f"reason-{row.key}": row.reason,
        }
    if page is not None:
        decision = page.decision
        values |= {
            "version": decision.version,
            "title": decision.title,
            "held_on": decision.held_on,
            "members": "\n".join(decision.members),
            "minutes": decision.minutes,
        }
    made: BatchForm = type("BatchFormOfCall", (BatchForm,), fields)(data=values)
    return made


def _part(key: str, grades: Sequence[Grade]) -> dict[str, Any]:
    caps = [(one.grade, f"{one.grade} ({format_won(one.cap_won)})") for one in grades]
    return {
        f"outcome-{key}": SelectField(
            lazy("결정"), choices=select_choices(Outcome, empty=lazy("이번에 정하지 않음")), default=""
        ),
        f"grade-{key}": SelectField(
            lazy("등급(선정할 때)"), choices=select_choices(caps, empty=lazy("고르지 않음")), default=""
        ),
        f"code-{key}": SelectField(
            lazy("사유의 갈래(선정하지 않을 때)"),
            choices=select_choices(DeclineReason, empty=lazy("고르지 않음")),
            default="",
        ),
        f"reason-{key}": TextAreaField(
            lazy("사유"), [Characters(REASON_MAX)], filters=[many_lines], render_kw={"rows": 2}
        ),
    }
