"""의견 관리: the moderators' queue and decisions, and the author's own side of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.discussion.enums import HideReason, Permission
from webapp.discussion.forms import AppealForm, DecideForm, HideForm, ShowForm
from webapp.discussion.policies import agencies_moderated_by
from webapp.discussion.queries import (
    appealed_comment,
    comments_by,
    moderation_case,
    moderation_queue,
    own_comment,
)
from webapp.discussion.services import (
    DecideAppeal,
    HideComment,
    appeal_hiding,
    decide_appeal,
    hide_comment,
    leave_comment,
    show_comment,
)
from webapp.discussion.views.blueprint import blueprint, not_found, page_urls
from webapp.web.access import requires, signed_in
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/my/comments")
@signed_in
def my_comments() -> ResponseReturnValue:
    """내 의견."""
    page = comments_by(current_work(), current_actor(), request.args.get("page"))
    urls = page_urls(page.previous_cursor, page.next_cursor)
    return render_template("discussion/my_comments.html", page=page, urls=urls)


@blueprint.route("/my/comments/<key>/appeal", methods=["GET", "POST"])
@requires(Permission.APPEAL_WRITE)
@limit(WRITES, methods=["POST"])
def appeal(key: str) -> ResponseReturnValue:
    """가린 의견에 이의 제기."""
    work, actor, form = current_work(), current_actor(), AppealForm()
    comment = own_comment(work, actor, key)
    if not comment.can_be_appealed and request.method == "GET":
        return redirect(url_for("discussion.my_comments"), 303)
    if form.attempt(lambda: appeal_hiding(work, actor, key, form.text.data or "")) is None:
        return render_template("discussion/appeal.html", form=form, comment=comment), form.status
    flash(_("이의를 받았습니다. 가린 사람이 아닌 다른 담당자가 결정하고 알려 드립니다."), "success")
    return redirect(url_for("discussion.my_comments"), 303)


@blueprint.get("/office/moderation")
@requires(Permission.MODERATE)
def moderation() -> ResponseReturnValue:
    """의견 관리."""
    actor = current_actor()
    queue = moderation_queue(current_work(), actor, agencies_moderated_by(actor))
    return render_template("discussion/office_moderation.html", queue=queue)


@blueprint.route("/office/moderation/comments/<key>", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def moderate(key: str) -> ResponseReturnValue:
    """의견 살펴보고 가리기."""
    work, actor, form = current_work(), current_actor(), HideForm()
    case = moderation_case(work, actor, key)
    done = form.attempt(
        lambda: hide_comment(
            work, actor, HideComment(key, HideReason(form.code.data), form.reason.data or "")
        )
    )
    if done is None:
        return render_template("discussion/office_comment.html", form=form, case=case), form.status
    flash(_("의견을 가리고 작성자에게 사유를 알렸습니다."), "success")
    return redirect(url_for("discussion.moderation"), 303)


@blueprint.post("/office/moderation/comments/<key>/leave")
@requires(Permission.MODERATE)
def leave(key: str) -> ResponseReturnValue:
    """신고된 의견 그대로 두기."""
    leave_comment(current_work(), current_actor(), key)
    flash(_("신고를 받아들이지 않고 의견을 그대로 두었습니다."), "success")
    return redirect(url_for("discussion.moderation"), 303)


@blueprint.route("/office/moderation/comments/<key>/show", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def show_again(key: str) -> ResponseReturnValue:
    """가린 의견 다시 보이기."""
    work, actor, form = current_work(), current_actor(), ShowForm()
    case = moderation_case(work, actor, key)
    done = form.attempt(lambda: show_comment(work, actor, key, form.reason.data or ""))
    if done is None:
        return render_template("discussion/office_show.html", form=form, case=case), form.status
    flash(_("의견을 다시 보이게 하고 작성자에게 알렸습니다."), "success")
    return redirect(url_for("discussion.moderate", key=key), 303)


@blueprint.route("/office/moderation/appeals/<key>", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def decide(key: str) -> ResponseReturnValue:
    """이의 제기 결정."""
    work, actor = current_work(), current_actor()
    case = moderation_case(work, actor, appealed_comment(work, key))
    appeal = next((one for one in case.appeals if one.key == key), None)
    if appeal is None:
        raise not_found()
    form = DecideForm(version=appeal.version)
    command = DecideAppeal(
        key, form.decision.data == "uphold", form.reason.data or "", form.version.data or 0
    )
    if form.attempt(lambda: decide_appeal(work, actor, command)) is None:
        page = render_template("discussion/office_appeal.html", form=form, case=case, appeal=appeal)
        return page, form.status
    flash(_("이의 제기에 대한 결정을 작성자에게 알렸습니다."), "success")
    return redirect(url_for("discussion.moderation"), 303)
