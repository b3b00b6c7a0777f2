"""Differences between two sets of rules as people read them: a label, what was, what is.

Owns the words for every value of a design. Must not decide what may differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from webapp.challenges.enums import ContestSection
from webapp.challenges.models.design import FrozenRules
from webapp.challenges.models.differences import Difference, differences
from webapp.challenges.models.shape import Kind, slots_of
from webapp.core.i18n import LazyText, format_date, format_datetime, format_deadline, format_money, lazy
from webapp.core.i18n import gettext as _
from webapp.core.labels import LabelledEnum
from webapp.core.text import Piece, compared

#: What stands beside a value. A field without a label of its own is named by its section.
LABELS: Final[Mapping[str, LazyText]] = {
    "basics.title": lazy("공모 이름"),
    "basics.title_en": lazy("공모 이름(영어)"),
    "basics.purpose": lazy("목적"),
    "basics.purpose_en": lazy("목적(영어)"),
    "basics.department": lazy("담당 부서"),
    "basics.contact": lazy("문의할 곳"),
    "conditions.profile": lazy("운영 규정"),
    "conditions.legal_basis": lazy("시상 근거"),
    "conditions.eligibility": lazy("응모 자격"),
    "conditions.staff_rule": lazy("소관 부처 직원에 관한 규칙"),
    "conditions.misconduct_rule": lazy("부정행위"),
    "conditions.rights_rule": lazy("권리"),
    "conditions.revocation_rule": lazy("수상 취소와 반환"),
    "conditions.supporters": lazy("후속 지원 기관"),
    "calendar.milestones": lazy("전체 일정"),
    "brief.title": lazy("과제 이름"),
    "brief.title_en": lazy("과제 이름(영어)"),
    "brief.summary": lazy("한두 문장 요약"),
    "brief.summary_en": lazy("한두 문장 요약(영어)"),
    "brief.field": lazy("분야"),
    "brief.background": lazy("배경"),
    "brief.goal": lazy("목표"),
    "brief.exclusions": lazy("받지 않는 아이디어"),
    "brief.department": lazy("소관 부서"),
    "schedule.opens_at": lazy("접수 시작"),
    "schedule.closes_at": lazy("접수 마감"),
    "schedule.result_on": lazy("결과 발표 예정일"),
    "schedule.grace_minutes": lazy("마감 뒤 유예(분)"),
    "prizes.grade": lazy("과제 등급"),
    "prizes.prizes": lazy("시상 내용"),
    "prizes.stages": lazy("나누어 주는 비율"),
    "criteria.criteria": lazy("심사 기준"),
    "criteria.criteria.weight": lazy("배점"),
    "form.fields": lazy("응모서 항목"),
    "rules.receipt_pattern": lazy("접수번호 형식"),
    "rules.entries_per_person": lazy("한 사람(팀)이 낼 수 있는 건수"),
    "rules.publicity": lazy("아이디어 공개"),
    "rules.trim_from_sheets": lazy("최고·최저 점수를 빼기 시작하는 심사표 수"),
    "rules.score_decimals": lazy("평균의 소수점 아래 자리"),
    "rules.tie_breaks": lazy("동점일 때의 기준"),
    "rules.verification_days": lazy("공개검증 기간"),
    "entrants.applicant_kinds": lazy("누가 응모할 수 있습니까?"),
    "entrants.age_from": lazy("나이의 시작(만 나이)"),
    "entrants.age_to": lazy("나이의 끝(만 나이)"),
    "entrants.regions": lazy("응모할 수 있는 지역"),
    "entrants.staff": lazy("주최 기관 직원"),
    "prizes.raffle": lazy("응모자 경품"),
    "prizes.raffle_basis": lazy("경품의 근거"),
    "plan.rounds": lazy("심사 단계"),
    "plan.bonuses": lazy("가점"),
    "plan.bonus_cap": lazy("가점을 모두 합친 한도"),
    "plan.pass_mark": lazy("통과 점수"),
    "plan.citizen_percent": lazy("국민 심사의 비율"),
    "plan.no_winner_allowed": lazy("수상작을 정하지 않을 수 있는지"),
    "plan.verification_method": lazy("수상후보작의 검증 방법"),
    "plan.published": lazy("결과와 함께 공개할 것"),
    "terms.consents": lazy("따로 받는 동의"),
    "terms.licence_asked": lazy("수상자에게 이용 허락을 받습니다."),
    "terms.licence_exclusive": lazy("독점으로 이용합니다."),
    "terms.licence_years": lazy("이용 기간"),
    "terms.licence_scope": lazy("이용 범위와 방법"),
    "terms.improvement": lazy("아이디어를 개선하거나 발전시킬 때"),
    "terms.retention": lazy("개인정보와 응모서의 보관"),
}
#: The end of a period: exclusive, so that midnight reads as 24:00.
ENDS: Final = frozenset({"closes_at"})


@dataclass(frozen=True, slots=True)
class ReadableDifference:
    """One value as it was and as it is, in pieces with what differs marked."""

    section: ContestSection
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def readable_differences(before: FrozenRules, after: FrozenRules) -> tuple[ReadableDifference, ...]:
    """Everything that differs, in words and in the reader's language."""
    return tuple(_readable(one) for one in differences(before, after))


def _readable(one: Difference) -> ReadableDifference:
    name = one.part or one.field
    before, after = shown(one.kind, one.before, name), shown(one.kind, one.after, name)
    if isinstance(one.before, str | tuple) and isinstance(one.after, str | tuple):
        pieces = compared(before, after)
    else:
        pieces = ((Piece(before, is_changed=True),), (Piece(after, is_changed=True),))
    return ReadableDifference(one.section, label_of(one), *pieces)


def label_of(one: Difference) -> str:
    """What stands beside the value: the field's own words, with the number of its row."""
    base = LABELS.get(f"{one.section.value}.{one.field}", one.section.lazy_label)
    if one.place is None:
        return str(base)
    part = LABELS.get(one.path)
    row = _("%(label)s %(number)s번째", label=str(base), number=one.place + 1)
    return f"{row} {part}" if part else row


def shown(kind: Kind, value: Any, name: str = "") -> str:
    """A value of a design as a page tells it; lists have a line for each."""
    if isinstance(value, tuple):
        return "\n".join(shown(kind, one, name) for one in value) or _("없음")
    if value is None or value == "":
        return _("없음")
    if kind.is_record:
        parts = (
            shown(slot.kind, getattr(value, slot.name), slot.name)
            for slot in slots_of(type(value))
            if getattr(value, slot.name) not in {None, ""} and not slot.name.endswith("_en")
        )
        return " · ".join(parts)
    return _scalar(kind, value, name)


def _scalar(kind: Kind, value: Any, name: str) -> str:
    if isinstance(value, bool):
        return _("예") if value else _("아니요")
    if isinstance(value, LabelledEnum):
        return value.label
    if isinstance(value, datetime):
        return format_deadline(value) if name in ENDS else format_datetime(value)
    if isinstance(value, date):
        return format_date(value, weekday=True)
    if kind.is_won:
        return format_money(value)
    return str(value)
