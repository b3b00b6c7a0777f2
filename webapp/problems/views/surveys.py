"""Preference surveys: the public page on which people answer, and the official's plan."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.problems.enums import Permission
from webapp.problems.forms import CancelSurveyForm, SurveyForm, answer_form
from webapp.problems.queries import (
    call_page,
    survey_candidates,
    survey_choices,
    survey_of_call,
    survey_page,
)
from webapp.problems.services import (
    answer_survey,
    cancel_survey,
    create_survey,
    load_call,
    load_survey,
    publish_survey,
    update_survey,
)
from webapp.problems.views.pages import blueprint
from webapp.web.access import public, requires
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/problems/surveys/<key>", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def survey(key: str) -> ResponseReturnValue:
    """선호도 조사."""
    work, actor = current_work(), current_actor()
    page = survey_page(work, key, actor)
    form = answer_form(page)
    answer = form.attempt(lambda: answer_survey(work, actor, form.command(key)))
    if answer is None:
        return render_template("problems/survey.html", page=page, survey=page.survey, form=form), form.status
    flash(_("답을 받았습니다. 참여해 주셔서 고맙습니다."), "success")
    return redirect(url_for("problems.survey", key=key), 303)


@blueprint.get("/office/problems/calls/<slug>/survey")
@requires(Permission.CALL_VIEW)
def office_survey(slug: str) -> ResponseReturnValue:
    """선호도 조사 관리."""
    work, actor = current_work(), current_actor()
    page = call_page(work, slug, actor)
    work.require(actor, Permission.CALL_VIEW, page.call)
    card = survey_of_call(work, page.call.id)
    found = survey_page(work, card.key, actor) if card else None
    return render_template("problems/office_survey.html", call=page.call, found=found, survey=card)


@blueprint.route("/office/problems/calls/<slug>/survey/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def office_new_survey(slug: str) -> ResponseReturnValue:
    """선호도 조사 만들기."""
    work, actor = current_work(), current_actor()
    page = call_page(work, slug, actor)
    work.require(actor, Permission.SURVEY_MANAGE, page.call)
    form = SurveyForm.new(survey_choices(work, page.call.id))
    made = form.attempt(lambda: create_survey(work, actor, load_call(work, slug), form.command()))
    if made is None:
        return render_template("problems/survey_form.html", form=form, call=page.call), form.status
    flash(_("선호도 조사를 만들었습니다. 내용을 확인한 뒤 공개해 주십시오."), "success")
    return redirect(url_for("problems.office_survey", slug=slug), 303)


@blueprint.route("/office/problems/surveys/<key>/edit", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def office_edit_survey(key: str) -> ResponseReturnValue:
    """선호도 조사 고치기."""
    work, actor = current_work(), current_actor()
    card = survey_page(work, key, actor).survey
    work.require(actor, Permission.SURVEY_MANAGE, card)
    form = SurveyForm.of(card, survey_choices(work, card.call_id), survey_candidates(work, card.id))
    made = form.attempt(lambda: update_survey(work, actor, load_survey(work, key), form.command()))
    if made is None:
        return render_template("problems/survey_form.html", form=form, call=None, survey=card), form.status
    flash(_("고친 내용을 저장했습니다."), "success")
    return redirect(url_for("problems.office_survey", slug=card.call_slug), 303)


@blueprint.post("/office/problems/surveys/<key>/publish")
@requires(Permission.SURVEY_MANAGE)
def office_publish_survey(key: str) -> ResponseReturnValue:
    """선호도 조사 공개."""
    survey = publish_survey(current_work(), current_actor(), load_survey(current_work(), key))
    flash(_("선호도 조사를 공개했습니다. 시작 시각이 되면 답을 받습니다."), "success")
    return redirect(url_for("problems.office_survey", slug=survey.call.slug), 303)


@blueprint.route("/office/problems/surveys/<key>/cancel", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def office_cancel_survey(key: str) -> ResponseReturnValue:
    """선호도 조사 취소."""
    work, actor, form = current_work(), current_actor(), CancelSurveyForm()
    card = survey_page(work, key, actor).survey
    work.require(actor, Permission.SURVEY_MANAGE, card)
    done = form.attempt(lambda: cancel_survey(work, actor, load_survey(work, key), form.reason.data or ""))
    if done is None:
        return render_template("problems/survey_cancel.html", form=form, survey=card), form.status
    flash(_("선호도 조사를 취소했습니다."), "success")
    return redirect(url_for("problems.office_survey", slug=card.call_slug), 303)
