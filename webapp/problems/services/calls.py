"""Calls for problems: made, published, perhaps prolonged, and ended when everything is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from webapp.core.constraints import ConstraintRule
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_line, clean_text
from webapp.core.work import Work
from webapp.problems.enums import (
    UNDECIDED_PROBLEM_STATES,
    CallEvent,
    CallPhase,
    CallState,
    Permission,
    ProblemField,
)
from webapp.problems.models import RULES, USUAL_RULES, CallRules, Problem, ProblemCall
from webapp.problems.services.loading import check_version
from webapp.problems.workflow import CALL

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TITLE_MAX: Final = 150
INTRO_MAX: Final = 5000
LINE_MAX: Final = 300
MAX_LINES: Final = 20
MAX_THRESHOLD: Final = 1_000_000
MAX_REVIEW_DAYS: Final = 120
CONSTRAINTS: Final = (
    ConstraintRule(
        "uq_problem_calls_slug", "slug", lazy("이미 쓰고 있는 주소입니다. 다른 주소를 적어 주십시오.")
    ),
)


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call as an official writes it. `closes_at` is exclusive; None makes it a standing call."""

    agency_id: int
    slug: str
    title: str
    title_en: str
    intro: str
    exclusions: Sequence[str]
    examples: Sequence[str]
    opens_at: datetime
    closes_at: datetime | None
    rules: CallRules = USUAL_RULES


@dataclass(frozen=True, slots=True)
class EditCall:
    """New contents of a call, from the form that was made of `version`. `rules` None: as they are."""

    version: int
    title: str
    title_en: str
    intro: str
    exclusions: Sequence[str]
    examples: Sequence[str]
    opens_at: datetime
    closes_at: datetime | None
    rules: CallRules | None = None


def create_call(work: Work, actor: Actor, command: NewCall) -> ProblemCall:
    """A call that nobody sees yet. RuleBroken on `slug` when the address is taken or has other characters."""
    work.require(actor, Permission.CALL_MANAGE, command)
    slug = command.slug.strip().lower()
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        message = _("주소는 영문 소문자와 숫자를 붙임표(-)로 이어 80자까지 적어 주십시오.")
        raise RuleBroken(message, field="slug", code="slug")
    call = ProblemCall(
        agency_id=command.agency_id,
        slug=slug,
        state=CallState.DRAFT,
        created_by_id=actor.account_id,
        created_at=work.now,
    )
    _write(call, command)
    work.session.add(call)
    work.flush()
    work.audit(actor, "problems:call:created", call, after=_facts(call))
    return call


def update_call(work: Work, actor: Actor, call: ProblemCall, command: EditCall) -> ProblemCall:
    """Change a call. Once it has opened its beginning stands, and its end may only be put off."""
    work.require(actor, Permission.CALL_MANAGE, call)
    check_version(call, command.version)
    if call.state is CallState.FINISHED:
        raise WrongState(_("끝난 과제 공모는 고칠 수 없습니다."))
    before = _facts(call)
    if call.state is CallState.PUBLISHED:
        _check_promises(call, command, work.now)
    _write(call, command)
    work.flush()
    work.audit(actor, "problems:call:updated", call, before=before, after=_facts(call))
    return call


def publish_call(work: Work, actor: Actor, call: ProblemCall) -> ProblemCall:
    """Show the call to everybody. RuleBroken when it says nothing of itself or is over already."""
    work.require(actor, Permission.CALL_MANAGE, call)
    if not call.intro:
        raise RuleBroken(
            _("무엇을 찾는 공모인지 소개하는 글을 적은 뒤 공개해 주십시오."), field="intro", code="intro"
        )
    if call.closes_at is not None and call.closes_at <= work.now:
        raise RuleBroken(
            _("접수 마감이 이미 지났습니다. 날짜를 고친 뒤 공개해 주십시오."),
            field="closes_at",
            code="closed",
        )
    CALL.fire(work, actor, call, CallEvent.PUBLISH)
    work.audit(actor, "problems:call:published", call, after=_facts(call))
    return call


def finish_call(work: Work, actor: Actor, call: ProblemCall) -> ProblemCall:
    """End the call for good. RuleBroken while a problem waits for its decision: nobody is left without."""
    work.require(actor, Permission.CALL_MANAGE, call)
    waiting = work.session.scalar(
        sa.select(sa.func.count())
        .select_from(Problem)
        .where(Problem.call_id == call.id, Problem.state.in_(UNDECIDED_PROBLEM_STATES))
    )
    if waiting:
        message = _(
            "아직 결정하지 않은 문제가 %(count)s건 있습니다. 모두 결정한 뒤 끝낼 수 있습니다.", count=waiting
        )
        raise RuleBroken(message, code="undecided")
    if call.phase_at(work.now) in {CallPhase.UPCOMING, CallPhase.OPEN} and call.closes_at is not None:
        raise RuleBroken(_("접수 마감이 지난 뒤 끝낼 수 있습니다."), code="still_open")
    CALL.fire(work, actor, call, CallEvent.FINISH)
    work.audit(actor, "problems:call:finished", call)
    return call


def _write(call: ProblemCall, command: NewCall | EditCall) -> None:
    """Take the texts and dates over. RuleBroken on the field that does not fit."""
    title = clean_line(command.title)
    check_length(title, maximum=TITLE_MAX, minimum=2, field="title")
    check_length(clean_line(command.title_en), maximum=200, field="title_en")
    intro = clean_text(command.intro)
    check_length(intro, maximum=INTRO_MAX, field="intro")
    if command.closes_at is not None and command.closes_at <= command.opens_at:
        raise RuleBroken(_("마감은 시작보다 뒤여야 합니다."), field="closes_at", code="dates")
    call.title, call.title_en, call.intro = title, clean_line(command.title_en), intro
    call.exclusions = _lines(command.exclusions, "exclusions")
    call.examples = _lines(command.examples, "examples")
    call.opens_at, call.closes_at = command.opens_at, command.closes_at
    if command.rules is not None:
        _write_rules(call, command.rules)


def _write_rules(call: ProblemCall, rules: CallRules) -> None:
    """Take the rules over. RuleBroken on a published call: whoever posted relied on them."""
    threshold, days = rules.endorsement_threshold, rules.review_days
    if threshold is not None and not 1 <= threshold <= MAX_THRESHOLD:
        message = _("공감 수는 1명부터 %(limit)s명까지 적을 수 있습니다.", limit=f"{MAX_THRESHOLD:,}")
        raise RuleBroken(message, field="endorsement_threshold", code="threshold")
    if not 1 <= days <= MAX_REVIEW_DAYS:
        message = _("검토 기한은 근무일로 1일부터 %(limit)s일까지 적을 수 있습니다.", limit=MAX_REVIEW_DAYS)
        raise RuleBroken(message, field="review_days", code="review_days")
    wanted = asdict(rules) | {"fields": [one.value for one in ProblemField if one in rules.fields]}
    changed = {name: value for name, value in wanted.items() if getattr(call, name) != value}
    if call.state is CallState.PUBLISHED and changed:
        message = _("공개한 과제 공모의 규칙은 바꿀 수 없습니다. 처음 정한 대로 두어 주십시오.")
        raise RuleBroken(message, fields=dict.fromkeys(changed, message), code="rules_stand")
    for name, value in changed.items():
        setattr(call, name, value)


def _lines(lines: Sequence[str], field: str) -> list[str]:
    cleaned = [line for line in map(clean_line, lines) if line]
    if len(cleaned) > MAX_LINES:
        message = _("%(limit)s줄까지 적을 수 있습니다.", limit=MAX_LINES)
        raise RuleBroken(message, field=field, code="too_many_lines")
    for line in cleaned:
        check_length(line, maximum=LINE_MAX, field=field)
    return cleaned


def _check_promises(call: ProblemCall, command: EditCall, now: datetime) -> None:
    """What was published is relied upon: the day it opens, and the day until which it takes problems."""
    if call.opens_at <= now and command.opens_at != call.opens_at:
        message = _("이미 접수를 시작했으므로 시작 시각은 바꿀 수 없습니다.")
        raise RuleBroken(message, field="opens_at", code="opened")
    is_shorter = command.closes_at is not None and (
        call.closes_at is None or command.closes_at < call.closes_at
    )
    if is_shorter:
        message = _("공개한 마감보다 앞당길 수 없습니다. 늦추는 것만 할 수 있습니다.")
        raise RuleBroken(message, field="closes_at", code="shortened")


def _facts(call: ProblemCall) -> dict[str, object]:
    return {
        "slug": call.slug,
        "title": call.title,
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "exclusions": len(call.exclusions),
        "examples": len(call.examples),
        **{name: getattr(call, name) for name in RULES},
    }
