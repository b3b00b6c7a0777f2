"""Office pages of changes after the notice: beginning, writing, handing up, approving, giving up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import PROGRAMME_SECTIONS, ContestSection, Permission
from webapp.challenges.forms.acts import ConfirmForm, ReasonForm
from webapp.challenges.forms.changes import NewChangeForm, SeenForm
from webapp.challenges.queries.changes import OfficeChange, office_change, office_changes
from webapp.challenges.queries.choices import section_choices
from webapp.challenges.services import (
    EditChange,
    approve_change,
    begin_change,
    correct_rules,
    edit_change,
    request_change,
    return_change,
    withdraw_change,
)
from webapp.challenges.views import office_challenges, office_programmes
from webapp.challenges.views.blueprint import blueprint
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work

CHANGEABLE = ", ".join(one.value for one in ContestSection if one is not ContestSection.MONEY)


@blueprint.get("/office/challenges/<key>/changes")
@requires(Permission.OFFICE_VIEW)
def list_changes(key: str) -> ResponseReturnValue:
    """공고한 뒤의 변경: 무엇을 할 수 있고 무엇을 했는지."""
    page = office_changes(current_work(), current_actor(), key)
    return render_template("challenges/office/changes.html", page=page)


@blueprint.route("/office/challenges/<key>/changes/new", methods=["GET", "POST"])
@requires(Permission.CHANGE_PROPOSE)
def new_change(key: str) -> ResponseReturnValue:
    """공고한 내용의 변경 시작하기."""
    work, actor = current_work(), current_actor()
    page = office_changes(work, actor, key)
    form = NewChangeForm()
    form.offer(one.kind for one in page.kinds if not one.reason)
    change = form.attempt(lambda: begin_change(work, actor, key, form.chosen(), form.reason.data))
    if change is None:
        return render_template("challenges/office/new_change.html", form=form, page=page), form.status
    flash(_("변경을 시작했습니다. 바꿀 내용을 아래에서 고쳐 주십시오."), "success")
    return redirect(url_for(".show_change", key=change.key), 303)


@blueprint.get("/office/changes/<key>")
@requires(Permission.OFFICE_VIEW)
def show_change(key: str) -> ResponseReturnValue:
    """준비하는 변경 하나: 무엇이 어떻게 달라지는지."""
    page = office_change(current_work(), current_actor(), key)
    return render_template("challenges/office/change.html", page=page)


@blueprint.route(f"/office/changes/<key>/<any({CHANGEABLE}):section>", methods=["GET", "POST"])
@requires(Permission.CHANGE_PROPOSE)
def edit_change_section(key: str, section: str) -> ResponseReturnValue:
    """변경에서 한 항목 고치기."""
    work, actor, part = current_work(), current_actor(), ContestSection(section)
    page = office_change(work, actor, key)
    work.require(actor, Permission.CHANGE_PROPOSE, page.change)
    if part not in dict(page.sections):
        raise NotFound(_("이 변경에서는 고칠 수 없는 항목입니다."))
    form = change_form(page, part)
    saved = form.attempt(lambda: edit_change(work, actor, EditChange(key, form.seen_version, form.section())))
    if saved is None:
        facts = {"form": form, "page": page, "section": part}
        return render_template("challenges/office/change_section.html", **facts), form.status
    flash(_("저장했습니다. 공고하기 전까지 지금 규칙은 그대로입니다."), "success")
    return redirect(url_for(".show_change", key=key), 303)


def change_form(page: OfficeChange, section: ContestSection) -> Any:
    """The form of a section with what the change has in it."""
    choices = section_choices(current_work(), page.change.programme)
    version, after = page.change.version, page.after
    if section in PROGRAMME_SECTIONS:
        return office_programmes.section_form(section.value, after.programme, version, choices)
    return office_challenges.section_form(section.value, after.challenge, version, choices)


@blueprint.route("/office/changes/<key>/hand-in", methods=["GET", "POST"])
@requires(Permission.CHANGE_PROPOSE)
def hand_in_change(key: str) -> ResponseReturnValue:
    """변경의 결재 요청, 정정이면 바로 공고."""
    work, actor = current_work(), current_actor()
    page = office_change(work, actor, key)
    form = SeenForm(data={"version": page.change.version})
    act = correct_rules if page.change.is_correction else request_change
    if form.attempt(lambda: act(work, actor, key, form.seen_version)) is None:
        return render_template("challenges/office/change_check.html", form=form, page=page), form.status
    done = _("정정을 공고했습니다.") if page.change.is_correction else _("변경의 결재를 요청했습니다.")
    flash(done, "success")
    return redirect(url_for(".show_change", key=key), 303)


@blueprint.route("/office/changes/<key>/approval", methods=["GET", "POST"])
@requires(Permission.CHANGE_APPROVE)
def approve_rule_change(key: str) -> ResponseReturnValue:
    """변경의 결재: 공고하거나 돌려보내기."""
    work, actor = current_work(), current_actor()
    page = office_change(work, actor, key)
    form = SeenForm(data={"version": page.change.version})
    if form.attempt(lambda: approve_change(work, actor, key, form.seen_version)) is None:
        return render_template("challenges/office/change_approval.html", form=form, page=page), form.status
    flash(_("변경을 공고하고 응모한 사람 모두에게 알렸습니다."), "success")
    return redirect(url_for(".show_change", key=key), 303)


@blueprint.route("/office/changes/<key>/return", methods=["GET", "POST"])
@requires(Permission.CHANGE_APPROVE)
def return_rule_change(key: str) -> ResponseReturnValue:
    """변경 돌려보내기."""
    work, actor = current_work(), current_actor()
    page, form = office_change(work, actor, key), ReasonForm()
    if form.attempt(lambda: return_change(work, actor, key, form.reason.data)) is None:
        return render_template("challenges/office/change_return.html", form=form, page=page), form.status
    flash(_("작성자에게 돌려보냈습니다."), "success")
    return redirect(url_for(".show_change", key=key), 303)


@blueprint.route("/office/changes/<key>/withdraw", methods=["GET", "POST"])
@requires(Permission.CHANGE_PROPOSE)
def withdraw_rule_change(key: str) -> ResponseReturnValue:
    """변경 거두기."""
    work, actor = current_work(), current_actor()
    page, form = office_change(work, actor, key), ConfirmForm()
    if form.attempt(lambda: withdraw_change(work, actor, key)) is None:
        return render_template("challenges/office/change_withdraw.html", form=form, page=page), form.status
    flash(_("변경을 거두었습니다. 공고한 규칙은 그대로입니다."), "success")
    return redirect(url_for(".list_changes", key=page.challenge.key), 303)
