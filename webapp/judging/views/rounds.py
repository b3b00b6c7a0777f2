"""Rounds for officials: the list, setting up, the round's page, starting, progress by idea."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.ideas.policies import entered_by
from webapp.judging import queries
from webapp.judging.enums import Permission, RoundState
from webapp.judging.forms import RoundForm
from webapp.judging.policies import judging_agencies
from webapp.judging.services import (
    change_round,
    create_round,
    fill_open_places,
    open_challenge,
    open_round,
    readiness,
    remind_judges,
    start_round,
)
from webapp.judging.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.forms import Form
from webapp.web.pipeline import current_actor, current_work


@blueprint.get("/office/rounds")
@requires(Permission.PROGRESS_VIEW)
def list_rounds() -> ResponseReturnValue:
    """심사 관리."""
    work, agencies, own = current_work(), judging_agencies(current_actor()), entered_by(current_actor())
    chosen = request.args.get("state", "")
    state = RoundState(chosen) if chosen in set(RoundState) else None
    cursor = read_cursor(request.args.get("at"), (int,))
    return render_template(
        "judging/office/rounds.html",
        page=queries.rounds_of_agencies(work, agencies, cursor, state=state, without=own),
        counts=queries.round_counts(work, agencies, without=own),
        chosen=state,
        waiting=queries.waiting_challenges(work, agencies, without=own),
    )


@blueprint.route("/office/rounds/new/<challenge_key>", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def new_round(challenge_key: str) -> ResponseReturnValue:
    """심사 만들기."""
    work, actor = current_work(), current_actor()
    challenge, form = open_challenge(work, actor, challenge_key), RoundForm()
    made = form.attempt(lambda: create_round(work, actor, form.new(challenge_key)))
    if made is None:
        return render_template("judging/office/new_round.html", form=form, challenge=challenge), form.status
    flash(_("심사를 만들었습니다. 이제 심사위원을 초대해 주십시오."), "success")
    return redirect(url_for("judging.show_round", key=made.key), 303)


@blueprint.get("/office/rounds/<key>")
@requires(Permission.PROGRESS_VIEW)
def show_round(key: str) -> ResponseReturnValue:
    """심사 한 건."""
    work = current_work()
    round_ = open_round(work, current_actor(), key)
    members = queries.members(work, round_.id)
    return render_template(
        "judging/office/round.html",
        round=round_,
        members=members,
        composition=queries.composition(members, queries.panel_rules(round_.challenge)),
        progress=queries.progress(work, round_),
    )


@blueprint.route("/office/rounds/<key>/edit", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def edit_round(key: str) -> ResponseReturnValue:
    """심사 계획 고치기."""
    work, actor = current_work(), current_actor()
    round_ = open_round(work, actor, key, Permission.ROUND_MANAGE)
    form = RoundForm().begin(round_)
    changed = form.attempt(lambda: change_round(work, actor, round_, form.changed()))
    if changed is None:
        return render_template("judging/office/edit_round.html", form=form, round=round_), form.status
    flash(_("심사 계획을 고쳤습니다."), "success")
    return redirect(url_for("judging.show_round", key=key), 303)


@blueprint.route("/office/rounds/<key>/start", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def start(key: str) -> ResponseReturnValue:
    """심사 시작 전 확인."""
    work, actor, form = current_work(), current_actor(), Form()
    round_ = open_round(work, actor, key, Permission.ROUND_MANAGE)
    draw = form.attempt(lambda: start_round(work, actor, round_))
    if draw is None:
        members = queries.members(work, round_.id)
        return render_template(
            "judging/office/start.html",
            form=form,
            round=round_,
            composition=queries.composition(members, queries.panel_rules(round_.challenge)),
            progress=queries.progress(work, round_),
            ready=readiness(work, round_),
        ), form.status
    flash(_("심사를 시작했습니다. 배정 결과를 확인해 주십시오."), "success")
    return redirect(url_for("judging.show_round", key=key), 303)


@blueprint.post("/office/rounds/<key>/remind")
@requires(Permission.ROUND_MANAGE)
def remind(key: str) -> ResponseReturnValue:
    """제출하지 않은 심사위원에게 알리기."""
    work, actor = current_work(), current_actor()
    sent = remind_judges(work, actor, open_round(work, actor, key))
    if sent:
        flash(_("심사위원 %(count)s명에게 안내 메일을 보냈습니다.", count=sent), "success")
    else:
        flash(_("오늘 더 보낼 안내 메일이 없습니다."), "info")
    return redirect(url_for("judging.show_round", key=key), 303)


@blueprint.post("/office/rounds/<key>/fill")
@requires(Permission.ROUND_MANAGE)
def fill(key: str) -> ResponseReturnValue:
    """빈자리 채우기."""
    work, actor = current_work(), current_actor()
    drawn = fill_open_places(work, actor, open_round(work, actor, key))
    if drawn:
        flash(_("심사표 %(count)s장을 심사할 위원을 추첨했습니다.", count=drawn), "success")
    else:
        flash(_("배정할 수 있는 심사위원이 없습니다. 심사위원을 더 초대해 주십시오."), "warning")
    return redirect(url_for("judging.show_round", key=key), 303)


@blueprint.get("/office/rounds/<key>/ideas")
@requires(Permission.PROGRESS_VIEW)
def list_ideas(key: str) -> ResponseReturnValue:
    """아이디어별 진행."""
    work, only_open = current_work(), request.args.get("only") == "open"
    round_ = open_round(work, current_actor(), key)
    cursor = read_cursor(request.args.get("at"), (int,))
    return render_template(
        "judging/office/ideas.html",
        round=round_,
        page=queries.idea_progress(work, round_, cursor, only_open=only_open),
        progress=queries.progress(work, round_),
        only_open=only_open,
    )
