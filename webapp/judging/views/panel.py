"""The panel for officials: inviting, naming the chair, dismissing."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.judging import queries
from webapp.judging.enums import Permission
from webapp.judging.forms import InviteForm, ReasonForm
from webapp.judging.models import Round
from webapp.judging.queries import Member
from webapp.judging.services import appoint_chair, dismiss_judge, invite_judge, open_round
from webapp.judging.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work


@blueprint.route("/office/rounds/<key>/judges/new", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def invite(key: str) -> ResponseReturnValue:
    """심사위원 초대."""
    work, actor, form = current_work(), current_actor(), InviteForm()
    round_ = open_round(work, actor, key, Permission.ROUND_MANAGE)
    seat = form.attempt(lambda: invite_judge(work, actor, round_, form.command()))
    if seat is None:
        members = queries.members(work, round_.id)
        rules = queries.panel_rules(round_.challenge)
        return render_template(
            "judging/office/invite.html",
            form=form,
            round=round_,
            composition=queries.composition(members, rules),
        ), form.status
    flash(_("%(name)s 님에게 초대장을 보냈습니다.", name=form.name.data), "success")
    return redirect(url_for("judging.show_round", key=key), 303)


@blueprint.post("/office/rounds/<key>/judges/<seat_key>/chair")
@requires(Permission.ROUND_MANAGE)
def make_chair(key: str, seat_key: str) -> ResponseReturnValue:
    """위원장 지정."""
    _round, member = _seat(key, seat_key)
    appoint_chair(current_work(), current_actor(), seat_key)
    flash(_("%(name)s 님을 위원장으로 지정했습니다.", name=member.name), "success")
    return redirect(url_for("judging.show_round", key=key), 303)


@blueprint.route("/office/rounds/<key>/judges/<seat_key>/dismiss", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def dismiss(key: str, seat_key: str) -> ResponseReturnValue:
    """해촉 또는 초대 취소."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    round_, member = _seat(key, seat_key)
    done = form.attempt(lambda: dismiss_judge(work, actor, seat_key, form.reason.data or ""))
    if done is None:
        return render_template(
            "judging/office/dismiss.html", form=form, round=round_, member=member
        ), form.status
    flash(_("%(name)s 님의 위촉을 끝냈습니다.", name=member.name), "success")
    return redirect(url_for("judging.show_round", key=key), 303)


def _seat(key: str, seat_key: str) -> tuple[Round, Member]:
    round_ = open_round(current_work(), current_actor(), key, Permission.ROUND_MANAGE)
    for member in queries.members(current_work(), round_.id):
        if member.key == seat_key:
            return round_, member
    raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
