"""Letters of problems: to authors about every step and decision, to experts and officials about their work.

A subject names the call, never the problem: the title stands in the letter itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.accounts.models import Account
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized, use_locale
from webapp.core.outbox import Letter
from webapp.core.work import Work
from webapp.problems.models import Problem, ProblemCall, ProblemReview, ReceivedConsent


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose problem it is. An empty `email`: somebody who gave none and hears of it by another way."""

    name: str
    email: str
    locale: str


def to_author(work: Work, author: Addressee, problem: Problem, template: str, **facts: object) -> Letter:
    """A letter to the author of `problem`, whose one link leads to it."""
    with use_locale(author.locale):
        return Letter(
            author.email,
            f"problems/{template}",
            author.locale,
            {
                "call": localized(problem.call.title, problem.call.title_en),
                "title": problem.title,
                "link": f"{work.base_url}/problems/{problem.key}",
                "link_label": _("내가 낸 문제 보기"),
                **facts,
            },
        )


def received_copy(work: Work, author: Addressee, problem: Problem, consent: ReceivedConsent) -> Letter:
    """To somebody for whom an official posted: what stands there in their name, and who typed it."""
    official = consent.entered_official
    entered_by = " ".join(filter(None, (official.get(part) for part in ("department", "title", "name"))))
    return to_author(
        work,
        author,
        problem,
        "received",
        situation=problem.situation,
        wished_change=problem.wished_change,
        official=entered_by,
        link_label=_("접수한 문제 보기"),
    )


def department_review_waits(
    work: Work, email: str, locale: str, problem: Problem, endorsements: int | None
) -> Letter:
    """To an official: the department's review has begun, and until when it runs."""
    with use_locale(locale):
        return Letter(
            email,
            "problems/department_review_waits",
            locale,
            {
                "call": localized(problem.call.title, problem.call.title_en),
                "title": problem.title,
                "due_on": problem.review_due_on.isoformat() if problem.review_due_on else "",
                "endorsements": endorsements,
                "link": f"{work.base_url}/office/problems/{problem.key}",
                "link_label": _("문제 열기"),
            },
        )


def decision_facts(author: Addressee, problem: Problem) -> dict[str, object]:
    """What a letter about a decision says: the reason, and who decided."""
    with use_locale(author.locale):
        official = problem.decision_official
        department = localized(official.get("department", ""), official.get("department_en", ""))
        decline_reason = problem.decline_reason.label if problem.decline_reason else ""
    return {
        "decision_reason": problem.decision_reason,
        "decline_reason": decline_reason,
        "official": " ".join(filter(None, (department, official.get("title"), official.get("name")))),
    }


def announced(work: Work, author: Addressee, own: Problem, selected: Problem) -> Letter:
    """To an author: a challenge was announced from the problem, or from the one that it was merged into."""
    with use_locale(author.locale):
        facts = {
            "challenge": localized(selected.challenge_title, selected.challenge_title_en),
            "link": f"{work.base_url}/challenges/{selected.challenge_key}",
            "link_label": _("공모 과제 보기"),
        }
    return to_author(work, author, own, "announced", **facts)


def reviews_waiting(work: Work, email: str, locale: str, call: ProblemCall) -> Letter:
    """To an expert: there are problems to review."""
    with use_locale(locale):
        return Letter(
            email,
            "problems/reviews_waiting",
            locale,
            {
                "call": localized(call.title, call.title_en),
                "link": f"{work.base_url}/review",
                "link_label": _("검토할 문제 보기"),
            },
        )


def review_reopened(work: Work, review: ProblemReview, reason: str) -> Letter:
    """To an expert: a review came back, and why."""
    reader, call = review.reviewer, review.problem.call
    with use_locale(reader.locale):
        return Letter(
            reader.email,
            "problems/review_reopened",
            reader.locale,
            {
                "call": localized(call.title, call.title_en),
                "title": review.problem.title,
                "why": reason,
                "link": f"{work.base_url}/review/problems/{review.problem.key}",
                "link_label": _("검토 고치기"),
            },
        )


def invitation_answered(
    work: Work, official: Account, call: ProblemCall, name: str, *, is_accepted: bool
) -> Letter:
    """To the official who invited an expert: the answer."""
    with use_locale(official.locale):
        return Letter(
            official.email,
            "problems/invitation_answered",
            official.locale,
            {
                "call": localized(call.title, call.title_en),
                "name": name,
                "is_accepted": is_accepted,
                "link": f"{work.base_url}/office/problems/calls/{call.slug}",
                "link_label": _("과제 공모 관리 화면 열기"),
            },
        )
