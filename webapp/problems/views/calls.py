"""The official's desk for calls: writing, publishing and ending one, and its experts."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import Role
from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission
from webapp.problems.forms import CallForm, InviteForm
from webapp.problems.policies import agencies_read_by
from webapp.problems.queries import agency_choices, call_page, invited_reviewers, office_calls
from webapp.problems.services import (
    create_call,
    dismiss_reviewer,
    finish_call,
    invite_reviewer,
    load_call,
    publish_call,
    start_reviews,
    update_call,
    withdraw_reviewer_invitation,
)
from webapp.problems.views.pages import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/office/problems/calls")
@requires(Permission.CALL_VIEW)
def office_call_list() -> ResponseReturnValue:
    """과제 공모 관리."""
    calls = office_calls(current_work(), agencies_read_by(current_actor()))
    return render_template("problems/office_calls.html", calls=calls)


@blueprint.route("/office/problems/calls/new", methods=["GET", "POST"])
@requires(Permission.CALL_MANAGE)
def office_new_call() -> ResponseReturnValue:
    """과제 공모 만들기."""
    work, actor = current_work(), current_actor()
    form = CallForm.new(agency_choices(work, actor.scopes_of(Role.CONTEST_OFFICER)))
    call = form.attempt(lambda: create_call(work, actor, form.new_command()))
    if call is None:
        return render_template("problems/call_form.html", form=form, page=None), form.status
    flash(_("과제 공모를 만들었습니다. 내용을 확인한 뒤 공개해 주십시오."), "success")
    return redirect(url_for("problems.office_call", slug=call.slug), 303)


@blueprint.get("/office/problems/calls/<slug>")
@requires(Permission.CALL_VIEW)
def office_call(slug: str) -> ResponseReturnValue:
    """과제 공모와 검토위원."""
    work, actor = current_work(), current_actor()
    page = call_page(work, slug, actor)
    work.require(actor, Permission.CALL_VIEW, page.call)
    reviewers = invited_reviewers(work, page.call.id)
    return render_template("problems/office_call.html", page=page, call=page.call, reviewers=reviewers)


@blueprint.route("/office/problems/calls/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.CALL_MANAGE)
def office_edit_call(slug: str) -> ResponseReturnValue:
    """과제 공모 고치기."""
    work, actor = current_work(), current_actor()
    page = call_page(work, slug, actor)
    work.require(actor, Permission.CALL_MANAGE, page.call)
    form = CallForm.of(page)
    call = form.attempt(lambda: update_call(work, actor, load_call(work, slug), form.edit_command()))
    if call is None:
        return render_template("problems/call_form.html", form=form, page=page), form.status
    flash(_("고친 내용을 저장했습니다."), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)


@blueprint.post("/office/problems/calls/<slug>/publish")
@requires(Permission.CALL_MANAGE)
def office_publish_call(slug: str) -> ResponseReturnValue:
    """과제 공모 공개."""
    publish_call(current_work(), current_actor(), load_call(current_work(), slug))
    flash(_("과제 공모를 공개했습니다."), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)


@blueprint.post("/office/problems/calls/<slug>/finish")
@requires(Permission.CALL_MANAGE)
def office_finish_call(slug: str) -> ResponseReturnValue:
    """과제 공모 끝내기."""
    finish_call(current_work(), current_actor(), load_call(current_work(), slug))
    flash(_("과제 공모를 끝냈습니다."), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)


@blueprint.post("/office/problems/calls/<slug>/start-review")
@requires(Permission.CALL_MANAGE)
def office_start_reviews(slug: str) -> ResponseReturnValue:
    """접수한 문제의 검토를 한꺼번에 시작."""
    started = start_reviews(current_work(), current_actor(), load_call(current_work(), slug))
    flash(_("문제 %(count)s건의 전문가 검토를 시작했습니다.", count=started), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)


@blueprint.route("/office/problems/calls/<slug>/reviewers/new", methods=["GET", "POST"])
@requires(Permission.CALL_MANAGE)
def office_invite(slug: str) -> ResponseReturnValue:
    """검토위원 초대."""
    work, actor = current_work(), current_actor()
    page = call_page(work, slug, actor)
    work.require(actor, Permission.CALL_MANAGE, page.call)
    form = InviteForm()
    done = form.attempt(
        lambda: invite_reviewer(
            work, actor, load_call(work, slug), form.email.data or "", form.name.data or ""
        )
    )
    if done is None:
        return render_template("problems/office_invite.html", form=form, call=page.call), form.status
    flash(_("초대 메일을 보냈습니다."), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)


@blueprint.post("/office/problems/calls/<slug>/reviewers/<key>/withdraw")
@requires(Permission.CALL_MANAGE)
def office_withdraw_invitation(slug: str, key: str) -> ResponseReturnValue:
    """검토위원 초대 취소."""
    withdraw_reviewer_invitation(current_work(), current_actor(), load_call(current_work(), slug), key)
    flash(_("초대를 취소했습니다."), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)


@blueprint.post("/office/problems/calls/<slug>/reviewers/<key>/dismiss")
@requires(Permission.CALL_MANAGE)
def office_dismiss_reviewer(slug: str, key: str) -> ResponseReturnValue:
    """검토위원 위촉 해제."""
    dismiss_reviewer(current_work(), current_actor(), load_call(current_work(), slug), key)
    flash(_("검토위원의 역할을 끝냈습니다. 이미 낸 검토는 그대로 남습니다."), "success")
    return redirect(url_for("problems.office_call", slug=slug), 303)
