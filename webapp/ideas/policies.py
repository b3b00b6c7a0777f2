"""Who may do what in ideas. Deadlines are rules of the services: who comes late is not without the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from webapp.accounts.enums import Role
from webapp.accounts.policies import agency_role
from webapp.core.i18n import lazy
from webapp.core.policy import ALLOWED, Actor, Ask, Predicate, Verdict, about_subject, is_signed_in
from webapp.ideas.enums import Permission

#: What an official holds over a challenge that they entered (see queries.interests).
ENTRANT: Final = "entrant"
CHALLENGE: Final = "challenge"


def entered_by(actor: Actor) -> frozenset[int]:
    """The challenges that an official entered, alone or with others."""
    return actor.scopes_of(ENTRANT)


def has_not_entered(challenge_id: Callable[[Any], int | None], *, known: tuple[type, ...] = ()) -> Predicate:
    """A predicate: the actor has no entry in the challenge that `challenge_id(subject)` names.

    `known`: the kinds of subject of which entrants may know that they exist, such as the challenge itself.
    """
    reason = lazy("직접 응모하신 과제의 심사와 시상에는 참여하실 수 없습니다. 다른 담당자가 맡아야 합니다.")

    def has_not_entered(ask: Ask) -> Verdict:
        if ask.subject is None or challenge_id(ask.subject) not in entered_by(ask.actor):
            return ALLOWED
        return Verdict(allowed=False, reason=reason, is_told=isinstance(ask.subject, known))

    return Predicate(has_not_entered.__name__, has_not_entered)


def challenge_id_of(subject: Any) -> int | None:
    """The challenge itself, that of an idea, or that of a view of one of them."""
    found: int | None = getattr(subject, "challenge_id", None) or subject.id
    return found


def agency_id_of(subject: Any) -> int | None:
    """The agency behind a challenge or an idea (challenge and programme loaded), or a view of one."""
    known: int | None = getattr(subject, "agency_id", None)
    if known is not None:
        return known
    challenge = getattr(subject, "challenge", subject)
    found: int = challenge.programme.agency_id
    return found


@about_subject(lazy("이 아이디어를 낸 사람만 할 수 있습니다."))
def is_author(ask: Ask) -> bool:
    """The actor wrote the idea."""
    return bool(ask.subject.author_id == ask.actor.account_id)


@about_subject(lazy("이 아이디어를 낸 사람과 그 팀만 볼 수 있습니다."))
def is_author_or_member(ask: Ask) -> bool:
    """The actor wrote the idea or belongs to the team, company or group that enters it."""
    return is_author(ask).allowed or ask.actor.account_id in ask.subject.member_ids


handles = agency_role(Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY, agency_id=agency_id_of)
handles_entries = handles & has_not_entered(challenge_id_of)
is_officer = agency_role(Role.CONTEST_OFFICER, agency_id=agency_id_of) & has_not_entered(challenge_id_of)

POLICY: dict[str, Predicate] = {
    Permission.START: is_signed_in,
    Permission.EDIT: is_signed_in & is_author,
    Permission.SUBMIT: is_signed_in & is_author,
    Permission.WITHDRAW: is_signed_in & is_author,
    Permission.VIEW_OWN: is_signed_in & is_author_or_member,
    Permission.VIEW_UNPUBLISHED: handles_entries,
    Permission.REGISTER_VIEW: handles & has_not_entered(challenge_id_of, known=(object,)),
    Permission.ELIGIBILITY_DECIDE: is_officer,
}
