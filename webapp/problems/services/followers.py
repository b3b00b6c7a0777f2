"""Letters to who follows a problem: what was decided about it. Its author has a letter of his or her own."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.core.i18n import localized
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.discussion.services import News, tell_followers
from webapp.problems.enums import DECIDED_PROBLEM_STATES
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries.subjects import problem_subjects
from webapp.problems.workflow import PROBLEM


def tell_of_decision(work: Work, event: StateChanged) -> None:
    """Write to the followers of a problem that was decided."""
    if event.workflow != PROBLEM.name or event.target not in DECIDED_PROBLEM_STATES:
        return
    problem: Problem = event.subject
    subject = problem_subjects(work, event.actor, [problem.key]).get(problem.key)
    call = work.session.get(ProblemCall, problem.call_id)
    if subject is None or call is None:
        return

    def facts() -> Mapping[str, object]:
        return {
            "call": localized(call.title, call.title_en),
            "outcome": problem.state.label,
            "decision_reason": problem.decision_reason,
        }

    key = f"problem-decided:{problem.id}:{problem.state.value}"
    news = News("problems/followed_decided", key, facts)
    tell_followers(work, subject, news, besides=subject.author_ids)
