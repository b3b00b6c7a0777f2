"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.forms import SignInForm
from webapp.accounts.services import SessionLife, end_session
from webapp.accounts.services import sign_in as open_session
from webapp.accounts.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.web.access import public
from webapp.web.language import COOKIE, remember_locale, safe_path
from webapp.web.pipeline import current_actor, current_work, platform
from webapp.web.sign_in import forget, remember


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """로그인."""
    target = safe_path(request.args.get("next"), url_for("home.front"))
    if request.method == "GET" and current_actor().is_signed_in:
        return redirect(target, 303)
    form = SignInForm()
    opened = form.attempt(
        lambda: open_session(
            current_work(),
            form.command(),
            request.remote_addr or "",
            request.user_agent.string,
            life=session_life(),
        )
    )
    if opened is None:
        return render_template("accounts/sign_in.html", form=form, target=target), form.status
    remember(*opened)
    return welcome(opened[1], target)


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """로그아웃."""
    actor = current_actor()
    if actor.session_id is not None:
        end_session(current_work(), actor, actor.session_id)
    forget()
    flash(_("로그아웃했습니다."), "success")
    return redirect(url_for("home.front"), 303)


def welcome(actor: Actor, target: str) -> Response:
    """Lead somebody on who has just signed in, in the account's language unless the browser chose one."""
    response = make_response(redirect(target, 303))
    if COOKIE not in request.cookies:
        remember_locale(response, actor.locale)
    return response


def session_life() -> SessionLife:
    """How long a session lasts here."""
    settings = platform().settings
    return SessionLife(
        idle=timedelta(hours=settings.session_idle_hours), longest=timedelta(days=settings.session_days)
    )
