"""One's own account: profile, sessions, closing it."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.forms import CloseAccountForm, ProfileForm
from webapp.accounts.queries.people import invitations_for, profile_of, sessions_of
from webapp.accounts.services import (
    close_account,
    end_other_sessions,
    end_session_by_key,
    save_profile,
)
from webapp.accounts.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.core.i18n import ngettext
from webapp.web.access import signed_in
from webapp.web.language import remember_locale
from webapp.web.pipeline import current_actor, current_work
from webapp.web.sign_in import forget


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """내 정보."""
    work, actor = current_work(), current_actor()
    now = profile_of(work, actor.account_id or 0)
    form = ProfileForm(obj=now)
    account = form.attempt(lambda: save_profile(work, actor, form.command()))
    if account is None:
        invitations = invitations_for(work, now.id)
        return render_template(
            "accounts/profile.html", form=form, profile=now, invitations=invitations
        ), form.status
    flash(_("내 정보를 저장했습니다."), "success")
    response = make_response(redirect(url_for("accounts.profile"), 303))
    remember_locale(response, account.locale)
    return response


@blueprint.get("/account/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """로그인한 기기."""
    work, actor = current_work(), current_actor()
    shown = sessions_of(work, actor.account_id or 0)
    has_others = any(one.is_open_at(work.now) and one.id != actor.session_id for one in shown)
    return render_template(
        "accounts/sessions.html", sessions=shown, current_id=actor.session_id, has_others=has_others
    )


@blueprint.post("/account/sessions/<key>/end")
@signed_in
def end_one_session(key: str) -> ResponseReturnValue:
    """한 기기에서 로그아웃하기."""
    end_session_by_key(current_work(), current_actor(), key)
    flash(_("그 기기에서 로그아웃했습니다."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_others() -> ResponseReturnValue:
    """다른 모든 기기에서 로그아웃하기."""
    count = end_other_sessions(current_work(), current_actor())
    flash(
        ngettext("다른 기기 %(n)d대에서 로그아웃했습니다.", "다른 기기 %(n)d대에서 로그아웃했습니다.", count),
        "success",
    )
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.route("/account/close", methods=["GET", "POST"])
@signed_in
def close() -> ResponseReturnValue:
    """탈퇴."""
    form = CloseAccountForm()

    def act() -> bool:
        close_account(current_work(), current_actor(), form.password.data or "")
        return True

    if form.attempt(act) is None:
        return render_template("accounts/close.html", form=form), form.status
    forget()
    flash(_("탈퇴를 마쳤습니다. 그동안 함께해 주셔서 고맙습니다."), "success")
    return redirect(url_for("home.front"), 303)
