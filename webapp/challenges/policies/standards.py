"""What holds for a contest by its policy profile and its own standards, and where it is outside the rules.

Pure: reads designs. Going beyond a rule is free; going outside of it only where the profile lets a contest,
with a reason that the notice publishes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from webapp.challenges.enums import ContestSection, RuleKey
from webapp.challenges.models.design import DeviationFact, NewChallenge, NewProgramme
from webapp.challenges.models.profiles import PROFILES, ProfileRule
from webapp.core.calendar import month_later
from webapp.core.i18n import gettext as _
from webapp.core.kst import last_day_before

PLACES: Final[Mapping[RuleKey, ContestSection]] = {
    RuleKey.VERIFICATION_DAYS: ContestSection.RULES,
    RuleKey.TRIM_FROM_SHEETS: ContestSection.RULES,
    RuleKey.DECISION_MONTHS: ContestSection.SCHEDULE,
}


def value_of(programme: NewProgramme, challenge: NewChallenge, key: RuleKey) -> int:
    """What holds for this challenge by a rule that its profile has."""
    if key is RuleKey.VERIFICATION_DAYS:
        return challenge.rules.verification_days
    if key is RuleKey.TRIM_FROM_SHEETS:
        return challenge.rules.trim_from_sheets
    if key is RuleKey.DECISION_MONTHS:
        return _months_to_decide(challenge)
    entry = challenge.standards.entry(key)
    if entry is not None and entry.value is not None:
        return entry.value
    return PROFILES[programme.conditions.profile].default(key)


def _months_to_decide(challenge: NewChallenge) -> int:
    """In how many months after the last day of entries the result is announced, begun ones counted."""
    if challenge.schedule.result_on is None:
        return 0
    closes_on, months = last_day_before(challenge.schedule.closes_at), 1
    while month_later(closes_on, months) < challenge.schedule.result_on:
        months += 1
    return months


def outside(programme: NewProgramme, challenge: NewChallenge) -> list[tuple[ProfileRule, int]]:
    """The rules of the profile that this challenge does not keep, with its values."""
    rules = PROFILES[programme.conditions.profile].rules
    values = [(rule, value_of(programme, challenge, rule.key)) for rule in rules]
    return [(rule, value) for rule, value in values if not rule.is_kept(value)]


def standard_of(rule: ProfileRule, value: int) -> int:
    """The bound that a value is outside of."""
    if rule.least is not None and value < rule.least:
        return rule.least
    return rule.default if rule.most is None else rule.most


def deviations(programme: NewProgramme, challenge: NewChallenge) -> tuple[DeviationFact, ...]:
    """What the notice has to publish: each rule that is not kept, with its article and the reason."""
    found = []
    for rule, value in outside(programme, challenge):
        entry = challenge.standards.entry(rule.key)
        found.append(
            DeviationFact(
                rule=rule.key,
                standard=standard_of(rule, value),
                value=value,
                reason=entry.reason if entry else "",
                article=rule.article.source,
            )
        )
    return tuple(found)


def not_kept(programme: NewProgramme, challenge: NewChallenge) -> Iterator[tuple[ContestSection, str, str]]:
    """What keeps the notice back: rules that may not be left, and those left without a reason."""
    for rule, value in outside(programme, challenge):
        if rule.key is RuleKey.DECISION_MONTHS:
            message = _("결과 발표일은 접수 마감부터 1개월 안이어야 합니다. 발표일을 당겨 주십시오.")
            yield ContestSection.SCHEDULE, message, str(rule.article)
            continue
        section = PLACES.get(rule.key, ContestSection.STANDARDS)
        entry = challenge.standards.entry(rule.key)
        standard = rule.key.amount(standard_of(rule, value))
        if not rule.may_deviate:
            yield section, _too_low(rule, standard), str(rule.article)
        elif entry is None or not entry.reason.strip():
            message = _(
                "%(rule)s을(를) 기준(%(standard)s)보다 낮게 정한 까닭을 적어 주십시오. 공고에 함께 싣습니다.",
                rule=rule.key.label,
                standard=standard,
            )
            yield ContestSection.STANDARDS, message, str(rule.article)


def _too_low(rule: ProfileRule, standard: str) -> str:
    if rule.key is RuleKey.VERIFICATION_DAYS:
        return _("공개검증 기간은 %(days)s일 이상이어야 합니다.", days=rule.least)
    return _("%(rule)s은(는) %(standard)s 이상이어야 합니다.", rule=rule.key.label, standard=standard)


def rule_hint(rule: ProfileRule) -> str:
    """The rule and its article as they stand beside a field."""
    bound = rule.least if rule.least is not None else rule.most
    if bound is None:
        return _(
            "보통 %(value)s입니다. (%(article)s)", value=rule.key.amount(rule.default), article=rule.article
        )
    end = _("이상") if rule.least is not None else _("이내")
    text = _(
        "기준: %(bound)s %(end)s (%(article)s)", bound=rule.key.amount(bound), end=end, article=rule.article
    )
    if rule.may_deviate:
        return _("%(text)s. 벗어나려면 까닭을 적어 공고해야 합니다.", text=text)
    return _("%(text)s. 벗어날 수 없습니다.", text=text)
