"""The list of contests held elsewhere, taken in from CSV files, so that new ones can be compared with them.

A file is taken in whole or not at all. Taking it in again changes nothing; a row that is there already under
the same agency, title and year has its summary and link replaced.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from webapp.challenges.enums import PAST_KIND, Permission
from webapp.challenges.models import PastContest
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.search_index import SearchSource, put_text
from webapp.core.text import clean_line, clean_text
from webapp.core.work import Work

#: The columns by their names in the file's first line, Korean or English.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "agency": ("기관", "agency"),
    "title": ("공모 이름", "공모명", "title"),
    "year": ("연도", "year"),
    "summary": ("요약", "내용", "summary"),
    "link": ("주소", "누리집", "link"),
}
NEEDED: Final = ("agency", "title", "year")
LIMITS: Final = {"agency": 100, "title": 200, "summary": 2000, "link": 300}
MOST_ROWS: Final = 20_000
MOST_FAULTS: Final = 20


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One contest of a file."""

    agency: str
    title: str
    year: int
    summary: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PastImport:
    """What an import led to."""

    added: int
    changed: int


def decode_csv(data: bytes) -> str:
    """The text of a file as Korean offices save it: UTF-8 with or without a mark, else CP949."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken(_("파일을 UTF-8 CSV로 저장해 주십시오."), field="file", code="encoding")


def parse_past_contests(text: str) -> tuple[PastEntry, ...]:
    """The contests of a CSV text. RuleBroken on `file` with the lines that have to be mended."""
    if "\0" in text:
        raise RuleBroken(_("CSV 파일이 아닙니다."), field="file", code="no_csv")
    reader = csv.reader(io.StringIO(text))
    places = _places(next(reader, []))
    entries: list[PastEntry] = []
    faults: list[str] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                _read(row, places, reader.line_num, entries, faults)
    except csv.Error as error:
        message = _("%(line)s번째 줄을 읽을 수 없습니다.", line=reader.line_num)
        raise RuleBroken(message, field="file", code="no_csv") from error
    if faults:
        raise RuleBroken(" ".join(faults[:MOST_FAULTS]), field="file", code="rows")
    if not entries or len(entries) > MOST_ROWS:
        message = _("공모를 1건부터 %(most)s건까지 적은 파일을 올려 주십시오.", most=MOST_ROWS)
        raise RuleBroken(message, field="file", code="count")
    return tuple(entries)


def _places(head: Sequence[str]) -> dict[str, int]:
    names = [clean_line(cell).lower() for cell in head]
    places = {
        column: names.index(name) for column, known in COLUMNS.items() for name in known if name in names
    }
    missing = [COLUMNS[column][0] for column in NEEDED if column not in places]
    if missing:
        message = _("첫 줄에 열 이름이 있어야 합니다. 없는 열: %(columns)s", columns=", ".join(missing))
        raise RuleBroken(message, field="file", code="columns")
    return places


def _read(
    row: Sequence[str], places: Mapping[str, int], line: int, entries: list[PastEntry], faults: list[str]
) -> None:
    cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
    agency, title, year = (clean_line(cells[name]) for name in NEEDED)
    summary, link = clean_text(cells.get("summary", "")), clean_line(cells.get("link", ""))
    is_year = year.isascii() and year.isdigit() and 1900 <= int(year[:6]) <= 2200
    if not agency or not title or not is_year:
        faults.append(_("%(line)s번째 줄: 기관과 공모 이름, 네 자리 연도를 적어 주십시오.", line=line))
    elif any(len(text) > LIMITS[name] for name, text in _texts(agency, title, summary, link).items()):
        faults.append(_("%(line)s번째 줄: 글이 너무 깁니다.", line=line))
    elif link and not link.startswith(("https://", "http://")):
        faults.append(_("%(line)s번째 줄: 주소는 https://로 시작해야 합니다.", line=line))
    else:
        entries.append(PastEntry(agency, title, int(year), summary, link))


def _texts(agency: str, title: str, summary: str, link: str) -> dict[str, str]:
    return {"agency": agency, "title": title, "summary": summary, "link": link}


def import_past_contests(work: Work, actor: Actor, entries: Sequence[PastEntry]) -> PastImport:
    """Take the contests in, each once. Safe to repeat."""
    work.require(actor, Permission.PAST_IMPORT)
    known = {
        (row.agency, row.title, row.year): row for row in work.session.scalars(sa.select(PastContest)).all()
    }
    added = changed = 0
    for entry in {(one.agency, one.title, one.year): one for one in entries}.values():
        row = known.get((entry.agency, entry.title, entry.year))
        if row is None:
            row = PastContest(agency=entry.agency, title=entry.title, year=entry.year, imported_at=work.now)
            work.session.add(row)
            added += 1
        elif (row.summary, row.link) == (entry.summary, entry.link):
            continue
        else:
            changed += 1
        row.summary, row.link = entry.summary, entry.link
        work.flush()
        put_text(work, PAST_KIND, row.id, entry.title, entry.summary, entry.agency)
    if added or changed:
        work.audit(actor, "challenges:past:imported", after={"added": added, "changed": changed})
    return PastImport(added, changed)


def past_texts(work: Work, after: int, limit: int) -> list[tuple[int, str]]:
    """Imported contests with what they are found by, for building the index anew."""
    rows = work.session.execute(
        sa.select(PastContest.id, PastContest.title, PastContest.summary, PastContest.agency)
        .where(PastContest.id > after)
        .order_by(PastContest.id)
        .limit(limit)
    )
    return [(row.id, " ".join(row[1:])) for row in rows]


PAST_SOURCE = SearchSource(PAST_KIND, past_texts)
