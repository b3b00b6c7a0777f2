"""Sentences of the notice about who may enter, how judging is planned, and whose the ideas are.

Of values only, for the printed notice; pages say the same by their templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.challenges.enums import StaffRule, VerificationMethod
from webapp.challenges.models import FrozenRules, TierEntry
from webapp.challenges.models.settings import Entrants
from webapp.core.documents import Block, Heading, Items, Paragraph
from webapp.core.i18n import format_number
from webapp.core.i18n import gettext as _


def entrant_lines(rules: FrozenRules) -> tuple[str, ...]:
    """Which applicants, of what age and region, and what holds for the agency's own people."""
    entrants = rules.challenge.entrants
    kinds = ", ".join(str(kind.label) for kind in entrants.applicant_kinds)
    lines = [_("내는 사람: %(kinds)s", kinds=kinds)]
    if entrants.asks_birth:
        lines.append(_("나이(접수 마감일 기준): %(ages)s", ages=ages_of(entrants)))
    if entrants.regions:
        lines.append(_("지역: %(regions)s", regions=", ".join(entrants.regions)))
    if entrants.staff is not StaffRule.HONOUR_ONLY or not rules.programme.conditions.staff_rule:
        lines.append(_("주최 기관 직원: %(rule)s", rule=entrants.staff.label))
    return tuple(lines)


def ages_of(entrants: Entrants) -> str:
    """The ages that may enter, in words."""
    if entrants.age_to is None:
        return _("만 %(age)s세 이상", age=entrants.age_from)
    if entrants.age_from is None:
        return _("만 %(age)s세 이하", age=entrants.age_to)
    return _("만 %(least)s세부터 만 %(most)s세까지", least=entrants.age_from, most=entrants.age_to)


def plan_lines(rules: FrozenRules) -> tuple[str, ...]:
    """Pass mark, share of citizens, verification, and what is published with the result."""
    plan, lines = rules.challenge.plan, []
    if plan.verification_method is not VerificationMethod.PUBLIC:
        lines.append(str(plan.verification_method.label))
    if plan.pass_mark:
        lines.append(_("%(mark)s점에 이르지 못하면 수상 후보가 될 수 없습니다.", mark=plan.pass_mark))
    if plan.citizen_percent:
        lines.append(_("국민 심사를 %(percent)s%% 반영합니다.", percent=plan.citizen_percent))
    if plan.published:
        what = ", ".join(str(one.label) for one in plan.published)
        lines.append(_("결과와 함께 공개하는 것: %(what)s", what=what))
    return tuple(lines)


def plan_blocks(rules: FrozenRules) -> Iterator[Block]:
    """The planned rounds in their order, and what gives further points."""
    plan = rules.challenge.plan
    if plan.rounds:
        yield Heading(_("심사 단계"), 2)
        rows = []
        for one in plan.rounds:
            name = f"{one.title}: {one.kind.label}" if one.title else str(one.kind.label)
            if one.passes:
                count = format_number(one.passes)
                name += f" – {_('%(count)s건이 다음 단계로 올라갑니다.', count=count)}"
            rows.append(name)
        yield Items(tuple(rows), is_numbered=True)
    if plan.bonuses:
        yield Heading(_("가점"), 2)
        yield Paragraph(_("가점은 모두 합쳐 %(cap)s점까지 줍니다.", cap=plan.bonus_cap))
        yield Items(
            tuple(
                f"{one.title}: {_('%(points)s점', points=one.points)}"
                + (f" ({one.evidence})" if one.evidence else "")
                for one in plan.bonuses
            )
        )


def rights_blocks(rules: FrozenRules) -> Iterator[Block]:
    """The licence that winners give, improvements, how long what is kept, and the contest's own consents."""
    terms = rules.challenge.terms
    facts = {"years": terms.licence_years, "scope": terms.licence_scope}
    if not terms.licence_asked:
        licence = _("따로 이용 허락을 받지 않습니다.")
    elif terms.licence_exclusive:
        licence = _("수상작은 %(years)s년 동안 독점으로 이용합니다. 범위: %(scope)s", **facts)
    else:
        licence = _("수상작은 %(years)s년 동안 비독점으로 이용합니다. 범위: %(scope)s", **facts)
    yield Items(
        (
            licence,
            _("개선과 발전: %(rule)s", rule=terms.improvement.label),
            _("개인정보와 응모서의 보관: %(retention)s", retention=terms.retention.label),
        )
    )
    if terms.consents:
        yield Heading(_("따로 받는 동의"), 2)
        rows = []
        for one in terms.consents:
            notes = [_("필수") if one.is_required else _("선택 사항")]
            if one.recipient:
                notes.append(_("받는 자: %(who)s", who=one.recipient))
            rows.append(f"{one.title} ({', '.join(notes)})")
        yield Items(tuple(rows))


def honours_of(tier: TierEntry) -> str:
    """The honours of a rank besides its money; a dash for none."""
    return ", ".join([one for one in (tier.honour, *tier.more_honours) if one]) or "–"
