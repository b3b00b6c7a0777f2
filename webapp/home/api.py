"""Open data as files: CSV for spreadsheets, JSON for programs. Streamed, so that size costs no memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from webapp.core.database import Database
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.home.queries import DATASETS, Dataset, rows_of
from webapp.home.queries.open_data import Value
from webapp.web.access import public
from webapp.web.limits import limit
from webapp.web.pipeline import platform

blueprint = Blueprint("open_data", __name__)
DOWNLOADS = "30 per minute"
BOM = "\ufeff"  # without it spreadsheets take UTF-8 for something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@blueprint.get("/open-data/<name>.csv")
@limit(DOWNLOADS)
@public
def as_csv(name: str) -> ResponseReturnValue:
    """자료 내려받기(CSV)."""
    return streamed(
        csv_lines(platform().database, dataset_named(name)), f"{name}.csv", "text/csv; charset=utf-8"
    )


@blueprint.get("/open-data/<name>.json")
@limit(DOWNLOADS)
@public
def as_json(name: str) -> ResponseReturnValue:
    """자료 내려받기(JSON)."""
    return streamed(json_lines(platform().database, dataset_named(name)), f"{name}.json", "application/json")


def dataset_named(name: str) -> Dataset:
    """The dataset of that name; NotFound when there is none."""
    found = DATASETS.get(name)
    if found is None:
        raise NotFound(_("요청하신 자료를 찾을 수 없습니다."))
    return found


def streamed(lines: Iterator[str], filename: str, content_type: str) -> Response:
    """An answer that is written while it is read from the database."""
    response = Response(lines, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def csv_lines(database: Database, dataset: Dataset) -> Iterator[str]:
    """The dataset as CSV with a byte-order mark; no cell can be taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.name for column in dataset.columns])
    with database.read() as work:
        for row in rows_of(work, dataset):
            writer.writerow([cell(value) for value in row])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def cell(value: Value) -> str | int:
    """A value as a cell: text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def json_lines(database: Database, dataset: Dataset) -> Iterator[str]:
    """The dataset as one JSON array of objects, a row to a line."""
    names = [column.name for column in dataset.columns]
    start = "[\n"
    with database.read() as work:
        for row in rows_of(work, dataset):
            yield start + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"
