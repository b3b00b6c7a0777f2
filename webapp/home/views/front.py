"""The front page and the stories of what has changed."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.home.queries import current_contests, funnel, my_ideas, stories
from webapp.home.views.blueprint import blueprint
from webapp.web.access import public_cached
from webapp.web.pipeline import current_actor, current_work

FRONT_STORIES = 3
FRONT_IDEAS = 3


@blueprint.get("/", endpoint="front")
@public_cached
def show_front() -> ResponseReturnValue:
    """첫 화면."""
    work, actor = current_work(), current_actor()
    return render_template(
        "home/front.html",
        contests=current_contests(work),
        funnel=funnel(work),
        stories=stories(work, size=FRONT_STORIES).items,
        ideas=my_ideas(work, actor, limit=FRONT_IDEAS) if actor.is_signed_in else (),
    )


@blueprint.get("/stories", endpoint="stories")
@public_cached
def show_stories() -> ResponseReturnValue:
    """어떻게 바뀌었나."""
    page = stories(current_work(), cursor_text=request.args.get("cursor"))
    return render_template("home/stories.html", page=page)
