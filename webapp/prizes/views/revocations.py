"""Taking an award back: the office's notice and decision, and the entrants' answer."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotFound
from webapp.core.i18n import format_date
from webapp.core.i18n import gettext as _
from webapp.prizes import queries
from webapp.prizes.enums import AwardState, Permission
from webapp.prizes.forms import OpinionForm, ReasonForm
from webapp.prizes.queries.revocations import RevocationView, revocations_of
from webapp.prizes.services import (
    announce_revocation,
    answer_chance,
    answer_revocation,
    drop_revocation,
    revoke_award,
)
from webapp.prizes.views.blueprint import back_to, blueprint, refuse
from webapp.prizes.views.objections import award_for
from webapp.web.access import requires, signed_in
from webapp.web.pipeline import current_actor, current_work, platform


def standing_notice(key: str) -> RevocationView | None:
    """The notice about an award that nothing was decided about."""
    return next((one for one in revocations_of(current_work(), key) if one.is_open), None)


@blueprint.route("/office/prizes/awards/<key>/revocation", methods=["GET", "POST"])
@requires(Permission.REVOCATION_ANNOUNCE)
def announce(key: str) -> ResponseReturnValue:
    """수상 취소 예고와 의견."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    award = award_for(key, Permission.REVOCATION_ANNOUNCE)
    notices = revocations_of(work, key)
    standing = next((one for one in notices if one.is_open), None)
    why = _("수상작으로 결정한 뒤에만 취소를 예고할 수 있습니다.")
    refuse(unless=award.state is AwardState.AWARDED or bool(notices) or request.method == "POST", why=why)
    if form.attempt(lambda: announce_revocation(work, actor, key, form.reason.data or "")) is None:
        facts = {"award": award, "form": form, "notices": notices, "standing": standing}
        return render_template("prizes/office/revocation.html", **facts), form.status
    return back_to("prizes.announce", _("취소를 예고하고 응모자에게 알렸습니다."), key=key)


@blueprint.route("/office/prizes/awards/<key>/revocation/drop", methods=["GET", "POST"])
@requires(Permission.REVOCATION_ANNOUNCE)
def drop(key: str) -> ResponseReturnValue:
    """수상 취소 예고 거두기."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    award, notice = award_for(key, Permission.REVOCATION_ANNOUNCE), standing_notice(key)
    refuse(unless=notice is not None or request.method == "POST", why=_("취소를 예고하지 않았습니다."))
    if form.attempt(lambda: drop_revocation(work, actor, key, form.reason.data or "")) is None:
        facts = {"award": award, "form": form, "notice": notice}
        return render_template("prizes/office/drop_revocation.html", **facts), form.status
    return back_to("prizes.show_award", _("수상을 그대로 두기로 하고 응모자에게 알렸습니다."), key=key)


@blueprint.route("/office/prizes/awards/<key>/revoke", methods=["GET", "POST"])
@requires(Permission.AWARD_REVOKE)
def revoke(key: str) -> ResponseReturnValue:
    """수상 취소하기."""
    work, actor, form = current_work(), current_actor(), ReasonForm()
    award, notice = award_for(key, Permission.AWARD_REVOKE), standing_notice(key)
    refuse(unless=request.method == "POST" or notice is not None, why=why_not(award.state))
    if notice is not None:
        work.require(actor, Permission.AWARD_REVOKE, notice)
        day = format_date(notice.may_close_on, weekday=True)
        why = _("의견을 듣는 기간이 끝난 뒤인 %(day)s부터 취소할 수 있습니다.", day=day)
        refuse(unless=notice.is_over(platform().clock.now()) or request.method == "POST", why=why)
    if form.attempt(lambda: revoke_award(work, actor, key, form.reason.data or "")) is None:
        facts = {"award": award, "form": form, "notice": notice, "parts": queries.parts_of(work, award.id)}
        return render_template("prizes/office/revoke.html", **facts), form.status
    return back_to("prizes.show_award", _("수상을 취소했습니다."), key=key)


def why_not(state: AwardState) -> str:
    """Why an award without a standing notice cannot be taken back."""
    if state is not AwardState.AWARDED:
        return _("수상작으로 결정한 뒤에만 취소할 수 있습니다.")
    return _("먼저 취소를 예고하고 10일 이상 의견을 들어야 합니다(공모전 운영 규정 제11조).")


@blueprint.route("/my/awards/<key>/revocation", methods=["GET", "POST"])
@signed_in
def answer(key: str) -> ResponseReturnValue:
    """수상 취소 예고에 대한 의견."""
    work, actor, form = current_work(), current_actor(), OpinionForm()
    may, found = answer_chance(work, actor, key), revocations_of(work, key)
    if not found:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    if request.method == "GET" and found[0].opinion:
        form.opinion.data = found[0].opinion
    if form.attempt(lambda: answer_revocation(work, actor, key, form.opinion.data or "")) is None:
        return render_template("prizes/answer.html", notice=found[0], form=form, may=may), form.status
    return back_to("prizes.answer", _("의견을 보냈습니다. 담당자가 확인한 뒤 결과를 알려 드립니다."), key=key)
