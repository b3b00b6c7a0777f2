"""The production server: gunicorn with threads; jobs run in the same process or in a worker."""

from __future__ import annotations

import socket
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from webapp.core.i18n import gettext as _
from webapp.web.errors import answer

#: The longest first line of a request, in bytes: a search for some 900 Hangul syllables. gunicorn's own most.
REQUEST_LINE_BYTES = 8190
DRAIN_SECONDS = 1.0
DRAIN_BYTES = 1024 * 1024


class Worker(ThreadWorker):
    """A worker whose refusals read as the rest of the site does: gunicorn's own are bare English."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer a request that is too long with a page of ours; leave the rest to gunicorn."""
        if not isinstance(exc, LimitRequestLine | LimitRequestHeaders):
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):
            client.sendall(too_long(self.app.application, is_address=isinstance(exc, LimitRequestLine)))
            client.shutdown(socket.SHUT_WR)
            drain(client)


def too_long(app: Flask, *, is_address: bool) -> bytes:
    """The answer to a request whose address (or else a header) is too long, as bytes of HTTP."""
    with app.test_request_context("/"):
        app.preprocess_request()
        message = (
            _("주소가 너무 깁니다. 찾을 말이나 거르는 조건을 줄여 다시 시도해 주십시오.")
            if is_address
            else _("함께 온 정보가 너무 깁니다. 이 누리집의 쿠키를 지우고 다시 시도해 주십시오.")
        )
        status = HTTPStatus.REQUEST_URI_TOO_LONG if is_address else HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        response: Response = app.process_response(answer(status, "too_long", message))
    response.headers["Connection"] = "close"
    response.headers.remove("Set-Cookie")
    body = response.get_data()
    lines = [f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in response.headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def drain(client: socket.socket) -> None:
    """Read on for a moment: closing on unread bytes would reset the connection before the answer is read."""
    client.settimeout(DRAIN_SECONDS)
    left = DRAIN_BYTES
    while left > 0 and (got := client.recv(65536)):
        left -= len(got)


class Server(BaseApplication):
    """gunicorn for one application object."""

    def __init__(self, app: Flask, *, address: str, workers: int, threads: int, runs_jobs: bool) -> None:
        self.application = app
        self.options: dict[str, Any] = {
            "bind": address,
            "workers": workers,
            "threads": threads,
            "worker_class": Worker,
            "limit_request_line": REQUEST_LINE_BYTES,
            "timeout": 60,
            "graceful_timeout": 20,
            "accesslog": None,
            "loglevel": "warning",
        }
        if runs_jobs:
            self.options["post_worker_init"] = start_jobs
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application that the workers serve."""
        self.application.extensions["platform"].database.engine.dispose(close=False)
        return self.application


def start_jobs(worker: Any) -> None:
    """Run the job consumer's threads in this worker, and stop them with it."""
    jobs = worker.app.application.extensions["jobs"]
    consumer = jobs.start_in_process()
    handle_exit = worker.handle_exit

    def stop(*args: Any) -> None:
        consumer.stop_flag.set()
        handle_exit(*args)

    worker.handle_exit = stop
