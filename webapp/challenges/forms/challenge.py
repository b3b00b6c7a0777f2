"""Forms of a challenge: making one, its brief and its schedule."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from wtforms import SelectField
from wtforms.validators import Optional

from webapp.challenges.enums import RuleKey
from webapp.challenges.forms.fields import (
    DayField,
    NeededDay,
    SectionForm,
    area,
    line,
    lines_in,
    number,
    show_rule,
    whole,
)
from webapp.challenges.models import Brief, NewChallenge, Prizes, Schedule
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.calendar import moment_of
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.kst import last_day_before, to_kst
from webapp.problems.enums import ProblemField
from webapp.web.forms import select_choices

NONE = lazy("없음")
MIDNIGHT = lazy("24시간제로 적습니다. 그날 끝까지 받으려면 24:00으로 적습니다.")


class ScheduleForm(SectionForm):
    """When entries are taken, in Korea time; a day ends at 24:00."""

    aliases: ClassVar[dict[str, str]] = {"opens_at": "opens_on", "closes_at": "closes_on"}
    opens_on = DayField(lazy("접수 시작일"), validators=[NeededDay(lazy("접수 시작일을 적어 주십시오."))])
    opens_time = line(lazy("접수 시작 시각"), 5, is_required=True, hint=lazy("09:00처럼 적습니다."))
    closes_on = DayField(lazy("접수 마감일"), validators=[NeededDay(lazy("접수 마감일을 적어 주십시오."))])
    closes_time = line(lazy("접수 마감 시각"), 5, is_required=True, hint=MIDNIGHT)
    grace_minutes = whole(
        lazy("마감 뒤 유예"),
        0,
        60,
        hint=lazy("마감 전에 쓰기 시작한 사람이 마감 뒤에도 낼 수 있는 시간입니다. 공고에 적습니다."),
        unit=lazy("분"),
    )
    result_on = DayField(lazy("결과 발표 예정일"), validators=[Optional()])

    @classmethod
    def begin(cls, section: Schedule, version: int, choices: SectionChoices) -> ScheduleForm:
        """The form with what is stored."""
        closes = to_kst(section.closes_at)
        is_midnight = (closes.hour, closes.minute) == (0, 0)
        form = cls(
            data={
                "version": version,
                "opens_on": to_kst(section.opens_at).date(),
                "opens_time": f"{to_kst(section.opens_at):%H:%M}",
                "closes_on": last_day_before(section.closes_at),
                "closes_time": "24:00" if is_midnight else f"{closes:%H:%M}",
                "grace_minutes": str(section.grace_minutes) if section.grace_minutes else "",
                "result_on": section.result_on,
            }
        )
        show_rule(form["opens_on"], choices.profile, RuleKey.NOTICE_DAYS)
        show_rule(form["result_on"], choices.profile, RuleKey.DECISION_MONTHS)
        return form

    def section(self) -> Schedule:
        """What was written."""
        return Schedule(
            opens_at=moment_in(self.opens_on, self.opens_time),
            closes_at=moment_in(self.closes_on, self.closes_time),
            result_on=self.result_on.data,
            grace_minutes=number(self.grace_minutes) or 0,
        )


def moment_in(day: Any, clock: Any) -> datetime:
    """The moment that a day and a clock time name; RuleBroken on the time when it is none."""
    try:
        return moment_of(day.data, clock.data)
    except ValueError as error:
        message = _("시각은 09:00부터 24:00까지 시와 분으로 적어 주십시오.")
        raise RuleBroken(message, field=clock.name, code="clock") from error


class BriefForm(SectionForm):
    """The task: what is asked, why, and what is not wanted."""

    problem = SelectField(
        lazy("바탕이 된 문제"),
        validators=[Optional()],
        description=lazy("과제로 선정된 문제 가운데 고릅니다. 문제 없이 기관이 정한 과제면 비워 둡니다."),
    )
    title = line(lazy("과제 이름"), 150, is_required=True)
    title_en = line(lazy("과제 이름(영어)"), 200)
    field = SelectField(lazy("분야"), choices=select_choices(ProblemField))
    summary = area(lazy("한두 문장 요약"), 300, rows=2, is_announced=True)
    summary_en = area(lazy("한두 문장 요약(영어)"), 400, rows=2)
    background = area(
        lazy("배경"), 10_000, hint=lazy("지금 어떤 상황이고 왜 풀어야 하는지 적습니다."), is_announced=True
    )
    goal = area(
        lazy("목표"), 10_000, hint=lazy("무엇이 어떻게 달라지면 성공인지 적습니다."), is_announced=True
    )
    exclusions = area(lazy("받지 않는 아이디어"), 10_000, hint=lazy("한 줄에 하나씩 적습니다."), rows=4)
    department = SelectField(lazy("소관 부서"), validators=[Optional()])

    @classmethod
    def begin(cls, section: Brief, version: int, choices: SectionChoices) -> BriefForm:
        """The form with what is stored."""
        form = cls(
            data={
                "version": version,
                "problem": section.problem,
                "title": section.title,
                "title_en": section.title_en,
                "field": section.field.value,
                "summary": section.summary,
                "summary_en": section.summary_en,
                "background": section.background,
                "goal": section.goal,
                "exclusions": "\n".join(section.exclusions),
                "department": section.department,
            }
        )
        form.offer(choices)
        return form

    def offer(self, choices: SectionChoices) -> None:
        """The problems and departments of the agency."""
        self.problem.choices = select_choices(choices.problems, empty=NONE)
        self.department.choices = select_choices([(one, one) for one in choices.departments], empty=NONE)

    def section(self) -> Brief:
        """What was written."""
        return Brief(
            title=self.title.data,
            title_en=self.title_en.data,
            summary=" ".join(self.summary.data.split()),
            summary_en=" ".join(self.summary_en.data.split()),
            field=ProblemField(self.field.data),
            background=self.background.data,
            goal=self.goal.data,
            exclusions=lines_in(self.exclusions.data),
            department=self.department.data or "",
            problem=self.problem.data or "",
        )


class NewChallengeForm(ScheduleForm):
    """Just enough for a challenge to exist: from a problem or free, with its entry period."""

    problem = SelectField(
        lazy("바탕이 된 문제"),
        validators=[Optional()],
        description=lazy(
            "고르면 문제의 제목과 내용, 분야, 정해진 등급을 과제에 옮겨 옵니다. 나중에 고칠 수 있습니다."
        ),
    )
    title = line(lazy("과제 이름"), 150, hint=lazy("문제를 골랐으면 비워 두어도 됩니다."))
    field = SelectField(lazy("분야"), choices=select_choices(ProblemField))

    def offer(self, choices: SectionChoices) -> None:
        """The problems that were selected."""
        self.problem.choices = select_choices(choices.problems, empty=NONE)

    def command(self, programme: str, choices: SectionChoices) -> NewChallenge:
        """The challenge as it begins, with the problem's words when there is one."""
        source = choices.problem(self.problem.data or "")
        title = self.title.data or (source.title if source else "")
        if not title:
            raise RuleBroken(_("과제 이름을 적거나 바탕이 된 문제를 골라 주십시오."), field="title")
        brief = Brief(
            title=title,
            field=source.field if source else ProblemField(self.field.data),
            background=source.situation if source else "",
            goal=source.wished_change if source else "",
            problem=source.key if source else "",
        )
        prizes = Prizes(grade=source.grade if source else None)
        return NewChallenge(programme=programme, brief=brief, schedule=self.section(), prizes=prizes)

    @property
    def parts(self) -> list[Any]:
        """What the task is comes before its dates."""
        first = ("problem", "title", "field")
        fields = super().parts
        return [self[name] for name in first] + [one for one in fields if one.name not in first]
