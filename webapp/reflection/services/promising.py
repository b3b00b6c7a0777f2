"""Measures: what a department promises, what it reports on the way, how a promise ends.

A promise that slips gets a new day with the reason; the report keeps the old one for everybody to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import sqlalchemy as sa

from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.text import clean_line, clean_text, refuse_personal_data
from webapp.core.work import Work
from webapp.reflection import mails
from webapp.reflection.enums import MeasureEvent, MeasureKind, MeasureState, Permission, ReflectionState
from webapp.reflection.models import Measure, ProgressReport
from webapp.reflection.services.loading import check_version, load_measure, load_reflection, needed
from webapp.reflection.workflow import MEASURE

ADOPTED = (ReflectionState.ADOPTED, ReflectionState.PARTLY_ADOPTED)
ENDED = (MeasureState.DONE, MeasureState.STOPPED)
EVIDENCE_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A promised change: what, from what to what, by when."""

    reflection_key: str
    kind: MeasureKind
    title: str
    promised_on: date
    description: str = ""
    before_text: str = ""
    after_text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was done since the last report; with a new day and its reason when the promise slips."""

    measure_key: str
    text: str
    evidence_url: str = ""
    new_promised_on: date | None = None
    slip_reason: str = ""
    starts: bool = False
    finishes: bool = False
    version: int | None = None


def add_measure(work: Work, actor: Actor, command: NewMeasure) -> Measure:
    """Promise a measure. Tells the idea's author.

    The same title and day twice changes nothing. WrongState unless the idea is adopted, wholly or in part;
    RuleBroken when the day has passed or the title is missing.
    """
    reflection = load_reflection(work, command.reflection_key)
    work.require(actor, Permission.MEASURE_MANAGE, reflection)
    if reflection.state not in ADOPTED:
        raise WrongState(_("채택한 아이디어에만 이행 과제를 약속할 수 있습니다."))
    title = needed(clean_line(command.title), "title", _("무엇을 하겠다는 약속인지 제목을 적어 주십시오."))
    known = work.session.scalar(
        sa.select(Measure).where(
            Measure.reflection_id == reflection.id,
            Measure.title == title,
            Measure.promised_on == command.promised_on,
        )
    )
    if known is not None:
        return known
    _check_is_ahead(work, command.promised_on, "promised_on")
    texts = {
        "description": clean_text(command.description),
        "before_text": clean_line(command.before_text),
        "after_text": clean_line(command.after_text),
    }
    refuse_personal_data(texts)
    measure = Measure(
        reflection=reflection,
        kind=command.kind,
        title=title,
        **texts,
        state=MeasureState.PLANNED,
        promised_on=command.promised_on,
        created_at=work.now,
    )
    work.session.add(measure)
    work.audit(
        actor,
        "reflection:measure:promised",
        measure,
        after={"kind": measure.kind, "promised_on": measure.promised_on},
    )
    mails.send_promised(work, measure)
    return measure


def report_progress(work: Work, actor: Actor, command: Report) -> ProgressReport:
    """Report on a measure: start it, finish it or move its day, each with what was done. Tells the author.

    Sending the last report again changes nothing. WrongState when the measure has ended; RuleBroken when the
    text is missing, a new day has passed or has no reason, or the evidence is no https address.
    """
    measure = load_measure(work, command.measure_key)
    work.require(actor, Permission.PROGRESS_REPORT, measure)
    text = needed(command.text, "text", _("무엇을 했는지 적어 주십시오."))
    last = work.session.scalar(
        sa.select(ProgressReport)
        .where(ProgressReport.measure_id == measure.id)
        .order_by(ProgressReport.id.desc())
        .limit(1)
    )
    if last is not None and last.text == text and last.reported_by_id == actor.account_id:
        return last
    check_version(measure.version, command.version)
    if measure.state in ENDED:
        raise WrongState(_("이미 끝난 이행 과제입니다."))
    report = ProgressReport(
        measure_id=measure.id,
        reported_by_id=actor.account_id,
        reported_at=work.now,
        text=text,
        evidence_url=checked_evidence(command.evidence_url),
    )
    _move_promise(work, measure, report, command)
    work.session.add(report)
    work.flush()
    _change_state(work, actor, measure, command)
    work.audit(
        actor,
        "reflection:measure:reported",
        measure,
        before={"promised_on": report.old_promised_on or measure.promised_on},
        after={"promised_on": measure.promised_on, "state": measure.state},
    )
    mails.send_progress(work, measure, report)
    return report


def stop_measure(
    work: Work, actor: Actor, measure_key: str, reason: str, version: int | None = None
) -> Measure:
    """Give up a measure, with the reason; it stays on the public board. Tells the idea's author."""
    measure = load_measure(work, measure_key)
    work.require(actor, Permission.MEASURE_MANAGE, measure)
    if measure.state is MeasureState.STOPPED:
        return measure
    check_version(measure.version, version)
    before = measure.state
    reason = needed(reason, "reason", _("중단하는 까닭을 적어 주십시오."))
    MEASURE.fire(work, actor, measure, MeasureEvent.STOP, reason=reason)
    work.audit(
        actor,
        "reflection:measure:stopped",
        measure,
        before={"state": before},
        after={"state": measure.state},
    )
    mails.send_stopped(work, measure, reason)
    return measure


def checked_evidence(address: str) -> str:
    """An https address of some site, or nothing; RuleBroken otherwise."""
    address = clean_line(address)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_good = (
            parts.scheme == "https"
            and "." in (parts.hostname or "")
            and not parts.username
            and not any(letter.isspace() for letter in address)
            and parts.port in {None, 443}
        )
    except ValueError:
        is_good = False
    if not is_good or len(address) > EVIDENCE_CHARACTERS:
        raise RuleBroken(
            _(
                "https://로 시작하는 누리집 주소를 %(limit)s자 안에서 적어 주십시오.",
                limit=EVIDENCE_CHARACTERS,
            ),
            field="evidence_url",
        )
    return address


def _move_promise(work: Work, measure: Measure, report: ProgressReport, command: Report) -> None:
    new_day = command.new_promised_on
    if new_day is None or new_day == measure.promised_on:
        return
    if command.finishes:
        raise RuleBroken(
            _("이행을 마쳤다면 약속한 날을 바꾸지 않습니다. 둘 가운데 하나만 골라 주십시오."),
            field="new_promised_on",
        )
    _check_is_ahead(work, new_day, "new_promised_on")
    report.slip_reason = needed(
        command.slip_reason, "slip_reason", _("약속한 날을 바꾸는 까닭을 적어 주십시오.")
    )
    report.old_promised_on, report.new_promised_on = measure.promised_on, new_day
    measure.promised_on = new_day


def _change_state(work: Work, actor: Actor, measure: Measure, command: Report) -> None:
    if command.finishes:
        measure.done_on = kst_day(work.now)
        MEASURE.fire(work, actor, measure, MeasureEvent.FINISH)
    elif command.starts and measure.state is MeasureState.PLANNED:
        MEASURE.fire(work, actor, measure, MeasureEvent.START)


def _check_is_ahead(work: Work, day: date, field: str) -> None:
    if day < kst_day(work.now):
        raise RuleBroken(
            _("이미 지난 날은 약속할 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), field=field
        )
