"""질문과 답변: asking in public, and the office that answers by name."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.discussion.enums import Permission
from webapp.discussion.forms import AnswerQuestionForm, AskForm, FaqForm, HideQuestionForm
from webapp.discussion.policies import agencies_answered_by
from webapp.discussion.queries import (
    office_question,
    often_asked,
    open_questions,
    question_page,
    standing_of,
)
from webapp.discussion.services import (
    AnswerQuestion,
    WriteFaq,
    answer_question,
    ask_question,
    hide_question,
    write_faq,
)
from webapp.discussion.views.blueprint import blueprint, found_subject, page_urls
from webapp.web.access import public, requires
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/questions/<kind>/<key>", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def questions(kind: str, key: str) -> ResponseReturnValue:
    """질문과 답변."""
    work, actor, subject, form = current_work(), current_actor(), found_subject(kind, key), AskForm()
    asked = form.attempt(lambda: ask_question(work, actor, subject.ref, form.body.data or ""))
    if asked is not None:
        flash(_("질문을 올렸습니다. 담당자가 답하면 메일로 알려 드립니다."), "success")
        return redirect(url_for("discussion.questions", kind=kind, key=key), 303)
    page = question_page(work, subject.ref, request.args.get("page"))
    return render_template(
        "discussion/questions.html",
        form=form,
        standing=standing_of(work, actor, subject),
        often=often_asked(work, subject.ref),
        page=page,
        urls=page_urls(page.previous_cursor, page.next_cursor),
    ), form.status


@blueprint.get("/office/questions")
@requires(Permission.QUESTION_ANSWER)
def office_questions() -> ResponseReturnValue:
    """답변할 질문."""
    actor = current_actor()
    waiting = open_questions(current_work(), actor, agencies_answered_by(actor))
    return render_template("discussion/office_questions.html", waiting=waiting)


@blueprint.route("/office/questions/<key>", methods=["GET", "POST"])
@requires(Permission.QUESTION_ANSWER)
def answer(key: str) -> ResponseReturnValue:
    """질문에 답변."""
    work, actor = current_work(), current_actor()
    question, subject, earlier = office_question(work, actor, key)
    form = AnswerQuestionForm(answer=question.answer, is_faq=question.is_faq, version=question.version)
    command = AnswerQuestion(key, form.answer.data or "", bool(form.is_faq.data), form.version.data or 0)
    if form.attempt(lambda: answer_question(work, actor, command)) is None:
        page = {"form": form, "question": question, "subject": subject, "earlier": earlier}
        return render_template("discussion/office_answer.html", **page), form.status
    flash(_("답변을 올리고 질문한 분에게 알렸습니다."), "success")
    return redirect(url_for("discussion.office_questions"), 303)


@blueprint.route("/office/questions/<key>/hide", methods=["GET", "POST"])
@requires(Permission.QUESTION_ANSWER)
def hide_asked(key: str) -> ResponseReturnValue:
    """질문 가리기."""
    work, actor, form = current_work(), current_actor(), HideQuestionForm()
    question, subject, _earlier = office_question(work, actor, key)
    if form.attempt(lambda: hide_question(work, actor, key, form.reason.data or "")) is None:
        page = {"form": form, "question": question, "subject": subject}
        return render_template("discussion/office_hide_question.html", **page), form.status
    flash(_("질문을 가리고 질문한 분에게 사유를 알렸습니다."), "success")
    return redirect(url_for("discussion.office_questions"), 303)


@blueprint.route("/office/faq/<kind>/<key>", methods=["GET", "POST"])
@requires(Permission.QUESTION_ANSWER)
def new_faq(kind: str, key: str) -> ResponseReturnValue:
    """자주 묻는 질문 쓰기."""
    work, actor, subject, form = current_work(), current_actor(), found_subject(kind, key), FaqForm()
    work.require(actor, Permission.QUESTION_ANSWER, subject, is_secret=True)
    command = WriteFaq(form.question.data or "", form.answer.data or "")
    if form.attempt(lambda: write_faq(work, actor, subject.ref, command)) is None:
        return render_template("discussion/office_faq.html", form=form, subject=subject), form.status
    flash(_("자주 묻는 질문에 올렸습니다."), "success")
    return redirect(url_for("discussion.questions", kind=kind, key=key), 303)
