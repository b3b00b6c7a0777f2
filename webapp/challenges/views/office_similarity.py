"""Office pages before the approval: comparing with other contests, the list of past ones, remarks."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges.enums import ContestSection, Permission, SimilarityConclusion
from webapp.challenges.forms.similarity import AnswerForm, PastContestsForm, RemarkForm, ReviewForm
from webapp.challenges.queries import office
from webapp.challenges.queries.remarks import remark_lines, remark_to_settle
from webapp.challenges.queries.similarity import past_contests, similarity_page
from webapp.challenges.services import (
    RecordReview,
    Remark,
    import_past_contests,
    parse_past_contests,
    record_review,
    settle_remark,
    write_remark,
)
from webapp.challenges.views.blueprint import blueprint
from webapp.core.i18n import gettext as _
from webapp.core.text import clean_line
from webapp.web.access import requires
from webapp.web.pipeline import current_actor, current_work

MAX_WORDS = 200


@blueprint.route("/office/challenges/<key>/similarity", methods=["GET", "POST"])
@requires(Permission.SIMILARITY_REVIEW)
def review_similarity(key: str) -> ResponseReturnValue:
    """유사성 검토: 비슷한 공모를 찾아 판단하고 결과를 남기기."""
    work, actor = current_work(), current_actor()
    asked = request.form.get("words") or request.args.get("words")
    page = similarity_page(work, actor, key, None if asked is None else clean_line(asked)[:MAX_WORDS])
    work.require(actor, Permission.SIMILARITY_REVIEW, page.challenge)
    form = ReviewForm.begin_with(page.challenge.version, page.words, page.hits)
    if form.attempt(lambda: record_review(work, actor, review_of(form, key))) is None:
        return render_template("challenges/office/similarity.html", form=form, page=page), form.status
    flash(_("유사성 검토 결과를 남겼습니다."), "success")
    return redirect(url_for(".show_office_challenge", key=key), 303)


def review_of(form: ReviewForm, key: str) -> RecordReview:
    """The command of what was written."""
    conclusion = SimilarityConclusion(form.conclusion.data)
    words, note = form.words.data or "", form.note.data or ""
    return RecordReview(key, form.seen_version, words, conclusion, note, form.judged)


@blueprint.route("/office/past-contests", methods=["GET", "POST"])
@requires(Permission.PAST_IMPORT)
def list_past_contests() -> ResponseReturnValue:
    """다른 곳에서 연 공모의 목록과 들이기."""
    work, actor = current_work(), current_actor()
    form = PastContestsForm()
    done = form.attempt(lambda: import_past_contests(work, actor, parse_past_contests(form.text.data)))
    if done is None:
        page = past_contests(work, request.args.get("cursor"))
        urls = [
            url_for(".list_past_contests", cursor=one) if one else ""
            for one in (page.previous_cursor, page.next_cursor)
        ]
        facts = {"form": form, "page": page, "previous_url": urls[0], "next_url": urls[1]}
        return render_template("challenges/office/past_contests.html", **facts), form.status
    message = _("%(added)s건을 더하고 %(changed)s건을 고쳤습니다.", added=done.added, changed=done.changed)
    flash(message, "success")
    return redirect(url_for(".list_past_contests"), 303)


@blueprint.route("/office/challenges/<key>/remarks", methods=["GET", "POST"])
@requires(Permission.REMARK_WRITE)
def remark_on_challenge(key: str) -> ResponseReturnValue:
    """결재 의견을 항목별로 적기."""
    work, actor = current_work(), current_actor()
    page = office.office_challenge(work, actor, key)
    work.require(actor, Permission.REMARK_WRITE, page.challenge)
    form = RemarkForm()
    done = form.attempt(
        lambda: write_remark(work, actor, Remark(key, ContestSection(form.section.data), form.body.data))
    )
    if done is None:
        facts = {"form": form, "page": page, "remarks": remark_lines(work, page.challenge.id)}
        return render_template("challenges/office/remarks.html", **facts), form.status
    flash(_("의견을 적었습니다. 다 적었으면 돌려보내 주십시오."), "success")
    return redirect(url_for(".remark_on_challenge", key=key), 303)


@blueprint.route("/office/remarks/<key>/settle", methods=["GET", "POST"])
@requires(Permission.APPROVAL_REQUEST)
def settle_approval_remark(key: str) -> ResponseReturnValue:
    """결재 의견에 답하기."""
    work, actor = current_work(), current_actor()
    challenge, remark = remark_to_settle(work, actor, key)
    form = AnswerForm()
    if form.attempt(lambda: settle_remark(work, actor, key, form.answer.data)) is None:
        facts = {"form": form, "challenge": challenge, "remark": remark}
        return render_template("challenges/office/settle_remark.html", **facts), form.status
    flash(_("의견에 답했습니다."), "success")
    return redirect(url_for(".show_office_challenge", key=challenge.key), 303)
