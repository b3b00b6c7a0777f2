"""Expert reviews: an expert without a conflict scores a problem on five scales, as a draft, then for good.

What was submitted stands; an official of the call may hand it back with a reason. Only what was submitted
counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    Permission,
    ProblemState,
    ReviewEvent,
    ReviewState,
)
from webapp.problems.mails import review_reopened
from webapp.problems.models import Problem, ProblemCall, ProblemReview
from webapp.problems.services.declarations import declaration_of, own_review
from webapp.problems.services.loading import load_problem, public_reason, stale
from webapp.problems.workflow import REVIEW

POINTS: Final = range(1, 6)
COMMENT_MAX: Final = 1000
COMMENT_MIN: Final = 5
SCALES: Final = ("urgency", "importance", "solvability", "ripple", "difficulty")


@dataclass(frozen=True, slots=True)
class ReviewProblem:
    """An expert's scores, 1 to 5 each, None when not given yet. `version` 0: the form was empty at first."""

    problem_key: str
    urgency: int | None
    importance: int | None
    solvability: int | None
    ripple: int | None
    difficulty: int | None
    comment: str
    version: int = 0


def save_review(work: Work, actor: Actor, command: ReviewProblem) -> ProblemReview:
    """Keep what the expert has so far; nobody else sees it and it does not count.

    RuleBroken on points outside 1 to 5. WrongState when the problem is not under review, nothing was said of
    conflicts, or the review was submitted. StaleVersion when another window saved in between.
    """
    problem = _problem_to_score(work, actor, command.problem_key)
    points, comment = _checked(command)
    review = own_review(work, actor, problem)
    if review is not None and review.version != command.version:
        if _facts(review) == points and review.comment == comment:
            return review
        raise stale()
    if review is not None and review.state is not ReviewState.DRAFT:
        raise WrongState(_("이미 제출한 검토입니다. 고쳐야 하면 담당 공무원에게 알려 주십시오."))
    return _write(work, actor, problem, review, points, comment)


def review_problem(work: Work, actor: Actor, command: ReviewProblem) -> ProblemReview:
    """Score the problem for good. The same form sent twice is one review.

    RuleBroken on what is missing: every scale and the opinion are asked for. Otherwise as `save_review`.
    """
    review = save_review(work, actor, command)
    if review.state is ReviewState.SUBMITTED:
        return review
    _check_complete(review)
    review.submitted_at = work.now
    REVIEW.fire(work, actor, review, ReviewEvent.SUBMIT)
    work.audit(actor, "problems:review:submitted", review.problem, after=_facts(review))
    return review


def reopen_review(work: Work, actor: Actor, review_key: str, reason: str) -> ProblemReview:
    """Hand a submitted review back to its expert, who is told why. Until it is submitted again it is no part
    of the means. WrongState once the problem is decided."""
    review = load_review(work, review_key)
    work.require(actor, Permission.REVIEW_REOPEN, review)
    if review.problem.state is not ProblemState.UNDER_REVIEW:
        raise WrongState(_("검토가 끝난 문제입니다."), code="decided")
    reason = public_reason(reason)
    before = _facts(review)
    REVIEW.fire(work, actor, review, ReviewEvent.REOPEN, reason=reason)
    work.audit(actor, "problems:review:reopened", review.problem, before=before)
    work.send(
        review_reopened(work, review, reason), key=f"problem-review-reopened:{review.id}:{review.version}"
    )
    return review


def load_review(work: Work, key: str) -> ProblemReview:
    """The review with its expert, its problem and the call, locked. NotFound for a forged key."""
    review = work.session.scalar(
        sa.select(ProblemReview)
        .where(ProblemReview.key == key)
        .options(
            joinedload(ProblemReview.problem, innerjoin=True).joinedload(Problem.call, innerjoin=True),
            joinedload(ProblemReview.reviewer, innerjoin=True),
        )
        .with_for_update(of=ProblemReview)
    )
    if review is None:
        raise NotFound(_("검토를 찾을 수 없습니다."))
    return review


def record_reviews_viewed(work: Work, actor: Actor, problem: Problem) -> None:
    """Note in the audit that an official looked at the experts' scores."""
    work.require(actor, Permission.REVIEWS_VIEW, problem)
    work.audit(actor, "problems:reviews:viewed", problem)


def record_results_viewed(work: Work, actor: Actor, call: ProblemCall) -> None:
    """Note in the audit that an official looked at the scores of a whole call."""
    work.require(actor, Permission.CALL_VIEW, call)
    work.audit(actor, "problems:results:viewed", call)


def _problem_to_score(work: Work, actor: Actor, key: str) -> Problem:
    problem = load_problem(work, key)
    is_secret = problem.state not in PUBLIC_PROBLEM_STATES
    work.require(actor, Permission.REVIEW, problem, is_secret=is_secret)
    if problem.state is not ProblemState.UNDER_REVIEW:
        raise WrongState(_("검토 중인 문제만 점수를 매길 수 있습니다. 검토 목록을 다시 열어 주십시오."))
    declaration = declaration_of(work, actor, problem)
    if declaration is None:
        raise WrongState(_("먼저 이 문제와 이해관계가 있는지 밝혀 주십시오."), code="undeclared")
    if declaration.conflict is not None:
        raise WrongState(_("이해관계가 있어 회피한 문제입니다."), code="conflicted")
    return problem


def _checked(command: ReviewProblem) -> tuple[dict[str, int | None], str]:
    comment = clean_text(command.comment)
    check_length(comment, maximum=COMMENT_MAX, field="comment")
    points: dict[str, int | None] = {name: getattr(command, name) for name in SCALES}
    message = _("1점부터 5점까지 고를 수 있습니다.")
    wrong = {name: message for name, value in points.items() if value is not None and value not in POINTS}
    if wrong:
        raise RuleBroken(_("점수를 골라 주십시오."), fields=wrong, code="points")
    return points, comment


def _check_complete(review: ProblemReview) -> None:
    missing = {
        name: _("1점부터 5점 사이에서 골라 주십시오.")
        for name, value in _facts(review).items()
        if value is None
    }
    if len(review.comment) < COMMENT_MIN:
        missing["comment"] = _("왜 그렇게 보았는지 한 문장이라도 적어 주십시오.")
    if missing:
        raise RuleBroken(_("빠진 내용을 적어 주십시오."), fields=missing, code="incomplete")


def _write(
    work: Work,
    actor: Actor,
    problem: Problem,
    review: ProblemReview | None,
    points: dict[str, int | None],
    comment: str,
) -> ProblemReview:
    before = {} if review is None else _facts(review)
    if review is None:
        review = ProblemReview(
            problem_id=problem.id, reviewer_id=actor.account_id, state=ReviewState.DRAFT, problem=problem
        )
        work.session.add(review)
    for name, value in points.items():
        setattr(review, name, value)
    review.comment, review.saved_at = comment, work.now
    work.flush()
    work.audit(actor, "problems:review:saved", problem, before=before, after=points)
    return review


def _facts(review: ProblemReview) -> dict[str, int | None]:
    return {name: getattr(review, name) for name in SCALES}
