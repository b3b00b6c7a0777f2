"""The officials' desk of reflection: naming, deciding, promising, reporting, closing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.enums import Role, Scope
from webapp.core.errors import WrongState
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.text import clean_line
from webapp.ideas.services import record_view
from webapp.reflection.enums import Permission
from webapp.reflection.forms import (
    AssignForm,
    DecideForm,
    MeasureForm,
    RealiseForm,
    ReassignForm,
    ReportForm,
    StopForm,
    text_of,
)
from webapp.reflection.policies import EVERYBODY
from webapp.reflection.queries import (
    MeasureView,
    RecordPage,
    assign_page,
    choices_for,
    find_by_receipt,
    office_desk,
    office_record,
    record_of_measure,
)
from webapp.reflection.services import (
    add_measure,
    assign,
    decide,
    realise,
    reassign,
    report_progress,
    stop_measure,
)
from webapp.reflection.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import SAFE_METHODS, current_actor, current_work, platform

#: Why an act is not possible, by the property of the record that would allow it.
NOT_NOW = {
    "can_be_reassigned": lazy("검토나 이행이 끝난 아이디어라서 담당자를 바꿀 수 없습니다."),
    "is_under_review": lazy("이미 결정한 아이디어입니다."),
    "can_have_measures": lazy("채택하고 아직 마치지 않은 아이디어에만 이행 과제를 약속할 수 있습니다."),
    "is_ready_to_realise": lazy(
        "약속한 이행 과제를 모두 마치거나 중단하고, 하나 이상 마친 뒤에 할 수 있습니다."
    ),
}


def loaded(key: str, permission: Permission, *, is_possible: str = "") -> RecordPage:
    """The record for an act on it. WrongState when the page is opened while the act is not possible."""
    page = office_record(current_work(), key, current_actor())
    current_work().require(current_actor(), permission, page)
    if is_possible and request.method in SAFE_METHODS and not getattr(page, is_possible):
        raise WrongState(str(NOT_NOW[is_possible]))
    return page


def loaded_measure(key: str, permission: Permission) -> tuple[RecordPage, MeasureView]:
    """A promise for an act on it. WrongState when the page is opened after the promise has ended."""
    page, measure = record_of_measure(current_work(), key, current_actor())
    current_work().require(current_actor(), permission, page)
    if request.method in SAFE_METHODS and not measure.is_open:
        raise WrongState(_("이미 끝난 이행 과제입니다."))
    return page, measure


def note_look(idea_id: int) -> None:
    """Record, in a transaction of its own, that the reader has opened an idea that is not public.

    An official who was named without holding a role acts for the contest's officer.
    """
    actor = current_actor()
    held = (role for role in EVERYBODY if actor.has_role(role, Scope.AGENCY))
    with platform().database.write(current_work().trace) as work:
        record_view(work, actor, idea_id, next(held, Role.CONTEST_OFFICER))


def back_to(key: str, message: str) -> ResponseReturnValue:
    """The record's office page, with what was done."""
    flash(message, "success")
    return redirect(url_for("reflection.office_show", key=key), 303)


@blueprint.get("/office/reflections")
@requires(Permission.OFFICE_VIEW)
def office() -> ResponseReturnValue:
    """정책 반영 업무."""
    desk = office_desk(current_work(), current_actor())
    return render_template("reflection/office.html", desk=desk, receipt="")


@blueprint.get("/office/reflections/find")
@requires(Permission.ASSIGN)
def find() -> ResponseReturnValue:
    """접수번호로 아이디어 찾기."""
    receipt = clean_line(request.args.get("receipt", ""))[:80]
    key = find_by_receipt(current_work(), current_actor(), receipt) if receipt else None
    if key is not None:
        return redirect(url_for("reflection.office_assign", idea_key=key), 303)
    desk = office_desk(current_work(), current_actor())
    return render_template("reflection/office.html", desk=desk, receipt=receipt)


@blueprint.route("/office/reflections/ideas/<idea_key>/assign", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def office_assign(idea_key: str) -> ResponseReturnValue:
    """담당 부서와 실명 담당자 지정."""
    page = assign_page(current_work(), current_actor(), idea_key)
    if page.reflection_key and request.method in SAFE_METHODS:
        return redirect(url_for("reflection.office_show", key=page.reflection_key), 303)
    if not page.is_published and request.method in SAFE_METHODS:
        note_look(page.idea_id)
    form = AssignForm(department_id=str(page.owning_department_id or ""))
    form.offer(page.choices)
    done = form.attempt(lambda: assign(current_work(), current_actor(), form.command(page)))
    if done is None:
        return render_template("reflection/assign.html", form=form, page=page), form.status
    return back_to(done.key, _("담당 부서와 실명 담당자를 지정하고 제안한 사람에게 알렸습니다."))


@blueprint.get("/office/reflections/<key>")
@requires(Permission.OFFICE_VIEW)
def office_show(key: str) -> ResponseReturnValue:
    """정책 반영 한 건."""
    page = office_record(current_work(), key, current_actor())
    if not page.idea_is_public:
        note_look(page.idea_id)
    return render_template("reflection/office_show.html", page=page)


@blueprint.route("/office/reflections/<key>/reassign", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def office_reassign(key: str) -> ResponseReturnValue:
    """담당자 변경."""
    page = loaded(key, Permission.ASSIGN, is_possible="can_be_reassigned")
    form = ReassignForm(version=page.version, department_id=str(page.department_id))
    form.offer(choices_for(current_work(), {page.programme_agency_id, page.responsible_agency_id}))
    done = form.attempt(lambda: reassign(current_work(), current_actor(), form.change(key)))
    if done is None:
        return render_template("reflection/reassign.html", form=form, page=page), form.status
    return back_to(key, _("담당자를 바꾸고 제안한 사람에게 알렸습니다."))


@blueprint.route("/office/reflections/<key>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def office_decide(key: str) -> ResponseReturnValue:
    """채택 여부 결정."""
    page = loaded(key, Permission.DECIDE, is_possible="is_under_review")
    form = DecideForm(version=page.version)
    done = form.attempt(lambda: decide(current_work(), current_actor(), form.command(key)))
    if done is None:
        return render_template("reflection/decide.html", form=form, page=page), form.status
    return back_to(key, _("결정을 공개하고 제안한 사람에게 알렸습니다."))


@blueprint.route("/office/reflections/<key>/measures/new", methods=["GET", "POST"])
@requires(Permission.MEASURE_MANAGE)
def office_add_measure(key: str) -> ResponseReturnValue:
    """이행 과제 약속."""
    page = loaded(key, Permission.MEASURE_MANAGE, is_possible="can_have_measures")
    form = MeasureForm()
    done = form.attempt(lambda: add_measure(current_work(), current_actor(), form.command(key)))
    if done is None:
        return render_template("reflection/measure.html", form=form, page=page), form.status
    return back_to(key, _("약속을 공개하고 제안한 사람에게 알렸습니다."))


@blueprint.route("/office/reflections/<key>/realise", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def office_realise(key: str) -> ResponseReturnValue:
    """반영 완료."""
    page = loaded(key, Permission.DECIDE, is_possible="is_ready_to_realise")
    form = RealiseForm(version=page.version)
    done = form.attempt(
        lambda: realise(current_work(), current_actor(), key, text_of(form.outcome), form.version.data)
    )
    if done is None:
        return render_template("reflection/realise.html", form=form, page=page), form.status
    return back_to(key, _("반영을 마쳤다고 공개하고 제안한 사람에게 알렸습니다."))


@blueprint.route("/office/measures/<key>/report", methods=["GET", "POST"])
@requires(Permission.PROGRESS_REPORT)
def office_report(key: str) -> ResponseReturnValue:
    """진행 상황 보고."""
    page, measure = loaded_measure(key, Permission.PROGRESS_REPORT)
    form = ReportForm(version=measure.version)
    form.offer(measure)
    done = form.attempt(lambda: report_progress(current_work(), current_actor(), form.command(key)))
    if done is None:
        view = render_template("reflection/report.html", form=form, page=page, measure=measure)
        return view, form.status
    return back_to(page.key, _("진행 상황을 공개하고 제안한 사람에게 알렸습니다."))


@blueprint.route("/office/measures/<key>/stop", methods=["GET", "POST"])
@requires(Permission.MEASURE_MANAGE)
def office_stop(key: str) -> ResponseReturnValue:
    """이행 과제 중단."""
    page, measure = loaded_measure(key, Permission.MEASURE_MANAGE)
    form = StopForm(version=measure.version)
    done = form.attempt(
        lambda: stop_measure(current_work(), current_actor(), key, text_of(form.reason), form.version.data)
    )
    if done is None:
        return render_template("reflection/stop.html", form=form, page=page, measure=measure), form.status
    return back_to(page.key, _("중단한 것을 공개하고 제안한 사람에게 알렸습니다."))
