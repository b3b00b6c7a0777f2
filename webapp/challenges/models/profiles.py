"""The rule sets under which a contest is run: each a table of rules, with its articles.

Sources: 「행정기관의 공모전 운영에 관한 규정」(대통령령 제32628호), which binds central agencies and is
followed by others where their own rules say nothing; 「국민 제안 규정」; 공직선거법 제112조 for local
governments. Contests for an agency's own staff are exempt from the first. Pure: knows no row or actor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from webapp.challenges.enums import PolicyProfile, RuleKey
from webapp.core.i18n import LazyText, lazy


@dataclass(frozen=True, slots=True)
class ProfileRule:
    """One rule of a profile: what a new contest begins with, least and most, and where that is written.

    `may_deviate`: whether a contest may go below `least` or above `most` when it says why, in public.
    """

    key: RuleKey
    default: int
    article: LazyText
    least: int | None = None
    most: int | None = None
    may_deviate: bool = False

    def is_kept(self, value: int) -> bool:
        """Whether a value is within the rule."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Profile:
    """A rule set. `needs_legal_basis`: prizes need an ordinance; `needs_result_day`: the notice names the day
    of the result; `needs_usual_fields`: the entry form asks what 국민 제안 규정 제5조제2항 asks.
    """

    source: LazyText
    rules: tuple[ProfileRule, ...]
    needs_legal_basis: bool = False
    needs_result_day: bool = False
    needs_usual_fields: bool = False
    is_internal: bool = False

    def rule(self, key: RuleKey) -> ProfileRule | None:
        """The rule with this key, if the profile has it."""
        return next((one for one in self.rules if one.key is key), None)

    def default(self, key: RuleKey) -> int:
        """What a contest has that says nothing of its own. KeyError when the profile has no such rule."""
        rule = self.rule(key)
        if rule is None:
            raise KeyError(key)
        return rule.default

    @property
    def notice_days(self) -> int:
        """Days of notice before entries open."""
        return self.default(RuleKey.NOTICE_DAYS)

    @property
    def verification_days(self) -> int:
        """Days of public verification."""
        return self.default(RuleKey.VERIFICATION_DAYS)

    @property
    def minimum_judges(self) -> int:
        """How many judges a panel has at least, its chair included."""
        return self.default(RuleKey.MINIMUM_JUDGES)

    @property
    def civilian_share_percent(self) -> int:
        """How many of a hundred judges are from outside the administration at least."""
        return self.default(RuleKey.CIVILIAN_SHARE)

    @property
    def trim_from_sheets(self) -> int:
        """From how many score sheets on the highest and the lowest are left out."""
        return self.default(RuleKey.TRIM_FROM_SHEETS)


_CUSTOM: Final = lazy("심사 관행(규정에 정한 것이 없음)")
_OWN: Final = lazy("소속 직원만 대상으로 하는 공모에는 공모전 운영 규정을 적용하지 않으므로 기관이 정합니다.")


def _decree(*, may_deviate: bool) -> tuple[ProfileRule, ...]:
    """The numbers of the decree: binding for central agencies, a standard for others."""
    return (
        ProfileRule(RuleKey.NOTICE_DAYS, 5, lazy("공모전 운영 규정 제5조"), least=5, may_deviate=may_deviate),
        ProfileRule(
            RuleKey.VERIFICATION_DAYS,
            10,
            lazy("공모전 운영 규정 제9조제3항"),
            least=10,
            may_deviate=may_deviate,
        ),
        ProfileRule(
            RuleKey.MINIMUM_JUDGES, 5, lazy("공모전 운영 규정 제7조"), least=5, may_deviate=may_deviate
        ),
        ProfileRule(
            RuleKey.CIVILIAN_SHARE, 50, lazy("공모전 운영 규정 제7조"), least=50, may_deviate=may_deviate
        ),
        ProfileRule(RuleKey.TRIM_FROM_SHEETS, 5, _CUSTOM),
    )


PROFILES: Final[Mapping[PolicyProfile, Profile]] = {
    PolicyProfile.CENTRAL: Profile(
        source=lazy("행정기관의 공모전 운영에 관한 규정(대통령령 제32628호)"),
        rules=_decree(may_deviate=False),
    ),
    PolicyProfile.LOCAL: Profile(
        source=lazy(
            "공직선거법 제112조에 따라 시상 근거 조례가 필요하며, 절차는 공모전 운영 규정을 준용합니다."
        ),
        rules=_decree(may_deviate=True),
        needs_legal_basis=True,
    ),
    PolicyProfile.PUBLIC: Profile(
        source=lazy("기관 규정(공모전 운영 규정을 준용합니다.)"),
        rules=_decree(may_deviate=True),
    ),
    PolicyProfile.PROPOSAL: Profile(
        source=lazy("국민 제안 규정(대통령령)의 공모제안. 공고와 검증은 공모전 운영 규정을 따릅니다."),
        rules=(
            *_decree(may_deviate=False),
            ProfileRule(RuleKey.DECISION_MONTHS, 1, lazy("국민 제안 규정 제10조제1항"), most=1),
        ),
        needs_result_day=True,
        needs_usual_fields=True,
    ),
    PolicyProfile.INTERNAL: Profile(
        source=lazy("소속 직원 대상 공모(기관 내부 규정)"),
        rules=(
            ProfileRule(RuleKey.NOTICE_DAYS, 5, _OWN, least=1, may_deviate=True),
            ProfileRule(RuleKey.VERIFICATION_DAYS, 10, _OWN),
            ProfileRule(RuleKey.MINIMUM_JUDGES, 5, _OWN, least=3, may_deviate=True),
            ProfileRule(RuleKey.CIVILIAN_SHARE, 0, _OWN),
            ProfileRule(RuleKey.TRIM_FROM_SHEETS, 5, _CUSTOM),
        ),
        is_internal=True,
    ),
}
