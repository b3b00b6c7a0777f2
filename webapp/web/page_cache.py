"""A short shared cache for pages that look the same to everybody who is not signed in.

Each process keeps a few hundred answers for some seconds, with an ETag. Whoever has a session is never served
from it, and what a session saw is never put into it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic

from flask import Response, request, session

from webapp.core.i18n import current_locale

MAX_PAGES = 512
VARY = "Cookie, Accept-Language, Accept"
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A finished page."""

    body: bytes
    content_type: str
    etag: str
    until: float


class PageCache:
    """The pages of one process. `seconds` 0 turns it off."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()
        self._lock = threading.Lock()

    def key(self) -> Key | None:
        """The key of this request, or None when it must not be cached."""
        if self.seconds == 0 or request.method not in {"GET", "HEAD"}:
            return None
        if request.cookies.get("session"):
            return None
        look = f"{request.cookies.get('display_size', '')}/{request.cookies.get('display_contrast', '')}"[:40]
        accept = "json" if "json" in request.headers.get("Accept", "") else "html"
        return (request.full_path, current_locale(), look, accept, request.headers.get("HX-Request", ""))

    def find(self, key: Key) -> Response | None:
        """The page under `key` while it is fresh; 304 when the reader has it already."""
        with self._lock:
            page = self._pages.get(key)
        if page is None or page.until < monotonic():
            return None
        return self._respond(page)

    def store(self, key: Key, response: Response) -> Response:
        """Keep a good page and answer with it; what failed or is one reader's own is passed on as it is.

        A page that began a session (a form's token does) is that reader's own.
        """
        is_own = session.modified or response.headers.getlist("Set-Cookie")
        if response.status_code != 200 or is_own or response.is_streamed:
            return response
        body = response.get_data()
        etag = hashlib.sha256(body).hexdigest()[:24]
        page = CachedPage(body, response.headers["Content-Type"], etag, monotonic() + self.seconds)
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MAX_PAGES:
                self._pages.popitem(last=False)
        return self._tell_age(response, etag)

    def _respond(self, page: CachedPage) -> Response:
        return self._tell_age(Response(page.body, content_type=page.content_type), page.etag)

    def _tell_age(self, response: Response, etag: str) -> Response:
        """Say how long the page holds, and leave it out when the reader has it."""
        response.set_etag(etag)
        response.headers["Cache-Control"] = f"public, max-age={self.seconds}"
        response.headers["Vary"] = VARY
        if "If-None-Match" in request.headers:
            response.make_conditional(request)
        return response
