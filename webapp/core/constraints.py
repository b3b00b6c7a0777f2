"""From a broken database constraint to a message on the form field that it guards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from webapp.core.errors import DomainError, RuleBroken, WrongState
from webapp.core.i18n import LazyText, gettext


@dataclass(frozen=True, slots=True)
class ConstraintRule:
    """What it means to a person when the constraint `name` refuses a row."""

    name: str
    field: str | None
    message: str | LazyText


class ConstraintBook:
    """All constraints whose breaking a person may cause, by name."""

    def __init__(self, metadata: sa.MetaData, rules: Iterable[ConstraintRule]) -> None:
        self.rules = {rule.name: rule for rule in rules}
        self._by_columns: dict[tuple[str, frozenset[str]], str] = {}
        for table in metadata.tables.values():
            for constraint in table.constraints:
                if isinstance(constraint, sa.UniqueConstraint) and constraint.name:
                    self._remember(table.name, constraint.columns.keys(), str(constraint.name))
            for index in table.indexes:
                if index.unique and index.name:
                    self._remember(table.name, [column.name for column in index.columns], index.name)

    def _remember(self, table: str, columns: Iterable[str], name: str) -> None:
        self._by_columns[table, frozenset(columns)] = name

    def name_of(self, error: IntegrityError) -> str | None:
        """The broken constraint's name. SQLite names columns for UNIQUE, so these are looked up."""
        diagnosis = getattr(error.orig, "diag", None)
        if diagnosis is not None:
            name: str | None = diagnosis.constraint_name
            return name
        text = str(error.orig)
        if match := re.search(r"(?:CHECK constraint failed|index): '?([\w]+)'?", text):
            return match.group(1)
        if match := re.search(r"UNIQUE constraint failed: (.+)", text):
            parts = [part.strip().split(".") for part in match.group(1).split(",")]
            return self._by_columns.get((parts[0][0], frozenset(part[-1] for part in parts)))
        return None

    def explain(self, error: IntegrityError) -> DomainError:
        """The error to show: a field's own message when the constraint is known, else a conflict."""
        rule = self.rules.get(self.name_of(error) or "")
        if rule is None:
            return WrongState(
                gettext("같은 내용이 이미 처리되었거나 그사이 바뀌었습니다. 새로 고쳐 확인해 주십시오.")
            )
        return RuleBroken(str(rule.message), field=rule.field, code=rule.name)
