"""The committee's page at the official's desk: rules, batches, the check page, and the one act."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission
from webapp.problems.forms import ConfirmForm, RulesForm, batch_form
from webapp.problems.queries import (
    CallPage,
    batch_rows,
    call_page,
    committee_page,
    committees_of,
    selection_rules,
)
from webapp.problems.services import (
    change_decision,
    confirm_decision,
    discard_decision,
    load_call,
    load_decision,
    prepare_decision,
    set_selection_rules,
)
from webapp.problems.views.pages import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/office/problems/calls/<slug>/selection")
@requires(Permission.CALL_VIEW)
def office_selection(slug: str) -> ResponseReturnValue:
    """운영위원회 의결."""
    page = _call(slug, Permission.CALL_VIEW)
    rules = selection_rules(current_work(), page.call.id)
    meetings = committees_of(current_work(), page.call.id)
    return render_template("problems/office_selection.html", call=page.call, rules=rules, meetings=meetings)


@blueprint.route("/office/problems/calls/<slug>/selection/rules", methods=["GET", "POST"])
@requires(Permission.CALL_MANAGE)
def office_selection_rules(slug: str) -> ResponseReturnValue:
    """등급표와 검토 수."""
    work, actor = current_work(), current_actor()
    page = _call(slug, Permission.CALL_MANAGE)
    form = RulesForm.of(selection_rules(work, page.call.id))
    done = form.attempt(lambda: set_selection_rules(work, actor, load_call(work, slug), form.command()))
    if done is None:
        return render_template("problems/selection_rules.html", form=form, call=page.call), form.status
    flash(_("등급표와 검토 수를 저장했습니다."), "success")
    return redirect(url_for("problems.office_selection", slug=slug), 303)


@blueprint.route("/office/problems/calls/<slug>/selection/new", methods=["GET", "POST"])
@requires(Permission.COMMITTEE_DECIDE)
def office_new_committee(slug: str) -> ResponseReturnValue:
    """의결 준비."""
    work, actor = current_work(), current_actor()
    page = _call(slug, Permission.COMMITTEE_DECIDE)
    rows = batch_rows(work, page.call.id)
    form = batch_form(rows, selection_rules(work, page.call.id).grades)
    made = form.attempt(lambda: prepare_decision(work, actor, load_call(work, slug), form.command(rows)))
    if made is None:
        return render_template(
            "problems/committee_form.html", form=form, rows=rows, call=page.call, page=None
        ), (form.status)
    flash(_("저장했습니다. 아래 내용을 확인한 뒤 확정해 주십시오."), "success")
    return redirect(url_for("problems.office_committee", key=made.key), 303)


@blueprint.get("/office/problems/committees/<key>")
@requires(Permission.CALL_VIEW)
def office_committee(key: str) -> ResponseReturnValue:
    """의결 확인."""
    page = committee_page(current_work(), key, current_actor())
    form = ConfirmForm(version=page.decision.version)
    return render_template("problems/committee.html", page=page, decision=page.decision, form=form)


@blueprint.route("/office/problems/committees/<key>/edit", methods=["GET", "POST"])
@requires(Permission.COMMITTEE_DECIDE)
def office_edit_committee(key: str) -> ResponseReturnValue:
    """의결 고치기."""
    work, actor = current_work(), current_actor()
    page = committee_page(work, key, actor)
    work.require(actor, Permission.COMMITTEE_DECIDE, page.decision)
    rows = batch_rows(work, page.decision.call_id, page.decision.id)
    form = batch_form(rows, selection_rules(work, page.decision.call_id).grades, page)
    done = form.attempt(lambda: change_decision(work, actor, load_decision(work, key), form.command(rows)))
    if done is None:
        return render_template(
            "problems/committee_form.html", form=form, rows=rows, page=page, call=None
        ), form.status
    flash(_("저장했습니다. 아래 내용을 확인한 뒤 확정해 주십시오."), "success")
    return redirect(url_for("problems.office_committee", key=key), 303)


@blueprint.post("/office/problems/committees/<key>/confirm")
@requires(Permission.COMMITTEE_DECIDE)
def office_confirm_committee(key: str) -> ResponseReturnValue:
    """의결 확정."""
    work, form = current_work(), ConfirmForm()
    confirm_decision(work, current_actor(), load_decision(work, key), form.version.data or 0)
    flash(_("의결을 확정하고 제안한 분들에게 모두 알렸습니다."), "success")
    return redirect(url_for("problems.office_committee", key=key), 303)


@blueprint.post("/office/problems/committees/<key>/discard")
@requires(Permission.COMMITTEE_DECIDE)
def office_discard_committee(key: str) -> ResponseReturnValue:
    """의결 준비 버리기."""
    decision = discard_decision(current_work(), current_actor(), load_decision(current_work(), key))
    flash(_("준비하던 의결을 버렸습니다. 결정한 문제는 없습니다."), "success")
    return redirect(url_for("problems.office_selection", slug=decision.call.slug), 303)


def _call(slug: str, permission: Permission) -> CallPage:
    """The call, if the actor may do this over it."""
    page = call_page(current_work(), slug, current_actor())
    current_work().require(current_actor(), permission, page.call)
    return page
