"""의견: the thread of a subject, and what somebody does about a comment."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.subjects import Subject
from webapp.discussion.enums import CommentOrder, Permission, ReportReason
from webapp.discussion.forms import (
    AnswerForm,
    CommentForm,
    EditForm,
    EmptyForm,
    ReportForm,
    ThreadFilterForm,
    stance_named,
)
from webapp.discussion.queries import (
    CommentView,
    ThreadFilters,
    comment_view,
    stance_counts,
    standing_of,
    subject_of_comment,
    thread_page,
)
from webapp.discussion.services import (
    EditComment,
    ReportComment,
    WriteComment,
    delete_comment,
    edit_comment,
    report_comment,
    write_comment,
)
from webapp.discussion.views.blueprint import blueprint, found_subject, not_found, page_urls
from webapp.web.access import public, requires
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/discussion/<kind>/<key>", methods=["GET", "POST"])
@public
@limit(WRITES, methods=["POST"])
def thread(kind: str, key: str) -> ResponseReturnValue:
    """의견 나누기."""
    work, actor, subject, form = current_work(), current_actor(), found_subject(kind, key), CommentForm()
    command = WriteComment(form.body.data or "", stance_named(form.stance.data))
    written = form.attempt(lambda: write_comment(work, actor, subject.ref, command))
    if written is not None:
        flash(_("의견을 올렸습니다."), "success")
        return to_comment(subject, written.key)
    page = thread_page(work, subject.ref, asked_filters(), request.args.get("page"))
    return render_template(
        "discussion/thread.html",
        form=form,
        standing=standing_of(work, actor, subject),
        stances=stance_counts(work, subject.ref),
        filters=ThreadFilterForm(request.args),
        page=page,
        urls=page_urls(page.previous_cursor, page.next_cursor),
    ), form.status


@blueprint.route("/discussion/comments/<key>/answer", methods=["GET", "POST"])
@requires(Permission.COMMENT_WRITE)
@limit(WRITES, methods=["POST"])
def answer_comment(key: str) -> ResponseReturnValue:
    """답글 쓰기."""
    subject, comment = found_comment(key)
    work, actor, form = current_work(), current_actor(), AnswerForm()
    work.require(actor, Permission.COMMENT_WRITE, subject)
    command = WriteComment(form.body.data or "", parent_key=key)
    written = form.attempt(lambda: write_comment(work, actor, subject.ref, command))
    if written is None:
        return comment_page("answer", subject, comment, form), form.status
    flash(_("답글을 올렸습니다."), "success")
    return to_comment(subject, written.key)


@blueprint.route("/discussion/comments/<key>/edit", methods=["GET", "POST"])
@requires(Permission.COMMENT_EDIT)
@limit(WRITES, methods=["POST"])
def change_comment(key: str) -> ResponseReturnValue:
    """의견 고치기."""
    subject, comment = found_comment(key)
    work, actor = current_work(), current_actor()
    work.require(actor, Permission.COMMENT_EDIT, comment)
    stance = comment.stance.value if comment.stance else ""
    form = EditForm(body=comment.body, stance=stance, version=comment.version)
    command = EditComment(key, form.body.data or "", stance_named(form.stance.data), form.version.data or 0)
    if form.attempt(lambda: edit_comment(work, actor, command)) is None:
        return comment_page("edit", subject, comment, form), form.status
    flash(_("의견을 고쳤습니다. 고친 때를 함께 보여 줍니다."), "success")
    return to_comment(subject, key)


@blueprint.route("/discussion/comments/<key>/delete", methods=["GET", "POST"])
@requires(Permission.COMMENT_DELETE)
@limit(WRITES, methods=["POST"])
def remove_comment(key: str) -> ResponseReturnValue:
    """의견 지우기."""
    subject, comment = found_comment(key)
    work, actor, form = current_work(), current_actor(), EmptyForm()
    work.require(actor, Permission.COMMENT_DELETE, comment)
    if form.attempt(lambda: delete_comment(work, actor, key)) is None:
        return comment_page("delete", subject, comment, form), form.status
    flash(_("의견을 지웠습니다."), "success")
    return redirect(url_for("discussion.thread", kind=subject.kind, key=subject.key), 303)


@blueprint.route("/discussion/comments/<key>/report", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
@limit(WRITES, methods=["POST"])
def report(key: str) -> ResponseReturnValue:
    """의견 신고."""
    subject, comment = found_comment(key)
    work, actor, form = current_work(), current_actor(), ReportForm()
    work.require(actor, Permission.REPORT_WRITE, comment)
    done = form.attempt(
        lambda: report_comment(
            work, actor, ReportComment(key, ReportReason(form.reason.data), form.text.data or "")
        )
    )
    if done is None:
        return comment_page("report", subject, comment, form), form.status
    flash(_("신고를 받았습니다. 담당자가 살펴봅니다."), "success")
    return to_comment(subject, key)


def found_comment(key: str) -> tuple[Subject, CommentView]:
    """A comment that everybody may read, with its subject. NotFound else."""
    work = current_work()
    ref, comment = subject_of_comment(work, key), comment_view(work, key)
    if ref is None or comment is None or not comment.is_visible:
        raise not_found()
    return work.subjects.find(work, current_actor(), ref), comment


def comment_page(kind: str, subject: Subject, comment: CommentView, form: object) -> str:
    """The page of one act about one comment."""
    return render_template(
        "discussion/comment_act.html", kind=kind, subject=subject, comment=comment, form=form
    )


def to_comment(subject: Subject, key: str) -> ResponseReturnValue:
    """To a comment in its thread."""
    place = url_for("discussion.thread", kind=subject.kind, key=subject.key, _anchor=f"comment-{key}")
    return redirect(place, 303)


def asked_filters() -> ThreadFilters:
    """What the address asks of a thread; nonsense asks nothing."""
    order = CommentOrder.OLDEST if request.args.get("order") == CommentOrder.OLDEST else CommentOrder.NEWEST
    only_answered = request.args.get("only") == "answered"
    return ThreadFilters(stance_named(request.args.get("side")), only_answered, order)
