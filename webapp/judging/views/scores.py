"""Scores for officials: the ranking, sheets of an idea, one sheet, reopening, voiding, closing the round.

Each look at scores is noted in a transaction of its own.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import TieBreak
from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.judging import queries
from webapp.judging.enums import Permission
from webapp.judging.forms import CloseForm, ReasonForm, plain_points
from webapp.judging.models import Round
from webapp.judging.services import (
    close_round,
    open_round,
    open_sheet,
    reasons_needed,
    record_ranking_view,
    record_sheet_view,
    reopen_sheet,
    view_ranking,
    void_sheet,
)
from webapp.judging.views.blueprint import blueprint
from webapp.web.access import requires
from webapp.web.pipeline import SAFE_METHODS, current_actor, current_work, platform


@blueprint.get("/office/rounds/<key>/ranking")
@requires(Permission.RANKING_VIEW)
def ranking(key: str) -> ResponseReturnValue:
    """순위."""
    work, actor = current_work(), current_actor()
    round_ = open_round(work, actor, key, Permission.RANKING_VIEW)
    ranked = view_ranking(work, actor, round_)
    _note_look(round_)
    prizes = queries.prize_count(work, round_.challenge_id)
    return render_template(
        "judging/office/ranking.html",
        round=round_,
        ranking=queries.ranking_page(ranked, prizes, read_cursor(request.args.get("at"), (int, int, int))),
        prizes=prizes,
        progress=queries.progress(work, round_),
        tie_labels={one.value: one.label for one in TieBreak},
    )


@blueprint.get("/office/rounds/<key>/ideas/<idea_key>")
@requires(Permission.RANKING_VIEW)
def show_idea(key: str, idea_key: str) -> ResponseReturnValue:
    """아이디어 한 건의 심사표."""
    work, actor = current_work(), current_actor()
    round_ = open_round(work, actor, key, Permission.RANKING_VIEW)
    idea = queries.judged_idea(work, round_, idea_key)
    _note_look(round_)
    return render_template(
        "judging/office/idea.html",
        round=round_,
        idea=idea,
        sheets=queries.sheets_of_idea(work, round_.id, idea.id),
        plain_points=plain_points,
    )


@blueprint.get("/office/sheets/<key>")
@requires(Permission.RANKING_VIEW)
def show_sheet(key: str) -> ResponseReturnValue:
    """심사표 한 장."""
    round_, detail = open_sheet(current_work(), current_actor(), key)
    with platform().database.write(current_work().trace) as looking:
        record_sheet_view(looking, current_actor(), detail.id)
    return render_template("judging/office/sheet.html", round=round_, sheet=detail, plain_points=plain_points)


@blueprint.route("/office/sheets/<key>/reopen", methods=["GET", "POST"])
@requires(Permission.SHEET_REOPEN)
def reopen(key: str) -> ResponseReturnValue:
    """심사표 다시 열기."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    _round, detail = open_sheet(work, actor, key)
    done = form.attempt(lambda: reopen_sheet(work, actor, key, form.reason.data or ""))
    if done is None:
        return render_template("judging/office/reopen.html", form=form, sheet=detail), form.status
    flash(_("심사표를 다시 열고 심사위원에게 알렸습니다."), "success")
    return redirect(url_for("judging.show_sheet", key=key), 303)


@blueprint.route("/office/sheets/<key>/void", methods=["GET", "POST"])
@requires(Permission.ROUND_MANAGE)
def void(key: str) -> ResponseReturnValue:
    """심사표 무효."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    _round, detail = open_sheet(work, actor, key)
    done = form.attempt(lambda: void_sheet(work, actor, key, form.reason.data or ""))
    if done is None:
        return render_template("judging/office/void.html", form=form, sheet=detail), form.status
    flash(_("심사표를 무효로 했습니다. 순위에서 빠지며 기록은 남습니다."), "success")
    return redirect(url_for("judging.show_sheet", key=key), 303)


@blueprint.route("/office/rounds/<key>/close", methods=["GET", "POST"])
@requires(Permission.ROUND_CLOSE)
def close(key: str) -> ResponseReturnValue:
    """심사 마치기 전 확인."""
    work, actor, form = current_work(), current_actor(), CloseForm()
    round_ = open_round(work, actor, key, Permission.ROUND_CLOSE)
    results = form.attempt(lambda: close_round(work, actor, round_, form.reason.data or ""))
    if results is None:
        return render_template(
            "judging/office/close.html",
            form=form,
            round=round_,
            open_points=reasons_needed(work, round_),
            progress=queries.progress(work, round_),
        ), form.status
    flash(_("심사를 마쳤습니다. 순위가 확정되었습니다."), "success")
    return redirect(url_for("judging.ranking", key=key), 303)


def _note_look(round_: Round) -> None:
    if request.method in SAFE_METHODS:
        with platform().database.write(current_work().trace) as looking:
            record_ranking_view(looking, current_actor(), round_.id)
