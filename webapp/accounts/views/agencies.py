"""Agencies: departments, people, roles. For platform admins and each agency's own."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import Permission, Role
from webapp.accounts.forms import AgencyForm, DepartmentForm, InviteOfficialForm, MemberForm
from webapp.accounts.queries import Official, department_choices
from webapp.accounts.queries.agencies import AgencyPage, agencies_managed_by, agency_page, department_page
from webapp.accounts.services import (
    create_agency,
    create_department,
    end_member,
    invite_official,
    save_department,
    save_member,
    withdraw_invitation,
)
from webapp.accounts.views.blueprint import blueprint
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/admin/agencies")
@requires(Permission.AGENCY_MANAGE)
def list_agencies() -> ResponseReturnValue:
    """기관 목록."""
    agencies = agencies_managed_by(current_work(), current_actor())
    return render_template("accounts/agencies.html", agencies=agencies)


@blueprint.route("/admin/agencies/new", methods=["GET", "POST"])
@requires(Permission.AGENCY_CREATE)
def new_agency() -> ResponseReturnValue:
    """기관 등록."""
    form = AgencyForm()
    agency = form.attempt(lambda: create_agency(current_work(), current_actor(), form.command()))
    if agency is None:
        return render_template("accounts/new_agency.html", form=form), form.status
    flash(_("%(name)s을(를) 등록했습니다.", name=agency.name), "success")
    return redirect(url_for("accounts.show_agency", slug=agency.slug), 303)


@blueprint.get("/admin/agencies/<slug>")
@requires(Permission.AGENCY_MANAGE)
def show_agency(slug: str) -> ResponseReturnValue:
    """기관 한 곳."""
    return render_template("accounts/agency.html", agency=_managed(slug))


@blueprint.route("/admin/agencies/<slug>/departments/new", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def new_department(slug: str) -> ResponseReturnValue:
    """부서 등록."""
    agency, form = _managed(slug), DepartmentForm()
    made = form.attempt(lambda: create_department(current_work(), current_actor(), form.new(agency.id)))
    if made is None:
        return render_template("accounts/department.html", form=form, agency=agency, is_new=True), form.status
    flash(_("%(name)s을(를) 등록했습니다.", name=made.name), "success")
    return redirect(url_for("accounts.show_agency", slug=slug), 303)


@blueprint.route("/admin/agencies/<slug>/departments/<key>", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def edit_department(slug: str, key: str) -> ResponseReturnValue:
    """부서 고치기."""
    agency, department = _managed(slug), department_page(current_work(), key)
    if department is None or department.agency_slug != slug:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    form = DepartmentForm(obj=department)
    saved = form.attempt(lambda: save_department(current_work(), current_actor(), form.changed(key)))
    if saved is None:
        return render_template(
            "accounts/department.html", form=form, agency=agency, is_new=False
        ), form.status
    flash(_("부서 정보를 저장했습니다."), "success")
    return redirect(url_for("accounts.show_agency", slug=slug), 303)


@blueprint.route("/admin/agencies/<slug>/members/invite", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def invite_agency_member(slug: str) -> ResponseReturnValue:
    """담당자 초대."""
    agency, form = _managed(slug), InviteOfficialForm()
    sent = form.attempt(
        lambda: invite_official(
            current_work(),
            current_actor(),
            agency.id,
            Role(form.role.data),
            form.email.data or "",
            form.name.data or "",
        )
    )
    if sent is None:
        return render_template("accounts/invite_official.html", form=form, agency=agency), form.status
    flash(_("%(email)s 주소로 초대를 보냈습니다.", email=sent.email), "success")
    return redirect(url_for("accounts.show_agency", slug=slug), 303)


@blueprint.post("/admin/agencies/<slug>/invitations/<key>/withdraw")
@requires(Permission.AGENCY_MANAGE)
def withdraw_agency_invitation(slug: str, key: str) -> ResponseReturnValue:
    """초대 취소."""
    agency = _managed(slug)
    if key not in {invitation.key for invitation in agency.invitations}:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    withdraw_invitation(current_work(), current_actor(), key)
    flash(_("초대를 취소했습니다."), "success")
    return redirect(url_for("accounts.show_agency", slug=slug), 303)


@blueprint.route("/admin/agencies/<slug>/members/<account_key>", methods=["GET", "POST"])
@requires(Permission.AGENCY_MANAGE)
def edit_agency_member(slug: str, account_key: str) -> ResponseReturnValue:
    """담당자의 부서와 역할."""
    work, actor, agency = current_work(), current_actor(), _managed(slug)
    official = _official(agency, account_key)
    form = MemberForm.of(official, department_choices(work, agency.id))
    if form.attempt(lambda: save_member(work, actor, form.command(agency.id, official.account_id))) is None:
        return render_template(
            "accounts/member.html", form=form, agency=agency, official=official
        ), form.status
    flash(_("%(name)s 님의 소속과 역할을 저장했습니다.", name=official.name), "success")
    return redirect(url_for("accounts.show_agency", slug=slug), 303)


@blueprint.post("/admin/agencies/<slug>/members/<account_key>/end")
@requires(Permission.AGENCY_MANAGE)
def end_agency_member(slug: str, account_key: str) -> ResponseReturnValue:
    """소속과 역할 끝내기."""
    agency = _managed(slug)
    official = _official(agency, account_key)
    end_member(current_work(), current_actor(), agency.id, official.account_id)
    flash(_("%(name)s 님의 소속과 역할을 끝냈습니다.", name=official.name), "success")
    return redirect(url_for("accounts.show_agency", slug=slug), 303)


def _managed(slug: str) -> AgencyPage:
    agency = agency_page(current_work(), slug)
    if agency is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    current_work().require(current_actor(), Permission.AGENCY_MANAGE, agency)
    return agency


def _official(agency: AgencyPage, account_key: str) -> Official:
    official = agency.official(account_key)
    if official is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return official
