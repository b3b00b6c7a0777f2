"""Office pages of programmes: the list, making one, its sections, its challenges, announcing them all."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import ContestSection, Permission, ProgrammeState
from webapp.challenges.forms.acts import ConfirmForm
from webapp.challenges.forms.challenge import NewChallengeForm
from webapp.challenges.forms.programme import (
    BasicsForm,
    CalendarForm,
    ConditionsForm,
    MoneyForm,
    NewProgrammeForm,
)
from webapp.challenges.models import NewProgramme
from webapp.challenges.queries import office, programme_design
from webapp.challenges.queries.choices import SectionChoices, agencies_of_officer, section_choices
from webapp.challenges.services import (
    EditProgramme,
    create_challenge,
    create_programme,
    edit_programme,
    publish_all,
)
from webapp.challenges.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work

ProgrammeForm = BasicsForm | ConditionsForm | MoneyForm | CalendarForm


@blueprint.get("/office/contests")
@requires(Permission.OFFICE_VIEW)
def list_office_contests() -> ResponseReturnValue:
    """내 기관의 공모."""
    work, actor, named = current_work(), current_actor(), request.args.get("state", "")
    state = ProgrammeState(named) if named in set(ProgrammeState) else None
    page = office.office_contests(work, actor, request.args.get("cursor"), state=state)
    urls = [
        url_for(".list_office_contests", state=state, cursor=cursor) if cursor else ""
        for cursor in (page.previous_cursor, page.next_cursor)
    ]
    return render_template(
        "challenges/office/contests.html",
        page=page,
        counts=office.contest_counts(work, actor),
        chosen=state,
        previous_url=urls[0],
        next_url=urls[1],
    )


@blueprint.route("/office/contests/new", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_CREATE)
def new_programme() -> ResponseReturnValue:
    """공모 만들기."""
    work, actor = current_work(), current_actor()
    form = NewProgrammeForm()
    form.offer(agencies_of_officer(work, actor))
    programme = form.attempt(lambda: create_programme(work, actor, form.command()))
    if programme is None:
        return render_template("challenges/office/new_programme.html", form=form), form.status
    flash(_("공모를 만들었습니다. 아래 항목을 차례로 채워 주십시오."), "success")
    return redirect(url_for(".show_office_contest", slug=programme.slug), 303)


@blueprint.get("/office/contests/<slug>")
@requires(Permission.OFFICE_VIEW)
def show_office_contest(slug: str) -> ResponseReturnValue:
    """한 공모의 준비와 진행."""
    page = office.office_programme(current_work(), current_actor(), slug)
    return render_template("challenges/office/programme.html", page=page)


@blueprint.route(
    "/office/contests/<slug>/<any(basics, conditions, money, calendar):section>", methods=["GET", "POST"]
)
@requires(Permission.PROGRAMME_EDIT)
def edit_programme_section(slug: str, section: str) -> ResponseReturnValue:
    """공모의 한 항목 고치기."""
    work, actor = current_work(), current_actor()
    programme = office.editable_programme(work, actor, slug)
    choices = section_choices(work, programme)
    form = section_form(section, programme_design(programme), programme.version, choices)
    saved = form.attempt(
        lambda: edit_programme(work, actor, EditProgramme(slug, form.seen_version, form.section()))
    )
    if saved is None:
        part = ContestSection(section)
        lines = office.office_programme(work, actor, slug).sections
        missing = next((one.missing for one in lines if one.section is part), ())
        facts = {"form": form, "section": part, "programme": programme, "missing": missing}
        frozen = programme.state is not ProgrammeState.DRAFT
        return render_template("challenges/office/section.html", **facts, frozen=frozen), form.status
    flash(_("저장했습니다."), "success")
    return redirect(url_for(".show_office_contest", slug=slug), 303)


def section_form(section: str, design: NewProgramme, version: int, choices: SectionChoices) -> ProgrammeForm:
    """The form of a section with what is stored."""
    match ContestSection(section):
        case ContestSection.BASICS:
            return BasicsForm.begin(design.basics, version, choices)
        case ContestSection.CONDITIONS:
            return ConditionsForm.begin(design.conditions, version, choices)
        case ContestSection.MONEY:
            return MoneyForm.begin(design.money, version, choices)
        case _:
            return CalendarForm.begin(design.calendar, version, choices)


@blueprint.route("/office/contests/<slug>/challenges/new", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def new_challenge(slug: str) -> ResponseReturnValue:
    """과제 더하기."""
    work, actor = current_work(), current_actor()
    programme = office.editable_programme(work, actor, slug)
    choices = section_choices(work, programme)
    form = NewChallengeForm()
    form.offer(choices)
    challenge = form.attempt(lambda: create_challenge(work, actor, form.command(slug, choices)))
    if challenge is None:
        page = render_template("challenges/office/new_challenge.html", form=form, programme=programme)
        return page, form.status
    flash(_("과제를 만들었습니다. 아래 항목을 차례로 채워 주십시오."), "success")
    return redirect(url_for(".show_office_challenge", key=challenge.key), 303)


@blueprint.route("/office/contests/<slug>/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH)
def publish_contest(slug: str) -> ResponseReturnValue:
    """결재를 기다리는 과제를 한꺼번에 공고하기."""
    work, actor = current_work(), current_actor()
    page = office.office_programme(work, actor, slug)
    form = ConfirmForm()
    published = form.attempt(lambda: publish_all(work, actor, page.programme))
    if published is None:
        return render_template("challenges/office/publish_all.html", form=form, page=page), form.status
    flash(_("과제 %(count)s건을 공고했습니다.", count=len(published)), "success")
    return redirect(url_for(".show_office_contest", slug=slug), 303)
