"""The frozen form of the rules: canonical JSON, its SHA-256, and the values back from it.

Canonical: keys sorted, no spaces, UTF-8, moments in UTC. Whoever has the JSON can compute the hash again.
Must not decide what is frozen: the approval service does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from webapp.challenges.models.shape import Kind, slots_of

T = TypeVar("T")
Plain = dict[str, Any]


def to_plain(value: Any) -> Any:
    """A design value as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {slot.name: to_plain(getattr(value, slot.name)) for slot in slots_of(type(value))}
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


def from_plain(cls: type[T], plain: Mapping[str, Any]) -> T:
    """The design value back. Fields that came later than the JSON take their defaults."""
    values = {slot.name: _value(slot.kind, plain[slot.name]) for slot in slots_of(cls) if slot.name in plain}
    return cls(**values)


def _value(kind: Kind, plain: Any) -> Any:
    if plain is None:
        return None
    if kind.is_list:
        return tuple(_one(kind.type, one) for one in plain)
    return _one(kind.type, plain)


def _one(cls: type, plain: Any) -> Any:
    if is_dataclass(cls):
        return from_plain(cls, plain)
    if issubclass(cls, datetime | date):
        return cls.fromisoformat(plain)
    return cls(plain) if issubclass(cls, StrEnum) else plain


def canonical_json(plain: Mapping[str, Any]) -> str:
    """The one text of these facts."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rules_hash(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(plain).encode()).hexdigest()


def plain_of(value: object) -> Plain:
    """A whole design value as a JSON object."""
    return cast("Plain", to_plain(value))
