"""The form of a judging plan: rounds, bonus points, pass mark, citizens' share, what is published."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import BooleanField, SelectField

from webapp.challenges.enums import Published, RoundKind, VerificationMethod
from webapp.challenges.forms.entering import CheckboxGroupField
from webapp.challenges.forms.fields import (
    Row,
    SectionForm,
    begin_rows,
    line,
    number,
    read_rows,
    rows_of,
    whole,
)
from webapp.challenges.models import BonusEntry, JudgingPlan, RoundEntry
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.i18n import lazy
from webapp.web.forms import select_choices

NONE = lazy("고르십시오")
SPARE = lazy("빈 줄은 저장하지 않고, 저장하면 새 줄이 더 생깁니다.")


class RoundRow(Row):
    """A round that is planned."""

    main: ClassVar[tuple[str, ...]] = ("kind", "title", "passes")
    kind = SelectField(lazy("심사 방식"), choices=select_choices(RoundKind, empty=NONE))
    title = line(lazy("단계 이름"), 80, hint=lazy("예: 예선, 본선"))
    passes = whole(
        lazy("다음 단계로 올라가는 건수"), 1, 10_000, hint=lazy("정하지 않으면 비워 둡니다."), unit=lazy("건")
    )


class BonusRow(Row):
    """What gives points beyond the criteria."""

    main: ClassVar[tuple[str, ...]] = ("title", "points", "evidence")
    title = line(lazy("가점을 주는 경우"), 150, is_required=True)
    points = whole(lazy("가점"), 1, 30, is_required=True, unit=lazy("점"))
    evidence = line(lazy("확인할 자료"), 300)


class PlanForm(SectionForm):
    """How judging is planned and what of it is published."""

    pass_mark = whole(
        lazy("통과 점수"),
        1,
        100,
        hint=lazy("이 점수에 이르지 못하면 수상 후보가 될 수 없습니다. 정하지 않으면 비워 둡니다."),
        unit=lazy("점"),
    )
    citizen_percent = whole(lazy("국민 심사의 비율"), 0, 50, hint=lazy("없으면 비워 둡니다."), unit="%")
    bonus_cap = whole(lazy("가점을 모두 합친 한도"), 1, 30, unit=lazy("점"))
    verification_method = SelectField(
        lazy("수상후보작의 검증 방법"), choices=select_choices(VerificationMethod)
    )
    no_winner_allowed = BooleanField(lazy("기준에 이른 아이디어가 없으면 수상작을 정하지 않을 수 있습니다."))
    published = CheckboxGroupField(lazy("결과와 함께 공개할 것"), choices=select_choices(Published))
    rounds = rows_of(RoundRow, lazy("심사 단계"), SPARE)
    bonuses = rows_of(BonusRow, lazy("가점"), SPARE)

    @classmethod
    def begin(cls, section: JudgingPlan, version: int, _choices: SectionChoices) -> PlanForm:
        """The form with what is stored."""
        return cls(
            data={
                "version": version,
                "pass_mark": str(section.pass_mark or ""),
                "citizen_percent": str(section.citizen_percent or ""),
                "bonus_cap": str(section.bonus_cap or ""),
                "verification_method": section.verification_method.value,
                "no_winner_allowed": section.no_winner_allowed,
                "published": [one.value for one in section.published],
                "rounds": begin_rows(
                    {"kind": one.kind.value, "title": one.title, "passes": str(one.passes or "")}
                    for one in section.rounds
                ),
                "bonuses": begin_rows(
                    {"title": one.title, "points": str(one.points), "evidence": one.evidence}
                    for one in section.bonuses
                ),
            }
        )

    def section(self) -> JudgingPlan:
        """What was written."""
        return JudgingPlan(
            rounds=read_rows(self.rounds, _round, field="rounds"),
            bonuses=read_rows(self.bonuses, _bonus, field="bonuses"),
            bonus_cap=number(self.bonus_cap),
            pass_mark=number(self.pass_mark),
            citizen_percent=number(self.citizen_percent) or 0,
            no_winner_allowed=self.no_winner_allowed.data,
            verification_method=VerificationMethod(self.verification_method.data),
            published=tuple(Published(one) for one in self.published.data or ()),
        )


def _round(row: Any) -> RoundEntry:
    kind = RoundKind(row.kind.data) if row.kind.data else RoundKind.DOCUMENTS
    return RoundEntry(kind=kind, title=row.title.data, passes=number(row.passes))


def _bonus(row: Any) -> BonusEntry:
    return BonusEntry(title=row.title.data, points=number(row.points) or 0, evidence=row.evidence.data)
