"""A challenge as the public sees it: the frozen rules, and where it stands by the clock. Two statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webapp.challenges.enums import (
    PUBLIC_CHALLENGE_STATES,
    ChallengeState,
    NoticeKind,
    Outcome,
    PotKind,
)
from webapp.challenges.models import Challenge, FrozenRules, Notice, Programme, Schedule
from webapp.challenges.models.frozen import canonical_json, from_plain
from webapp.challenges.models.phases import Step, line_of, state_by_clock
from webapp.challenges.policies.sections import prize_total
from webapp.challenges.queries.notices import notice_title
from webapp.challenges.queries.visibility import visible_to
from webapp.core.errors import NotFound
from webapp.core.i18n import format_date, format_datetime, format_deadline, format_period, localized
from webapp.core.i18n import gettext as _
from webapp.core.ical import CalendarEntry, ical_text
from webapp.core.kst import kst_day
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Work
from webapp.problems.models import Problem


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice on its challenge's page."""

    key: str
    kind: NoticeKind
    title_here: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ProblemLink:
    """The problem that a challenge grew from."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ChallengePage:
    """Everything of a challenge's page."""

    key: str
    number: int
    state: ChallengeState
    outcome: Outcome | None
    announced_at: datetime
    decided_at: datetime | None
    rules: FrozenRules
    rules_hash: str
    prize_won: int
    maturing_cap_won: int | None
    problem: ProblemLink | None
    notices: tuple[NoticeLine, ...]
    steps: tuple[Step, ...]

    @property
    def is_open(self) -> bool:
        """Whether entries are taken now."""
        return self.state is ChallengeState.OPEN

    @property
    def why_not_open(self) -> str:
        """Why nobody can enter now; nothing while entries are taken."""
        schedule = self.rules.challenge.schedule
        match self.state:
            case ChallengeState.OPEN:
                return ""
            case ChallengeState.ANNOUNCED:
                return _("접수는 %(start)s에 시작합니다.", start=format_datetime(schedule.opens_at))
            case ChallengeState.CANCELLED:
                return _("공모가 취소되어 아이디어를 받지 않습니다.")
            case _:
                return _("접수가 %(end)s에 끝났습니다.", end=format_deadline(schedule.closes_at))

    @property
    def calendar(self) -> list[tuple[str, str]]:
        """From the notice to the result."""
        schedule = self.rules.challenge.schedule
        rows = [
            (_("공고"), format_date(self.announced_at, weekday=True)),
            (_("아이디어 접수"), format_period(schedule.opens_at, schedule.closes_at)),
            *grace_rows(schedule),
        ]
        if self.decided_at is not None:
            rows.append((_("결과 발표"), format_date(self.decided_at, weekday=True)))
        elif schedule.result_on is not None and self.state is not ChallengeState.CANCELLED:
            rows.append((_("결과 발표 예정"), format_date(schedule.result_on, weekday=True)))
        return rows

    @property
    def summary_rows(self) -> list[tuple[str, str]]:
        """What stands beside the button: period, who runs it, whom to ask."""
        rules, schedule = self.rules, self.rules.challenge.schedule
        basics = rules.programme.basics
        rows = [
            (_("접수 기간"), format_period(schedule.opens_at, schedule.closes_at)),
            *grace_rows(schedule),
            (_("주관"), localized(f"{rules.agency.name} {basics.department}".strip(), rules.agency.name_en)),
        ]
        if rules.challenge.brief.department not in {"", basics.department}:
            rows.append((_("소관 부서"), rules.challenge.brief.department))
        return [*rows, (_("문의"), basics.contact)]

    @property
    def frozen_rows(self) -> list[tuple[str, str]]:
        """When the rules were fixed, and under which source."""
        return [
            (_("확정한 때"), format_datetime(self.announced_at)),
            (_("운영 규정"), self.rules.profile.source_here),
        ]


def grace_rows(schedule: Schedule) -> list[tuple[str, str]]:
    """The grace after the close, where the notice gives one."""
    if not schedule.grace_minutes:
        return []
    text = _(
        "마감 전에 쓰기 시작한 아이디어는 %(minutes)s분 뒤까지 낼 수 있습니다.",
        minutes=schedule.grace_minutes,
    )
    return [(_("마감 뒤 유예"), text)]


def challenge_page(work: Work, key: str, actor: Actor = ANONYMOUS) -> ChallengePage:
    """One challenge's page (2 statements). NotFound before its notice, or when internal to another agency."""
    row = _row(work, key, actor)
    notices = work.session.execute(
        sa.select(Notice.key, Notice.kind, Notice.title, Notice.published_at)
        .where(Notice.challenge_id == row.id, Notice.programme_id == row.programme_id)
        .order_by(Notice.published_at.desc(), Notice.id.desc())
    )
    rules = from_plain(FrozenRules, row.rules)
    title = localized(rules.challenge.brief.title, rules.challenge.brief.title_en)
    state = state_by_clock(row.state, row.opens_at, row.closes_at, work.now)
    return ChallengePage(
        key=row.key,
        number=row.number,
        state=state,
        outcome=row.outcome,
        announced_at=row.announced_at,
        decided_at=row.decided_at,
        rules=rules,
        rules_hash=row.rules_hash,
        prize_won=prize_total(rules.challenge.prizes),
        maturing_cap_won=_maturing_cap(rules),
        problem=ProblemLink(row.problem_key, row.problem_title) if row.problem_key else None,
        notices=tuple(
            NoticeLine(one.key, one.kind, notice_title(one.kind, one.title, title), one.published_at)
            for one in notices
        ),
        steps=line_of([state]),
    )


def calendar_text(work: Work, key: str, actor: Actor = ANONYMOUS) -> str:
    """The days of a challenge as an iCalendar file: opening, the last hour, the result (2 statements)."""
    page, link = challenge_page(work, key, actor), f"{work.base_url}/challenges/{key}"
    schedule, brief = page.rules.challenge.schedule, page.rules.challenge.brief
    title, hour = localized(brief.title, brief.title_en), timedelta(hours=1)
    opens, closes = schedule.opens_at, schedule.closes_at
    opening, closing = _("%(title)s: 접수 시작", title=title), _("%(title)s: 접수 마감", title=title)
    entries = [
        CalendarEntry(f"{key}-opens", opening, opens, opens + hour, link),
        CalendarEntry(f"{key}-closes", closing, closes - hour, closes, link),
    ]
    result_on = kst_day(page.decided_at) if page.decided_at is not None else schedule.result_on
    if result_on is not None:
        result = _("%(title)s: 결과 발표", title=title)
        entries.append(CalendarEntry(f"{key}-result", result, result_on, None, link))
    return ical_text(entries, made_at=page.announced_at)


def frozen_text(work: Work, key: str, actor: Actor = ANONYMOUS) -> str:
    """The canonical JSON of a challenge's frozen rules: what its hash covers (1 statement)."""
    return canonical_json(_row(work, key, actor).rules)


def _row(work: Work, key: str, actor: Actor) -> Any:
    row = work.session.execute(
        sa.select(
            Challenge.id,
            Challenge.programme_id,
            Challenge.key,
            Challenge.number,
            Challenge.state,
            Challenge.outcome,
            Challenge.opens_at,
            Challenge.closes_at,
            Challenge.announced_at,
            Challenge.decided_at,
            Challenge.rules,
            Challenge.rules_hash,
            Problem.key.label("problem_key"),
            Problem.title.label("problem_title"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Problem, Problem.id == Challenge.problem_id)
        .where(Challenge.key == key, Challenge.state.in_(PUBLIC_CHALLENGE_STATES), visible_to(actor))
    ).first()
    if row is None:
        raise NotFound(_("그런 과제가 없습니다."))
    return row


def _maturing_cap(rules: FrozenRules) -> int | None:
    """What one challenge may get for maturing, when the notice said so; in won."""
    for pot in rules.programme.money.pots:
        if pot.kind is PotKind.MATURING:
            return pot.cap_per_challenge_won
    return None
