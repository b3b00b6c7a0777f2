"""Forms of a programme: making one, and its four sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from wtforms import SelectField
from wtforms.validators import Optional

from webapp.challenges.enums import Grade, PolicyProfile, PotKind
from webapp.challenges.forms.fields import (
    DayField,
    NeededDay,
    Row,
    SectionForm,
    area,
    begin_rows,
    line,
    read_rows,
    rows_of,
    sum_of,
    won,
)
from webapp.challenges.models import (
    GradeEntry,
    MilestoneEntry,
    NewProgramme,
    PotEntry,
    ProgrammeBasics,
    ProgrammeCalendar,
    ProgrammeConditions,
    ProgrammeMoney,
    SupporterEntry,
)
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.i18n import lazy
from webapp.web.forms import Form, Required, select_choices

LONG = 10_000
NONE = lazy("없음")


class NewProgrammeForm(Form):
    """Just enough for a programme to exist; everything else has its own page afterwards."""

    agency = SelectField(lazy("주관 기관"), validators=[Required(lazy("주관 기관을 골라 주십시오."))])
    title = line(lazy("공모 이름"), 150, is_required=True)
    slug = line(
        lazy("주소"),
        80,
        is_required=True,
        hint=lazy("누리집 주소에 쓰입니다. 영어 소문자와 숫자, 붙임표로 적습니다. 예: safe-crossing-2026"),
    )
    profile = SelectField(
        lazy("운영 규정"),
        choices=select_choices(PolicyProfile),
        description=lazy("공고 기간, 심사위원 수, 공개검증 기간이 이 규정에서 정해집니다."),
    )

    def offer(self, agencies: Sequence[tuple[str, str]]) -> None:
        """Let the official choose among the agencies for which he or she works."""
        self.agency.choices = select_choices(agencies)

    def command(self) -> NewProgramme:
        """The programme as it begins."""
        return NewProgramme(
            agency=self.agency.data,
            slug=self.slug.data,
            basics=ProgrammeBasics(title=self.title.data),
            conditions=ProgrammeConditions(profile=PolicyProfile(self.profile.data)),
        )


class BasicsForm(SectionForm):
    """What the contest is, what for, and whom to ask."""

    title = line(lazy("공모 이름"), 150, is_required=True)
    title_en = line(lazy("공모 이름(영어)"), 200)
    purpose = area(
        lazy("목적"), LONG, hint=lazy("왜 이 공모를 여는지 국민이 알아듣게 적습니다."), is_announced=True
    )
    purpose_en = area(lazy("목적(영어)"), LONG, rows=3)
    department = SelectField(lazy("담당 부서"), validators=[Optional()])
    contact = line(lazy("문의할 곳"), 150, hint=lazy("부서와 전화번호를 함께 적습니다."), is_announced=True)
    problem_call = SelectField(
        lazy("문제 공모"),
        validators=[Optional()],
        description=lazy("과제를 찾으려고 먼저 연 문제 공모가 있으면 고릅니다."),
    )

    @classmethod
    def begin(cls, section: ProgrammeBasics, version: int, choices: SectionChoices) -> BasicsForm:
        """The form with what is stored."""
        form = cls(
            data={
                "version": version,
                "title": section.title,
                "title_en": section.title_en,
                "purpose": section.purpose,
                "purpose_en": section.purpose_en,
                "department": section.department,
                "contact": section.contact,
                "problem_call": section.problem_call,
            }
        )
        form.department.choices = select_choices([(one, one) for one in choices.departments], empty=NONE)
        form.problem_call.choices = select_choices(choices.problem_calls, empty=NONE)
        return form

    def section(self) -> ProgrammeBasics:
        """What was written."""
        return ProgrammeBasics(
            title=self.title.data,
            title_en=self.title_en.data,
            purpose=self.purpose.data,
            purpose_en=self.purpose_en.data,
            department=self.department.data or "",
            contact=self.contact.data,
            problem_call=self.problem_call.data or "",
        )


class SupporterRow(Row):
    """An institution that supports what grows out of the contest."""

    main: ClassVar[tuple[str, ...]] = ("name", "support")
    name = line(lazy("기관"), 100, is_required=True)
    support = line(lazy("지원 내용"), 200)


class ConditionsForm(SectionForm):
    """Rules of the contest: who may enter, and items 6, 8 and 9 of the notice."""

    aliases: ClassVar[dict[str, str]] = {"supporters": "rows"}
    profile = SelectField(lazy("운영 규정"), choices=select_choices(PolicyProfile))
    legal_basis = line(
        lazy("시상 근거"),
        200,
        hint=lazy(
            "법령이나 조례의 조문을 적습니다. 지방자치단체가 상금이나 경품을 주려면 반드시 있어야 합니다. "
            "(공직선거법 제112조)"
        ),
    )
    eligibility = area(lazy("응모 자격"), LONG, is_announced=True)
    staff_rule = area(lazy("소관 기관 직원에 관한 규칙"), LONG, rows=3)
    misconduct_rule = area(lazy("부정행위와 검증 방법"), LONG, is_announced=True)
    rights_rule = area(lazy("저작권의 귀속과 이용"), LONG, is_announced=True)
    revocation_rule = area(lazy("수상 취소와 반환"), LONG, is_announced=True)
    rows = rows_of(SupporterRow, lazy("후속 지원 기관"), lazy("빈 줄은 저장하지 않습니다."))

    @classmethod
    def begin(cls, section: ProgrammeConditions, version: int, _choices: SectionChoices) -> ConditionsForm:
        """The form with what is stored."""
        rows = begin_rows({"name": one.name, "support": one.support} for one in section.supporters)
        return cls(
            data={
                "version": version,
                "profile": section.profile.value,
                "legal_basis": section.legal_basis,
                "eligibility": section.eligibility,
                "staff_rule": section.staff_rule,
                "misconduct_rule": section.misconduct_rule,
                "rights_rule": section.rights_rule,
                "revocation_rule": section.revocation_rule,
                "rows": rows,
            }
        )

    def section(self) -> ProgrammeConditions:
        """What was written."""
        return ProgrammeConditions(
            profile=PolicyProfile(self.profile.data),
            legal_basis=self.legal_basis.data,
            eligibility=self.eligibility.data,
            staff_rule=self.staff_rule.data,
            misconduct_rule=self.misconduct_rule.data,
            rights_rule=self.rights_rule.data,
            revocation_rule=self.revocation_rule.data,
            supporters=read_rows(
                self.rows,
                lambda row: SupporterEntry(name=row.name.data, support=row.support.data),
                field="supporters",
            ),
        )


class MoneyForm(SectionForm):
    """Pots, and the caps of the grades. What is left empty does not exist."""

    aliases: ClassVar[dict[str, str]] = {"pots": "prize_won", "grades": "cap_a"}
    prize_won = won(lazy("포상금 재원"))
    prize_basis = line(lazy("포상금의 근거"), 200)
    maturing_won = won(lazy("숙성·연구 지원금 재원"))
    maturing_cap_won = won(lazy("과제마다 지원할 수 있는 한도"))
    maturing_basis = line(lazy("숙성·연구 지원금의 근거"), 200)
    cap_a = won(lazy("A급 과제의 상금 한도"), hint=lazy("등급을 나누지 않으면 비워 둡니다."))
    cap_b = won(lazy("B급 과제의 상금 한도"))
    cap_c = won(lazy("C급 과제의 상금 한도"))

    @classmethod
    def begin(cls, section: ProgrammeMoney, version: int, _choices: SectionChoices) -> MoneyForm:
        """The form with what is stored."""
        pots = {one.kind: one for one in section.pots}
        prize, maturing = pots.get(PotKind.PRIZE), pots.get(PotKind.MATURING)
        caps = {f"cap_{one.grade.value.lower()}": f"{one.cap_won:,}" for one in section.grades}
        cap = maturing.cap_per_challenge_won if maturing else None
        return cls(
            data={
                "version": version,
                "prize_won": f"{prize.amount_won:,}" if prize else "",
                "prize_basis": prize.legal_basis if prize else "",
                "maturing_won": f"{maturing.amount_won:,}" if maturing else "",
                "maturing_cap_won": f"{cap:,}" if cap is not None else "",
                "maturing_basis": maturing.legal_basis if maturing else "",
                **caps,
            }
        )

    def section(self) -> ProgrammeMoney:
        """What was written."""
        prize = sum_of(self.prize_won.data, field="prize_won")
        maturing = sum_of(self.maturing_won.data, field="maturing_won")
        pots = []
        if prize is not None:
            pots.append(PotEntry(kind=PotKind.PRIZE, amount_won=prize, legal_basis=self.prize_basis.data))
        if maturing is not None:
            pots.append(
                PotEntry(
                    kind=PotKind.MATURING,
                    amount_won=maturing,
                    cap_per_challenge_won=sum_of(self.maturing_cap_won.data, field="maturing_cap_won"),
                    legal_basis=self.maturing_basis.data,
                )
            )
        caps = {
            Grade.A: sum_of(self.cap_a.data, field="cap_a"),
            Grade.B: sum_of(self.cap_b.data, field="cap_b"),
            Grade.C: sum_of(self.cap_c.data, field="cap_c"),
        }
        grades = (GradeEntry(grade=grade, cap_won=cap) for grade, cap in caps.items() if cap is not None)
        return ProgrammeMoney(grades=tuple(grades), pots=tuple(pots))


class MilestoneRow(Row):
    """A line of the calendar."""

    main: ClassVar[tuple[str, ...]] = ("label", "label_en", "starts_on", "ends_on")
    label = line(lazy("무엇을"), 80, is_required=True)
    label_en = line(lazy("무엇을(영어)"), 120)
    starts_on = DayField(lazy("시작하는 날"), validators=[NeededDay(lazy("시작하는 날을 적어 주십시오."))])
    ends_on = DayField(lazy("끝나는 날"), validators=[NeededDay(lazy("끝나는 날을 적어 주십시오."))])


class CalendarForm(SectionForm):
    """The calendar beyond the entry period, which each challenge has for itself."""

    aliases: ClassVar[dict[str, str]] = {"milestones": "rows"}
    rows = rows_of(
        MilestoneRow,
        lazy("전체 일정"),
        lazy("접수 기간은 과제마다 따로 정합니다. 빈 줄은 저장하지 않고, 저장하면 새 줄이 더 생깁니다."),
    )

    @classmethod
    def begin(cls, section: ProgrammeCalendar, version: int, _choices: SectionChoices) -> CalendarForm:
        """The form with what is stored."""
        rows = begin_rows(
            {
                "label": one.label,
                "label_en": one.label_en,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
            }
            for one in section.milestones
        )
        return cls(data={"version": version, "rows": rows})

    def section(self) -> ProgrammeCalendar:
        """What was written."""
        return ProgrammeCalendar(
            milestones=read_rows(
                self.rows,
                lambda row: MilestoneEntry(
                    label=row.label.data,
                    label_en=row.label_en.data,
                    starts_on=row.starts_on.data,
                    ends_on=row.ends_on.data,
                ),
                field="milestones",
            )
        )
