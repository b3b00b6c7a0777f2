"""소식 받기: following a subject, the own list, and stopping by the link of a letter."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.subjects import SubjectRef
from webapp.discussion.enums import Permission
from webapp.discussion.forms import EmptyForm
from webapp.discussion.queries import followed_by, stop_link
from webapp.discussion.services import follow, stop_following, stop_following_by_link
from webapp.discussion.views.blueprint import back_to, blueprint, found_subject, page_urls
from webapp.web.access import public, requires, signed_in
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work


@blueprint.post("/discussion/<kind>/<key>/follow")
@requires(Permission.FOLLOW_WRITE)
@limit(WRITES)
def begin_following(kind: str, key: str) -> ResponseReturnValue:
    """소식 받기."""
    subject = found_subject(kind, key)
    follow(current_work(), current_actor(), subject.ref)
    flash(_("이제 새 소식과 결정을 메일로 알려 드립니다."), "success")
    return back_to(subject)


@blueprint.post("/discussion/<kind>/<key>/unfollow")
@requires(Permission.FOLLOW_STOP)
@limit(WRITES)
def end_following(kind: str, key: str) -> ResponseReturnValue:
    """소식 그만 받기."""
    stop_following(current_work(), current_actor(), SubjectRef(kind, key))
    flash(_("이제 소식을 보내지 않습니다."), "success")
    if request.form.get("from") == "list":
        return redirect(url_for("discussion.my_follows"), 303)
    return back_to(found_subject(kind, key))


@blueprint.get("/my/follows")
@signed_in
def my_follows() -> ResponseReturnValue:
    """소식을 받는 것."""
    page = followed_by(current_work(), current_actor(), request.args.get("page"))
    urls = page_urls(page.previous_cursor, page.next_cursor)
    return render_template("discussion/my_follows.html", page=page, urls=urls)


@blueprint.route("/follows/stop/<token>", methods=["GET", "POST"])
@public
@limit(WRITES)
def stop_by_link(token: str) -> ResponseReturnValue:
    """메일에서 소식 그만 받기."""
    work, form = current_work(), EmptyForm()
    if form.validate_on_submit():
        stop_following_by_link(work, token)
        return redirect(url_for("discussion.stopped"), 303)
    found = stop_link(work, token)
    if found is None:
        raise NotFound(_("이미 그만 받기로 하셨거나 없는 주소입니다."))
    return render_template("discussion/stop.html", form=form, found=found), form.status


@blueprint.get("/follows/stopped")
@public
def stopped() -> ResponseReturnValue:
    """소식을 그만 받은 뒤."""
    return render_template("discussion/stopped.html")
