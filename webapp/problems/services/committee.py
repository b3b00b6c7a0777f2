"""The committee (운영위원회): a batch is prepared as often as it takes, checked, and confirmed in one act.

Confirming decides every problem of the batch or none. Each decision names the official, and every author is
told, those of merged problems too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.money import parse_won
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_line, clean_text, refuse_personal_data
from webapp.core.work import Work
from webapp.problems.enums import (
    UNDECIDED_PROBLEM_STATES,
    CommitteeEvent,
    CommitteeState,
    DeclineReason,
    Outcome,
    Permission,
)
from webapp.problems.models import CommitteeDecision, CommitteeItem, Problem, ProblemCall, SelectionRules
from webapp.problems.queries.committee import Grade, gaps_in, selection_rules
from webapp.problems.queries.people import deciding_official
from webapp.problems.services.decisions import decline_problem, select_problem
from webapp.problems.services.loading import REASON_MAX, stale
from webapp.problems.workflow import COMMITTEE

TITLE_MAX: Final = 150
MEMBERS_MAX: Final = 60
GRADES_MAX: Final = 9
CAP_MAX: Final = 10**12


@dataclass(frozen=True, slots=True)
class SetSelectionRules:
    """New rules of choosing; `version` 0 when the call has had the usual ones.

    `grades` are lines as people write them: a name, a blank, the cap (`A 5,000만 원`).
    """

    reviews_wanted: int
    grades: Sequence[str]
    version: int = 0


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """What is planned for one problem; gaps are allowed until the batch is confirmed."""

    problem_key: str
    outcome: Outcome
    grade: str = ""
    decline_reason: DeclineReason | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """A meeting and its batch as an official writes it. `version` 0 for a new one."""

    title: str
    held_on: date
    members: Sequence[str]
    minutes: str
    items: Sequence[PlannedItem]
    version: int = 0


def set_selection_rules(
    work: Work, actor: Actor, call: ProblemCall, command: SetSelectionRules
) -> SelectionRules:
    """Set how many reviews a problem should have, and the grades with their caps.

    RuleBroken on the field; WrongState once a decision was confirmed: its grades are relied upon.
    """
    work.require(actor, Permission.CALL_MANAGE, call)
    known = work.session.scalar(sa.select(SelectionRules).where(SelectionRules.call_id == call.id))
    if command.version != (known.version if known else 0):
        raise stale()
    if _has_confirmed(work, call):
        raise WrongState(_("이미 의결한 과제 공모의 등급표는 바꿀 수 없습니다."), code="confirmed")
    if not 1 <= command.reviews_wanted <= 20:
        message = _("1부터 %(most)s까지의 수를 적어 주십시오.", most=20)
        raise RuleBroken(message, field="reviews_wanted", code="reviews_wanted")
    grades = _read_grades(command.grades)
    rules = known or SelectionRules(call_id=call.id)
    rules.reviews_wanted = command.reviews_wanted
    rules.grades = [{"grade": one.grade, "cap_won": one.cap_won} for one in grades]
    work.session.add(rules)
    work.flush()
    work.audit(actor, "problems:selection:rules_set", call, after={"grades": rules.grades})
    return rules


def prepare_decision(work: Work, actor: Actor, call: ProblemCall, command: PlanDecision) -> CommitteeDecision:
    """Begin a batch. RuleBroken on the field that does not fit; nothing is decided by it."""
    work.require(actor, Permission.COMMITTEE_DECIDE, call)
    decision = CommitteeDecision(
        call_id=call.id,
        state=CommitteeState.DRAFT,
        created_by_id=actor.account_id,
        created_at=work.now,
        call=call,
    )
    _write(work, actor, decision, command)
    work.audit(actor, "problems:committee:prepared", decision, after={"items": len(command.items)})
    return decision


def change_decision(
    work: Work, actor: Actor, decision: CommitteeDecision, command: PlanDecision
) -> CommitteeDecision:
    """Write the batch anew. StaleVersion when somebody else saved in between, WrongState once confirmed."""
    work.require(actor, Permission.COMMITTEE_DECIDE, decision)
    if decision.version != command.version:
        raise stale()
    if decision.state is not CommitteeState.DRAFT:
        raise WrongState(_("확정한 의결은 고칠 수 없습니다."), code="confirmed")
    _write(work, actor, decision, command)
    work.audit(actor, "problems:committee:changed", decision, after={"items": len(command.items)})
    return decision


def confirm_decision(
    work: Work, actor: Actor, decision: CommitteeDecision, version: int
) -> CommitteeDecision:
    """Decide every problem of the batch, or none.

    StaleVersion from an older check page; RuleBroken when something is missing; WrongState when a problem was
    decided elsewhere in between. The same official pressing twice decides once.
    """
    work.require(actor, Permission.COMMITTEE_DECIDE, decision)
    if decision.state is CommitteeState.CONFIRMED and decision.confirmed_by_id == actor.account_id:
        return decision
    if decision.version != version:
        raise stale()
    if decision.state is not CommitteeState.DRAFT:
        raise WrongState(_("이미 확정했거나 버린 의결입니다."), code="not_draft")
    items = _items_of(work, decision)
    gaps = gaps_in(decision.minutes, decision.members, list(items.values()))
    if gaps:
        raise RuleBroken(" ".join(gaps), code="incomplete")
    official = deciding_official(work, actor.account_id or 0, decision.agency_id).facts()
    # Together with the state that fire() writes: the database ties them.
    decision.official, decision.confirmed_at = official, work.now
    decision.confirmed_by_id = actor.account_id
    COMMITTEE.fire(work, actor, decision, CommitteeEvent.CONFIRM)
    for problem in _problems_of(work, list(items)):
        _decide(work, actor, decision, problem, items[problem.id])
    facts = {"selected": [one.problem_id for one in items.values() if one.outcome is Outcome.SELECTED]}
    work.audit(actor, "problems:committee:confirmed", decision, after=facts)
    return decision


def discard_decision(work: Work, actor: Actor, decision: CommitteeDecision) -> CommitteeDecision:
    """Throw a batch away that was not confirmed. It stays in the record."""
    work.require(actor, Permission.COMMITTEE_DECIDE, decision)
    if decision.state is CommitteeState.DISCARDED:
        return decision
    COMMITTEE.fire(work, actor, decision, CommitteeEvent.DISCARD)
    work.audit(actor, "problems:committee:discarded", decision)
    return decision


def load_decision(work: Work, key: str) -> CommitteeDecision:
    """The decision with its call, locked. NotFound for a forged key."""
    decision = work.session.scalar(
        sa.select(CommitteeDecision)
        .where(CommitteeDecision.key == key)
        .options(joinedload(CommitteeDecision.call, innerjoin=True))
        .with_for_update(of=CommitteeDecision)
    )
    if decision is None:
        raise NotFound(_("의결을 찾을 수 없습니다."))
    return decision


def _has_confirmed(work: Work, call: ProblemCall) -> bool:
    found = work.session.scalar(
        sa.select(CommitteeDecision.id)
        .where(CommitteeDecision.call_id == call.id, CommitteeDecision.state == CommitteeState.CONFIRMED)
        .limit(1)
    )
    return found is not None


def _read_grades(lines: Sequence[str]) -> list[Grade]:
    parts = [clean_line(line).split(maxsplit=1) for line in lines if clean_line(line)]
    if any(len(part) != 2 for part in parts):
        message = _("한 줄에 등급과 상한을 띄어 적어 주십시오. 예: A 5,000만 원")
        raise RuleBroken(message, field="grades", code="grade_lines")
    grades = [Grade(name, parse_won(amount, field="grades")) for name, amount in parts]
    names = [one.grade for one in grades]
    if not 1 <= len(grades) <= GRADES_MAX:
        message = _("등급은 한 개부터 %(most)s개까지 적을 수 있습니다.", most=GRADES_MAX)
        raise RuleBroken(message, field="grades", code="grades")
    if len(set(names)) != len(names) or any(not 1 <= len(name) <= 8 for name in names):
        message = _("등급의 이름은 서로 달라야 하고 8자를 넘을 수 없습니다.")
        raise RuleBroken(message, field="grades", code="grade_names")
    if any(not 0 < one.cap_won <= CAP_MAX for one in grades):
        message = _("등급마다 상금 상한을 1원 이상으로 적어 주십시오.")
        raise RuleBroken(message, field="grades", code="caps")
    return grades


def _write(work: Work, actor: Actor, decision: CommitteeDecision, command: PlanDecision) -> None:
    title, minutes = clean_line(command.title), clean_text(command.minutes)
    check_length(title, maximum=TITLE_MAX, minimum=2, field="title")
    check_length(minutes, maximum=REASON_MAX, field="minutes")
    refuse_personal_data({"minutes": minutes})
    members = [line for line in map(clean_line, command.members) if line]
    if len(members) > MEMBERS_MAX:
        message = _("%(limit)s줄까지 적을 수 있습니다.", limit=MEMBERS_MAX)
        raise RuleBroken(message, field="members", code="too_many_lines")
    if command.held_on > kst_day(work.now):
        raise RuleBroken(_("회의한 날은 오늘보다 뒤일 수 없습니다."), field="held_on", code="future")
    items = _checked_items(work, actor, decision, command.items)
    decision.title, decision.minutes, decision.held_on = title, minutes, command.held_on
    decision.members = members
    work.session.add(decision)
    flag_modified(decision, "title")  # a new version even where only what is planned for problems changed
    work.flush()
    work.session.execute(sa.delete(CommitteeItem).where(CommitteeItem.decision_id == decision.id))
    for item in items:
        item.decision_id = decision.id
        work.session.add(item)
    work.flush()


def _checked_items(
    work: Work, actor: Actor, decision: CommitteeDecision, planned: Sequence[PlannedItem]
) -> list[CommitteeItem]:
    caps = {one.grade: one.cap_won for one in selection_rules(work, decision.call_id).grades}
    problems = {
        problem.key: problem
        for problem in work.session.scalars(
            sa.select(Problem).where(
                Problem.call_id == decision.call_id, Problem.key.in_([one.problem_key for one in planned])
            )
        )
    }
    wrong: dict[str, str] = {}
    items = []
    for one in planned:
        problem = problems.get(one.problem_key)
        if problem is None or problem.state not in UNDECIDED_PROBLEM_STATES:
            wrong[f"outcome-{one.problem_key}"] = _("그사이 결정되었거나 철회된 문제입니다.")
        elif problem.author_id == actor.account_id:
            wrong[f"outcome-{one.problem_key}"] = _("본인이 낸 문제는 다른 담당자가 결정해야 합니다.")
        elif one.outcome is Outcome.SELECTED and one.grade and one.grade not in caps:
            wrong[f"grade-{one.problem_key}"] = _("등급표에 있는 등급을 골라 주십시오.")
        else:
            items.append(_item(one, problem.id, caps))
    if wrong:
        raise RuleBroken(_("고를 수 없는 문제나 등급이 있습니다."), fields=wrong, code="items")
    return items


def _item(planned: PlannedItem, problem_id: int, caps: Mapping[str, int]) -> CommitteeItem:
    is_selected = planned.outcome is Outcome.SELECTED
    grade = planned.grade if is_selected and planned.grade else None
    reason = clean_text(planned.reason)
    check_length(reason, maximum=REASON_MAX, field=f"reason-{planned.problem_key}")
    refuse_personal_data({f"reason-{planned.problem_key}": reason})
    return CommitteeItem(
        problem_id=problem_id,
        outcome=planned.outcome,
        grade=grade,
        cap_won=caps[grade] if grade else None,
        decline_reason=None if is_selected else planned.decline_reason,
        reason=reason,
    )


def _items_of(work: Work, decision: CommitteeDecision) -> dict[int, CommitteeItem]:
    rows = work.session.scalars(
        sa.select(CommitteeItem).where(CommitteeItem.decision_id == decision.id).order_by(CommitteeItem.id)
    )
    return {item.problem_id: item for item in rows}


def _problems_of(work: Work, problem_ids: Sequence[int]) -> Sequence[Problem]:
    return work.session.scalars(
        sa.select(Problem)
        .where(Problem.id.in_(problem_ids))
        .options(joinedload(Problem.call, innerjoin=True))
        .order_by(Problem.id)
        .with_for_update(of=Problem)
    ).all()


def _decide(
    work: Work, actor: Actor, decision: CommitteeDecision, problem: Problem, item: CommitteeItem
) -> None:
    if problem.state not in UNDECIDED_PROBLEM_STATES:
        told = {"title": problem.title, "state": problem.state.label}
        message = _("‘%(title)s’은(는) 그사이 ‘%(state)s’이(가) 되었습니다. 의결을 고쳐 주십시오.", **told)
        raise WrongState(message, code="decided")
    reason = item.reason or decision.minutes
    if item.outcome is Outcome.SELECTED:
        select_problem(work, actor, problem, reason)
    else:
        decline_problem(work, actor, problem, item.decline_reason or DeclineReason.OTHER, reason)
