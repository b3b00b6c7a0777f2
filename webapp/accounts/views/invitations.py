"""The page behind an invitation's link: what is offered, and the two answers."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import InvitationState, Scope
from webapp.accounts.forms import DeclineForm
from webapp.accounts.queries.people import InvitationView, email_of, has_account, invitation_by_key
from webapp.accounts.services import accept_invitation, decline_invitation
from webapp.accounts.views.blueprint import blueprint
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.web.access import public, signed_in
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/invitations/<key>")
@public
def show_invitation(key: str) -> ResponseReturnValue:
    """초대."""
    invitation = _found(key)
    own_email = email_of(current_work(), current_actor().account_id)
    return render_template(
        "accounts/invitation.html",
        invitation=invitation,
        is_mine=own_email == invitation.email,
        is_known=has_account(current_work(), invitation.email),
    )


@blueprint.post("/invitations/<key>/accept")
@signed_in
def accept(key: str) -> ResponseReturnValue:
    """초대 수락."""
    invitation = accept_invitation(current_work(), current_actor(), key)
    flash(_("%(role)s 초대를 수락했습니다.", role=invitation.role.label), "success")
    if invitation.scope is Scope.ORGANISATION:
        return redirect(url_for("accounts.list_organisations"), 303)
    return redirect(url_for("accounts.show_invitation", key=key), 303)


@blueprint.route("/invitations/<key>/decline", methods=["GET", "POST"])
@signed_in
def decline(key: str) -> ResponseReturnValue:
    """초대 사양."""
    invitation, form = _found(key), DeclineForm()
    answered = form.attempt(
        lambda: decline_invitation(current_work(), current_actor(), key, form.reason.data or "")
    )
    if answered is None:
        if invitation.state is not InvitationState.INVITED:
            return redirect(url_for("accounts.show_invitation", key=key), 303)
        return render_template("accounts/decline.html", form=form, invitation=invitation), form.status
    flash(_("초대를 사양했습니다. 알려 주셔서 고맙습니다."), "success")
    return redirect(url_for("accounts.show_invitation", key=key), 303)


def _found(key: str) -> InvitationView:
    invitation = invitation_by_key(current_work(), key)
    if invitation is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return invitation
