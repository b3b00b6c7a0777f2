"""From errors to answers: one table, a page for people, problem+json (RFC 9457) for programs."""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import sqlalchemy.exc as sa_errors
from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from webapp.core.errors import (
    DomainError,
    RuleBroken,
    SignInNeeded,
    StaleVersion,
    TooLarge,
    TooMany,
    Unavailable,
)
from webapp.core.i18n import format_bytes
from webapp.core.i18n import gettext as _
from webapp.core.parking import park
from webapp.web.forms import KEPT_ARGUMENT
from webapp.web.pipeline import SAFE_METHODS, current_actor, platform, request_id
from webapp.web.sign_in import owner_of_cookie

logger = logging.getLogger(__name__)
TEMPLATES = frozenset({400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, handle_domain_error)
    app.register_error_handler(CSRFError, handle_csrf_error)
    app.register_error_handler(HTTPException, handle_http_error)
    app.register_error_handler(StaleDataError, handle_stale_data)
    app.register_error_handler(sa_errors.IntegrityError, handle_broken_constraint)
    app.register_error_handler(sa_errors.OperationalError, handle_database_down)
    app.register_error_handler(Exception, handle_crash)


def wants_json() -> bool:
    """Whether the client prefers JSON to a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best in {"application/json", "application/problem+json"}


def answer(
    status: int,
    code: str,
    message: str,
    *,
    fields: dict[str, str] | None = None,
    kept_url: str | None = None,
    retry_after: int | None = None,
) -> Response:
    """The error as the client wants it: page or problem+json."""
    if wants_json():
        problem: dict[str, object] = {
            "type": f"/errors/{code}",
            "title": message,
            "status": status,
            "detail": message,
            "code": code,
        }
        if fields:
            problem["fields"] = fields
        if kept_url:
            problem["kept_url"] = kept_url
        response = jsonify(problem)
        response.headers["Content-Type"] = "application/problem+json; charset=utf-8"
    else:
        number = status if status in TEMPLATES else (400 if status < 500 else 500)
        page = render_template(
            f"errors/{number}.html",
            code=code,
            message=message,
            kept_url=kept_url,
            retry_at=platform().clock.now() + timedelta(seconds=retry_after) if retry_after else None,
            request_id=request_id(),
        )
        response = Response(page, content_type="text/html; charset=utf-8")
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def handle_domain_error(error: DomainError) -> ResponseReturnValue:
    """A use case said no."""
    if isinstance(error, SignInNeeded) and not wants_json():
        target = keep_what_was_sent() or request.full_path.rstrip("?")
        if request.method not in SAFE_METHODS and KEPT_ARGUMENT not in target:
            target = url_for("home.front")
        return redirect(url_for("accounts.sign_in", next=target), 303)
    kept = None
    if error.status in {401, 409, 422, 429, 503} and request.method not in SAFE_METHODS:
        kept = keep_what_was_sent()
    return answer(
        error.status,
        error.code,
        error.message,
        fields=error.fields if isinstance(error, RuleBroken) else None,
        kept_url=kept,
        retry_after=error.retry_after if isinstance(error, TooMany) else None,
    )


def handle_csrf_error(_error: CSRFError) -> ResponseReturnValue:
    """The form's token does not fit: the session ended, or the request came from elsewhere."""
    message = _("보안 확인값이 맞지 않아 처리하지 않았습니다. 화면을 다시 열고 한 번 더 보내 주십시오.")
    return answer(400, "csrf", message, kept_url=keep_what_was_sent())


def handle_stale_data(_error: StaleDataError) -> ResponseReturnValue:
    """Two people saved the same row at the same moment."""
    return handle_domain_error(
        StaleVersion(_("그사이 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."))
    )


def handle_broken_constraint(error: sa_errors.IntegrityError) -> ResponseReturnValue:
    """The database refused a row where no use case expected it."""
    return handle_domain_error(platform().database.constraints.explain(error))


def handle_database_down(error: sa_errors.OperationalError) -> ResponseReturnValue:
    """The database does not answer or is locked for too long."""
    logger.error("database error", exc_info=error)
    message = _("지금은 저장소가 응답하지 않습니다. 아무것도 바뀌지 않았으니 잠시 뒤 다시 시도해 주십시오.")
    return answer(503, Unavailable.code, message)


def handle_http_error(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's own errors: no such page, wrong method, too large."""
    status = error.code or 500
    if status < 400 and error.response is not None:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        limit = platform().settings.max_upload_mb
        return handle_domain_error(
            TooLarge(
                _(
                    "보내신 내용이 너무 큽니다. 글은 모두 합쳐 %(text)s,"
                    " 파일까지 더해 %(limit)sMB까지 보낼 수 있습니다.",
                    text=format_bytes(current_app.config["MAX_FORM_MEMORY_SIZE"]),
                    limit=limit,
                )
            )
        )
    messages = {
        404: _("요청하신 내용을 찾을 수 없습니다."),
        405: _("이 주소에서는 할 수 없는 요청입니다."),
        415: _("지원하지 않는 형식입니다."),
        429: _("요청이 너무 많습니다. 잠시 뒤 다시 시도해 주십시오."),
    }
    response = answer(status, f"http_{status}", messages.get(status, _("요청을 처리할 수 없습니다.")))
    for name, value in error.get_response().headers:
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def handle_crash(error: Exception) -> ResponseReturnValue:
    """A bug. The log has the trace under the request's id; the reader gets the id, not the trace."""
    logger.error("request %s failed", request_id(), exc_info=error)
    if platform().settings.environment == "test":
        raise error
    return answer(500, "crash", _("처리하지 못했습니다. 문제를 기록했으며 곧 살펴보겠습니다."))


def keep_what_was_sent() -> str | None:
    """Park the form of this request; returns the address that opens it again, or None.

    Only for requests from our own pages: nobody else may put words into a person's form.
    """
    if request.method in SAFE_METHODS or not _is_from_here() or not _can_be_opened():
        return None
    try:
        fields = [(name, value) for name, values in request.form.lists() for value in values]
    except RequestEntityTooLarge:
        return None
    with platform().database.write() as work:
        token = park(
            work.session,
            path=request.path,
            fields=fields,
            account_id=current_actor().account_id or owner_of_cookie(work),
            now=work.now,
        )
    return f"{request.path}?{urlencode({KEPT_ARGUMENT: token})}" if token else None


def _can_be_opened() -> bool:
    """Whether this address also shows a page: a button's own address does not."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(request.path, method="GET")


def _is_from_here() -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host
