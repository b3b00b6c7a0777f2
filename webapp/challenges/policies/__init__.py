"""Who may do what in challenges. The rules of a design stand beside, in `sections` and `readiness`."""

from __future__ import annotations

from typing import Any

from webapp.accounts.enums import AGENCY_ROLES, Role, Scope
from webapp.accounts.policies import holds
from webapp.challenges.enums import Permission
from webapp.core.i18n import LazyText, lazy
from webapp.core.policy import Ask, Predicate, about_subject, is_system


def agency_id_of(subject: Any) -> int | None:
    """The agency behind an agency, a programme, a challenge, or a view of one of them."""
    programme = getattr(subject, "programme", None)
    owner = subject if programme is None else programme
    found: int | None = getattr(owner, "agency_id", None)
    return found if found is not None else getattr(subject, "id", None)


@about_subject(lazy("작성하거나 결재를 요청한 사람은 결재할 수 없습니다. 다른 결재자가 확인해야 합니다."))
def is_not_its_author(ask: Ask) -> bool:
    """Four eyes: whoever made the challenge or asked for the approval is not the one who approves."""
    authors = {getattr(ask.subject, "created_by_id", None), getattr(ask.subject, "requested_by_id", None)}
    return ask.actor.account_id not in authors


def in_office(*roles: Role, reason: LazyText) -> Predicate:
    """The actor holds one of the roles in the agency that runs the contest."""
    return holds(*roles, scope=Scope.AGENCY, scope_id=agency_id_of, reason=reason)


works_for = in_office(*AGENCY_ROLES, reason=lazy("이 공모를 여는 기관의 담당자만 볼 수 있습니다."))
is_officer = in_office(Role.CONTEST_OFFICER, reason=lazy("이 기관의 공모 담당자만 할 수 있습니다."))
is_approver = in_office(Role.APPROVER, reason=lazy("이 기관의 결재자만 할 수 있습니다."))
runs_judging = in_office(
    Role.CONTEST_OFFICER,
    Role.JUDGING_SECRETARY,
    reason=lazy("이 기관의 공모 담당자나 심사 간사만 할 수 있습니다."),
)

POLICY: dict[str, Predicate] = {
    Permission.PROGRAMME_CREATE: is_officer | is_system,
    Permission.PROGRAMME_EDIT: is_officer | is_system,
    Permission.DRAFT_VIEW: works_for,
    Permission.APPROVAL_REQUEST: is_officer,
    Permission.PUBLISH: is_approver & is_not_its_author,
    Permission.JUDGING_START: runs_judging,
    Permission.VERIFICATION_START: runs_judging,
    Permission.RESULT_DECIDE: is_approver,
    Permission.CANCEL: is_approver,
    Permission.SIMILARITY_REVIEW: is_officer | is_system,
    Permission.PAST_IMPORT: is_officer | is_system,
    Permission.REMARK_WRITE: is_approver & is_not_its_author,
    Permission.CHANGE_PROPOSE: is_officer,
    Permission.CHANGE_APPROVE: is_approver & is_not_its_author,
    Permission.COMPLETE: is_officer,
    Permission.OFFICE_VIEW: works_for,
}
