"""The office's pages before the award: the desk, nominating, drafting and deciding, no winner."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import ChallengeState
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.judging.queries import closed_round, ranking
from webapp.prizes import queries
from webapp.prizes.enums import AwardState, ObjectionState, PaymentState, Permission
from webapp.prizes.forms import CheckForm, ReasonForm, decision_form, nomination_form
from webapp.prizes.policies import prize_agencies
from webapp.prizes.queries import AwardRow, ChallengeHead
from webapp.prizes.services import (
    decide_awards,
    decide_no_winner,
    nominate_finalists,
    record_ranking_view,
    save_decision_texts,
)
from webapp.prizes.services.loading import load_challenge
from webapp.prizes.views.blueprint import back_to, blueprint, refuse
from webapp.web.access import requires
from webapp.web.pipeline import (
    SAFE_METHODS,
    current_actor,
    current_work,
    in_own_transaction,
)

SHOWN = 20
NO_FINALISTS = lazy("수상 후보가 있을 때만 결정안을 쓸 수 있습니다.")
NO_WINNER_FROM = {ChallengeState.CLOSED, ChallengeState.JUDGING, ChallengeState.VERIFYING}


def head_for(key: str, permission: Permission = Permission.OFFICE_VIEW) -> ChallengeHead:
    """A challenge of one's own agency; to officials elsewhere there is none."""
    work, actor = current_work(), current_actor()
    head = queries.challenge_head(work, key, public_only=False)
    work.require(actor, Permission.OFFICE_VIEW, head, is_secret=True)
    work.require(actor, permission, head)
    return head


def note_view(key: str) -> None:
    """Leave an audit row when somebody opens what is not public yet."""
    if request.method in SAFE_METHODS:
        in_own_transaction(lambda own: record_ranking_view(own, current_actor(), key))


def standing(awards: tuple[AwardRow, ...]) -> list[AwardRow]:
    """The finalists that were not excluded."""
    return [one for one in awards if one.state is AwardState.VERIFYING]


@blueprint.get("/office/prizes")
@requires(Permission.OFFICE_VIEW)
def desk() -> ResponseReturnValue:
    """시상 관리."""
    work, agencies = current_work(), prize_agencies(current_actor())
    waiting = (PaymentState.DUE, PaymentState.CONFIRMED, PaymentState.APPROVED, PaymentState.HELD)
    return render_template(
        "prizes/office/desk.html",
        to_nominate=queries.waiting_for_nomination(work, agencies),
        verifying=queries.in_verification(work, agencies),
        objections=queries.objections(work, agencies),
        payments=queries.payments(work, agencies, states=waiting),
        claw_backs=queries.payments(work, agencies, to_claw_back=True),
        counts=queries.payment_counts(work, agencies),
        contests=queries.contests_with_pots(work, agencies),
    )


@blueprint.get("/office/prizes/challenges/<key>")
@requires(Permission.OFFICE_VIEW)
def show_challenge(key: str) -> ResponseReturnValue:
    """과제의 수상 후보와 결정."""
    work, head = current_work(), head_for(key)
    note_view(key)
    return render_template(
        "prizes/office/challenge.html",
        head=head,
        awards=queries.awards_of_challenge(work, head.id),
        objections=queries.objections(
            work, [head.agency_id], challenge_id=head.id, states=tuple(ObjectionState)
        ),
        has_ranking=closed_round(work, head.id) is not None,
        may_have_no_winner=head.state in NO_WINNER_FROM,
    )


@blueprint.route("/office/prizes/challenges/<key>/nominate", methods=["GET", "POST"])
@requires(Permission.NOMINATE)
def nominate(key: str) -> ResponseReturnValue:
    """수상 후보 정하기."""
    work, actor, head = current_work(), current_actor(), head_for(key, Permission.NOMINATE)
    round_ = closed_round(work, head.id)
    may_nominate = head.state is ChallengeState.JUDGING and round_ is not None
    why = _("심사를 마친 뒤, 아직 수상 후보를 정하지 않았을 때만 할 수 있습니다.")
    refuse(unless=may_nominate or request.method == "POST", why=why)
    note_view(key)
    ranked = [one for one in ranking(work, round_) if one.rank is not None] if round_ else []
    tiers = queries.tiers(work, head.id)
    shown = request.args.get("show", SHOWN, type=int)
    form = nomination_form(ranked[: max(shown, 3 * sum(tier.quota for tier in tiers))], tiers)
    done = form.attempt(lambda: nominate_finalists(work, actor, form.command(key)))
    if done is not None:
        return back_to("prizes.show_challenge", _("수상 후보를 정하고 공개검증을 시작했습니다."), key=key)
    return render_template(
        "prizes/office/nominate.html", head=head, form=form, tiers=tiers, total=len(ranked)
    ), form.status


@blueprint.route("/office/prizes/challenges/<key>/decision", methods=["GET", "POST"])
@requires(Permission.DECISION_DRAFT)
def draft_decision(key: str) -> ResponseReturnValue:
    """결정안 쓰기."""
    work, actor, head = current_work(), current_actor(), head_for(key, Permission.DECISION_DRAFT)
    finalists = standing(queries.awards_of_challenge(work, head.id))
    refuse(unless=bool(finalists) or request.method == "POST", why=NO_FINALISTS)
    note_view(key)
    form = decision_form(key, finalists)
    if form.attempt(lambda: save_decision_texts(work, actor, form.command())) is None:
        return render_template("prizes/office/decision.html", head=head, form=form), form.status
    return back_to("prizes.check_decision", _("결정안을 저장했습니다."), key=key)


@blueprint.route("/office/prizes/challenges/<key>/decision/check", methods=["GET", "POST"])
@requires(Permission.DECISION_DRAFT)
def check_decision(key: str) -> ResponseReturnValue:
    """결정 전 확인."""
    work, actor, head = current_work(), current_actor(), head_for(key, Permission.DECISION_DRAFT)
    page = queries.decision_page(work, head)
    refuse(unless=bool(page.awards) or request.method == "POST", why=NO_FINALISTS)
    note_view(key)
    form = CheckForm(seen=page.digest)
    if form.attempt(lambda: decide_awards(work, actor, form.command(key, page))) is None:
        return render_template("prizes/office/check.html", head=head, page=page, form=form), form.status
    return back_to("prizes.show_challenge", _("수상작을 결정하고 결과를 발표했습니다."), key=key)


@blueprint.route("/office/prizes/challenges/<key>/no-winner", methods=["GET", "POST"])
@requires(Permission.AWARD_DECIDE)
def no_winner(key: str) -> ResponseReturnValue:
    """수상작 없음 결정."""
    work, actor, head = current_work(), current_actor(), head_for(key, Permission.AWARD_DECIDE)
    why = _("접수를 마감한 뒤, 수상작을 결정하기 전에만 할 수 있습니다.")
    refuse(unless=head.state in NO_WINNER_FROM or request.method == "POST", why=why)
    form, challenge = ReasonForm(), load_challenge(work, key)
    done = form.attempt(lambda: decide_no_winner(work, actor, challenge, form.reason.data or ""))
    if done is None:
        return render_template("prizes/office/no_winner.html", head=head, form=form), form.status
    return back_to("prizes.show_challenge", _("수상작 없음을 결정하고 발표했습니다."), key=key)
