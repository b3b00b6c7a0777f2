"""iCalendar files (RFC 5545): periods and days that a reader's own calendar takes in.

Owns the text form: moments in UTC, escaping, folding, line ends. Must not know what an entry is about.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: A line holds so many octets, and goes on in the next after a space.
LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry: from a moment to a moment, or a whole day (`starts` is a date, `ends` None).

    `key` stays the same when the entry is given out again, so that calendars replace the older one.
    """

    key: str
    title: str
    starts: date
    ends: datetime | None = None
    url: str = ""


def ical_text(entries: Iterable[CalendarEntry], *, made_at: datetime) -> str:
    """The file's text. TypeError when a moment has no end: a calendar would show it as no time at all."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//open challenge//contests//KO", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: CalendarEntry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.key)}"
    yield f"DTSTAMP:{_moment(made_at)}"
    if isinstance(entry.starts, datetime):
        if entry.ends is None:
            raise TypeError("a moment needs its end")
        yield f"DTSTART:{_moment(entry.starts)}"
        yield f"DTEND:{_moment(entry.ends)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.starts + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark, told in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(mark, told)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most `LINE_OCTETS`; no character is cut in two."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
