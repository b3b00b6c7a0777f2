"""Who may do what in problems.

A subject is a `Problem` with its call loaded, a `ProblemReview` with its problem, a `ProblemCall`, or a read
model with the same attributes: `author_id`, `call_id`, `agency_id`, `state`, `posted_at` of a problem;
`author_id`, `call_id`, `agency_id`, `reviewer_id` of a review; `id`, `agency_id`, `audience`,
`phase_at(now)` of a call.
"""

from __future__ import annotations

from datetime import datetime

from webapp.accounts.enums import Role, Scope
from webapp.accounts.policies import agency_role, holds, is_official
from webapp.core.i18n import lazy
from webapp.core.policy import Actor, Ask, Predicate, Verdict, about_subject, is_signed_in
from webapp.problems.enums import PUBLIC_PROBLEM_STATES, CallAudience, CallPhase, Permission, SurveyPhase

#: Roles of an agency that see the expert reviews of its problems.
READING_ROLES = (Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY, Role.AGENCY_ADMIN)


@about_subject(lazy("문제를 낸 본인만 할 수 있습니다."))
def is_author(ask: Ask) -> bool:
    """The actor wrote the problem."""
    return ask.actor.account_id is not None and bool(ask.subject.author_id == ask.actor.account_id)


@about_subject(lazy("본인이 낸 문제는 다른 사람이 검토하고 결정해야 합니다."))
def is_not_author(ask: Ask) -> bool:
    """It is not the actor's problem: nobody judges a matter of their own.

    What an official typed for somebody who called or came (대리접수) is that person's. A subject that does
    not say `is_received` was posted by its author.
    """
    is_theirs = ask.subject.author_id == ask.actor.account_id
    return not is_theirs or getattr(ask.subject, "is_received", False)


@about_subject(lazy("다른 위원의 검토입니다."))
def is_own_review(ask: Ask) -> bool:
    """The subject is the actor's own review, or the problem that he or she is about to review."""
    return bool(getattr(ask.subject, "reviewer_id", ask.actor.account_id) == ask.actor.account_id)


@about_subject(lazy("공개하지 않은 문제입니다."))
def is_public(ask: Ask) -> bool:
    """The problem stands in public."""
    return ask.subject.state in PUBLIC_PROBLEM_STATES


@about_subject(lazy("아직 내지 않은 문제입니다."))
def was_posted(ask: Ask) -> bool:
    """The problem was posted at some time; a draft is nobody's business but its author's."""
    return ask.subject.posted_at is not None


@about_subject(lazy("아직 접수를 시작하지 않은 과제 공모입니다."))
def call_has_opened(ask: Ask) -> bool:
    """The call is published and its first day has come."""
    return call_phase_of(ask) not in {CallPhase.DRAFT, CallPhase.UPCOMING}


@about_subject(lazy("접수가 끝난 과제 공모입니다."))
def call_has_not_closed(ask: Ask) -> bool:
    """The call still takes problems."""
    return call_phase_of(ask) is CallPhase.OPEN


@about_subject(lazy("이 과제 공모는 초대한 전문가나 기관 담당자의 문제만 받습니다."))
def is_asked_by_call(ask: Ask) -> bool:
    """The call takes problems from people like the actor; from officials it always does."""
    audience, call_id = ask.subject.audience, ask.subject.id
    if audience is CallAudience.ANYBODY or is_official(ask).allowed:
        return True
    return audience is CallAudience.EXPERTS and ask.actor.has_role(Role.REVIEWER, Scope.CALL, call_id)


def call_phase_of(ask: Ask) -> CallPhase:
    """The phase of the call that is asked about, at the moment of asking."""
    phase: CallPhase = ask.subject.phase_at(ask.now)
    return phase


@about_subject(lazy("지금은 답을 받지 않는 조사입니다."))
def survey_takes_answers(ask: Ask) -> bool:
    """The survey is open at the moment of asking."""
    return bool(ask.subject.phase_at(ask.now) is SurveyPhase.OPEN)


is_reviewer_of_call = holds(
    Role.REVIEWER,
    scope=Scope.CALL,
    scope_id=lambda subject: subject.call_id,
    reason=lazy("이 과제 공모의 검토위원만 할 수 있습니다."),
)
is_officer = agency_role(Role.CONTEST_OFFICER, agency_id=lambda subject: subject.agency_id)
is_reader = agency_role(*READING_ROLES, agency_id=lambda subject: subject.agency_id)
decides_for_agency = agency_role(
    Role.CONTEST_OFFICER, Role.APPROVER, agency_id=lambda subject: subject.agency_id
)

POLICY: dict[str, Predicate] = {
    Permission.CALL_MANAGE: is_officer,
    Permission.CALL_VIEW: is_reader,
    Permission.WRITE: is_signed_in & call_has_opened & call_has_not_closed & is_asked_by_call,
    Permission.RECEIVE: is_reader,
    Permission.VIEW: is_public | is_author | (is_reader & was_posted),
    Permission.EDIT: is_signed_in & is_author,
    Permission.WITHDRAW: is_signed_in & is_author,
    Permission.REVIEW: is_reviewer_of_call & is_not_author & is_own_review,
    Permission.REVIEW_DECLARE: is_reviewer_of_call & is_not_author & is_own_review,
    Permission.REVIEW_REOPEN: is_officer & is_not_author,
    Permission.REVIEWS_VIEW: is_reader,
    Permission.DECIDE: decides_for_agency & is_not_author,
    Permission.COMMITTEE_DECIDE: decides_for_agency,
    Permission.MERGE_UNDO: decides_for_agency & is_not_author,
    Permission.SURVEY_MANAGE: is_officer,
    Permission.SURVEY_ANSWER: is_signed_in & survey_takes_answers,
}


def agencies_read_by(actor: Actor) -> frozenset[int]:
    """The agencies whose problems, reviews and calls the actor may see at the official's desk."""
    return frozenset[int]().union(*(actor.scopes_of(role) for role in READING_ROLES))


def is_reviewer(actor: Actor) -> bool:
    """Whether the actor reviews the problems of any call."""
    return actor.has_role(Role.REVIEWER, Scope.CALL)


def asked(actor: Actor, call: object, now: datetime) -> Verdict:
    """Whether the call takes problems from people like the actor, whenever it is open."""
    return is_asked_by_call(Ask(actor, call, now))
