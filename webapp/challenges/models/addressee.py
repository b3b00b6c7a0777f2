"""Somebody who gets a mail: what a letter needs of an account, without the row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """An active account that is written to."""

    account_id: int
    email: str
    name: str
    locale: str
