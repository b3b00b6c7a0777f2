"""The language of a request is that request's own."""

from __future__ import annotations

from flask import Flask

from webapp.core.i18n import current_locale


def test_a_request_leaves_no_language_behind(app: Flask) -> None:
    page = app.test_client().get("/", headers={"Accept-Language": "en"})
    assert 'lang="en"' in page.text
    assert current_locale() == "ko"
