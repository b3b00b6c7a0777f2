"""Mergers: a problem goes on in another that says the same, and comes back when that was a mistake.

Endorsements come along once per person; authors are told and named with the other. What was decided of a
problem, `decisions` says.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import clean_text
from webapp.core.work import Work
from webapp.discussion.services import carry_endorsements, take_back_carried
from webapp.problems.enums import (
    UNDECIDED_PROBLEM_STATES,
    UNMERGE_EVENTS,
    CallState,
    Permission,
    ProblemEvent,
    ProblemState,
)
from webapp.problems.mails import decision_facts, to_author
from webapp.problems.models import Problem, ProblemMerger
from webapp.problems.queries.subjects import subject_of
from webapp.problems.services.decisions import merged_into, note_decision
from webapp.problems.services.loading import author_of, find_problem, public_reason
from webapp.problems.workflow import PROBLEM

#: States in which a problem can take others in.
MERGE_TARGETS = (*UNDECIDED_PROBLEM_STATES, ProblemState.SELECTED)


def merge_problem(work: Work, actor: Actor, problem: Problem, into_key: str, reason: str) -> Problem:
    """Merge a problem into another of the same agency; what was merged into it before moves along.

    RuleBroken on `into` for itself, for a problem that was merged or declined, and for an unknown one. So no
    chain and no circle can come about: a target is never itself merged. The same sent twice changes nothing.
    """
    work.require(actor, Permission.DECIDE, problem)
    target = _merge_target(work, actor, problem, into_key)
    if problem.merged_into_id == target.id and problem.decision_reason == clean_text(reason):
        return problem
    _refuse_closed(target)
    moved, before = merged_into(work, problem), problem.state
    note_decision(work, actor, problem, reason)
    problem.merged_into_id = target.id
    PROBLEM.fire(work, actor, problem, ProblemEvent.MERGE, reason=problem.decision_reason)
    for original in moved:
        original.merged_into_id = target.id
    merger = _keep_merger(work, actor, problem, before, moved)
    count = carry_endorsements(work, subject_of(problem), subject_of(target))
    after = {"into": target.id, "moved": merger.moved, "endorsements": count}
    work.audit(actor, "problems:problem:merged", problem, after=after)
    for told in (problem, *moved):
        author = author_of(work, told)
        facts = decision_facts(author, problem)
        letter = to_author(work, author, told, "merged", into_title=target.title, **facts)
        work.send(letter, key=f"problem-merged:{told.id}:{merger.id}")
    return problem


def unmerge_problem(work: Work, actor: Actor, problem: Problem, reason: str) -> Problem:
    """Undo a merger: the state before comes back, and what came along goes back with the problem.

    RuleBroken without a reason and once the call has ended, WrongState when it is merged no more.
    """
    work.require(actor, Permission.MERGE_UNDO, problem)
    merger = work.session.scalar(
        sa.select(ProblemMerger)
        .where(ProblemMerger.problem_id == problem.id, ProblemMerger.undone_at.is_(None))
        .with_for_update()
    )
    if problem.state is not ProblemState.MERGED or merger is None:
        raise WrongState(_("합쳐져 있지 않은 문제입니다. 화면을 다시 열어 주십시오."))
    if problem.call.state is CallState.FINISHED:
        message = _("끝난 과제 공모의 문제는 되돌릴 수 없습니다. 되돌리면 결정할 수 없는 문제가 생깁니다.")
        raise RuleBroken(message, code="call_finished")
    reason = public_reason(reason)
    _take_back_endorsements(work, problem, merger)
    back = _bring_back(work, problem, merger)
    PROBLEM.fire(work, actor, problem, UNMERGE_EVENTS[merger.state_before], reason=reason)
    merger.undone_at, merger.undone_by_id, merger.undo_reason = work.now, actor.account_id, reason
    work.flush()
    after = {"state": problem.state, "back": [one.id for one in back]}
    work.audit(actor, "problems:problem:unmerged", problem, before={"into": merger.target_id}, after=after)
    for told in (problem, *back):
        letter = to_author(work, author_of(work, told), told, "unmerged", reason=reason)
        work.send(letter, key=f"problem-unmerged:{told.id}:{merger.id}")
    return problem


def _keep_merger(
    work: Work, actor: Actor, problem: Problem, before: ProblemState, moved: Sequence[Problem]
) -> ProblemMerger:
    merger = ProblemMerger(
        problem_id=problem.id,
        target_id=problem.merged_into_id,
        state_before=before,
        moved=[original.id for original in moved],
        reason=problem.decision_reason,
        merged_by_id=actor.account_id,
        merged_at=work.now,
    )
    work.session.add(merger)
    work.flush()
    return merger


def _take_back_endorsements(work: Work, problem: Problem, merger: ProblemMerger) -> None:
    """From what it was merged into, and from where that has gone on to since."""
    targets = work.session.scalars(
        sa.select(Problem)
        .where(Problem.id.in_({merger.target_id, problem.merged_into_id}))
        .options(joinedload(Problem.call, innerjoin=True))
        .order_by(Problem.id)
    ).all()
    for target in targets:
        take_back_carried(work, subject_of(problem), subject_of(target))


def _bring_back(work: Work, problem: Problem, merger: ProblemMerger) -> Sequence[Problem]:
    """Empty what the merger decided; what had moved along, and still stands there, comes back too.

    The state follows at once by `fire`: the database ties both together, so nothing is asked in between.
    """
    back = work.session.scalars(
        sa.select(Problem)
        .where(Problem.id.in_(merger.moved), Problem.merged_into_id == problem.merged_into_id)
        .options(joinedload(Problem.call, innerjoin=True))
        .order_by(Problem.id)
        .with_for_update(of=Problem)
    ).all()
    for original in back:
        original.merged_into_id = problem.id
    problem.merged_into_id = None
    problem.decided_at = problem.decided_by_id = None
    problem.decision_official, problem.decision_reason = {}, ""
    return back


def _merge_target(work: Work, actor: Actor, problem: Problem, key: str) -> Problem:
    if key.strip() == problem.key:
        raise RuleBroken(_("자기 자신과는 합칠 수 없습니다."), field="into", code="merge_itself")
    target = find_problem(work, key.strip())
    is_theirs = target is not None and target.call.agency_id == problem.call.agency_id
    if target is None or not is_theirs or not work.check(actor, Permission.VIEW, target).allowed:
        raise RuleBroken(
            _("합칠 문제를 찾을 수 없습니다. 다시 골라 주십시오."), field="into", code="merge_unknown"
        )
    return target


def _refuse_closed(target: Problem) -> None:
    if target.state not in MERGE_TARGETS:
        message = _("이미 다른 문제에 합쳤거나 선정하지 않은 문제에는 합칠 수 없습니다.")
        raise RuleBroken(message, field="into", code="merge_closed")
