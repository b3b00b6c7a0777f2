"""The official's desk for problems that come by other ways than the site: of people, and of ministries."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission
from webapp.problems.forms import DemandForm, ReceiveForm
from webapp.problems.forms.receiving import ReceptionForm
from webapp.problems.policies import agencies_read_by
from webapp.problems.queries import receiving_calls
from webapp.problems.services import receive_problem
from webapp.problems.services.receiving import CONSENT
from webapp.problems.views.pages import blueprint
from webapp.web.access import requires
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/office/problems/receive", methods=["GET", "POST"])
@requires(Permission.RECEIVE)
@limit(WRITES, methods=["POST"])
def office_receive() -> ResponseReturnValue:
    """대리접수."""
    return _received(ReceiveForm, _("대신 접수해 공개했습니다. 전자우편 주소가 있으면 사본을 보냈습니다."))


@blueprint.route("/office/problems/demand", methods=["GET", "POST"])
@requires(Permission.RECEIVE)
@limit(WRITES, methods=["POST"])
def office_demand() -> ResponseReturnValue:
    """부처 수요조사 등록."""
    return _received(DemandForm, _("부처의 수요를 접수해 공개했습니다."))


def _received(kind: type[ReceptionForm], done: str) -> ResponseReturnValue:
    work, actor = current_work(), current_actor()
    calls = receiving_calls(work, agencies_read_by(actor))
    form = kind.among(calls)
    problem = form.attempt(lambda: receive_problem(work, actor, form.command())) if calls else None
    if problem is None:
        page = render_template("problems/office_receive.html", form=form, calls=calls, consent_text=CONSENT)
        return page, form.status
    flash(done, "success")
    return redirect(url_for("problems.office_show", key=problem.key), 303)
