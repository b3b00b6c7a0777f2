"""Deciding on problems: review begins, then selected or declined with a reason. `merging` has mergers.

Every author hears of every decision, also the authors of problems that were merged into the one decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import (
    DeclineReason,
    Permission,
    ProblemEvent,
    ProblemState,
)
from webapp.problems.mails import announced, decision_facts, reviews_waiting, to_author
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries.people import deciding_official, reviewers_of
from webapp.problems.services.loading import author_of, public_reason
from webapp.problems.workflow import PROBLEM

#: States from which a problem goes to the experts.
WAITING = (ProblemState.POSTED, ProblemState.DEPARTMENT_REVIEW)


def start_review(work: Work, actor: Actor, problem: Problem) -> Problem:
    """Hand a problem to the experts of its call; they are told once a day at most."""
    _begin(work, actor, problem)
    _tell_reviewers(work, problem.call)
    return problem


def start_reviews(work: Work, actor: Actor, call: ProblemCall) -> int:
    """Hand every waiting problem of the call to its experts, but not the actor's own; returns how many."""
    work.require(actor, Permission.CALL_MANAGE, call)
    waiting = work.session.scalars(
        sa.select(Problem)
        .where(Problem.call_id == call.id, Problem.state.in_(WAITING))
        .options(joinedload(Problem.call, innerjoin=True))
        .order_by(Problem.id)
        .with_for_update(of=Problem)
    ).all()
    started = [problem for problem in waiting if work.check(actor, Permission.DECIDE, problem).allowed]
    for problem in started:
        _begin(work, actor, problem)
    if started:
        _tell_reviewers(work, call)
    return len(started)


def select_problem(work: Work, actor: Actor, problem: Problem, reason: str) -> Problem:
    """Select a problem: a challenge may be made of it. The reason stands in public."""
    note_decision(work, actor, problem, reason)
    PROBLEM.fire(work, actor, problem, ProblemEvent.SELECT, reason=problem.decision_reason)
    return _settle(work, actor, problem, "selected")


def decline_problem(
    work: Work, actor: Actor, problem: Problem, reason_code: DeclineReason, reason: str
) -> Problem:
    """Decline a problem, with a reason from the list and in words; both stand in public."""
    note_decision(work, actor, problem, reason)
    problem.decline_reason = reason_code
    PROBLEM.fire(work, actor, problem, ProblemEvent.DECLINE, reason=problem.decision_reason)
    return _settle(work, actor, problem, "declined")


@dataclass(frozen=True, slots=True)
class AnnouncedChallenge:
    """The challenge that was made of a problem: its address under /challenges/ and its title."""

    key: str
    title: str
    title_en: str = ""


def note_challenge(work: Work, actor: Actor, problem_id: int, challenge: AnnouncedChallenge) -> Problem:
    """Link a selected problem to the challenge that was announced from it, and tell the authors.

    For the context of challenges, which has checked that the actor may announce. Safe to repeat.
    """
    problem = work.session.scalars(
        sa.select(Problem)
        .where(Problem.id == problem_id)
        .options(joinedload(Problem.call, innerjoin=True))
        .with_for_update(of=Problem)
    ).one()
    if problem.challenge_key == challenge.key:
        return problem
    problem.challenge_key = challenge.key
    problem.challenge_title, problem.challenge_title_en = challenge.title[:200], challenge.title_en[:250]
    work.flush()
    work.audit(actor, "problems:problem:announced", problem, after={"challenge": challenge.key})
    for told in (problem, *merged_into(work, problem)):
        letter = announced(work, author_of(work, told), told, problem)
        work.send(letter, key=f"problem-announced:{told.id}:{challenge.key}")
    return problem


def _begin(work: Work, actor: Actor, problem: Problem) -> None:
    work.require(actor, Permission.DECIDE, problem)
    PROBLEM.fire(work, actor, problem, ProblemEvent.START_REVIEW)
    work.audit(actor, "problems:problem:review_started", problem)
    author = author_of(work, problem)
    letter = to_author(work, author, problem, "review_started")
    work.send(letter, key=f"problem-review-started:{problem.id}")


def _tell_reviewers(work: Work, call: ProblemCall) -> None:
    for reviewer in reviewers_of(work, call.id):
        day = kst_day(work.now).isoformat()
        key = f"problem-reviews-waiting:{call.id}:{reviewer.account_id}:{day}"
        work.send(reviews_waiting(work, reviewer.email, reviewer.locale, call), key=key)


def note_decision(work: Work, actor: Actor, problem: Problem, reason: str) -> None:
    """Note who decides and why. The state follows at once by `fire`: the database ties both together."""
    work.require(actor, Permission.DECIDE, problem)
    text = public_reason(reason)
    official = deciding_official(work, actor.account_id or 0, problem.call.agency_id)
    problem.decision_official = official.facts()
    problem.decision_reason = text
    problem.decided_at = work.now
    problem.decided_by_id = actor.account_id


def _settle(work: Work, actor: Actor, problem: Problem, outcome: str) -> Problem:
    facts = {"decline_reason": problem.decline_reason, "state": problem.state}
    work.audit(actor, f"problems:problem:{outcome}", problem, after=facts)
    author = author_of(work, problem)
    letter = to_author(work, author, problem, outcome, **decision_facts(author, problem))
    work.send(letter, key=f"problem-{outcome}:{problem.id}")
    for original in merged_into(work, problem):
        owner = author_of(work, original)
        extra = {"into_title": problem.title, "outcome": outcome, **decision_facts(owner, problem)}
        letter = to_author(work, owner, original, "merged_decided", **extra)
        work.send(letter, key=f"problem-merged-decided:{original.id}:{problem.id}")
    return problem


def merged_into(work: Work, problem: Problem) -> Sequence[Problem]:
    """The problems that were merged into this one, locked, the oldest first."""
    return work.session.scalars(
        sa.select(Problem)
        .where(Problem.merged_into_id == problem.id)
        .options(joinedload(Problem.call, innerjoin=True))
        .order_by(Problem.id)
        .with_for_update(of=Problem)
    ).all()
