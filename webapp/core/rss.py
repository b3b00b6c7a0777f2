"""RSS 2.0 feeds: what was put out lately, for readers that look by themselves.

Owns the text form, with the address that a feed has of itself. Must not know what an item is about.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as ET

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NOT_XML: Final = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
ET.register_namespace("atom", _ATOM)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One thing that was put out. `url` is also what a reader knows it by."""

    title: str
    url: str
    published_at: datetime
    summary: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is about, the page that shows the same, and where the feed itself stands."""

    title: str
    url: str
    own_url: str
    description: str
    language: str


def rss_text(feed: Feed, items: Iterable[FeedItem]) -> str:
    """The feed as XML. Characters that XML does not know (controls) are left out."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.url)
    _add(channel, "description", feed.description)
    _add(channel, "language", feed.language)
    own = {"href": feed.own_url, "rel": "self", "type": "application/rss+xml"}
    ET.SubElement(channel, f"{{{_ATOM}}}link", own)
    for item in items:
        entry = ET.SubElement(channel, "item")
        _add(entry, "title", item.title)
        _add(entry, "link", item.url)
        _add(entry, "guid", item.url)
        _add(entry, "pubDate", format_datetime(item.published_at))
        if item.category:
            _add(entry, "category", item.category)
        if item.summary:
            _add(entry, "description", item.summary)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub("", text)
