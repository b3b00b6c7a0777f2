"""Who may do what in reflection.

Subjects carry `official_id`, `responsible_agency_id`, `programme_agency_id` and `entrant_ids`: a Reflection,
a Measure or a frozen read model with these four.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.accounts.enums import Role
from webapp.accounts.policies import agency_role
from webapp.core.i18n import lazy
from webapp.core.policy import Ask, Predicate, about_subject, is_signed_in
from webapp.reflection.enums import Permission


@dataclass(frozen=True, slots=True)
class Placement:
    """The subject of ASSIGN: whose contest the idea came from, who entered it, who answers if anybody."""

    programme_agency_id: int
    entrant_ids: frozenset[int]
    responsible_agency_id: int | None = None


@about_subject(lazy("이 과제의 실명 담당자만 할 수 있습니다."))
def is_named_official(ask: Ask) -> bool:
    """The actor is the official named for this reflection."""
    return bool(ask.subject.official_id == ask.actor.account_id)


@about_subject(
    lazy("직접 제안하신 아이디어의 반영은 맡으실 수 없습니다. 다른 담당자가 맡아야 합니다."), is_told=True
)
def is_not_own(ask: Ask) -> bool:
    """Nobody decides on an idea of one's own, alone or with others, or reports on what became of it."""
    return ask.actor.account_id not in ask.subject.entrant_ids


def in_responsible_agency(*roles: Role) -> Predicate:
    """The actor holds one of `roles` in the agency that answers for the reflection."""
    return agency_role(*roles, agency_id=lambda subject: subject.responsible_agency_id)


def in_programme_agency(*roles: Role) -> Predicate:
    """The actor holds one of `roles` in the agency that ran the contest."""
    return agency_role(*roles, agency_id=lambda subject: subject.programme_agency_id)


CLERKS = (Role.CONTEST_OFFICER, Role.APPROVER)
EVERYBODY = (Role.AGENCY_ADMIN, Role.CONTEST_OFFICER, Role.APPROVER)

works_on_promises = is_signed_in & (is_named_official | in_responsible_agency(*CLERKS))

POLICY: dict[str, Predicate] = {
    Permission.ASSIGN: (in_programme_agency(*CLERKS) | in_responsible_agency(*EVERYBODY)) & is_not_own,
    Permission.DECIDE: is_signed_in & (is_named_official | in_responsible_agency(Role.APPROVER)) & is_not_own,
    Permission.MEASURE_MANAGE: works_on_promises & is_not_own,
    Permission.PROGRESS_REPORT: works_on_promises & is_not_own,
    Permission.OFFICE_VIEW: is_signed_in
    & (is_named_official | in_responsible_agency(*EVERYBODY) | in_programme_agency(*EVERYBODY)),
}
