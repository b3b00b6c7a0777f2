"""공감: endorsing a subject, and the office's look at where endorsements came from."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.subjects import SubjectRef
from webapp.discussion.enums import EndorsementPattern, Permission
from webapp.discussion.forms import VoidForm
from webapp.discussion.queries import EndorsementRow, endorsement_patterns, endorsement_rows, group_of
from webapp.discussion.services import (
    VoidGroup,
    endorse,
    restore_endorsements,
    void_endorsements,
    withdraw_endorsement,
)
from webapp.discussion.views.blueprint import back_to, blueprint, found_subject, not_found
from webapp.web.access import requires
from webapp.web.limits import WRITES, limit
from webapp.web.pipeline import current_actor, current_work

ACTS = {"void": void_endorsements, "restore": restore_endorsements}


@blueprint.post("/discussion/<kind>/<key>/endorse")
@requires(Permission.ENDORSEMENT_WRITE)
@limit(WRITES)
def give_endorsement(kind: str, key: str) -> ResponseReturnValue:
    """공감하기."""
    subject = found_subject(kind, key)
    endorse(current_work(), current_actor(), subject.ref)
    return back_to(subject, "#endorse")


@blueprint.post("/discussion/<kind>/<key>/endorse/withdraw")
@requires(Permission.ENDORSEMENT_WITHDRAW)
@limit(WRITES)
def take_endorsement_back(kind: str, key: str) -> ResponseReturnValue:
    """공감 거두기."""
    subject = found_subject(kind, key)
    withdraw_endorsement(current_work(), current_actor(), subject.ref)
    return back_to(subject, "#endorse")


@blueprint.get("/office/endorsements/<kind>/<key>")
@requires(Permission.ENDORSEMENT_REVIEW)
def review_endorsements(kind: str, key: str) -> ResponseReturnValue:
    """공감 살펴보기."""
    work, subject = current_work(), found_subject(kind, key)
    work.require(current_actor(), Permission.ENDORSEMENT_REVIEW, subject, is_secret=True)
    found = endorsement_patterns(endorsement_rows(work, subject.ref))
    return render_template("discussion/office_endorsements.html", subject=subject, found=found)


@blueprint.route(
    "/office/endorsements/<kind>/<key>/<any(void, restore):act>/<pattern>/<value>", methods=["GET", "POST"]
)
@requires(Permission.ENDORSEMENT_REVIEW)
def void_group(kind: str, key: str, act: str, pattern: str, value: str) -> ResponseReturnValue:
    """공감 무효로 하기, 무효로 한 공감 다시 세기."""
    work, actor, subject = current_work(), current_actor(), found_subject(kind, key)
    work.require(actor, Permission.ENDORSEMENT_REVIEW, subject, is_secret=True)
    shared, rows = asked_group(subject.ref, pattern, value, is_voided=act == "restore")
    form, serve = VoidForm(), ACTS[act]
    command = VoidGroup(shared, value, form.reason.data or "")
    count = form.attempt(lambda: serve(work, actor, subject.ref, command))
    if count is None:
        page = {"subject": subject, "form": form, "pattern": shared, "rows": rows, "act": act}
        return render_template("discussion/office_void.html", **page), form.status
    flash(done_in_words(act, count), "success")
    return redirect(url_for("discussion.review_endorsements", kind=kind, key=key), 303)


def done_in_words(act: str, count: int) -> str:
    """What has been done to how many."""
    if act == "restore":
        return _("공감 %(count)s건을 다시 셉니다.", count=count)
    return _("공감 %(count)s건을 무효로 했습니다. 기록은 그대로 남습니다.", count=count)


def asked_group(
    ref: SubjectRef, pattern: str, value: str, *, is_voided: bool
) -> tuple[EndorsementPattern, Sequence[EndorsementRow]]:
    """The group that the address names. NotFound when there is none such."""
    shared = next((one for one in EndorsementPattern if one.value == pattern), None)
    if shared is None:
        raise not_found()
    rows = group_of(endorsement_rows(current_work(), ref), shared, value, is_voided=is_voided)
    if not rows and request.method == "GET":
        raise not_found()
    return shared, rows
