"""The office's pages about money: awards with their parts, payments and their acts, the ledger."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.pagination import read_cursor
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.prizes import queries
from webapp.prizes.enums import AwardEvent, PaymentEvent, PaymentState, Permission
from webapp.prizes.forms import ReasonForm, RecordForm
from webapp.prizes.models import Payment
from webapp.prizes.policies import prize_agencies
from webapp.prizes.queries import PaymentRow
from webapp.prizes.services import (
    approve_payment,
    cancel_payment,
    confirm_payment,
    hold_payment,
    record_payment,
    release_payment,
)
from webapp.prizes.views.blueprint import back_to, blueprint, refuse
from webapp.prizes.views.objections import award_for
from webapp.prizes.workflow import PAYMENT
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work

Reasoned = Callable[[Work, Actor, str, str], Payment]


def payment_for(key: str) -> PaymentRow:
    """A part of a prize of one's own agency; to officials elsewhere there is none."""
    work = current_work()
    payment = queries.payment_by_key(work, key)
    work.require(current_actor(), Permission.OFFICE_VIEW, payment, is_secret=True)
    return payment


@blueprint.get("/office/prizes/payments")
@requires(Permission.OFFICE_VIEW)
def list_payments() -> ResponseReturnValue:
    """상금 지급 목록."""
    work, agencies = current_work(), prize_agencies(current_actor())
    chosen = request.args.get("state", "")
    states = [PaymentState(chosen)] if chosen in set(PaymentState) else []
    cursor = read_cursor(request.args.get("at"), (int,))
    page = queries.payments(work, agencies, states=states, cursor=cursor)
    counts = queries.payment_counts(work, agencies)
    return render_template(
        "prizes/office/payments.html", page=page, counts=counts, chosen=chosen if states else ""
    )


@blueprint.get("/office/prizes/awards/<key>")
@requires(Permission.OFFICE_VIEW)
def show_award(key: str) -> ResponseReturnValue:
    """수상작 한 건."""
    work, award = current_work(), award_for(key, Permission.OFFICE_VIEW)
    return render_template(
        "prizes/office/award.html",
        award=award,
        entrants=queries.entrants_of(work, [award.idea_id]).get(award.idea_id, ()),
        payments=queries.payments(work, [award.agency_id], award_id=award.id).items,
        history=queries.history_of(work, "awards", award.id, AwardEvent, by_event=True),
    )


@blueprint.get("/office/prizes/payments/<key>")
@requires(Permission.OFFICE_VIEW)
def show_payment(key: str) -> ResponseReturnValue:
    """상금 지급 한 건."""
    work, actor, payment = current_work(), current_actor(), payment_for(key)
    acts = {event.value: PAYMENT.check(work, actor, payment, event) for event in PaymentEvent}
    steps = [event for event in PaymentEvent if PAYMENT.find(payment.state, event) is not None]
    return render_template(
        "prizes/office/payment.html",
        payment=payment,
        acts=acts,
        possible={event.value for event in steps},
        history=queries.history_of(work, "payments", payment.id, PaymentEvent, by_event=True),
    )


@blueprint.post("/office/prizes/payments/<key>/confirm")
@requires(Permission.PAYMENT_CONFIRM)
def confirm(key: str) -> ResponseReturnValue:
    """지급 확인."""
    payment_for(key)
    confirm_payment(current_work(), current_actor(), key)
    return back_to("prizes.show_payment", _("지급을 확인했습니다. 결재자가 승인할 차례입니다."), key=key)


@blueprint.post("/office/prizes/payments/<key>/approve")
@requires(Permission.PAYMENT_APPROVE)
def approve(key: str) -> ResponseReturnValue:
    """지급 승인."""
    payment_for(key)
    approve_payment(current_work(), current_actor(), key)
    return back_to("prizes.show_payment", _("지급을 승인했습니다."), key=key)


@blueprint.route("/office/prizes/payments/<key>/pay", methods=["GET", "POST"])
@requires(Permission.PAYMENT_RECORD)
def pay(key: str) -> ResponseReturnValue:
    """지급 기록."""
    work, actor, payment, form = current_work(), current_actor(), payment_for(key), RecordForm()
    work.require(actor, Permission.PAYMENT_RECORD, payment)
    why = _("결재자가 승인한 지급만 기록할 수 있습니다.")
    refuse(unless=payment.state is PaymentState.APPROVED or request.method == "POST", why=why)
    if form.attempt(lambda: record_payment(work, actor, form.command(key))) is None:
        return render_template("prizes/office/pay.html", payment=payment, form=form), form.status
    return back_to("prizes.show_payment", _("지급을 기록하고 수상자에게 알렸습니다."), key=key)


@blueprint.route("/office/prizes/payments/<key>/hold", methods=["GET", "POST"])
@requires(Permission.PAYMENT_HOLD)
def hold(key: str) -> ResponseReturnValue:
    """지급 보류."""
    return with_reason(key, PaymentEvent.HOLD, hold_payment, _("지급을 보류했습니다."))


@blueprint.route("/office/prizes/payments/<key>/release", methods=["GET", "POST"])
@requires(Permission.PAYMENT_HOLD)
def release(key: str) -> ResponseReturnValue:
    """보류 해제."""
    message = _("보류를 풀었습니다. 지급을 처음부터 다시 확인해 주십시오.")
    return with_reason(key, PaymentEvent.RELEASE, release_payment, message)


@blueprint.route("/office/prizes/payments/<key>/cancel", methods=["GET", "POST"])
@requires(Permission.PAYMENT_CANCEL)
def cancel(key: str) -> ResponseReturnValue:
    """지급 취소."""
    return with_reason(key, PaymentEvent.CANCEL, cancel_payment, _("지급을 취소했습니다."))


def with_reason(key: str, event: PaymentEvent, act: Reasoned, message: str) -> ResponseReturnValue:
    """The page of an act on a payment that asks for a reason."""
    work, actor, payment, form = current_work(), current_actor(), payment_for(key), ReasonForm()
    if request.method != "POST":
        verdict = PAYMENT.check(work, actor, payment, event)
        refuse(unless=verdict.allowed, why=verdict.reason)
    if form.attempt(lambda: act(work, actor, key, form.reason.data or "")) is None:
        page = {"payment": payment, "form": form, "event": event.value}
        return render_template("prizes/office/reason.html", **page), form.status
    return back_to("prizes.show_payment", message, key=key)


@blueprint.get("/office/prizes/ledger/<slug>")
@requires(Permission.LEDGER_VIEW)
def show_ledger(slug: str) -> ResponseReturnValue:
    """재원 원장."""
    work = current_work()
    money = queries.contest_money(work, slug, public_only=False)
    work.require(current_actor(), Permission.LEDGER_VIEW, money, is_secret=True)
    chosen = request.args.get("pot", "")
    pot = next((one for one in money.pots if one.kind.value == chosen or not chosen), None)
    if pot is None:
        raise NotFound(_("이 공모에는 등록한 재원이 없습니다."))
    lines = queries.ledger_lines(work, pot.id, read_cursor(request.args.get("at"), (int,)))
    return render_template("prizes/office/ledger.html", money=money, pot=pot, lines=lines)
