"""The department's review (담당부서 검토): begun by enough endorsements, or by an official; its clock runs.

Falling below the number again undoes nothing: what has begun is brought to its end.
"""

from __future__ import annotations

from webapp.core.calendar import KoreanCalendar
from webapp.core.kst import kst_day
from webapp.core.policy import SYSTEM, Actor
from webapp.core.work import Work
from webapp.discussion.services import EndorsementCounted
from webapp.problems.enums import PROBLEM_KIND, Permission, ProblemEvent, ProblemState
from webapp.problems.mails import department_review_waits, to_author
from webapp.problems.models import Problem
from webapp.problems.queries.people import officers_of
from webapp.problems.services.loading import author_of, find_problem
from webapp.problems.workflow import PROBLEM


def note_endorsements(work: Work, event: EndorsementCounted) -> None:
    """Begin the review of a problem that reached its call's number of endorsements."""
    if event.subject_kind != PROBLEM_KIND:
        return
    problem = find_problem(work, event.subject_key)
    if problem is None or problem.state is not ProblemState.POSTED:
        return
    threshold = problem.call.endorsement_threshold
    if threshold is not None and event.count >= threshold:
        _begin(work, SYSTEM, problem, ProblemEvent.REACH_THRESHOLD, endorsements=event.count)


def take_up_problem(work: Work, actor: Actor, problem: Problem) -> Problem:
    """Begin the review before the number is reached, or where there is none. Twice changes nothing."""
    work.require(actor, Permission.DECIDE, problem)
    if problem.state is not ProblemState.DEPARTMENT_REVIEW:
        _begin(work, actor, problem, ProblemEvent.TAKE_UP)
    return problem


def _begin(
    work: Work, actor: Actor, problem: Problem, event: ProblemEvent, *, endorsements: int | None = None
) -> None:
    days = problem.call.review_days
    before = problem.review_due_on
    problem.review_due_on = KoreanCalendar().add_business_days(kst_day(work.now), days)
    PROBLEM.fire(work, actor, problem, event)
    after = {"review_due_on": problem.review_due_on, "endorsements": endorsements}
    work.audit(
        actor, "problems:problem:department_review", problem, before={"review_due_on": before}, after=after
    )
    due = problem.review_due_on.isoformat()
    letter = to_author(work, author_of(work, problem), problem, "department_review", due_on=due)
    work.send(letter, key=f"problem-department-review:{problem.id}:{due}")
    for officer in officers_of(work, problem.call.agency_id):
        if officer.account_id == actor.account_id:
            continue
        letter = department_review_waits(work, officer.email, officer.locale, problem, endorsements)
        work.send(letter, key=f"problem-department-review:{problem.id}:{due}:{officer.account_id}")
