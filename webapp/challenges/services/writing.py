"""Writing a contest file: what `reading` reads back as the same contest.

Pure: values in, text out. Fields that have their usual value are left out, all else is written in full.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from webapp.challenges.models import ContestFile
from webapp.challenges.models.shape import Kind, slots_of
from webapp.challenges.services.reading import FORMAT
from webapp.core.kst import to_kst


def export_contest(contest: ContestFile) -> str:
    """The contest as TOML text."""
    parts = [f"format = {FORMAT}", *_table("[agency]", contest.agency, "agency")]
    parts += _table("[programme]", contest.programme, "programme")
    for challenge in contest.challenges:
        parts += _table("[[challenges]]", challenge, "challenges")
    return "\n".join(parts) + "\n"


def _table(header: str, value: Any, name: str) -> Iterator[str]:
    """A table: its own keys first, then the tables inside it."""
    yield f"\n{header}"
    yield from _pairs(value)
    for key, records in _lists(value):
        if not records:
            yield f"{key} = []"
    for key, records in _lists(value):
        for record in records:
            yield from _table(f"[[{name}.{key}]]", record, f"{name}.{key}")


def _pairs(value: Any) -> Iterator[str]:
    usual = _usual(type(value))
    for slot in slots_of(type(value)):
        found = getattr(value, slot.name)
        if slot.is_given:
            continue
        if slot.is_section:
            yield from _pairs(found)
        elif not (slot.kind.is_record and slot.kind.is_list) and found != usual.get(slot.name, MISSING):
            yield f"{slot.name} = {_value(slot.kind, found)}"


def _lists(value: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The lists of records that differ from their usual value."""
    usual = _usual(type(value))
    for slot in slots_of(type(value)):
        found = getattr(value, slot.name)
        if slot.is_section:
            yield from _lists(found)
        elif slot.kind.is_record and slot.kind.is_list and found != usual.get(slot.name, MISSING):
            yield slot.name, found


def _usual(cls: type) -> dict[str, Any]:
    return {one.name: one.default for one in fields(cls) if one.default is not MISSING}


def _value(kind: Kind, value: Any) -> str:
    if kind.is_list:
        return f"[{', '.join(_scalar(one) for one in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return _quoted(value.value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:_}"
    return _long(value) if "\n" in value else _quoted(value)


def _moment(value: datetime) -> str:
    """Korea time as text; TOML's own date-time when there are seconds to keep."""
    local = to_kst(value)
    return f'"{local:%Y-%m-%d %H:%M}"' if not (local.second or local.microsecond) else local.isoformat()


def _quoted(text: str) -> str:
    """A basic string; JSON's escapes are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _long(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\x7f", "\\u007f")
    return f'"""\n{escaped}"""'
