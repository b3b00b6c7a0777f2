"""A forgotten password, a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.forms import ChangePasswordForm, EmailForm, NewPasswordForm
from webapp.accounts.services import change_password as set_password
from webapp.accounts.services import is_good_reset_link, request_reset, reset_password
from webapp.accounts.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.web.access import public, signed_in
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def forgotten() -> ResponseReturnValue:
    """비밀번호를 잊었을 때."""
    form = EmailForm()

    def send() -> bool:
        request_reset(current_work(), form.email.data or "")
        return True

    if form.attempt(send) is None:
        return render_template("accounts/forgotten.html", form=form), form.status
    return redirect(url_for("accounts.forgotten_sent"), 303)


@blueprint.get("/password/sent")
@public
def forgotten_sent() -> ResponseReturnValue:
    """비밀번호 링크를 보냈다는 안내."""
    return render_template("accounts/forgotten_sent.html")


@blueprint.route("/password/new/<token>", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def new_password(token: str) -> ResponseReturnValue:
    """메일의 링크에서 새 비밀번호 정하기."""
    form = NewPasswordForm()
    if not form.is_submitted() and not is_good_reset_link(current_work(), token):
        return render_template("accounts/link_used_up.html"), 410
    account = form.attempt(lambda: reset_password(current_work(), form.command(token)))
    if account is None:
        return render_template("accounts/new_password.html", form=form), form.status
    flash(_("비밀번호를 바꾸고 모든 기기에서 로그아웃했습니다. 새 비밀번호로 로그인해 주십시오."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """비밀번호 바꾸기."""
    form = ChangePasswordForm()
    account = form.attempt(lambda: set_password(current_work(), current_actor(), form.command()))
    if account is None:
        return render_template("accounts/change_password.html", form=form), form.status
    flash(_("비밀번호를 바꾸었습니다. 다른 기기에서는 로그아웃했습니다."), "success")
    return redirect(url_for("accounts.profile"), 303)
