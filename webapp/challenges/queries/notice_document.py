"""The notice (공고문) as a document, made from the frozen rules alone: the same rules give the same document.

In the style of public documents (행정업무의 운영 및 혁신에 관한 규정 제7조): days as `2020. 1. 20.`, hours
as `18:00`, `끝.` at the end. The nine items of 「행정기관의 공모전 운영에 관한 규정」 제4조제2항 stand in
their order. Always Korean: that is the text which holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from webapp.challenges.enums import FieldKind
from webapp.challenges.models import FieldEntry, FrozenRules
from webapp.challenges.queries.challenge_page import ChallengePage, challenge_page, grace_rows
from webapp.challenges.queries.notice_terms import (
    entrant_lines,
    honours_of,
    plan_blocks,
    plan_lines,
    rights_blocks,
)
from webapp.core.documents import Block, Document, Facts, Heading, Items, Paragraph, ShareCard, Table
from webapp.core.i18n import format_date, format_money, format_number, format_period, localized, use_locale
from webapp.core.i18n import gettext as _
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.text import plain_text
from webapp.core.work import Work


def notice_document(work: Work, key: str, actor: Actor = ANONYMOUS) -> Document:
    """The notice of an announced challenge (2 statements). NotFound as for its page."""
    page = challenge_page(work, key, actor)
    with use_locale("ko"):
        return document_of(page.rules, page.announced_at, page.rules_hash)


def share_card(page: ChallengePage, site: str) -> ShareCard:
    """What the picture beside a link to a challenge says, in the reader's language."""
    rules, schedule = page.rules, page.rules.challenge.schedule
    lines = [_("접수 %(period)s", period=format_period(schedule.opens_at, schedule.closes_at))]
    if page.prize_won:
        lines.append(_("총상금 %(sum)s", sum=format_money(page.prize_won)))
    return ShareCard(
        localized(rules.challenge.brief.title, rules.challenge.brief.title_en),
        localized(rules.agency.name, rules.agency.name_en),
        tuple(lines),
        site,
    )


def document_of(rules: FrozenRules, announced_at: datetime, rules_hash: str) -> Document:
    """The notice of these rules."""
    basics = rules.programme.basics
    return Document(
        issuer=f"{rules.agency.name} {basics.department}".strip(),
        title=_("%(contest)s 공고", contest=basics.title),
        subtitle=rules.challenge.brief.title,
        blocks=(*_head(rules, announced_at), *_items(rules), *_grounds(rules, rules_hash)),
        closing=_("붙임  확정한 규칙의 원문 1부(누리집에서 내려받을 수 있음).  끝."),
        footer=f"{rules.key}  SHA-256 {rules_hash}",
    )


def _head(rules: FrozenRules, announced_at: datetime) -> Iterator[Block]:
    basics = rules.programme.basics
    yield Paragraph(_("%(source)s에 따라 다음과 같이 공고합니다.", source=rules.profile.source))
    yield Facts(
        (
            (_("공고일"), format_date(announced_at)),
            (_("주관"), f"{rules.agency.name} {basics.department}".strip()),
            (_("문의"), basics.contact),
        )
    )


def _items(rules: FrozenRules) -> Iterator[Block]:
    """The nine items, each with its heading."""
    for place, (title, blocks) in enumerate(
        (
            (_("공모 분야, 목적과 내용"), _task(rules)),
            (_("응모 자격과 방법"), _entering(rules)),
            (_("수상작을 정하는 방법과 인원"), _choosing(rules)),
            (_("시상 내용"), _prizes(rules)),
            (_("심사 기준과 방법"), _judging(rules)),
            (_("부정행위의 종류, 판단 기준과 검증 방법"), _misconduct(rules)),
            (_("수상작의 공개"), _publicity(rules)),
            (_("저작권의 귀속과 이용"), _rights(rules)),
            (_("수상 취소와 반환"), _written(rules.programme.conditions.revocation_rule)),
        ),
        1,
    ):
        yield Heading(f"{place}. {title}")
        yield from blocks


def _written(text: str) -> Iterator[Block]:
    """What an official wrote, paragraph by paragraph, without its marks."""
    for part in plain_text(text).split("\n\n"):
        if part.strip():
            yield Paragraph(part.strip())


def _rights(rules: FrozenRules) -> Iterator[Block]:
    yield from _written(rules.programme.conditions.rights_rule)
    yield from rights_blocks(rules)


def _task(rules: FrozenRules) -> Iterator[Block]:
    brief = rules.challenge.brief
    yield Facts(((_("분야"), brief.field.label), (_("과제"), brief.summary or brief.title)))
    yield from _written(rules.programme.basics.purpose)
    for title, text in ((_("배경"), brief.background), (_("목표"), brief.goal)):
        if text.strip():
            yield Heading(title, 2)
            yield from _written(text)
    if brief.exclusions:
        yield Heading(_("이런 아이디어는 받지 않습니다"), 2)
        yield Items(tuple(brief.exclusions))


def _entering(rules: FrozenRules) -> Iterator[Block]:
    challenge, limit = rules.challenge, rules.challenge.rules.entries_per_person
    yield Facts(
        (
            (_("접수 기간"), format_period(challenge.schedule.opens_at, challenge.schedule.closes_at)),
            *grace_rows(challenge.schedule),
            (_("접수 방법"), _("이 누리집에서 응모서를 적어 제출합니다.")),
            (
                _("응모 건수"),
                _("한 사람(팀)이 %(count)s건까지 응모할 수 있습니다.", count=limit)
                if limit
                else _("응모 건수에는 제한이 없습니다."),
            ),
        )
    )
    yield Items(entrant_lines(rules))
    yield from _written(rules.programme.conditions.eligibility)
    yield from _written(rules.programme.conditions.staff_rule)
    rows = tuple(
        (field.label, question_size(field), _("필수") if field.is_required else _("선택 사항"))
        for field in challenge.form.fields
    )
    yield Table(_("응모서에서 묻는 것"), (_("항목"), _("분량"), _("필수 여부")), rows, (4, 5, 2))


def question_size(field: FieldEntry) -> str:
    """How much an answer may be, or what can be chosen."""
    match field.kind:
        case FieldKind.CHOICE:
            return ", ".join(field.choices)
        case FieldKind.CHOICES:
            most = f" – {_('%(most)s개까지', most=field.most)}" if field.most else ""
            return ", ".join(field.choices) + most
        case FieldKind.NUMBER:
            return _("숫자") + (f" ({field.unit})" if field.unit else "")
        case FieldKind.TABLE:
            return f"{_('표')}: {', '.join(field.table_columns)}"
        case FieldKind.FILE:
            count, size = field.most or 3, field.max_megabytes
            text = _("파일 %(count)s개까지, 하나에 %(size)sMB까지", count=count, size=size)
            return text + (f" ({', '.join(field.file_kinds)})" if field.file_kinds else "")
        case FieldKind.LINK:
            return _("영상 주소")
        case FieldKind.LINE | FieldKind.TEXT:
            least, limit = format_number(field.min_characters), format_number(field.max_characters)
            spaces = "" if field.counts_spaces else f" {_('(공백 제외)')}"
            if field.min_characters:
                return _("%(least)s자부터 %(limit)s자까지", least=least, limit=limit) + spaces
            return _("%(limit)s자까지", limit=limit) + spaces


def _choosing(rules: FrozenRules) -> Iterator[Block]:
    yield Paragraph(
        _(
            "심사 점수의 순위대로 수상후보작을 고르고, 공개검증을 거쳐 심사위원회가 심의하여 "
            "수상작을 정합니다."
        )
    )
    yield Items(
        tuple(
            _("%(title)s %(count)s명(팀)", title=one.title, count=one.quota)
            for one in rules.challenge.prizes.prizes
        )
    )
    day = rules.challenge.schedule.result_on
    if day is not None:
        yield Paragraph(_("결과 발표 예정일: %(day)s", day=format_date(day, weekday=True)))


def _prizes(rules: FrozenRules) -> Iterator[Block]:
    prizes = rules.challenge.prizes
    rows = tuple(
        (
            one.title,
            (format_money(one.amount_won) if one.amount_won else _("상금 없음"))
            + (f" + {one.gift}" if one.gift else ""),
            _("%(count)s명(팀)", count=one.quota),
            honours_of(one),
        )
        for one in prizes.prizes
    )
    yield Table(_("시상 내용"), (_("시상"), _("상금"), _("인원"), _("훈격")), rows, (3, 3, 2, 3))
    if len(prizes.stages) > 1:
        yield Paragraph(_("상금은 다음과 같이 나누어 줍니다."))
        yield Items(
            tuple(
                _("%(when)s %(percent)s%%", when=one.condition.label, percent=one.percent)
                for one in prizes.stages
            )
        )
    if prizes.raffle:
        basis = f" ({prizes.raffle_basis})" if prizes.raffle_basis else ""
        yield Paragraph(_("응모자 경품: %(raffle)s", raffle=prizes.raffle) + basis)
    if rules.programme.conditions.legal_basis:
        yield Paragraph(_("시상 근거: %(basis)s", basis=rules.programme.conditions.legal_basis))


def _judging(rules: FrozenRules) -> Iterator[Block]:
    criteria, how, profile = rules.challenge.criteria.criteria, rules.challenge.rules, rules.profile
    rows = tuple(
        (one.title, _("%(points)s점", points=one.weight), one.description or "–") for one in criteria
    )
    yield Table(_("심사 기준과 배점"), (_("심사 기준"), _("배점"), _("설명")), rows, (3, 1, 5))
    if profile.civilian_share_percent:
        panel = _(
            "심사위원은 위원장을 포함해 %(count)s명 이상이고, %(share)s%% 이상이 민간 위원입니다. "
            "이름을 가리고 심사합니다.",
            count=profile.minimum_judges,
            share=profile.civilian_share_percent,
        )
    else:
        panel = _(
            "심사위원은 위원장을 포함해 %(count)s명 이상입니다. 이름을 가리고 심사합니다.",
            count=profile.minimum_judges,
        )
    trimmed = (
        _(
            "심사표가 %(count)s장 이상이면 가장 높은 점수와 가장 낮은 점수를 하나씩 빼고 평균을 냅니다.",
            count=how.trim_from_sheets,
        )
        if how.trim_from_sheets
        else _("모든 심사표의 평균을 냅니다.")
    )
    places = _("평균은 소수점 아래 %(places)s자리까지 구합니다.", places=how.score_decimals)
    yield Items((panel, f"{trimmed} {places}", _("점수가 같으면 다음 순서로 가립니다.")))
    yield Items(tuple(str(one.label) for one in how.tie_breaks), is_numbered=True)
    if more := plan_lines(rules):
        yield Items(more)
    yield from plan_blocks(rules)


def _misconduct(rules: FrozenRules) -> Iterator[Block]:
    yield from _written(rules.programme.conditions.misconduct_rule)
    days = rules.challenge.rules.verification_days
    yield Paragraph(_("공개검증: 수상후보작을 %(days)s일 동안 공개합니다.", days=days))


def _publicity(rules: FrozenRules) -> Iterator[Block]:
    yield Paragraph(
        _("수상작의 제목과 내용, 수상자(이름은 가립니다), 시상 내용과 활용 계획을 이 누리집에 공개합니다.")
    )
    yield Paragraph(_("그 밖의 아이디어: %(publicity)s", publicity=rules.challenge.rules.publicity.label))


def _grounds(rules: FrozenRules, rules_hash: str) -> Iterator[Block]:
    if rules.profile.deviations:
        rows = tuple(
            (
                str(one.rule.label),
                f"{one.rule.amount(one.standard)} ({one.article})",
                one.rule.amount(one.value),
                one.reason,
            )
            for one in rules.profile.deviations
        )
        head = (_("규칙"), _("기준"), _("이 공모"), _("까닭"))
        yield Heading(_("규정의 기준과 다르게 정한 것"))
        yield Table(_("규정의 기준과 다르게 정한 것"), head, rows, (2, 3, 2, 4))
    yield Paragraph(
        _("이 공고는 확정한 설정에서 만들었습니다. 설정의 해시값(SHA-256)은 다음과 같습니다.")
        + f"\n{rules_hash}",
        is_note=True,
    )
