"""The events of an idea's way, each made from the rows of one stage. Pure; texts in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import format_date, format_datetime, format_decimal, format_period, localized
from webapp.core.i18n import gettext as _
from webapp.core.kst import end_of_day_kst
from webapp.core.text import to_html
from webapp.maturing.enums import MilestoneState, ProjectState
from webapp.maturing.workflow import PROJECT
from webapp.prizes.enums import AwardEvent, AwardState, PaymentState
from webapp.prizes.workflow import AWARD
from webapp.problems.enums import ProblemState
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.workflow import MEASURE

Row = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the timeline. `at` is text where no day is known yet; `tone` next: still to come."""

    at: datetime | date | str
    title: str
    actor: str = ""
    body: str | Markup = ""
    documents: tuple[tuple[str, str], ...] = ()
    won: int | None = None
    tone: str = ""
    state: str = ""
    url: str = ""

    @property
    def moment(self) -> datetime | None:
        """Where it stands in the order: a day counts as its end. None: no day is known."""
        if isinstance(self.at, datetime):
            return self.at
        return end_of_day_kst(self.at) if isinstance(self.at, date) else None


def of_problem(row: Row) -> Iterator[Entry]:
    """The problem from which the challenge came."""
    if row.problem_key is None:
        return
    yield Entry(
        row.posted_at,
        _("문제가 제안되었습니다"),
        row.problem_source.label,
        row.problem,
        url=f"/problems/{row.problem_key}",
    )
    if row.problem_state is ProblemState.SELECTED:
        yield Entry(
            row.problem_decided_at,
            _("과제로 선정되었습니다"),
            localized(row.problem_agency, row.problem_agency_en),
            to_html(row.decision_reason),
        )


def of_contest(row: Row) -> Iterator[Entry]:
    """Notice and submission."""
    yield Entry(
        row.announced_at,
        _("아이디어 공모를 공고했습니다"),
        localized(row.agency, row.agency_en),
        _("심사 기준과 규칙을 확정했습니다. 규칙 확인값: %(hash)s", hash=row.rules_hash[:16]),
        documents=(
            (_("공고문"), f"/challenges/{row.challenge_key}/notice"),
            (_("확정한 규칙"), f"/challenges/{row.challenge_key}/rules.json"),
        ),
        url=f"/challenges/{row.challenge_key}",
    )
    count = row.version_count
    body = (
        _("마감 전까지 고쳐 %(count)s번 제출했고 마지막 것을 심사했습니다.", count=count) if count > 1 else ""
    )
    yield Entry(
        row.submitted_at,
        _("아이디어가 접수되었습니다"),
        row.applicant,
        " ".join((_("접수 시각 %(at)s", at=format_datetime(row.submitted_at, seconds=True)), body)).strip(),
        url=f"/ideas/{row.key}",
    )


def of_judging(row: Row) -> Iterator[Entry]:
    """The closed round; with rank and score for a winner."""
    if row.closed_at is None:
        return
    body = ""
    if row.rank is not None:
        body = _(
            "심사표 %(sheets)s장, 점수 %(score)s점으로 %(rank)s위였습니다.",
            sheets=row.sheets,
            score=format_decimal(row.score),
            rank=row.rank,
        )
    yield Entry(row.closed_at, _("심사를 마쳤습니다"), _("심사위원회"), body)


def of_prize(row: Row, reversed_: Sequence[Row]) -> Iterator[Entry]:
    """Finalist, verification, award; and what became of it when it was taken back."""
    if row.award_id is None:
        return
    verification = ""
    if row.opens_on is not None:
        days = format_period(row.opens_on, row.closes_on)
        verification = _("국민의 의견을 듣는 공개검증: %(days)s", days=days)
    yield Entry(
        row.nominated_at,
        _("수상 후보로 뽑혔습니다"),
        _("심사위원회"),
        verification,
        url=f"/challenges/{row.challenge_key}/finalists",
    )
    if row.awarded_at is not None and row.award_state in {AwardState.AWARDED, AwardState.REVOKED}:
        yield Entry(
            row.awarded_at,
            _("수상이 결정되었습니다: %(tier)s", tier=localized(row.tier, row.tier_en)),
            localized(row.agency, row.agency_en),
            _paragraphs((_("심사평"), row.judging_summary), (_("활용 계획"), row.use_plan)),
            won=None if row.is_honour_only else row.amount_won,
            tone="success",
            url=f"/challenges/{row.challenge_key}/result",
        )
    titles = {
        AwardEvent.REVOKE.value: _("수상이 취소되었습니다"),
        AwardEvent.EXCLUDE.value: _("수상 후보에서 제외되었습니다"),
    }
    for change in reversed_:
        if change.subject_type == AWARD.name:
            agency = localized(row.agency, row.agency_en)
            yield Entry(change.at, titles[change.event], agency, tone="danger")


def of_payments(rows: Sequence[Row]) -> Iterator[Entry]:
    """Each part of the prize: paid, on its way, or waiting for its condition."""
    for row in rows:
        part = _("%(percent)s%% · %(condition)s", percent=row.percent, condition=row.condition.label)
        if row.state is PaymentState.PAID:
            yield Entry(row.paid_on, _("상금을 지급했습니다"), body=part, won=row.amount_won, tone="success")
        elif row.state is PaymentState.CANCELLED:
            continue
        elif row.due_at is not None:
            yield Entry(
                row.due_at,
                _("상금을 지급할 조건을 갖추었습니다"),
                body=part,
                won=row.amount_won,
                state=row.state.label,
            )
        else:
            yield Entry(
                _("조건을 갖추면"),
                _("상금 지급"),
                body=part,
                won=row.amount_won,
                tone="next",
                state=row.state.label,
            )


def of_maturing(
    row: Row, steps: Sequence[Row], diary: Sequence[Row], reversed_: Sequence[Row]
) -> Iterator[Entry]:
    """The project with its milestones and what it told the public."""
    if row.project_id is None:
        return
    department = localized(row.maturing_department or "", row.maturing_department_en or "")
    actor = department or localized(row.agency, row.agency_en)
    url = f"/projects/{row.project_key}"
    yield Entry(row.started_at, _("아이디어를 다듬기 시작했습니다(숙성)"), actor, to_html(row.goal), url=url)
    for step in steps:
        if step.state is MilestoneState.ACCEPTED:
            yield Entry(step.decided_at, _("‘%(title)s’을(를) 마쳤습니다", title=step.title), actor)
        elif row.project_state is ProjectState.ACTIVE:
            title = _("숙성 단계: %(title)s", title=step.title)
            yield Entry(step.due_on, title, tone="next", state=step.state.label)
    for note in diary:
        yield Entry(note.written_at, _("숙성 일지"), note.role.label, to_html(note.text))
    if row.project_state is ProjectState.ACCEPTED:
        yield Entry(row.project_closed_at, _("숙성을 마쳤습니다"), actor, tone="success")
    for change in reversed_:
        if change.subject_type == PROJECT.name:
            body = _paragraphs((_("배운 점"), row.lesson))
            yield Entry(change.at, _("숙성을 중단했습니다"), actor, body, tone="warning")


def of_decision(row: Row, today: date) -> Iterator[Entry]:
    """Who answers, what was decided and why, what came of it."""
    if row.reflection_id is None:
        return
    department = localized(row.department, row.department_en)
    actor = f"{department} {row.official} {row.official_title}".strip()
    url = f"/reflections/{row.reflection_key}"
    yield Entry(row.assigned_at, _("정책에 반영할지 검토하기 시작했습니다"), actor, url=url)
    if row.reflection_state is ReflectionState.UNDER_REVIEW:
        tone, title = (
            ("danger", _("채택 여부를 결정할 기한이 지났습니다"))
            if row.due_on < today
            else ("next", _("채택 여부 결정 기한"))
        )
        yield Entry(row.due_on, title, actor, tone=tone)
        return
    if row.reflection_state is ReflectionState.NOT_ADOPTED:
        body = _paragraphs((row.not_adopted_reason.label, row.reason))
        yield Entry(row.decided_at, _("정책에 반영하지 않기로 했습니다"), actor, body, url=url)
        return
    title = _("정책에 일부 반영하기로 했습니다") if row.adopted_part else _("정책에 반영하기로 했습니다")
    body = _paragraphs(
        (_("채택한 부분"), row.adopted_part),
        (_("까닭"), row.reason),
        (_("실시 예정일"), _plain(format_date(row.planned_on, weekday=True))),
    )
    yield Entry(row.decided_at, title, actor, body, tone="success", url=url)
    if row.realised_at is not None:
        yield Entry(
            row.realised_at, _("정책이 되었습니다"), actor, to_html(row.outcome), tone="success", url=url
        )


def of_measures(row: Row, promises: Sequence[Row], reversed_: Sequence[Row], today: date) -> Iterator[Entry]:
    """Promises and reports; `promises` has a row for each report."""
    department = localized(row.department or "", row.department_en or "")
    seen: set[int] = set()
    last_reports = {promise.id: promise.report_id for promise in promises}
    for promise in promises:
        url = f"/reflections/{row.reflection_key}#measure-{promise.key}"
        if promise.id not in seen:
            seen.add(promise.id)
            yield from _promise(promise, department, url, today)
        if promise.report_id is not None:
            yield _report(promise, department, url, is_last=last_reports[promise.id] == promise.report_id)
    titles = {promise.id: promise.title for promise in promises}
    for change in reversed_:
        if change.subject_type == MEASURE.name:
            title = _("‘%(title)s’ 약속을 중단했습니다", title=titles.get(change.subject_id, ""))
            yield Entry(change.at, title, department, to_html(change.reason), tone="warning")


def _promise(promise: Row, department: str, url: str, today: date) -> Iterator[Entry]:
    change = ""
    if promise.before_text and promise.after_text:
        change = f"{promise.before_text} → {promise.after_text}"
    title = _("‘%(title)s’을(를) 약속했습니다", title=promise.title)
    yield Entry(promise.created_at, title, department, change, state=promise.kind.label, url=url)
    if promise.state in {MeasureState.PLANNED, MeasureState.IN_PROGRESS}:
        is_late = promise.promised_on < today
        yield Entry(
            promise.promised_on,
            _("약속한 날: %(title)s", title=promise.title),
            department,
            tone="danger" if is_late else "next",
            state=_("약속한 날 지남") if is_late else promise.state.label,
            url=url,
        )


def _report(promise: Row, department: str, url: str, *, is_last: bool) -> Entry:
    documents = ((_("근거 자료"), promise.evidence_url),) if promise.evidence_url else ()
    if promise.new_promised_on is not None:
        days = {"old": format_date(promise.old_promised_on), "new": format_date(promise.new_promised_on)}
        body = _paragraphs(
            (_("약속한 날"), _plain(_("%(old)s에서 %(new)s(으)로", **days))),
            (_("까닭"), promise.slip_reason),
            ("", promise.text),
        )
        title = _("‘%(title)s’의 약속한 날을 바꾸었습니다", title=promise.title)
        return Entry(promise.reported_at, title, department, body, documents, tone="warning", url=url)
    if promise.state is MeasureState.DONE and is_last:
        title = _("‘%(title)s’을(를) 마쳤습니다", title=promise.title)
        tone = "success"
    else:
        title, tone = _("진행 상황: %(title)s", title=promise.title), ""
    return Entry(promise.reported_at, title, department, to_html(promise.text), documents, tone=tone, url=url)


def _paragraphs(*parts: tuple[str, str]) -> Markup:
    """The named texts that say something, one after the other."""
    shown = []
    for name, text in parts:
        if text:
            heading = Markup("<p><strong>{}</strong></p>").format(name) if name else Markup("")
            shown.append(heading + (text if isinstance(text, Markup) else to_html(text)))
    return Markup("").join(shown)


def _plain(text: str) -> Markup:
    """A text of ours, not to be read as Markdown: a date would begin a numbered list."""
    return Markup("<p>{}</p>").format(text)
