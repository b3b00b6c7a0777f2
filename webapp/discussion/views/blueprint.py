"""The blueprint of discussion, and what its pages share."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.subjects import Subject, SubjectRef
from webapp.web.pipeline import current_actor, current_work

blueprint = Blueprint("discussion", __name__)


def found_subject(kind: str, key: str) -> Subject:
    """The subject that an address names, if the reader may see it."""
    work = current_work()
    return work.subjects.find(work, current_actor(), SubjectRef(kind, key))


def back_to(subject: Subject, place: str = "") -> ResponseReturnValue:
    """To the subject's own page, at a place on it."""
    return redirect(f"{request.script_root}{subject.path}{place}", 303)


def not_found() -> NotFound:
    """What to say to an address that leads nowhere."""
    return NotFound(_("요청하신 내용을 찾을 수 없습니다."))


def page_urls(previous: str | None, following: str | None) -> dict[str, str]:
    """Addresses of the pages before and after this one, with the filters kept: for `pagination`."""
    kept = {name: value for name, value in request.args.items() if name != "page" and value}
    urls = {"previous_url": previous, "next_url": following}
    return {
        name: f"{request.path}?{urlencode(kept | {'page': cursor})}" if cursor else ""
        for name, cursor in urls.items()
    }
