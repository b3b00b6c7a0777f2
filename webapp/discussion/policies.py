"""Who may do what in discussion.

A subject is a `webapp.core.subjects.Subject`, a row of a table here, or a read model with its attributes.
"""

from __future__ import annotations

from webapp.accounts.enums import AGENCY_ROLES, Role
from webapp.accounts.policies import agency_role
from webapp.core.i18n import LazyText, lazy
from webapp.core.policy import Actor, Ask, Predicate, about_subject, is_signed_in
from webapp.core.subjects import Activity
from webapp.discussion.enums import Permission

#: Roles of an agency that keep order in what is said of its subjects.
MODERATING_ROLES = (Role.CONTEST_OFFICER, Role.AGENCY_ADMIN)
#: Roles of an agency that answer questions in its name.
ANSWERING_ROLES = (Role.CONTEST_OFFICER, Role.AGENCY_ADMIN)


def takes(activity: Activity, reason: LazyText) -> Predicate:
    """A predicate: the subject takes this activity at the moment, as its owner says."""

    @about_subject(reason)
    def takes_it(ask: Ask) -> bool:
        return activity in ask.subject.activities

    return Predicate(f"takes_{activity.value}", takes_it)


@about_subject(lazy("본인이 낸 것에는 공감할 수 없습니다."))
def is_not_own(ask: Ask) -> bool:
    """The subject is another's: nobody counts for what is their own."""
    return ask.actor.account_id not in ask.subject.author_ids


@about_subject(lazy("쓴 사람만 할 수 있습니다."))
def wrote_it(ask: Ask) -> bool:
    """The subject (a comment, an appeal) is the actor's."""
    return bool(ask.subject.author_id == ask.actor.account_id)


@about_subject(lazy("본인이 쓴 글은 다른 사람이 살펴봅니다."))
def did_not_write_it(ask: Ask) -> bool:
    """The subject (a comment, an appeal) is another's."""
    return bool(ask.subject.author_id != ask.actor.account_id)


@about_subject(lazy("가린 사람이 아닌 다른 담당자가 결정해야 합니다."))
def did_not_hide_it(ask: Ask) -> bool:
    """Four eyes: who hid a comment does not decide on the appeal."""
    return bool(ask.subject.hidden_by_id != ask.actor.account_id)


works_for = agency_role(*AGENCY_ROLES, agency_id=lambda subject: subject.agency_id)
moderates = agency_role(*MODERATING_ROLES, agency_id=lambda subject: subject.agency_id)
takes_endorsements = takes(Activity.ENDORSE, lazy("지금은 공감을 받지 않습니다."))
takes_comments = takes(Activity.COMMENT, lazy("지금은 의견을 받지 않습니다."))
answers = agency_role(*ANSWERING_ROLES, agency_id=lambda subject: subject.agency_id)
takes_questions = takes(Activity.ASK, lazy("지금은 질문을 받지 않습니다."))
takes_followers = takes(Activity.FOLLOW, lazy("지금은 소식을 받아 볼 수 없습니다."))

POLICY: dict[str, Predicate] = {
    Permission.ENDORSEMENT_WRITE: is_signed_in & takes_endorsements & is_not_own,
    Permission.ENDORSEMENT_WITHDRAW: is_signed_in,
    Permission.FOLLOW_WRITE: is_signed_in & takes_followers,
    Permission.FOLLOW_STOP: is_signed_in,
    Permission.ENDORSEMENT_REVIEW: moderates,
    Permission.COMMENT_WRITE: is_signed_in & takes_comments,
    Permission.COMMENT_ANSWER: works_for,
    Permission.COMMENT_EDIT: is_signed_in & wrote_it,
    Permission.COMMENT_DELETE: is_signed_in & wrote_it,
    Permission.REPORT_WRITE: is_signed_in & did_not_write_it,
    Permission.MODERATE: moderates,
    Permission.APPEAL_WRITE: is_signed_in & wrote_it,
    Permission.APPEAL_DECIDE: moderates & did_not_hide_it & did_not_write_it,
    Permission.QUESTION_WRITE: is_signed_in & takes_questions,
    Permission.QUESTION_ANSWER: answers,
}


def agencies_moderated_by(actor: Actor) -> frozenset[int]:
    """The agencies over whose subjects the actor keeps order."""
    return frozenset[int]().union(*(actor.scopes_of(role) for role in MODERATING_ROLES))


def agencies_answered_by(actor: Actor) -> frozenset[int]:
    """The agencies in whose name the actor answers questions."""
    return frozenset[int]().union(*(actor.scopes_of(role) for role in ANSWERING_ROLES))
