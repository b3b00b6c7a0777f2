"""The rules inside each section of a contest's design: what may be saved at all.

Pure: reads values, knows no row, actor or clock. What must stand before a notice is in `readiness`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from webapp.challenges.enums import PotKind, RoundKind, RuleKey
from webapp.challenges.models.design import (
    Criteria,
    EntryForm,
    FieldEntry,
    GradeEntry,
    NewProgramme,
    PotEntry,
    Prizes,
    ProgrammeCalendar,
    ProgrammeMoney,
    Rules,
    Schedule,
)
from webapp.challenges.models.receipts import is_receipt_pattern
from webapp.challenges.models.settings import Entrants, EntryTerms, JudgingPlan, Standards
from webapp.challenges.models.shape import Kind, slots_of
from webapp.challenges.policies.questions import FIELD_NAME, question_faults
from webapp.core.calendar import end_of_day_kst
from webapp.core.i18n import format_money
from webapp.core.i18n import gettext as _
from webapp.core.text import count_characters

SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
RESERVED_SLUGS: Final = frozenset({"new", "calendar"})
#: Rules whose value another section holds: the days of verification, trimming, the day of the result.
ELSEWHERE: Final = frozenset({RuleKey.VERIFICATION_DAYS, RuleKey.TRIM_FROM_SHEETS, RuleKey.DECISION_MONTHS})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the field it belongs to, how far inside, and what to do about it."""

    field: str
    message: str
    place: tuple[str | int, ...] = ()


def faults_of(section: Any) -> list[Fault]:
    """Everything wrong with a section: texts too long, numbers out of range, and the section's own rules."""
    rule = RULES.get(type(section))
    return [*shape_faults(section), *(rule(section) if rule else ())]


# ---------------------------------------------------------------- lengths and ranges


def shape_faults(value: Any) -> Iterator[Fault]:
    """Texts that are too long or blank, numbers out of range, to any depth."""
    for slot in slots_of(type(value)):
        found: Any = getattr(value, slot.name)
        if slot.is_given or slot.is_section or found is None:
            continue
        for place, one in _each(slot.kind, found):
            path: tuple[str | int, ...] = (slot.name, *place)
            if slot.kind.is_record:
                for fault in shape_faults(one):
                    yield Fault(slot.name, fault.message, (*path, *fault.place))
                continue
            message = _shape_message(slot.kind, one, is_required=slot.is_required or slot.kind.is_list)
            if message:
                yield Fault(slot.name, message, path)


def _each(kind: Kind, found: Any) -> Iterable[tuple[tuple[str | int, ...], Any]]:
    return [((place,), one) for place, one in enumerate(found)] if kind.is_list else [((), found)]


def _shape_message(kind: Kind, value: Any, *, is_required: bool) -> str:
    limit = kind.limit
    if kind.type is str:
        count = count_characters(value)
        if is_required and not value.strip():
            return _("이 항목을 적어 주십시오.")
        if limit.characters and count > limit.characters:
            return _(
                "%(maximum)s자까지 쓸 수 있습니다. 지금 %(count)s자입니다.",
                maximum=limit.characters,
                count=count,
            )
    if kind.type is int and limit.least is not None and limit.most is not None:
        if not limit.least <= value <= limit.most:
            return _("%(least)s부터 %(most)s까지 적을 수 있습니다.", least=limit.least, most=limit.most)
    elif kind.is_won and not 0 <= value <= 10**15:
        return _("금액은 0원부터 1,000조 원까지 적을 수 있습니다.")
    return ""


# ---------------------------------------------------------------- the sections' own rules


def in_row(place: int, message: str) -> str:
    """A message about one row of a list."""
    return _("%(number)s번째: %(message)s", number=place + 1, message=message)


def repeated(values: Sequence[Any]) -> list[Any]:
    """The values that stand more than once, in order."""
    return [value for value, count in Counter(values).items() if count > 1]


def programme_faults(programme: NewProgramme) -> list[Fault]:
    """The address must be fit for an address."""
    if SLUG.fullmatch(programme.slug) and programme.slug not in RESERVED_SLUGS:
        return []
    return [Fault("slug", _("주소는 영어 소문자와 숫자, 붙임표로 적어 주십시오. 예: safe-crossing-2026"))]


def calendar_faults(section: ProgrammeCalendar) -> list[Fault]:
    """No line of the calendar ends before it begins."""
    message = _("끝나는 날이 시작하는 날보다 빠릅니다.")
    return [
        Fault("milestones", in_row(place, message), ("milestones", place, "ends_on"))
        for place, milestone in enumerate(section.milestones)
        if milestone.ends_on < milestone.starts_on
    ]


def money_faults(section: ProgrammeMoney) -> list[Fault]:
    """Each grade and each pot once, nothing for nought, no cap above its pot."""
    faults: list[Fault] = []
    if repeated([one.grade for one in section.grades]):
        faults.append(Fault("grades", _("같은 등급이 두 번 있습니다.")))
    if repeated([one.kind for one in section.pots]):
        faults.append(Fault("pots", _("같은 재원이 두 번 있습니다.")))
    for place, grade in enumerate(section.grades):
        if not grade.cap_won:
            message = in_row(place, _("등급의 상한은 0원보다 커야 합니다."))
            faults.append(Fault("grades", message, ("grades", place, "cap_won")))
    for place, pot in enumerate(section.pots):
        if not pot.amount_won:
            message = in_row(place, _("재원은 0원보다 커야 합니다."))
            faults.append(Fault("pots", message, ("pots", place, "amount_won")))
        elif pot.cap_per_challenge_won is not None and pot.cap_per_challenge_won > pot.amount_won:
            message = in_row(place, _("과제별 상한이 재원보다 클 수 없습니다."))
            faults.append(Fault("pots", message, ("pots", place, "cap_per_challenge_won")))
    return faults


def schedule_faults(section: Schedule) -> list[Fault]:
    """Entries close after they open, and the result comes after that."""
    faults: list[Fault] = []
    if section.closes_at <= section.opens_at:
        faults.append(Fault("closes_at", _("접수 마감은 접수 시작보다 뒤여야 합니다.")))
    if section.result_on is not None and end_of_day_kst(section.result_on) < section.closes_at:
        faults.append(Fault("result_on", _("결과 발표일은 접수 마감보다 뒤여야 합니다.")))
    return faults


def prizes_faults(section: Prizes) -> list[Fault]:
    """The parts of a prize sum to 100, each condition once."""
    faults: list[Fault] = []
    if repeated([one.condition for one in section.stages]):
        faults.append(Fault("stages", _("같은 지급 조건이 두 번 있습니다.")))
    total = sum(one.percent for one in section.stages)
    if total != 100:
        faults.append(
            Fault("stages", _("나누어 주는 비율의 합이 100이어야 합니다. 지금 %(total)s입니다.", total=total))
        )
    return faults


def criteria_faults(section: Criteria) -> list[Fault]:
    """The weights sum to 100."""
    total = sum(one.weight for one in section.criteria)
    if not section.criteria or total == 100:
        return []
    return [Fault("criteria", _("배점의 합이 100점이어야 합니다. 지금 %(total)s점입니다.", total=total))]


def form_faults(section: EntryForm) -> list[Fault]:
    """Each question has a name of its own and keeps the rules of its kind."""
    faults: list[Fault] = []
    if repeated([one.name for one in section.fields]):
        faults.append(Fault("fields", _("같은 이름의 항목이 두 번 있습니다.")))
    before: dict[str, FieldEntry] = {}
    for place, one in enumerate(section.fields):
        faults += [
            Fault("fields", in_row(place, message), ("fields", place))
            for message in question_faults(one, before)
        ]
        before[one.name] = one
    return faults


def rules_faults(section: Rules) -> list[Fault]:
    """The receipt pattern counts; trimming leaves a sheet to count; each tie-break once."""
    faults: list[Fault] = []
    if not is_receipt_pattern(section.receipt_pattern):
        message = _(
            "접수번호 형식에는 {sequence}가 한 번 있어야 하고, {year}와 {challenge}만 더 쓸 수 있습니다. "
            "예: 도전한국 {year}-{challenge:03}-{sequence:05}"
        )
        faults.append(Fault("receipt_pattern", message))
    if section.trim_from_sheets in {1, 2}:
        faults.append(
            Fault(
                "trim_from_sheets",
                _("최고·최저 점수는 심사표가 3장 이상일 때부터 뺄 수 있습니다. 빼지 않으려면 0을 적습니다."),
            )
        )
    if not section.tie_breaks or repeated(section.tie_breaks):
        faults.append(Fault("tie_breaks", _("동점일 때의 기준을 겹치지 않게 하나 이상 정해 주십시오.")))
    return faults


def standards_faults(section: Standards) -> list[Fault]:
    """Each rule once; a share is one of a hundred; what another section holds isn't repeated here."""
    faults: list[Fault] = []
    if repeated([one.rule for one in section.standards]):
        faults.append(Fault("standards", _("같은 기준이 두 번 있습니다.")))
    for place, one in enumerate(section.standards):
        if one.rule in ELSEWHERE and one.value is not None:
            message = in_row(place, _("이 값은 다른 항목에서 정합니다. 여기에는 까닭만 적어 주십시오."))
            faults.append(Fault("standards", message, ("standards", place, "value")))
        elif one.rule is RuleKey.CIVILIAN_SHARE and (one.value or 0) > 100:
            message = in_row(place, _("비율은 100%를 넘을 수 없습니다."))
            faults.append(Fault("standards", message, ("standards", place, "value")))
    return faults


def entrants_faults(section: Entrants) -> list[Fault]:
    """Somebody may enter; the youngest isn't above the oldest; each region once."""
    faults: list[Fault] = []
    if not section.applicant_kinds or repeated(section.applicant_kinds):
        faults.append(Fault("applicant_kinds", _("응모할 수 있는 사람을 하나 이상 골라 주십시오.")))
    if section.age_from is not None and section.age_to is not None and section.age_from > section.age_to:
        faults.append(Fault("age_to", _("나이의 끝이 시작보다 적습니다.")))
    if repeated(section.regions):
        faults.append(Fault("regions", _("같은 지역이 두 번 있습니다.")))
    return faults


def terms_faults(section: EntryTerms) -> list[Fault]:
    """Each consent has a name of its own; a licence that isn't asked has no years or scope."""
    faults: list[Fault] = []
    if repeated([one.name for one in section.consents]):
        faults.append(Fault("consents", _("같은 이름의 동의가 두 번 있습니다.")))
    for place, one in enumerate(section.consents):
        if FIELD_NAME.fullmatch(one.name) is None:
            message = in_row(place, _("동의의 이름은 영어 소문자, 숫자, 밑줄로 적어 주십시오."))
            faults.append(Fault("consents", message, ("consents", place, "name")))
    if section.licence_asked and not (section.licence_years and section.licence_scope.strip()):
        message = _("이용 허락을 받으려면 기간과 범위를 함께 적어 주십시오.")
        faults.append(Fault("licence_scope", message))
    return faults


def plan_faults(section: JudgingPlan) -> list[Fault]:
    """Bonus points have a cap that none of them passes; citizens who decide have a round."""
    faults: list[Fault] = []
    if section.bonuses and section.bonus_cap is None:
        faults.append(Fault("bonus_cap", _("가점을 주려면 모두 합친 한도를 정해 주십시오.")))
    for place, one in enumerate(section.bonuses):
        if section.bonus_cap is not None and one.points > section.bonus_cap:
            message = in_row(place, _("가점이 한도보다 큽니다."))
            faults.append(Fault("bonuses", message, ("bonuses", place, "points")))
    if section.citizen_percent and not any(one.kind is RoundKind.CITIZENS for one in section.rounds):
        faults.append(
            Fault("citizen_percent", _("국민 심사의 비율을 정했으면 심사 단계에 국민 심사를 넣어 주십시오."))
        )
    if repeated(section.published):
        faults.append(Fault("published", _("같은 것을 두 번 골랐습니다.")))
    return faults


RULES: Mapping[type, Callable[[Any], list[Fault]]] = {
    NewProgramme: programme_faults,
    ProgrammeCalendar: calendar_faults,
    ProgrammeMoney: money_faults,
    Schedule: schedule_faults,
    Prizes: prizes_faults,
    Criteria: criteria_faults,
    EntryForm: form_faults,
    Rules: rules_faults,
    Standards: standards_faults,
    Entrants: entrants_faults,
    EntryTerms: terms_faults,
    JudgingPlan: plan_faults,
}


# ---------------------------------------------------------------- money across sections


def prize_total(prizes: Prizes) -> int:
    """Everything a challenge pays when every prize is given, in won."""
    return sum(one.amount_won * one.quota for one in prizes.prizes)


def cap_faults(prizes: Prizes, grades: Sequence[GradeEntry]) -> list[Fault]:
    """No prize is above the cap of the challenge's grade."""
    caps = {one.grade: one.cap_won for one in grades}
    cap = caps.get(prizes.grade) if prizes.grade is not None else None
    if prizes.grade is not None and cap is None:
        return [
            Fault("grade", _("공모 사업에 %(grade)s의 상한을 먼저 정해 주십시오.", grade=prizes.grade.label))
        ]
    return [
        Fault(
            "prizes",
            in_row(place, _("상금이 과제 등급의 상한(%(cap)s)을 넘습니다.", cap=format_money(cap))),
            ("prizes", place, "amount_won"),
        )
        for place, one in enumerate(prizes.prizes)
        if cap is not None and one.amount_won > cap
    ]


def pot_faults(prizes: Prizes, pots: Sequence[PotEntry], *, others_won: int) -> list[Fault]:
    """All prizes of all challenges together fit into the pot, and a challenge's into its cap."""
    pot = next((one for one in pots if one.kind is PotKind.PRIZE), None)
    total = prize_total(prizes)
    if not total:
        return []
    if pot is None:
        return [Fault("prizes", _("공모 사업에 포상금 재원을 먼저 정해 주십시오."))]
    if total + others_won > pot.amount_won:
        message = _(
            "모든 과제의 상금을 합한 %(total)s이 포상금 재원 %(pot)s을 넘습니다.",
            total=format_money(total + others_won),
            pot=format_money(pot.amount_won),
        )
        return [Fault("prizes", message)]
    if pot.cap_per_challenge_won is not None and total > pot.cap_per_challenge_won:
        message = _(
            "상금의 합이 과제별 상한 %(cap)s을 넘습니다.", cap=format_money(pot.cap_per_challenge_won)
        )
        return [Fault("prizes", message)]
    return []
