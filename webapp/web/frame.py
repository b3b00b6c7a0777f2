"""Header and footer of every page: for visitors made once, then filled with the address of the page at hand.

To all who are not signed in they differ by language, display and part of the site alone, and by links that
lead back to the page. Those links are written with a placeholder. Must not know what the templates show.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

from flask import Flask, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from webapp.core.i18n import current_locale

MAX_PARTS = 512
#: Stand for the page's path, and for its path with its query. Quoting leaves them as they are.
HERE, HERE_WHOLE = "zzHEREzz", "zzHEREWHOLEzz"
#: What Werkzeug leaves unquoted in a query.
UNQUOTED = "!$'()*,/:;?@"


def install(app: Flask) -> None:
    """Give templates `frame_part(template)`."""
    app.jinja_env.globals["frame_part"] = make_frame_part(app)


def make_frame_part(app: Flask) -> Callable[..., Markup]:
    """A function for templates: the frame's part as this reader sees it on this page."""
    made: dict[tuple[object, ...], str] = {}
    lock = threading.Lock()
    areas: frozenset[str] = frozenset()

    def render(name: str, values: Mapping[str, Any]) -> str:
        return app.jinja_env.get_template(name).render(values)

    @pass_context
    def frame_part(context: Context, name: str) -> Markup:
        nonlocal areas
        if context["actor"].is_signed_in:
            return Markup(render(name, context.get_all()))  # noqa: S704  (a template's own output)
        areas = areas or frozenset(first_part(rule.rule) for rule in app.url_map.iter_rules())
        key = (name, current_locale(), context["display"], context["site"], place(request.path, areas))
        if key not in made:
            text = render(name, {**context.get_all(), "here": HERE, "here_whole": HERE_WHOLE})
            with lock:
                if len(made) >= MAX_PARTS:
                    made.clear()
                made[key] = text
        return filled(made[key])

    return frame_part


def first_part(path: str) -> str:
    """The first part of an address: the area of the site."""
    return path.split("/", 2)[1]


def place(path: str, areas: frozenset[str]) -> tuple[str, bool]:
    """What of a path the main menu looks at: its area, and whether it is the area's own page."""
    area = first_part(path)
    return (area, path == f"/{area}") if area in areas else ("", False)


def filled(text: str) -> Markup:
    """The part with the links that lead back to the page at hand."""
    whole = request.full_path.rstrip("?")
    for mark, address in ((HERE_WHOLE, whole), (HERE, request.path)):
        text = text.replace(mark, str(escape(quote_plus(address, safe=UNQUOTED))))
    return Markup(text)  # noqa: S704  (a template's own output; what was put in is escaped)
