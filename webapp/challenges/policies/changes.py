"""What may still change after the notice, by kind of change and by how far the contest has come.

Source: 「행정기관의 공모전 운영에 관한 규정」 제5조 (a change is announced anew for five days, save for
slips of the pen). A correction changes wording only. While entries are taken a change notice may change the
rules, since everybody can still act on them; from the close of entries on nothing that decides between
entrants can change, whoever asks: criteria, weights, tie-breaks, prizes, tracks, the citizens' share.
Pure: reads values, knows no row and no clock of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from webapp.challenges.enums import ChallengeState, ChangeKind, ContestSection
from webapp.challenges.models.design import FrozenRules, Schedule
from webapp.challenges.models.differences import Difference, differences
from webapp.challenges.policies.sections import Fault
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day, last_day_before
from webapp.core.text import compared

_S = ChallengeState
#: Before the close of entries: everybody can still act on what changes.
ENTERING: Final = frozenset({_S.ANNOUNCED, _S.OPEN})
#: Until the result stands.
UNDECIDED: Final = frozenset({_S.ANNOUNCED, _S.OPEN, _S.CLOSED, _S.JUDGING, _S.VERIFYING})
#: What a reader is told and nobody is judged by.
TOLD: Final = (ContestSection.BASICS, ContestSection.CALENDAR, ContestSection.BRIEF)
#: Texts in which a slip of the pen may be corrected without a change notice. Whatever is a rule is not here.
WORDING: Final = frozenset(
    {
        "basics.title", "basics.title_en", "basics.purpose", "basics.purpose_en", "basics.contact",
        "calendar.milestones.label", "calendar.milestones.label_en",
        "brief.title", "brief.title_en", "brief.summary", "brief.summary_en",
        "brief.background", "brief.goal",
        "criteria.criteria.title", "criteria.criteria.title_en", "criteria.criteria.description",
        "form.fields.label", "form.fields.label_en", "form.fields.help",
    }
)  # fmt: skip
#: Figures, and numbers written in Hangul before what they count.
_NUMBERS: Final = re.compile(
    r"\d+|[영일이삼사오육칠팔구십백천만억조]+(?=\s?(?:원|명|건|점|팀|일|개월|년|월|시|분|퍼센트|%))"
)


def open_sections(kind: ChangeKind, state: ChallengeState) -> tuple[ContestSection, ...]:
    """The sections that a change of this kind may touch while the challenge stands in `state`; none: refused.

    Money set aside is no part of a change: prizes must fit into what was announced of it.
    """
    is_entering = state in ENTERING
    match kind:
        case ChangeKind.CORRECTION if is_entering:
            return (*TOLD, ContestSection.CRITERIA, ContestSection.FORM)
        case ChangeKind.CHANGE if is_entering:
            return tuple(one for one in ContestSection if one is not ContestSection.MONEY)
        case ChangeKind.CORRECTION | ChangeKind.CHANGE if state in UNDECIDED:
            return TOLD
        case ChangeKind.EXTENSION if is_entering:
            return (ContestSection.SCHEDULE,)
        case ChangeKind.POSTPONEMENT if state in UNDECIDED:
            return (ContestSection.SCHEDULE,)
    return ()


def why_not(kind: ChangeKind, state: ChallengeState) -> str:
    """Why no change of this kind can be begun now; nothing when it can."""
    if open_sections(kind, state):
        return ""
    if kind is ChangeKind.EXTENSION and state in UNDECIDED:
        return _("접수를 마감하여 접수 기간을 늘릴 수 없습니다.")
    return _("공고한 뒤 결과를 정하기 전까지만 할 수 있습니다.")


def change_faults(
    kind: ChangeKind,
    state: ChallengeState,
    before: FrozenRules,
    after: FrozenRules,
    *,
    now: datetime,
) -> list[Fault]:
    """Why this change is none that may be announced; each fault stands on the section it belongs to."""
    found = differences(before, after)
    if not found:
        return [Fault("", _("바뀐 것이 없습니다. 바꿀 내용을 먼저 적어 주십시오."))]
    allowed = open_sections(kind, state)
    faults = [_closed_section(one, state) for one in found if one.section not in allowed]
    if kind is ChangeKind.CORRECTION:
        faults += _no_wording(found)
    elif kind is ChangeKind.EXTENSION:
        faults += _no_extension(found, before, after, now)
    elif kind is ChangeKind.POSTPONEMENT:
        faults += _no_postponement(found, before.challenge.schedule, after.challenge.schedule)
    elif state is _S.OPEN:
        faults += _moved_start(before.challenge.schedule, after.challenge.schedule)
    return faults


def _closed_section(one: Difference, state: ChallengeState) -> Fault:
    section = one.section
    if section is ContestSection.MONEY or state in ENTERING:
        return Fault(section.value, _("‘%(section)s’은(는) 이렇게 바꿀 수 없습니다.", section=section.label))
    message = _(
        "접수를 마감한 뒤에는 누구도 ‘%(section)s’을(를) 바꿀 수 없습니다. "
        "이미 낸 사람이 그 규칙을 믿고 냈기 때문입니다.",
        section=section.label,
    )
    return Fault(section.value, message)


def _no_wording(found: Sequence[Difference]) -> Iterator[Fault]:
    """A correction leaves numbers, dates, sums and rules as they are (제5조: 경미한 오기)."""
    for one in found:
        if one.path not in WORDING or not (isinstance(one.before, str) and isinstance(one.after, str)):
            message = _(
                "‘%(section)s’의 규칙이나 날짜, 금액은 정정이 아니라 변경공고로 바꿉니다.",
                section=one.section.label,
            )
            yield Fault(one.section.value, message)
        elif numbers_in(one.before) != numbers_in(one.after):
            message = _("글에 든 숫자가 달라집니다. 숫자와 날짜, 금액은 정정이 아니라 변경공고로 바꿉니다.")
            yield Fault(one.section.value, message)
        elif not is_slight(one.before, one.after):
            message = _("글을 많이 바꾸면 정정이 아닙니다. 변경공고로 바꾸어 주십시오.")
            yield Fault(one.section.value, message)


def is_slight(before: str, after: str) -> bool:
    """Whether a slip of the pen is all that differs: words of 40 characters, or a tenth of a longer text."""
    pieces = [piece for text in compared(before, after) for piece in text if piece.is_changed]
    return sum(len(piece.text) for piece in pieces) <= max(40, (len(before) + len(after)) // 10)


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in their order, grouped digits as one: `1,000` is `1000`."""
    return _NUMBERS.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text))


def _no_extension(
    found: Sequence[Difference], before: FrozenRules, after: FrozenRules, now: datetime
) -> Iterator[Fault]:
    schedule, days = after.challenge.schedule, before.profile.notice_days
    place = ContestSection.SCHEDULE.value
    if any(one.field not in {"closes_at", "result_on"} for one in found):
        yield Fault(place, _("연장에서는 접수 마감과 결과 발표 예정일만 바꿀 수 있습니다."))
    if schedule.closes_at <= before.challenge.schedule.closes_at:
        yield Fault(place, _("새 접수 마감은 지금 마감보다 뒤여야 합니다."))
    elif (last_day_before(schedule.closes_at) - kst_day(now)).days < days:
        message = _("연장도 %(days)s일 이상 공고해야 합니다. 접수 마감을 더 늦춰 주십시오.", days=days)
        yield Fault(place, message)
    yield from _earlier_result(before.challenge.schedule, schedule)


def _no_postponement(found: Sequence[Difference], before: Schedule, after: Schedule) -> Iterator[Fault]:
    place = ContestSection.SCHEDULE.value
    if any(one.field != "result_on" for one in found):
        yield Fault(place, _("결과 발표 연기에서는 결과 발표 예정일만 바꿀 수 있습니다."))
    elif after.result_on is None or before.result_on is None or after.result_on <= before.result_on:
        yield Fault(place, _("새 결과 발표 예정일은 공고한 날보다 뒤여야 합니다."))


def _earlier_result(before: Schedule, after: Schedule) -> Iterator[Fault]:
    if before.result_on is not None and (after.result_on is None or after.result_on < before.result_on):
        message = _("결과 발표 예정일은 공고한 날보다 앞당기거나 지울 수 없습니다.")
        yield Fault(ContestSection.SCHEDULE.value, message)


def _moved_start(before: Schedule, after: Schedule) -> Iterator[Fault]:
    if after.opens_at != before.opens_at:
        yield Fault(ContestSection.SCHEDULE.value, _("이미 시작한 접수의 시작 시각은 바꿀 수 없습니다."))
    if after.closes_at < before.closes_at:
        message = _("접수 마감은 앞당길 수 없습니다. 공고를 믿고 준비하는 사람이 있습니다.")
        yield Fault(ContestSection.SCHEDULE.value, message)


def moved_for_notice(schedule: Schedule, state: ChallengeState, now: datetime, days: int) -> Schedule:
    """The schedule with a change notice of `days` days standing in it, as late as it must be and no later.

    The day of the notice is the first of the days. Before the opening all moves by as much, so that entrants
    keep as long as they were promised; while entries are taken the close alone moves.
    """
    today = kst_day(now)
    if state is ChallengeState.ANNOUNCED:
        short = days - (kst_day(schedule.opens_at) - today).days
        return _later(schedule, timedelta(days=max(short, 0)), moves_opening=True)
    if state is ChallengeState.OPEN:
        short = days - (last_day_before(schedule.closes_at) - today).days
        return _later(schedule, timedelta(days=max(short, 0)), moves_opening=False)
    return schedule


def _later(schedule: Schedule, by: timedelta, *, moves_opening: bool) -> Schedule:
    if not by:
        return schedule
    result_on: date | None = schedule.result_on and schedule.result_on + by
    opens_at = schedule.opens_at + by if moves_opening else schedule.opens_at
    return replace(schedule, opens_at=opens_at, closes_at=schedule.closes_at + by, result_on=result_on)
