"""The calendar of all contests, and what other programs take in: calendar files and feeds."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.challenges.queries.calendar import all_contests_ical, month_named, month_page
from webapp.challenges.queries.notices import notices_rss
from webapp.challenges.views.blueprint import blueprint
from webapp.core.i18n import localized
from webapp.web.access import public_cached
from webapp.web.pipeline import current_actor, current_work, platform
from webapp.web.uploads import disposition

RSS = "application/rss+xml; charset=utf-8"


@blueprint.get("/contests/calendar")
@public_cached
def show_contest_calendar() -> ResponseReturnValue:
    """공모 달력: 한 달의 접수 시작과 마감, 결과 발표."""
    work = current_work()
    page = month_page(work, current_actor(), month_named(request.args.get("month"), work.now))
    return render_template("challenges/calendar.html", page=page)


@blueprint.get("/contests/calendar.ics")
@public_cached
def download_contest_calendar() -> ResponseReturnValue:
    """모든 공모의 일정 파일(iCalendar)."""
    response = Response(all_contests_ical(current_work()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = disposition("contests.ics")
    return response


@blueprint.get("/contests/feed.xml")
@public_cached
def show_feed() -> ResponseReturnValue:
    """모든 공고의 소식(RSS)."""
    return Response(notices_rss(current_work(), current_actor(), None, _site()), content_type=RSS)


@blueprint.get("/contests/<slug>/feed.xml")
@public_cached
def show_contest_feed(slug: str) -> ResponseReturnValue:
    """한 공모의 공고 소식(RSS)."""
    return Response(notices_rss(current_work(), current_actor(), slug, _site()), content_type=RSS)


def _site() -> str:
    settings = platform().settings
    return localized(settings.site_name, settings.site_name_en)
