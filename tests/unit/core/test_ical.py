"""Calendar files: what stands in them, how lines are folded and marks escaped."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.ical import LINE_OCTETS, CalendarEntry, ical_text
from webapp.core.kst import KST

MADE = datetime(2020, 6, 1, tzinfo=UTC)
CLOSES = datetime(2020, 9, 15, 18, tzinfo=KST)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_moment_is_told_in_utc_and_a_day_as_a_day() -> None:
    text = ical_text(
        [
            CalendarEntry("a", "접수 마감", CLOSES - timedelta(hours=1), CLOSES, "https://site.example/x"),
            CalendarEntry("b", "결과 발표", date(2020, 11, 2)),
        ],
        made_at=MADE,
    )
    lines = unfolded(text)
    assert "DTSTART:20200915T080000Z" in lines
    assert "DTEND:20200915T090000Z" in lines
    assert "DTSTAMP:20200601T000000Z" in lines
    assert "DTSTART;VALUE=DATE:20201102" in lines
    assert "DTEND;VALUE=DATE:20201103" in lines
    assert "SUMMARY:접수 마감" in lines
    assert "URL:https://site.example/x" in lines
    assert lines.count("END:VEVENT") == 2
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


def test_marks_with_a_meaning_are_escaped() -> None:
    text = ical_text([CalendarEntry("a", "쉼표, 반점; 빗금\\\r\n다음 줄", date(2020, 1, 1))], made_at=MADE)
    assert "SUMMARY:쉼표\\, 반점\\; 빗금\\\\\\n다음 줄" in unfolded(text)


def test_a_moment_without_an_end_is_refused() -> None:
    with pytest.raises(TypeError, match="needs its end"):
        ical_text([CalendarEntry("a", "접수 마감", CLOSES)], made_at=MADE)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_no_line_is_too_long_and_nothing_is_lost(title: str) -> None:
    text = ical_text([CalendarEntry("a", title, date(2020, 1, 1))], made_at=MADE)
    assert all(len(line.encode()) <= LINE_OCTETS for line in text.split("\r\n"))
    told = next(line for line in unfolded(text) if line.startswith("SUMMARY:"))
    plain = told.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == title
