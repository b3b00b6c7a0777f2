"""The officials' register: entries by challenge, one entry, eligibility. Each look at one is recorded."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import Permission as ContestPermission
from webapp.challenges.queries.office import office_challenge
from webapp.core.attachments import find_attachment
from webapp.core.errors import NotFound, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState, Permission
from webapp.ideas.forms import ReinstateForm, RuleOutForm, blank_form, register_filters
from webapp.ideas.queries import OfficeIdea, idea_register, office_idea, register_head, registers, role_in
from webapp.ideas.queries.office import CURSOR_KINDS, HEAD_KINDS
from webapp.ideas.services import idea_to_decide, record_view, reinstate, rule_out
from webapp.ideas.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import SAFE_METHODS, current_actor, current_work, in_own_transaction
from webapp.web.uploads import send_attachment


@blueprint.get("/office/ideas")
@requires(Permission.REGISTER_VIEW)
def office() -> ResponseReturnValue:
    """접수대장 목록."""
    part = request.args.get("part", "")
    is_over = {"running": False, "over": True}.get(part)
    cursor = read_cursor(request.args.get("cursor"), HEAD_KINDS)
    found = registers(current_work(), current_actor(), is_over=is_over, cursor=cursor)
    return render_template("ideas/office.html", found=found, part="" if is_over is None else part)


@blueprint.get("/office/ideas/challenges/<key>")
@requires(Permission.REGISTER_VIEW)
def register(key: str) -> ResponseReturnValue:
    """접수대장."""
    head = register_head(current_work(), current_actor(), key)
    filters = register_filters(request.args)
    cursor = read_cursor(request.args.get("cursor"), CURSOR_KINDS)
    page = idea_register(current_work(), head, filters, cursor)
    return render_template("ideas/register.html", head=head, filters=filters, page=page, states=IdeaState)


@blueprint.get("/office/ideas/<key>")
@requires(Permission.VIEW_UNPUBLISHED)
def office_show(key: str) -> ResponseReturnValue:
    """접수한 아이디어."""
    return render_template("ideas/office_show.html", idea=looked_at(key))


@blueprint.get("/office/ideas/<key>/files/<file_key>")
@requires(Permission.VIEW_UNPUBLISHED)
def office_file(key: str, file_key: str) -> ResponseReturnValue:
    """접수한 첨부 파일."""
    idea = looked_at(key)
    if file_key not in {one.key for one in idea.content.files}:
        raise NotFound(_("파일을 찾을 수 없습니다."))
    session = current_work().session
    return send_attachment(find_attachment(session, "ideas", idea.id, file_key, with_removed=True))


@blueprint.route("/office/ideas/<key>/rule-out", methods=["GET", "POST"])
@requires(Permission.ELIGIBILITY_DECIDE)
def office_rule_out(key: str) -> ResponseReturnValue:
    """부적격 결정."""
    idea, form = to_decide(key, IdeaState.SUBMITTED), RuleOutForm()
    work, actor = current_work(), current_actor()
    done = form.attempt(
        lambda: rule_out(work, actor, idea_to_decide(work, actor, key), form.ground, form.reason.data or "")
    )
    if done is None:
        return render_template("ideas/rule_out.html", idea=idea, form=form), form.status
    flash(_("부적격으로 결정하고 낸 분에게 사유를 보냈습니다."), "success")
    return redirect(url_for("ideas.office_show", key=key), 303)


@blueprint.route("/office/ideas/<key>/reinstate", methods=["GET", "POST"])
@requires(Permission.ELIGIBILITY_DECIDE)
def office_reinstate(key: str) -> ResponseReturnValue:
    """부적격 결정 취소."""
    idea, form = to_decide(key, IdeaState.INELIGIBLE), ReinstateForm()
    work, actor = current_work(), current_actor()
    done = form.attempt(
        lambda: reinstate(work, actor, idea_to_decide(work, actor, key), form.reason.data or "")
    )
    if done is None:
        return render_template("ideas/reinstate.html", idea=idea, form=form), form.status
    flash(_("부적격 결정을 취소하고 낸 분에게 알렸습니다."), "success")
    return redirect(url_for("ideas.office_show", key=key), 303)


def looked_at(key: str) -> OfficeIdea:
    """An entry that is about to be shown; the look is recorded before, unless everybody may read it."""
    idea = office_idea(current_work(), current_actor(), key)
    actor, role = current_actor(), role_in(current_actor(), idea.agency_id)

    def note(work: Work) -> None:
        record_view(work, actor, idea.id, role)

    in_own_transaction(note)
    return idea


def to_decide(key: str, state: IdeaState) -> OfficeIdea:
    """An entry for a decision on it. WrongState when the page is opened while there is nothing to decide."""
    idea = office_idea(current_work(), current_actor(), key)
    if request.method in SAFE_METHODS and idea.state is not state:
        raise WrongState(
            _("지금 상태(%(state)s)에서는 결정할 수 없습니다.", state=idea.state.label), code="wrong_state"
        )
    return idea


@blueprint.get("/office/challenges/<key>/entry-form")
@requires(ContestPermission.OFFICE_VIEW)
def preview_form(key: str) -> ResponseReturnValue:
    """응모서 미리 보기."""
    page = office_challenge(current_work(), current_actor(), key)
    form = blank_form(page.rules.challenge.form.fields, {}, {})
    return render_template("ideas/form_preview.html", page=page, form=form)
