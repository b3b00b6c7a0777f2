"""The blueprint of problems, and what several of its pages share."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, request

blueprint = Blueprint("problems", __name__)


def page_urls(previous: str | None, following: str | None) -> dict[str, str]:
    """Addresses of the pages before and after this one, with the filters kept: for `pagination`."""
    kept = {name: value for name, value in request.args.items() if name != "page" and value}
    urls = {"previous_url": previous, "next_url": following}
    return {name: _address(kept | {"page": cursor}) if cursor else "" for name, cursor in urls.items()}


def filter_tags(chosen: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """The active filters as tags: what was chosen, and the address of the list without it."""
    return [(label, _without(name)) for name, label in chosen.items() if label]


def _without(name: str) -> str:
    return _address(
        {key: value for key, value in request.args.items() if key not in {name, "page"} and value}
    )


def _address(arguments: dict[str, str]) -> str:
    return f"{request.path}?{urlencode(arguments)}" if arguments else request.path
