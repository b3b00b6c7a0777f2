"""What must stand before a challenge may be announced, article by article.

Source: 「행정기관의 공모전 운영에 관한 규정」 제4조제2항 (nine items), 제5조 (days of notice),
제9조제3항 (days of public verification); 공직선거법 제112조 for local governments.
Pure: reads the design and the moment it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from webapp.challenges.enums import ContestSection, PotKind, RuleKey
from webapp.challenges.models.design import USUAL_FIELDS, NewChallenge, NewProgramme
from webapp.challenges.models.profiles import PROFILES
from webapp.challenges.models.similarity import brief_hash
from webapp.challenges.policies.sections import cap_faults, faults_of, pot_faults
from webapp.challenges.policies.standards import not_kept, value_of
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps the notice back: where it is mended, what to do, and the rule behind it.

    `is_comparison`: it is mended by comparing with other contests, not in the section.
    """

    section: ContestSection
    message: str
    source: str
    is_comparison: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that is looked at.

    `others_won`: what the programme's other challenges may pay in all. `series_of`: the contest whose receipt
    numbers would be confused with this one's, "" when there is none. `compared_hash`: the hash of the brief
    that was compared with other contests; None where nobody asks for it.
    """

    programme: NewProgramme
    challenge: NewChallenge
    others_won: int
    now: datetime
    series_of: str = ""
    compared_hash: str | None = None


def missing_items(ready: Readiness) -> tuple[Missing, ...]:
    """What is still missing for the notice; empty when it may go out."""
    return (
        *programme_missing(ready.programme),
        *_brief(ready),
        *_entering(ready),
        *_prizes(ready),
        *_ordinance(ready),
        *_judging(ready),
        *(Missing(*one) for one in not_kept(ready.programme, ready.challenge)),
        *_numbering(ready),
        *_faults(ready),
        *_comparison(ready),
    )


def programme_missing(programme: NewProgramme) -> tuple[Missing, ...]:
    """What is missing in the programme's own sections."""
    return (*_basics(programme), *_conditions(programme))


def article(item: int) -> str:
    """How the rule behind one of the nine items is named."""
    return _("공모전 운영 규정 제4조제2항제%(item)s호", item=item)


def _basics(programme: NewProgramme) -> Iterator[Missing]:
    if not programme.basics.purpose:
        yield Missing(ContestSection.BASICS, _("공모의 목적을 적어 주십시오."), article(1))
    if not programme.basics.contact:
        yield Missing(ContestSection.BASICS, _("문의할 곳을 적어 주십시오."), article(2))


def _conditions(programme: NewProgramme) -> Iterator[Missing]:
    conditions = programme.conditions
    for text, message, item in (
        (conditions.eligibility, _("누가 응모할 수 있는지 적어 주십시오."), 2),
        (conditions.misconduct_rule, _("무엇이 부정행위이고 어떻게 검증하는지 적어 주십시오."), 6),
        (conditions.rights_rule, _("저작권을 누가 갖고 어떻게 이용하는지 적어 주십시오."), 8),
        (conditions.revocation_rule, _("수상을 취소하고 돌려받는 경우를 적어 주십시오."), 9),
    ):
        if not text:
            yield Missing(ContestSection.CONDITIONS, message, article(item))
    pays = any(pot.kind is PotKind.PRIZE for pot in programme.money.pots)
    if pays and PROFILES[conditions.profile].needs_legal_basis and not conditions.legal_basis:
        message = _("지방자치단체가 상금을 주려면 근거가 되는 조례의 조문을 적어야 합니다.")
        yield Missing(ContestSection.CONDITIONS, message, _("공직선거법 제112조"))


def _brief(ready: Readiness) -> Iterator[Missing]:
    brief = ready.challenge.brief
    for text, message in (
        (brief.summary, _("과제를 한두 문장으로 요약해 주십시오.")),
        (brief.background, _("과제의 배경을 적어 주십시오.")),
        (brief.goal, _("과제의 목표를 적어 주십시오.")),
    ):
        if not text:
            yield Missing(ContestSection.BRIEF, message, article(1))


def _entering(ready: Readiness) -> Iterator[Missing]:
    profile, asked = PROFILES[ready.programme.conditions.profile], ready.challenge.form.fields
    days = value_of(ready.programme, ready.challenge, RuleKey.NOTICE_DAYS)
    if not asked:
        yield Missing(ContestSection.FORM, _("응모서에서 물을 항목을 정해 주십시오."), article(2))
    elif profile.needs_usual_fields and not {one.name for one in USUAL_FIELDS} <= {one.name for one in asked}:
        message = _("공모제안의 응모서는 현황과 문제점, 개선 방안, 기대 효과를 물어야 합니다.")
        yield Missing(ContestSection.FORM, message, _("국민 제안 규정 제5조제2항"))
    if profile.needs_result_day and ready.challenge.schedule.result_on is None:
        message = _("공모제안은 결과 발표일을 공고해야 합니다. 결과 발표 예정일을 적어 주십시오.")
        yield Missing(ContestSection.SCHEDULE, message, _("국민 제안 규정"))
    opens_on = kst_day(ready.challenge.schedule.opens_at)
    if (opens_on - kst_day(ready.now)).days < days:
        message = _(
            "접수 시작 전에 공고 기간이 %(days)s일 이상 있어야 합니다. 접수 시작일을 늦춰 주십시오.",
            days=days,
        )
        yield Missing(ContestSection.SCHEDULE, message, _("공모전 운영 규정 제5조"))


def _prizes(ready: Readiness) -> Iterator[Missing]:
    if not ready.challenge.prizes.prizes:
        yield Missing(ContestSection.PRIZES, _("시상 등급과 인원, 상금을 정해 주십시오."), article(4))


def _ordinance(ready: Readiness) -> Iterator[Missing]:
    """A local government gives nothing, in money or in kind, without an ordinance."""
    conditions, prizes = ready.programme.conditions, ready.challenge.prizes
    if not PROFILES[conditions.profile].needs_legal_basis:
        return
    law = _("공직선거법 제112조")
    if any(one.gift for one in prizes.prizes) and not conditions.legal_basis:
        message = _("지방자치단체가 부상을 주려면 근거가 되는 조례의 조문을 적어야 합니다.")
        yield Missing(ContestSection.CONDITIONS, message, law)
    if prizes.raffle and not prizes.raffle_basis:
        message = _("지방자치단체가 경품을 주려면 근거가 되는 조례의 조문을 적어야 합니다.")
        yield Missing(ContestSection.PRIZES, message, law)


def _judging(ready: Readiness) -> Iterator[Missing]:
    if not ready.challenge.criteria.criteria:
        yield Missing(ContestSection.CRITERIA, _("심사 항목과 배점을 정해 주십시오."), article(5))


def _comparison(ready: Readiness) -> Iterator[Missing]:
    """제4조제1항: before a contest is run it is compared with others; after the last change of the brief."""
    is_asked = ready.compared_hash is not None
    if is_asked and not PROFILES[ready.programme.conditions.profile].is_internal:
        if ready.compared_hash == brief_hash(ready.challenge.brief):
            return
        message = _("비슷한 공모가 있었는지 찾아보고 유사성 검토 결과를 남겨 주십시오.")
        if ready.compared_hash:
            message = _("유사성 검토를 한 뒤에 과제 내용이 바뀌었습니다. 다시 검토해 주십시오.")
        yield Missing(ContestSection.BRIEF, message, _("공모전 운영 규정 제4조제1항"), is_comparison=True)


def _numbering(ready: Readiness) -> Iterator[Missing]:
    if ready.series_of:
        message = _(
            "접수번호가 ‘%(contest)s’의 접수번호와 겹칩니다. 이 공모를 알아볼 말을 앞에 붙여 주십시오.",
            contest=ready.series_of,
        )
        yield Missing(ContestSection.RULES, message, "")


def _faults(ready: Readiness) -> Iterator[Missing]:
    """What one section allowed by itself but doesn't go together, or came in by another way than its form."""
    challenge, money = ready.challenge, ready.programme.money
    own = (
        (ContestSection.BRIEF, faults_of(challenge.brief)),
        (ContestSection.SCHEDULE, faults_of(challenge.schedule)),
        (ContestSection.PRIZES, faults_of(challenge.prizes)),
        (ContestSection.PRIZES, cap_faults(challenge.prizes, money.grades)),
        (ContestSection.PRIZES, pot_faults(challenge.prizes, money.pots, others_won=ready.others_won)),
        (ContestSection.CRITERIA, faults_of(challenge.criteria)),
        (ContestSection.FORM, faults_of(challenge.form)),
        (ContestSection.RULES, faults_of(challenge.rules)),
        (ContestSection.STANDARDS, faults_of(challenge.standards)),
        (ContestSection.ENTRANTS, faults_of(challenge.entrants)),
        (ContestSection.TERMS, faults_of(challenge.terms)),
        (ContestSection.PLAN, faults_of(challenge.plan)),
    )
    for section, faults in own:
        for fault in faults:
            yield Missing(section, fault.message, "")
