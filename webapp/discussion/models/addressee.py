"""Whom a letter goes to. A value, no table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to."""

    account_id: int
    email: str
    locale: str
