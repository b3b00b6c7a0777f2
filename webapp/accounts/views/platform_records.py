"""What platform admins watch: the overview, letters that could not be sent, the audit record."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import Permission
from webapp.accounts.forms import AuditFilterForm
from webapp.accounts.queries.administration import chain_report, dead_letters, list_audit, overview
from webapp.accounts.services import retry_message
from webapp.accounts.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/admin")
@requires(Permission.ACCOUNT_VIEW)
def admin() -> ResponseReturnValue:
    """플랫폼 관리."""
    return render_template("accounts/admin.html", overview=overview(current_work()))


@blueprint.get("/admin/outbox")
@requires(Permission.OUTBOX_VIEW)
def admin_outbox() -> ResponseReturnValue:
    """보내지 못한 메일과 작업."""
    return render_template("accounts/admin_outbox.html", letters=dead_letters(current_work()))


@blueprint.post("/admin/outbox/<int:message_id>/retry")
@requires(Permission.OUTBOX_RETRY)
def retry(message_id: int) -> ResponseReturnValue:
    """다시 보내기."""
    retry_message(current_work(), current_actor(), message_id)
    flash(_("다시 보내도록 했습니다. 잠시 뒤 결과를 확인해 주십시오."), "success")
    return redirect(url_for("accounts.admin_outbox"), 303)


@blueprint.get("/admin/audit")
@requires(Permission.AUDIT_VIEW)
def admin_audit() -> ResponseReturnValue:
    """감사 기록."""
    form = AuditFilterForm(request.args)
    page = list_audit(current_work(), form.command(), request.args.get("cursor"))
    return render_template("accounts/admin_audit.html", form=form, page=page)


@blueprint.get("/admin/audit/chain")
@requires(Permission.AUDIT_VIEW)
def admin_chain() -> ResponseReturnValue:
    """감사 기록의 해시 사슬 확인."""
    return render_template("accounts/admin_chain.html", report=chain_report(current_work()))
