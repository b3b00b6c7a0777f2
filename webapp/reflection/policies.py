"""Who may do what in reflection.

Subjects carry `official_id`, `responsible_agency_id` and `programme_agency_id`: a Reflection, a Measure or a
frozen read model with these three.
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
    """The subject of ASSIGN: whose contest the idea came from, and who answers for it now, if anybody."""

    programme_agency_id: int
    responsible_agency_id: int | None = None


@about_subject(lazy("이 과제의 실명 담당자만 할 수 있습니다."))
def is_named_official(ask: Ask) -> bool:
    """The actor is the official named for this reflection."""
    return bool(ask.subject.official_id == ask.actor.account_id)


def in_responsible_agency(*roles: Role) -> Predicate:
    """The actor holds one of `roles` in the agency that answers for the reflection."""
    return agency_role(*roles, agency_id=lambda subject: subject.responsible_agency_id)


def in_programme_agency(*roles: Role) -> Predicate:
    """The actor holds one of `roles` in the agency that ran the contest."""
    return agency_role(*roles, agency_id=lambda subject: subject.programme_agency_id)


CLERKS = (Role.CONTEST_OFFICER, Role.APPROVER)
EVERYBODY = (Role.AGENCY_ADMIN, Role.CONTEST_OFFICER, Role.APPROVER)

POLICY: dict[str, Predicate] = {
    Permission.ASSIGN: in_programme_agency(*CLERKS) | in_responsible_agency(*EVERYBODY),
    Permission.DECIDE: is_signed_in & (is_named_official | in_responsible_agency(Role.APPROVER)),
    Permission.MEASURE_MANAGE: is_signed_in & (is_named_official | in_responsible_agency(*CLERKS)),
    Permission.PROGRESS_REPORT: is_signed_in & (is_named_official | in_responsible_agency(*CLERKS)),
    Permission.OFFICE_VIEW: is_signed_in
    & (is_named_official | in_responsible_agency(*EVERYBODY) | in_programme_agency(*EVERYBODY)),
}
