"""Who may do what in accounts, and the predicates about roles that every context above builds on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.accounts.enums import AGENCY_ROLES, Permission, Role, Scope
from webapp.core.i18n import LazyText, lazy
from webapp.core.policy import (
    ALLOWED,
    Actor,
    Ask,
    Predicate,
    Verdict,
    about_actor,
    about_subject,
    is_platform_admin,
    is_signed_in,
    is_system,
)


def holds(
    *roles: Role, scope: Scope, scope_id: Callable[[Any], int | None], reason: str | LazyText
) -> Predicate:
    """A predicate: the actor holds one of `roles` over the scope that `scope_id(subject)` names.

    With no subject at hand, holding one of the roles over anything suffices.
    """

    def judge(ask: Ask) -> Verdict:
        wanted = None if ask.subject is None else scope_id(ask.subject)
        if ask.subject is not None and wanted is None:
            return Verdict(allowed=False, reason=reason)
        is_held = any(ask.actor.has_role(role, scope, wanted) for role in roles)
        return ALLOWED if is_held else Verdict(allowed=False, reason=reason)

    return Predicate(f"holds({', '.join(roles)} over {scope})", judge)


def agency_role(*roles: Role, agency_id: Callable[[Any], int | None]) -> Predicate:
    """A predicate: the actor holds one of `roles` in the agency that `agency_id(subject)` names."""
    if set(roles) >= set(AGENCY_ROLES):
        reason = lazy("이 기관의 담당자만 할 수 있습니다.")
    else:
        reason = lazy("이 기관의 %(roles)s만 할 수 있습니다.", roles=_named(*roles))
    return holds(*roles, scope=Scope.AGENCY, scope_id=agency_id, reason=reason)


def _named(role: Role, *others: Role) -> LazyText:
    """The roles in words, each in the reader's language."""
    if not others:
        return role.lazy_label
    return lazy("%(role)s·%(others)s", role=role.lazy_label, others=_named(*others))


@about_actor(lazy("기관 담당자만 볼 수 있습니다."))
def is_official(actor: Actor) -> bool:
    """Somebody with a role in any agency."""
    return any(actor.has_role(role, Scope.AGENCY) for role in AGENCY_ROLES)


@about_subject(lazy("본인만 할 수 있습니다."))
def is_own_account(ask: Ask) -> bool:
    """The subject is the actor's own: an account, or a row with `account_id`."""
    owner = getattr(ask.subject, "account_id", None) or ask.subject.id
    return bool(owner == ask.actor.account_id)


@about_subject(lazy("대표자만 할 수 있습니다."))
def leads_organisation(ask: Ask) -> bool:
    """The subject (an organisation view with `lead_ids`) is led by the actor."""
    return ask.actor.account_id in ask.subject.lead_ids


#: The command line acts as the system: whoever may run it owns the installation.
manages_agency = (
    agency_role(Role.AGENCY_ADMIN, agency_id=lambda subject: subject.id) | is_platform_admin | is_system
)

POLICY: dict[str, Predicate] = {
    Permission.PROFILE_EDIT: is_signed_in & is_own_account,
    Permission.SESSION_END: is_signed_in & is_own_account,
    Permission.ORGANISATION_MANAGE: is_signed_in & leads_organisation,
    Permission.AGENCY_CREATE: is_platform_admin | is_system,
    Permission.AGENCY_MANAGE: manages_agency,
    Permission.ROLE_GRANT: manages_agency,
    Permission.ACCOUNT_VIEW: is_platform_admin,
    Permission.ACCOUNT_SUSPEND: is_platform_admin,
    Permission.OUTBOX_VIEW: is_platform_admin,
    Permission.OUTBOX_RETRY: is_platform_admin,
    Permission.AUDIT_VIEW: is_platform_admin,
}
