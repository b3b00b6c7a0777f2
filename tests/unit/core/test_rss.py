"""Feeds: well-formed whatever the texts hold."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from webapp.core.rss import Feed, FeedItem, rss_text

FEED = Feed("공고", "https://site/contests", "https://site/contests/feed.xml", "소식", "ko")
AT = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314  (what we wrote ourselves)


def test_an_item_has_what_readers_know_it_by() -> None:
    text = rss_text(FEED, [FeedItem("제목 & <부제>", "https://site/notices/a", AT, "요약", "공모")])
    item = parsed(text).find("channel/item")
    assert item is not None
    assert {part.tag: part.text for part in item} == {
        "title": "제목 & <부제>",
        "link": "https://site/notices/a",
        "guid": "https://site/notices/a",
        "pubDate": "Tue, 10 Mar 2026 03:00:00 +0000",
        "category": "공모",
        "description": "요약",
    }


def test_a_feed_tells_its_own_address() -> None:
    link = parsed(rss_text(FEED, [])).find("channel/{http://www.w3.org/2005/Atom}link")
    assert link is not None
    assert (link.get("rel"), link.get("href")) == ("self", FEED.own_url)


@given(st.text(max_size=30))
def test_any_text_gives_xml(title: str) -> None:
    text = rss_text(FEED, [FeedItem(title, "https://site/notices/a", AT)])
    item = parsed(text).find("channel/item/title")
    assert item is not None
