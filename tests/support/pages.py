"""A browser without script for web tests: reads pages, fills and sends forms with their CSRF token."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse, encode_multipart

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def csrf_token(client: FlaskClient, path: str) -> str:
    """The token that the page at `path` carries."""
    match = TOKEN.search(client.get(path).text)
    if match is None:
        raise AssertionError(f"no CSRF token on {path}")
    return match.group(1)


def submit(client: FlaskClient, path: str, data: dict[str, Any], *, page: str | None = None) -> TestResponse:
    """Send a form as a reader would: token from `page` (default: the form's own address), same origin."""
    token = csrf_token(client, page or path)
    return client.post(path, data={"csrf_token": token, **data}, headers={"Origin": "http://localhost"})


def submit_large(
    client: FlaskClient, path: str, data: dict[str, Any], *, page: str | None = None
) -> TestResponse:
    """Like `submit`, for texts and files beyond half a megabyte: the body stays in memory.

    The client would put it into a temporary file that it never closes.
    """
    boundary, body = encode_multipart({"csrf_token": csrf_token(client, page or path), **data})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(path, data=body, content_type=kind, headers={"Origin": "http://localhost"})
