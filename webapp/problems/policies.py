"""Who may do what in problems."""

from __future__ import annotations

from webapp.core.policy import Predicate

POLICY: dict[str, Predicate] = {}
