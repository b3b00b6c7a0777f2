"""What templates may use: translations, dates and money as people write them, the reader, the site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from flask import Flask, g, get_flashed_messages, has_request_context, request, session, url_for
from jinja2 import StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import i18n
from webapp.core.kst import end_of_day_kst
from webapp.core.policy import Actor
from webapp.core.text import mask_email, mask_name, plain_excerpt, to_html
from webapp.web.pipeline import current_actor, platform

SIZES = ("small", "medium", "large", "xlarge", "xxlarge")
CONTRASTS = ("standard", "high")
DAY_LENGTH = len("2026-03-10")
WHOLE = re.compile(r"(?:\d{4}\. )?\d{1,2}\. \d{1,2}\.(?:\(\w\))?(?: \d\d:\d\d(?::\d\d)?)?|\d+(?:-\d+)+")


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work in the header: its label, endpoint, and whose it is."""

    label: str | i18n.LazyText
    endpoint: str
    is_for: Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class Reader:
    """The actor as pages show it."""

    is_signed_in: bool
    name: str
    actor: Actor
    desks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The deployment as pages show it."""

    name: str
    name_short: str
    contact: str
    masthead: bool
    has_demo_accounts: bool
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """The reader's choice of text size and contrast, from a cookie."""

    size: str
    contrast: str


class SharedTemplate(Template):
    """A template whose macros are imported once for all pages.

    Jinja compares the globals of importer and imported at each import, in case a template brings globals of
    its own. None does here (`get_template` is never given any), and the comparison is a fifth of a page.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002  (Jinja calls it so)
        if self._module is None:
            self._module = self.make_module()
        return self._module


def make_filters() -> dict[str, Callable[..., Any]]:
    """What templates may do to a value."""
    return {
        "date": _moment(i18n.format_date),
        "datetime": _moment(i18n.format_datetime),
        "deadline": _moment(i18n.format_deadline),
        "month": i18n.format_month,
        "money": i18n.format_money,
        "won": i18n.format_won,
        "number": i18n.format_number,
        "decimal": i18n.format_decimal,
        "percent": i18n.format_percent,
        "unit_for": i18n.unit_for,
        "filesize": i18n.format_bytes,
        "mask_name": mask_name,
        "mask_email": mask_email,
        "markdown": lambda text: Markup(to_html(text or "")),  # noqa: S704  (cleaned by core.text)
        "excerpt": plain_excerpt,
        "unbroken": unbroken,
        "dday": lambda moment: i18n.format_dday(_end(_parsed(moment)), platform().clock.now()),
        "opening": lambda moment: i18n.format_opening(_parsed(moment), platform().clock.now()),
    }


def install(app: Flask, desks: Sequence[Desk], *, has_demo: Callable[[], bool]) -> None:
    """Register globals and filters."""
    env = app.jinja_env
    env.template_class = SharedTemplate
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(make_filters())
    env.globals.update(
        _=i18n.gettext,
        gettext=i18n.gettext,
        ngettext=i18n.ngettext,
        localized=i18n.localized,
        period=lambda start, end: i18n.format_period(_parsed(start), _parsed(end)),
        asset=make_asset(Path(app.static_folder or "static")),
        flashes=lambda: get_flashed_messages(with_categories=True) if session else [],
        language_url=lambda code, here: url_for("web.set_language", code=code, next=here),
        can=can,
        url_for=make_url_for(app),
    )

    @app.context_processor
    def per_request() -> dict[str, Any]:
        settings = platform().settings
        locale = i18n.current_locale()
        name = settings.site_name_en if locale == "en" else settings.site_name
        return {
            "locale": locale,
            "actor": reader(desks),
            "site": Site(
                name, name, settings.contact, settings.shows_masthead, has_demo(), settings.base_url
            ),
            "display": display(),
            "request_path": request.path,
            "here": request.path,
            "here_whole": request.full_path.rstrip("?"),
            "now": platform().clock.now(),
        }


def reader(desks: Sequence[Desk]) -> Reader:
    """The reader of this page, with the desks that are his or hers."""
    actor = current_actor()
    mine: tuple[tuple[str, str], ...] = ()
    if actor.is_signed_in:
        mine = tuple((str(desk.label), url_for(desk.endpoint)) for desk in desks if desk.is_for(actor))
    return Reader(actor.is_signed_in, actor.name, actor, mine)


def display() -> Display:
    """Text size and contrast of this reader."""
    size, contrast = request.cookies.get("display_size", ""), request.cookies.get("display_contrast", "")
    return Display(size if size in SIZES else "medium", contrast if contrast in CONTRASTS else "standard")


def can(permission: str, subject: object = None) -> Any:
    """The policy's verdict for the reader: `.allowed` and `.reason`."""
    return g.work.check(current_actor(), permission, subject)


def make_asset(folder: Path) -> Callable[[str], str]:
    """A function from a static path to its address with a fingerprint, so that it can be cached for ever."""

    @lru_cache(maxsize=256)
    def fingerprint(path: str) -> str:
        file = folder / path
        return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"

    def asset(path: str) -> str:
        return f"/static/{path}?v={fingerprint(path)}"

    return asset


def make_url_for(app: Flask) -> Callable[..., str]:
    """`url_for` that works out once what has no arguments: the header and footer of every page."""
    known: dict[tuple[str, str], str] = {}

    def address(endpoint: str, **values: Any) -> str:
        if values or endpoint.startswith(".") or not has_request_context():
            return app.url_for(endpoint, **values)
        key = (request.script_root, endpoint)
        if key not in known:
            known[key] = app.url_for(endpoint)
        return known[key]

    return address


def remembered(ask: Callable[[], bool], seconds: float) -> Callable[[], bool]:
    """`ask`, asked again only when its last answer is older than `seconds`.

    While the database does not answer the last answer stands: the page that says so asks as well.
    """
    answer, until = False, 0.0

    def tell() -> bool:
        nonlocal answer, until
        if monotonic() >= until:
            until = monotonic() + seconds
            with suppress(SQLAlchemyError):
                answer = ask()
        return answer

    return tell


def unbroken(value: Any) -> Any:
    """Text whose dates, telephone and receipt numbers stay on one line each; what is no text as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(WHOLE.sub(r'<span class="whole">\g<0></span>', str(escape(value))))  # noqa: S704  (escaped)


def _parsed(value: Any) -> Any:
    """A moment or a day; as letters carry them (JSON), they are ISO text."""
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if len(value) == DAY_LENGTH else datetime.fromisoformat(value)


def _end(value: date) -> datetime:
    """The exclusive end of a day; a moment is its own."""
    return value if isinstance(value, datetime) else end_of_day_kst(value)


def _moment(formatter: Callable[..., str]) -> Callable[..., str]:
    def show(value: Any, *args: Any, **kwargs: Any) -> str:
        return "" if value is None else formatter(_parsed(value), *args, **kwargs)

    return show
