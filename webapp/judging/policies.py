"""Who may do what in judging."""

from __future__ import annotations

from webapp.core.policy import Predicate

POLICY: dict[str, Predicate] = {}
