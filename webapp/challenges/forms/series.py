"""The form that copies a contest for another year."""

from __future__ import annotations

from wtforms import RadioField

from webapp.challenges.forms.fields import line, number, whole
from webapp.challenges.models.series import MOST_DAYS, YEAR_OF_WEEKS
from webapp.challenges.services.series import CopyContest
from webapp.core.i18n import lazy
from webapp.web.forms import Form, select_choices

YEAR, DAYS = "year", "days"


class CopyForm(Form):
    """Name and address of the new contest, and how far its dates move."""

    title = line(lazy("새 공모의 이름"), 150, is_required=True)
    slug = line(
        lazy("새 공모의 주소"),
        80,
        is_required=True,
        hint=lazy("영어 소문자와 숫자, 붙임표로 적습니다. 예: safe-crossing-2027"),
    )
    shift = RadioField(
        lazy("일정을 어떻게 옮길까요?"),
        choices=select_choices(
            [(YEAR, lazy("1년 뒤 같은 요일로(52주 뒤)")), (DAYS, lazy("날수를 직접 정하기"))]
        ),
        default=YEAR,
    )
    days = whole(lazy("옮길 날수"), 1, MOST_DAYS, hint=lazy("직접 정할 때만 적습니다."), unit=lazy("일 뒤로"))

    @property
    def moved_days(self) -> int:
        """By how many days everything moves."""
        return YEAR_OF_WEEKS if self.shift.data != DAYS else number(self.days) or 0

    def command(self, source: str) -> CopyContest:
        """What was asked."""
        return CopyContest(source, self.slug.data, self.title.data, self.moved_days)
