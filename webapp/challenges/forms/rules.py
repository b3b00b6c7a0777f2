"""Forms of a challenge's rules: prizes, criteria, the entry form, receipts and decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from wtforms import SelectField

from webapp.challenges.enums import Grade, IdeaPublicity, RuleKey, StageCondition, TieBreak
from webapp.challenges.forms.fields import (
    Row,
    SectionForm,
    area,
    begin_rows,
    line,
    lines_in,
    number,
    read_rows,
    rows_of,
    show_rule,
    sum_of,
    whole,
    won,
)
from webapp.challenges.models import (
    Criteria,
    CriterionEntry,
    Prizes,
    Rules,
    StageEntry,
    TierEntry,
)
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.i18n import lazy
from webapp.web.forms import select_choices

NONE = lazy("없음")
SPARE = lazy("빈 줄은 저장하지 않고, 저장하면 새 줄이 더 생깁니다.")
SUM_AND_SPARE = lazy("배점의 합은 100점이어야 합니다. 빈 줄은 저장하지 않고, 저장하면 새 줄이 더 생깁니다.")


class TierRow(Row):
    """A rank of prizes."""

    main: ClassVar[tuple[str, ...]] = ("title", "title_en", "honour", "amount_won")
    title = line(lazy("시상 이름"), 60, is_required=True)
    title_en = line(lazy("시상 이름(영어)"), 80)
    honour = line(lazy("훈격"), 80, hint=lazy("예: 장관상"))
    amount_won = won(lazy("한 명(팀)의 상금"), hint=lazy("상금이 없으면 0으로 적습니다."), is_required=True)
    more_honours = area(
        lazy("그 밖의 훈격"), 400, hint=lazy("여럿이면 한 줄에 하나씩 적습니다. 예: 기관장상"), rows=2
    )
    gift = line(lazy("부상"), 150, hint=lazy("상금 말고 주는 것이 있으면 적습니다."))
    quota = whole(lazy("몇 명(팀)"), 1, 1000, hint=lazy("비워 두면 한 명(팀)입니다."), unit=lazy("명(팀)"))


#: Ranks that a list of prizes can begin with: title in Korean and in English.
PRESETS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "grand": (
        ("대상", "Grand prize"),
        ("최우수상", "First prize"),
        ("우수상", "Second prize"),
        ("장려상", "Encouragement prize"),
        ("입선", "Honourable mention"),
    ),
    "medals": (
        ("금상", "Gold"),
        ("은상", "Silver"),
        ("동상", "Bronze"),
        ("장려상", "Encouragement prize"),
    ),
}


def with_preset(section: Prizes, name: str) -> Prizes:
    """Prizes with the ranks of a preset when none are there yet; as they are for any other name."""
    if section.prizes or name not in PRESETS:
        return section
    tiers = (TierEntry(title=title, title_en=english, amount_won=0) for title, english in PRESETS[name])
    return replace(section, prizes=tuple(tiers))


class PrizesForm(SectionForm):
    """Grade, ranks of prizes, and the parts in which each is paid."""

    aliases: ClassVar[dict[str, str]] = {"prizes": "rows", "stages": "on_award"}
    grade = SelectField(
        lazy("과제 등급"),
        choices=select_choices(Grade, empty=NONE),
        description=lazy("등급을 정하면 가장 큰 상금이 그 등급의 한도를 넘을 수 없습니다."),
    )
    on_award = whole(
        lazy("수상 결정 때 주는 비율"),
        0,
        100,
        hint=lazy("세 비율을 더하면 100이 되어야 합니다. 주지 않는 단계는 비워 둡니다."),
        unit="%",
    )
    on_matured = whole(lazy("숙성 결과 승인 때 주는 비율"), 0, 100, unit="%")
    on_adopted = whole(lazy("정책 채택 때 주는 비율"), 0, 100, unit="%")
    raffle = line(
        lazy("응모자 경품"), 300, hint=lazy("추첨하여 주는 것이 있으면 무엇을 몇 명에게 주는지 적습니다.")
    )
    raffle_basis = line(
        lazy("경품의 근거"),
        200,
        hint=lazy("지방자치단체는 조례의 조문을 적어야 합니다. (공직선거법 제112조)"),
    )
    rows = rows_of(TierRow, lazy("시상"), SPARE)

    @classmethod
    def begin(cls, section: Prizes, version: int, _choices: SectionChoices) -> PrizesForm:
        """The form with what is stored."""
        rows = begin_rows(
            {
                "title": one.title,
                "title_en": one.title_en,
                "honour": one.honour,
                "more_honours": "\n".join(one.more_honours),
                "gift": one.gift,
                "amount_won": f"{one.amount_won:,}",
                "quota": str(one.quota),
            }
            for one in section.prizes
        )
        percents = {one.condition.value: str(one.percent) for one in section.stages}
        grade = section.grade.value if section.grade else ""
        raffle = {"raffle": section.raffle, "raffle_basis": section.raffle_basis}
        return cls(data={"version": version, "grade": grade, "rows": rows, **raffle, **percents})

    def section(self) -> Prizes:
        """What was written."""
        percents = {condition: number(self[condition.value]) or 0 for condition in StageCondition}
        return Prizes(
            grade=Grade(self.grade.data) if self.grade.data else None,
            prizes=read_rows(self.rows, _tier, field="prizes"),
            stages=tuple(
                StageEntry(condition=condition, percent=percent)
                for condition, percent in percents.items()
                if percent
            ),
            raffle=self.raffle.data,
            raffle_basis=self.raffle_basis.data,
        )


def _tier(row: Any) -> TierEntry:
    return TierEntry(
        title=row.title.data,
        title_en=row.title_en.data,
        honour=row.honour.data,
        amount_won=sum_of(row.amount_won.data, field="amount_won") or 0,
        quota=number(row.quota) or 1,
        more_honours=lines_in(row.more_honours.data),
        gift=row.gift.data,
    )


class CriterionRow(Row):
    """A judging criterion."""

    main: ClassVar[tuple[str, ...]] = ("title", "title_en", "description", "weight")
    title = line(lazy("심사 기준"), 80, is_required=True)
    title_en = line(lazy("심사 기준(영어)"), 120)
    weight = whole(lazy("배점"), 1, 100, is_required=True, unit=lazy("점"))
    description = area(lazy("설명"), 500, rows=2)


class CriteriaForm(SectionForm):
    """How entries are judged."""

    aliases: ClassVar[dict[str, str]] = {"criteria": "rows"}
    rows = rows_of(
        CriterionRow,
        lazy("심사 기준"),
        SUM_AND_SPARE,
    )

    @classmethod
    def begin(cls, section: Criteria, version: int, _choices: SectionChoices) -> CriteriaForm:
        """The form with what is stored."""
        rows = begin_rows(
            {
                "title": one.title,
                "title_en": one.title_en,
                "description": one.description,
                "weight": str(one.weight),
            }
            for one in section.criteria
        )
        return cls(data={"version": version, "rows": rows})

    def section(self) -> Criteria:
        """What was written."""
        return Criteria(
            criteria=read_rows(
                self.rows,
                lambda row: CriterionEntry(
                    title=row.title.data,
                    title_en=row.title_en.data,
                    description=row.description.data,
                    weight=number(row.weight) or 0,
                ),
                field="criteria",
            )
        )


class RulesForm(SectionForm):
    """Receipt numbers, limits, publicity, and how scores become a decision."""

    aliases: ClassVar[dict[str, str]] = {"tie_breaks": "tie_break_1"}
    receipt_pattern = line(
        lazy("접수번호 형식"),
        80,
        is_required=True,
        hint=lazy("예: 도전한국 {year}-{challenge:03}-{sequence:05} → 도전한국 2026-001-00001"),
    )
    entries_per_person = whole(
        lazy("한 사람(팀)이 낼 수 있는 건수"),
        1,
        1000,
        hint=lazy("제한하지 않으면 비워 둡니다."),
        unit=lazy("건"),
    )
    publicity = SelectField(lazy("아이디어 공개"), choices=select_choices(IdeaPublicity))
    trim_from_sheets = whole(
        lazy("최고·최저 점수를 빼기 시작하는 심사표 수"),
        0,
        100,
        is_required=True,
        hint=lazy("빼지 않으려면 0으로 적습니다."),
        unit=lazy("장"),
    )
    score_decimals = whole(lazy("평균의 소수점 아래 자리"), 0, 4, is_required=True, unit=lazy("자리"))
    tie_break_1 = SelectField(lazy("동점일 때 첫째 기준"), choices=select_choices(TieBreak))
    tie_break_2 = SelectField(lazy("동점일 때 둘째 기준"), choices=select_choices(TieBreak, empty=NONE))
    tie_break_3 = SelectField(lazy("동점일 때 셋째 기준"), choices=select_choices(TieBreak, empty=NONE))
    verification_days = whole(lazy("공개검증 기간"), 0, 365, is_required=True, unit=lazy("일"))

    @classmethod
    def begin(cls, section: Rules, version: int, choices: SectionChoices) -> RulesForm:
        """The form with what is stored."""
        ties = {f"tie_break_{place}": one.value for place, one in enumerate(section.tie_breaks, 1)}
        form = cls(
            data={
                "version": version,
                "receipt_pattern": section.receipt_pattern,
                "entries_per_person": str(section.entries_per_person or ""),
                "publicity": section.publicity.value,
                "trim_from_sheets": str(section.trim_from_sheets),
                "score_decimals": str(section.score_decimals),
                "verification_days": str(section.verification_days),
                **ties,
            }
        )
        for key in (RuleKey.TRIM_FROM_SHEETS, RuleKey.VERIFICATION_DAYS):
            show_rule(form[key.value], choices.profile, key)
        return form

    def section(self) -> Rules:
        """What was written."""
        ties = (self.tie_break_1.data, self.tie_break_2.data, self.tie_break_3.data)
        return Rules(
            receipt_pattern=self.receipt_pattern.data,
            entries_per_person=number(self.entries_per_person),
            publicity=IdeaPublicity(self.publicity.data),
            trim_from_sheets=number(self.trim_from_sheets) or 0,
            score_decimals=number(self.score_decimals) or 0,
            tie_breaks=tuple(TieBreak(one) for one in ties if one),
            verification_days=number(self.verification_days) or 0,
        )
