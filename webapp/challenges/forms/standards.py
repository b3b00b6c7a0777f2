"""The form in which a contest goes beyond its profile's rules, or says why it stays below them."""

from __future__ import annotations

from typing import Any, ClassVar

from webapp.challenges.enums import RuleKey
from webapp.challenges.forms.fields import SectionForm, area, number, show_rule, whole
from webapp.challenges.models import StandardEntry, Standards
from webapp.challenges.models.profiles import PROFILES
from webapp.challenges.policies.sections import ELSEWHERE
from webapp.challenges.queries.choices import SectionChoices
from webapp.core.i18n import lazy

WHY = lazy("기준보다 낮게 정했으면 그 까닭을 적습니다. 공고에 그대로 실립니다.")
REASONS = {
    RuleKey.NOTICE_DAYS: "notice_reason",
    RuleKey.MINIMUM_JUDGES: "judges_reason",
    RuleKey.CIVILIAN_SHARE: "civilian_reason",
    RuleKey.VERIFICATION_DAYS: "verification_reason",
}
AS_RULED = lazy("비워 두면 규정의 기준대로 합니다.")


class StandardsForm(SectionForm):
    """Values of the contest's own, and the reasons for those outside of the rules."""

    aliases: ClassVar[dict[str, str]] = {"standards": "notice_days"}
    notice_days = whole(lazy("접수 전 공고 기간"), 0, 365, hint=AS_RULED, unit=lazy("일"))
    notice_reason = area(lazy("공고 기간을 줄인 까닭"), 500, hint=WHY, rows=2)
    minimum_judges = whole(lazy("심사위원 수(위원장 포함)"), 1, 100, hint=AS_RULED, unit=lazy("명 이상"))
    judges_reason = area(lazy("심사위원 수를 줄인 까닭"), 500, hint=WHY, rows=2)
    civilian_share = whole(lazy("민간 위원 비율"), 0, 100, hint=AS_RULED, unit=lazy("% 이상"))
    civilian_reason = area(lazy("민간 위원 비율을 낮춘 까닭"), 500, hint=WHY, rows=2)
    verification_reason = area(
        lazy("공개검증 기간을 줄인 까닭"),
        500,
        hint=lazy("기간은 ‘접수번호와 결정 규칙’에서 정합니다. 까닭은 공고에 그대로 실립니다."),
        rows=2,
    )

    @classmethod
    def begin(cls, section: Standards, version: int, choices: SectionChoices) -> StandardsForm:
        """The form with what is stored; reasons are asked only where the profile lets a contest go below."""
        data: dict[str, Any] = {"version": version}
        for entry in section.standards:
            if entry.rule not in ELSEWHERE:
                data[entry.rule.value] = "" if entry.value is None else str(entry.value)
            if entry.rule in REASONS:
                data[REASONS[entry.rule]] = entry.reason
        form = cls(data=data)
        for key, reason in REASONS.items():
            rule = PROFILES[choices.profile].rule(key)
            if key not in ELSEWHERE:
                show_rule(form[key.value], choices.profile, key)
            if rule is None or not rule.may_deviate:
                del form[reason]
        return form

    def section(self) -> Standards:
        """What was written; rules without a value or a reason of their own are left out."""
        entries = []
        for key, reason in REASONS.items():
            value = None if key in ELSEWHERE else number(self[key.value])
            text = self[reason].data if reason in self else ""
            if value is not None or text:
                entries.append(StandardEntry(rule=key, value=value, reason=text))
        return Standards(standards=tuple(entries))
