"""The request pipeline: access, unit of work, view, commit or roll back, wake the outbox.

A GET never commits. An unsafe method commits when the view answers below 400. Views get at the unit of work
and the actor through `current_work()` and `current_actor()`.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, make_response, request

from webapp.core.clock import Clock
from webapp.core.database import Database
from webapp.core.errors import NotPermitted, SignInNeeded
from webapp.core.i18n import gettext as _
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.work import Trace, Work
from webapp.web.access import Access, AccessKind, access_of
from webapp.web.page_cache import PageCache
from webapp.web.sign_in import load_actor

T = TypeVar("T")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What one line has of IPv6 at the least; whoever has one address there has them all.
IPV6_NETWORK = 64


@dataclass(frozen=True)
class Platform:
    """What the application is made of; kept in `app.extensions["platform"]`."""

    database: Database
    clock: Clock
    settings: Any
    page_cache: PageCache


def platform() -> Platform:
    """The running application's platform."""
    return cast("Platform", current_app.extensions["platform"])


def current_work() -> Work:
    """The unit of work of this request."""
    return cast("Work", g.work)


def current_actor() -> Actor:
    """Who acts in this request; nobody outside a view."""
    return cast("Actor", g.get("actor", ANONYMOUS))


def install(app: Flask) -> None:
    """Wrap every view in the pipeline. Raises when one has no access mark: the default is deny."""
    unmarked = []
    for endpoint, view in list(app.view_functions.items()):
        access = access_of(view)
        if endpoint == "static":
            continue
        if access is None:
            unmarked.append(endpoint)
        elif not access.is_raw:
            app.view_functions[endpoint] = run_in_pipeline(view, access)
    if unmarked:
        raise RuntimeError(f"views without an access mark: {', '.join(sorted(unmarked))}")


def run_in_pipeline(view: Callable[..., Any], access: Access) -> Callable[..., Response]:
    """A view as Flask calls it: with access checked, and its changes committed or not at all."""

    @functools.wraps(view)
    def run(**arguments: Any) -> Response:
        cache, key = platform().page_cache, None
        if access.is_cached and (key := cache.key()) is not None and (hit := cache.find(key)) is not None:
            return hit
        is_safe = request.method in SAFE_METHODS
        work = platform().database.begin(is_writing=not is_safe, trace=current_trace())
        g.work = work
        try:
            g.actor = load_actor(work)
            require_access(access, work, g.actor)
            response = make_response(view(**arguments))
            if not is_safe:
                finish(work, response)
        except BaseException:
            if not is_safe:
                work.roll_back()
            raise
        finally:
            work.session.close()  # a unit that only reads is rolled back with it
        return cache.store(key, response) if key is not None else response

    return run


def finish(work: Work, response: Response) -> None:
    """Commit what a good answer changed; of a refusal only what is kept anyway stays."""
    if response.status_code < 400:
        work.commit()
    else:
        work.roll_back()


def require_access(access: Access, work: Work, actor: Actor) -> None:
    """Raise SignInNeeded or NotPermitted unless the mark lets this actor in."""
    if access.kind is AccessKind.PUBLIC:
        return
    if not actor.is_signed_in:
        raise SignInNeeded(_("로그인이 필요합니다."))
    if access.kind is AccessKind.PERMISSION:
        verdict = work.check(actor, access.permission)
        if not verdict.allowed:
            raise NotPermitted(str(verdict.reason))


def in_own_transaction(act: Callable[[Work], T]) -> T:
    """Run `act` in a short transaction of its own, which is committed: the record of who viewed what.

    For pages only (a GET): an unsafe request holds its own writing transaction already.
    """
    with platform().database.write(current_trace()) as work:
        return act(work)


def current_trace() -> Trace:
    """Where this request comes from, for the audit."""
    address = request.remote_addr or ""
    digest = "" if request.method in SAFE_METHODS else digest_of_address(address)
    return Trace(address=address, request_id=request_id(), address_digest=digest)


def digest_of_address(address: str) -> str:
    """The client's address under the installation's key; of IPv6 the network, of which a line has many."""
    if not address:
        return ""
    place = address
    with suppress(ValueError):
        parsed = ip_address(address)
        place = str(ip_network((parsed, IPV6_NETWORK), strict=False)) if parsed.version == 6 else address
    key = f"address:{platform().settings.secret_key}".encode()
    return hmac.new(key, place.encode(), hashlib.sha256).hexdigest()


def request_id() -> str:
    """This request's id, for the audit and the log."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return cast("str", g.request_id)
