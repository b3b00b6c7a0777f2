"""Roles: granted over an agency, a call, a round or a project; ended, never deleted."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import AGENCY_ROLES, AccountState, Permission, Role, Scope
from webapp.accounts.models import Account, Agency, RoleGrant
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work


def grant_role(
    work: Work, actor: Actor, account_id: int, role: Role, scope: Scope, scope_id: int
) -> RoleGrant:
    """Give a role over a scope; does nothing when it is held already.

    Over an agency it needs `ROLE_GRANT` there; over anything else the calling context has checked.
    """
    account = work.session.get(Account, account_id)
    if account is None or account.state is AccountState.CLOSED:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    _require_over_agency(work, actor, role, scope, scope_id)
    return record_grant(work, actor, account_id, role, scope, scope_id)


def record_grant(
    work: Work, actor: Actor, account_id: int, role: Role, scope: Scope, scope_id: int
) -> RoleGrant:
    """Write the grant down unless it stands. The caller has checked that the actor may."""
    grant = work.session.scalar(sa.select(RoleGrant).where(*_held(account_id, role, scope, scope_id)))
    if grant is None:
        grant = RoleGrant(
            account_id=account_id,
            role=role,
            scope=scope,
            scope_id=scope_id,
            granted_by_id=actor.account_id,
            granted_at=work.now,
        )
        work.session.add(grant)
        work.audit(actor, "accounts:role:granted", grant, after=_facts(grant))
    return grant


def end_role(work: Work, actor: Actor, account_id: int, role: Role, scope: Scope, scope_id: int) -> None:
    """End a role over a scope; does nothing when it is not held. Permission as for `grant_role`."""
    _require_over_agency(work, actor, role, scope, scope_id)
    end_grants(work, actor, *_held(account_id, role, scope, scope_id))


def end_grants(work: Work, actor: Actor, *which: sa.ColumnElement[bool]) -> None:
    """End every role that is held now and fits. The caller has checked that the actor may."""
    query = sa.select(RoleGrant).where(RoleGrant.ended_at.is_(None), *which).order_by(RoleGrant.id)
    for grant in work.session.scalars(query.with_for_update()):
        grant.ended_at, grant.ended_by_id = work.now, actor.account_id
        work.audit(actor, "accounts:role:ended", grant, before=_facts(grant))
    work.flush()


def _require_over_agency(work: Work, actor: Actor, role: Role, scope: Scope, scope_id: int) -> None:
    if (role in AGENCY_ROLES) != (scope is Scope.AGENCY) or scope is Scope.ORGANISATION:
        raise RuleBroken(_("이 역할은 여기에 줄 수 없습니다."), field="role", code="role_scope")
    if scope is not Scope.AGENCY:
        return
    agency = work.session.get(Agency, scope_id)
    if agency is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    work.require(actor, Permission.ROLE_GRANT, agency)


def _held(account_id: int, role: Role, scope: Scope, scope_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        RoleGrant.account_id == account_id,
        RoleGrant.role == role,
        RoleGrant.scope == scope,
        RoleGrant.scope_id == scope_id,
        RoleGrant.ended_at.is_(None),
    )


def _facts(grant: RoleGrant) -> dict[str, object]:
    return {
        "account": grant.account_id,
        "role": grant.role.value,
        "scope": grant.scope.value,
        "scope_id": grant.scope_id,
    }
