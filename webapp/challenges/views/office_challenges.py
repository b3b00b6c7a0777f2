"""Office pages of a challenge: its task list, its sections, and every act of its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import ContestSection, Permission
from webapp.challenges.forms.acts import ConfirmForm, ReasonForm
from webapp.challenges.forms.challenge import BriefForm, ScheduleForm
from webapp.challenges.forms.entering import EntrantsForm, TermsForm
from webapp.challenges.forms.plan import PlanForm
from webapp.challenges.forms.questions import QuestionsForm
from webapp.challenges.forms.rules import CriteriaForm, PrizesForm, RulesForm, with_preset
from webapp.challenges.forms.standards import StandardsForm
from webapp.challenges.models import Challenge, NewChallenge
from webapp.challenges.queries import challenge_design, office
from webapp.challenges.queries.choices import SectionChoices, section_choices
from webapp.challenges.services import (
    EditChallenge,
    cancel,
    complete,
    edit_challenge,
    publish,
    request_approval,
    return_for_edits,
)
from webapp.challenges.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work

SECTIONS = "any(brief, schedule, prizes, criteria, form, rules, standards, entrants, terms, plan)"


@blueprint.get("/office/challenges/<key>")
@requires(Permission.OFFICE_VIEW)
def show_office_challenge(key: str) -> ResponseReturnValue:
    """한 과제의 준비와 진행, 이력."""
    page = office.office_challenge(current_work(), current_actor(), key)
    return render_template("challenges/office/challenge.html", page=page)


@blueprint.route(f"/office/challenges/<key>/<{SECTIONS}:section>", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def edit_challenge_section(key: str, section: str) -> ResponseReturnValue:
    """과제의 한 항목 고치기."""
    work, actor = current_work(), current_actor()
    challenge = office.editable_challenge(work, actor, key)
    choices = section_choices(work, challenge.programme)
    form = section_form(section, challenge_design(challenge), challenge.version, choices)
    saved = form.attempt(
        lambda: edit_challenge(work, actor, EditChallenge(key, form.seen_version, form.section()))
    )
    if saved is None:
        part = ContestSection(section)
        lines = office.office_challenge(work, actor, key).sections
        missing = next((one.missing for one in lines if one.section is part), ())
        facts = {"form": form, "section": part, "challenge": challenge, "missing": missing}
        frozen = challenge.state.value != "draft"
        return render_template("challenges/office/section.html", **facts, frozen=frozen), form.status
    flash(_("저장했습니다."), "success")
    return redirect(url_for(".show_office_challenge", key=key), 303)


def section_form(section: str, design: NewChallenge, version: int, choices: SectionChoices) -> Any:
    """The form of a section with what is stored."""
    match ContestSection(section):
        case ContestSection.BRIEF:
            return BriefForm.begin(design.brief, version, choices)
        case ContestSection.SCHEDULE:
            return ScheduleForm.begin(design.schedule, version, choices)
        case ContestSection.PRIZES:
            prizes = with_preset(design.prizes, request.args.get("preset", ""))
            return PrizesForm.begin(prizes, version, choices)
        case ContestSection.CRITERIA:
            return CriteriaForm.begin(design.criteria, version, choices)
        case ContestSection.FORM:
            return QuestionsForm.begin(design.form, version, choices)
        case ContestSection.ENTRANTS:
            return EntrantsForm.begin(design.entrants, version, choices)
        case ContestSection.PLAN:
            return PlanForm.begin(design.plan, version, choices)
        case ContestSection.TERMS:
            return TermsForm.begin(design.terms, version, choices)
        case ContestSection.STANDARDS:
            return StandardsForm.begin(design.standards, version, choices)
        case _:
            return RulesForm.begin(design.rules, version, choices)


@blueprint.route("/office/challenges/<key>/check", methods=["GET", "POST"])
@requires(Permission.APPROVAL_REQUEST)
def check_challenge(key: str) -> ResponseReturnValue:
    """공고 전 확인과 결재 요청."""
    work, actor = current_work(), current_actor()
    page = office.office_challenge(work, actor, key)
    form = ConfirmForm()
    if form.attempt(lambda: request_approval(work, actor, page.challenge)) is None:
        return render_template("challenges/office/check.html", form=form, page=page), form.status
    flash(_("결재를 요청했습니다. 결재자에게 메일을 보냈습니다."), "success")
    return redirect(url_for(".show_office_challenge", key=key), 303)


@blueprint.route("/office/challenges/<key>/approval", methods=["GET", "POST"])
@requires(Permission.PUBLISH)
def approve_challenge(key: str) -> ResponseReturnValue:
    """결재: 공고하거나 돌려보내기."""
    work, actor = current_work(), current_actor()
    page = office.office_challenge(work, actor, key)
    form = ConfirmForm()
    if form.attempt(lambda: publish(work, actor, page.challenge)) is None:
        return render_template("challenges/office/approval.html", form=form, page=page), form.status
    flash(_("과제를 공고했습니다. 규칙을 확정했고 이제 고칠 수 없습니다."), "success")
    return redirect(url_for(".show_office_challenge", key=key), 303)


@blueprint.route("/office/challenges/<key>/return", methods=["GET", "POST"])
@requires(Permission.PUBLISH)
def return_challenge(key: str) -> ResponseReturnValue:
    """결재 요청 돌려보내기."""
    return with_reason(key, "return", return_for_edits, _("작성자에게 돌려보냈습니다."))


@blueprint.route("/office/challenges/<key>/cancel", methods=["GET", "POST"])
@requires(Permission.CANCEL)
def cancel_challenge(key: str) -> ResponseReturnValue:
    """공모 취소하기."""
    return with_reason(key, "cancel", cancel, _("공모를 취소하고 취소 공고를 올렸습니다."))


def with_reason(
    key: str, act: str, service: Callable[[Work, Actor, Challenge, str], Challenge], done: str
) -> ResponseReturnValue:
    """An act that needs a reason: the page that asks for it, then the act."""
    work, actor = current_work(), current_actor()
    page = office.office_challenge(work, actor, key)
    form = ReasonForm()
    if form.attempt(lambda: service(work, actor, page.challenge, form.reason.data)) is None:
        return render_template("challenges/office/reason.html", form=form, page=page, act=act), form.status
    flash(done, "success")
    return redirect(url_for(".show_office_challenge", key=key), 303)


@blueprint.route("/office/challenges/<key>/complete", methods=["GET", "POST"])
@requires(Permission.COMPLETE)
def complete_challenge(key: str) -> ResponseReturnValue:
    """과제 종료하기."""
    work, actor = current_work(), current_actor()
    page = office.office_challenge(work, actor, key)
    form = ConfirmForm()
    if form.attempt(lambda: complete(work, actor, page.challenge)) is None:
        return render_template("challenges/office/complete.html", form=form, page=page), form.status
    flash(_("과제를 종료했습니다."), "success")
    return redirect(url_for(".show_office_challenge", key=key), 303)
