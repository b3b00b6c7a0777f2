"""What differs between two sets of frozen rules, value by value.

Pure. Compares the design as values, so that rules which were frozen before a setting existed show no change
in it. Must not know what may differ (`policies.changes`) or how it is told (`queries.changes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webapp.challenges.enums import ContestSection
from webapp.challenges.models.design import FrozenRules
from webapp.challenges.models.shape import Kind, Slot, slots_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs: its section, the field and, in a list of records, which record and its field.

    `kind` is the type of what `before` and `after` are; a whole list when the lists differ in length.
    """

    section: ContestSection
    field: str
    kind: Kind
    before: Any
    after: Any
    place: int | None = None
    part: str = ""

    @property
    def path(self) -> str:
        """Section, field and part: the name under which its label and its rule stand."""
        return ".".join(one for one in (self.section.value, self.field, self.part) if one)


def differences(before: FrozenRules, after: FrozenRules) -> tuple[Difference, ...]:
    """Everything of the design that differs, in the order of the sections."""
    return (
        *_of_owner(before.programme, after.programme),
        *_of_owner(before.challenge, after.challenge),
    )


def _of_owner(before: Any, after: Any) -> Iterator[Difference]:
    for slot in slots_of(type(before)):
        if slot.is_section:
            section = ContestSection(slot.name)
            yield from _of_section(section, getattr(before, slot.name), getattr(after, slot.name))


def _of_section(section: ContestSection, before: Any, after: Any) -> Iterator[Difference]:
    for slot in slots_of(type(before)):
        one, other = getattr(before, slot.name), getattr(after, slot.name)
        if one == other:
            continue
        if slot.kind.is_record and slot.kind.is_list and len(one) == len(other):
            yield from _of_records(section, slot, one, other)
        else:
            yield Difference(section, slot.name, slot.kind, one, other)


def _of_records(section: ContestSection, owner: Slot, before: Any, after: Any) -> Iterator[Difference]:
    for place, (one, other) in enumerate(zip(before, after, strict=True)):
        for slot in slots_of(owner.kind.type):
            mine, theirs = getattr(one, slot.name), getattr(other, slot.name)
            if mine != theirs:
                yield Difference(section, owner.name, slot.kind, mine, theirs, place, slot.name)
