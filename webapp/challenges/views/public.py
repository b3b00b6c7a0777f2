"""Public pages: contests, challenges, notices. To everybody who is not signed in they look the same."""

from __future__ import annotations

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.challenges import queries
from webapp.challenges.forms.filters import ContestFilterForm
from webapp.challenges.queries.changes import change_of_notice, former_rules_text, rule_chain
from webapp.challenges.views.blueprint import blueprint
from webapp.core.subjects import SubjectRef
from webapp.discussion.queries import Standing, first_questions, standing_of
from webapp.web.access import public_cached
from webapp.web.pipeline import current_actor, current_work
from webapp.web.uploads import disposition


@blueprint.get("/contests")
@public_cached
def list_contests() -> ResponseReturnValue:
    """공모 목록."""
    work = current_work()
    form = ContestFilterForm(request.args)
    form.offer_agencies(queries.agency_choices(work))
    page = queries.list_contests(work, form.filters(), request.args.get("cursor"), current_actor())
    return render_template(
        "challenges/list_contests.html",
        form=form,
        page=page,
        most=queries.COUNTED,
        tags=[(label, url_for(".list_contests", **rest)) for label, rest in form.active()],
        next_url=_page_url(form, page.next_cursor),
        previous_url=_page_url(form, page.previous_cursor),
    )


def _page_url(form: ContestFilterForm, cursor: str | None) -> str:
    return url_for(".list_contests", **form.chosen(), cursor=cursor) if cursor else ""


@blueprint.get("/contests/<slug>")
@public_cached
def show_contest(slug: str) -> ResponseReturnValue:
    """한 공모: 목적, 과제, 일정, 재원, 공고."""
    page = queries.contest_page(current_work(), slug, current_actor())
    standing = _standing(SubjectRef(queries.CONTEST_KIND, slug))
    asked = first_questions(current_work(), standing.subject.ref)
    return render_template("challenges/contest.html", page=page, standing=standing, questions=asked)


def _standing(ref: SubjectRef) -> Standing:
    """What people say of a contest or a challenge."""
    work, actor = current_work(), current_actor()
    return standing_of(work, actor, work.subjects.find(work, actor, ref))


@blueprint.get("/contests/<slug>/notices")
@public_cached
def list_notices(slug: str) -> ResponseReturnValue:
    """한 공모의 공고 목록."""
    found = queries.notice_list(current_work(), slug, request.args.get("cursor"), current_actor())
    cursors = (found.page.previous_cursor, found.page.next_cursor)
    previous_url, next_url = (
        url_for(".list_notices", slug=slug, cursor=cursor) if cursor else "" for cursor in cursors
    )
    return render_template(
        "challenges/notices.html", found=found, previous_url=previous_url, next_url=next_url
    )


@blueprint.get("/notices/<key>")
@public_cached
def show_notice(key: str) -> ResponseReturnValue:
    """공고 하나. 규칙을 바꾼 공고는 무엇이 어떻게 달라졌는지 함께 보입니다."""
    work = current_work()
    notice, change = queries.notice_page(work, key, current_actor()), change_of_notice(work, key)
    return render_template("challenges/notice.html", notice=notice, change=change)


@blueprint.get("/challenges/<key>")
@public_cached
def show_challenge(key: str) -> ResponseReturnValue:
    """한 과제: 무엇을, 누가, 언제까지, 어떻게 심사하고 무엇을 주는지."""
    page = queries.challenge_page(current_work(), key, current_actor())
    standing = _standing(SubjectRef(queries.CHALLENGE_KIND, key))
    asked = first_questions(current_work(), standing.subject.ref)
    return render_template("challenges/challenge.html", page=page, standing=standing, asked=asked)


@blueprint.get("/challenges/<key>/notice")
@public_cached
def show_publication(key: str) -> ResponseReturnValue:
    """공고문: 확정한 설정에서 만든, 인쇄하기 좋은 한 장."""
    page = queries.challenge_page(current_work(), key, current_actor())
    return render_template("challenges/publication.html", page=page)


@blueprint.get("/challenges/<key>/rules.json")
@public_cached
def show_rules(key: str) -> ResponseReturnValue:
    """확정한 규칙의 원문. 이 내용의 SHA-256이 공개한 해시값과 같습니다."""
    text = queries.frozen_text(current_work(), key, current_actor())
    return Response(text, content_type="application/json; charset=utf-8")


@blueprint.get("/challenges/<key>/rules/<rules_hash>.json")
@public_cached
def show_former_rules(key: str, rules_hash: str) -> ResponseReturnValue:
    """어느 때든 확정했던 규칙의 원문. 주소의 해시값이 그 SHA-256입니다."""
    text = former_rules_text(current_work(), key, rules_hash, current_actor())
    return Response(text, content_type="application/json; charset=utf-8")


@blueprint.get("/challenges/<key>/changes")
@public_cached
def show_changes(key: str) -> ResponseReturnValue:
    """공고한 뒤 규칙이 바뀐 기록과 이어지는 해시값."""
    chain = rule_chain(current_work(), key, current_actor())
    return render_template("challenges/changes.html", chain=chain)


@blueprint.get("/challenges/<key>/calendar.ics")
@public_cached
def show_calendar(key: str) -> ResponseReturnValue:
    """과제의 일정 파일(iCalendar)."""
    text = queries.calendar_text(current_work(), key, current_actor())
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(f"challenge-{key}.ics")
    return response
