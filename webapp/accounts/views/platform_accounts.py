"""Accounts, for platform admins: find, suspend, restore. Opening an account is recorded."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import AccountEvent, Permission
from webapp.accounts.forms import AccountFilterForm, ReasonForm
from webapp.accounts.queries.administration import AccountPage, account_page, list_accounts
from webapp.accounts.services import record_account_view, restore_account, suspend_account
from webapp.accounts.views.blueprint import blueprint
from webapp.accounts.workflow import ACCOUNT
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work, in_own_transaction


@blueprint.get("/admin/accounts")
@requires(Permission.ACCOUNT_VIEW)
def admin_accounts() -> ResponseReturnValue:
    """계정 목록."""
    form = AccountFilterForm(request.args)
    page = list_accounts(current_work(), form.q.data or "", form.chosen_state(), request.args.get("cursor"))
    return render_template("accounts/admin_accounts.html", form=form, page=page)


@blueprint.get("/admin/accounts/<key>")
@requires(Permission.ACCOUNT_VIEW)
def admin_account(key: str) -> ResponseReturnValue:
    """계정 한 개."""
    page = _found(key)
    in_own_transaction(lambda work: record_account_view(work, current_actor(), key))
    can_suspend = ACCOUNT.find(page.account.state, AccountEvent.SUSPEND) is not None
    can_restore = ACCOUNT.find(page.account.state, AccountEvent.RESTORE) is not None
    return render_template(
        "accounts/admin_account.html", page=page, can_suspend=can_suspend, can_restore=can_restore
    )


@blueprint.route("/admin/accounts/<key>/suspend", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_SUSPEND)
def suspend(key: str) -> ResponseReturnValue:
    """이용 정지."""
    page, form = _found(key), ReasonForm()
    done = form.attempt(lambda: suspend_account(current_work(), current_actor(), key, form.reason.data or ""))
    if done is None:
        return render_template("accounts/suspend.html", form=form, page=page, is_restoring=False), form.status
    flash(_("이용을 정지하고 본인에게 사유를 알렸습니다."), "success")
    return redirect(url_for("accounts.admin_account", key=key), 303)


@blueprint.route("/admin/accounts/<key>/restore", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_SUSPEND)
def restore(key: str) -> ResponseReturnValue:
    """이용 정지 풀기."""
    page, form = _found(key), ReasonForm()
    done = form.attempt(lambda: restore_account(current_work(), current_actor(), key, form.reason.data or ""))
    if done is None:
        return render_template("accounts/suspend.html", form=form, page=page, is_restoring=True), form.status
    flash(_("이용 정지를 풀고 본인에게 알렸습니다."), "success")
    return redirect(url_for("accounts.admin_account", key=key), 303)


def _found(key: str) -> AccountPage:
    page = account_page(current_work(), key)
    if page is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return page
