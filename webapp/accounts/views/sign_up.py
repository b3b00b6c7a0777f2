"""Signing up and confirming the address."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import ConsentKind
from webapp.accounts.forms import EmailForm, SignUpForm
from webapp.accounts.services import CONSENT_TEXTS, confirm_email, is_good_confirmation, resend_confirmation
from webapp.accounts.services import sign_up as open_account
from webapp.accounts.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.web.access import public
from webapp.web.language import safe_path
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def sign_up() -> ResponseReturnValue:
    """회원가입."""
    if current_actor().is_signed_in:
        return redirect(url_for("accounts.profile"), 303)
    form = SignUpForm()
    account = form.attempt(lambda: open_account(current_work(), form.command(_next())))
    if account is None:
        privacy = CONSENT_TEXTS[ConsentKind.PRIVACY]
        return render_template(
            "accounts/sign_up.html", form=form, privacy=privacy, target=_next()
        ), form.status
    return redirect(url_for("accounts.sign_up_sent", next=_next()), 303)


@blueprint.get("/sign-up/sent")
@public
def sign_up_sent() -> ResponseReturnValue:
    """확인 메일을 보냈다는 안내."""
    return render_template("accounts/sign_up_sent.html")


@blueprint.route("/sign-up/resend", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def resend() -> ResponseReturnValue:
    """확인 메일 다시 받기."""
    form = EmailForm()

    def send() -> bool:
        resend_confirmation(current_work(), form.email.data or "")
        return True

    if form.attempt(send) is None:
        return render_template("accounts/resend.html", form=form), form.status
    return redirect(url_for("accounts.sign_up_sent"), 303)


@blueprint.route("/sign-up/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """이메일 주소 확인. 메일 검사 프로그램이 링크를 먼저 열어도 아무 일이 없도록 단추로 마칩니다."""
    if request.method == "GET":
        is_good = is_good_confirmation(current_work(), token)
        return render_template("accounts/confirm.html", is_good=is_good), 200 if is_good else 410
    confirm_email(current_work(), token)
    flash(_("이메일 주소를 확인했습니다. 이제 로그인하실 수 있습니다."), "success")
    return redirect(url_for("accounts.sign_in", next=_next()), 303)


def _next() -> str | None:
    """Where the reader was before, if that is here."""
    return safe_path(request.args.get("next"), "") or None
