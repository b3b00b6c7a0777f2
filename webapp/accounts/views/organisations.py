"""Teams, companies and other bodies of the signed-in person."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.forms import InviteMemberForm, OrganisationForm
from webapp.accounts.queries import organisations_of
from webapp.accounts.queries.organisations import OrganisationPage, organisation_page
from webapp.accounts.services import (
    create_organisation,
    hand_over_lead,
    invite_to_organisation_by_key,
    leave_organisation,
    remove_member,
    withdraw_membership_invitation,
)
from webapp.accounts.views.blueprint import blueprint
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.web.access import signed_in
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/account/organisations")
@signed_in
def list_organisations() -> ResponseReturnValue:
    """내 팀·기업·단체."""
    organisations = organisations_of(current_work(), current_actor().account_id or 0)
    return render_template("accounts/organisations.html", organisations=organisations)


@blueprint.route("/account/organisations/new", methods=["GET", "POST"])
@signed_in
def new_organisation() -> ResponseReturnValue:
    """팀·기업·단체 만들기."""
    form = OrganisationForm()
    made = form.attempt(lambda: create_organisation(current_work(), current_actor(), form.command()))
    if made is None:
        return render_template("accounts/new_organisation.html", form=form), form.status
    flash(_("%(name)s을(를) 만들었습니다. 함께할 사람을 초대해 주십시오.", name=made.name), "success")
    return redirect(url_for("accounts.show_organisation", key=made.key), 303)


@blueprint.get("/account/organisations/<key>")
@signed_in
def show_organisation(key: str) -> ResponseReturnValue:
    """팀·기업·단체 한 곳."""
    return render_template("accounts/organisation.html", organisation=_own(key))


@blueprint.route("/account/organisations/<key>/invite", methods=["GET", "POST"])
@signed_in
def invite_member(key: str) -> ResponseReturnValue:
    """구성원 초대."""
    organisation, form = _own(key), InviteMemberForm()
    sent = form.attempt(
        lambda: invite_to_organisation_by_key(
            current_work(), current_actor(), key, form.email.data or "", form.name.data or ""
        )
    )
    if sent is None:
        return render_template(
            "accounts/invite_member.html", form=form, organisation=organisation
        ), form.status
    flash(_("%(email)s 주소로 초대를 보냈습니다.", email=sent.email), "success")
    return redirect(url_for("accounts.show_organisation", key=key), 303)


@blueprint.post("/account/organisations/<key>/invitations/<invitation_key>/withdraw")
@signed_in
def withdraw_member_invitation(key: str, invitation_key: str) -> ResponseReturnValue:
    """초대 취소."""
    withdraw_membership_invitation(current_work(), current_actor(), invitation_key)
    flash(_("초대를 취소했습니다."), "success")
    return redirect(url_for("accounts.show_organisation", key=key), 303)


@blueprint.post("/account/organisations/<key>/members/<account_key>/remove")
@signed_in
def remove_organisation_member(key: str, account_key: str) -> ResponseReturnValue:
    """구성원 내보내기."""
    remove_member(current_work(), current_actor(), key, _member_id(key, account_key))
    flash(_("구성원에서 뺐습니다."), "success")
    return redirect(url_for("accounts.show_organisation", key=key), 303)


@blueprint.post("/account/organisations/<key>/members/<account_key>/lead")
@signed_in
def make_lead(key: str, account_key: str) -> ResponseReturnValue:
    """대표 넘기기."""
    hand_over_lead(current_work(), current_actor(), key, _member_id(key, account_key))
    flash(_("대표를 넘겼습니다."), "success")
    return redirect(url_for("accounts.show_organisation", key=key), 303)


@blueprint.post("/account/organisations/<key>/leave")
@signed_in
def leave(key: str) -> ResponseReturnValue:
    """나가기."""
    leave_organisation(current_work(), current_actor(), key)
    flash(_("구성원에서 나왔습니다."), "success")
    return redirect(url_for("accounts.list_organisations"), 303)


def _own(key: str) -> OrganisationPage:
    page = organisation_page(current_work(), key, current_actor().account_id)
    if page is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return page


def _member_id(key: str, account_key: str) -> int:
    found = next((one for one in _own(key).members if one.account_key == account_key), None)
    if found is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return found.account_id
