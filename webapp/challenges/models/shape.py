"""The shape of the design values, read once from their types: which fields, of what kind, with which limits.

Owns the reading of annotations, which the frozen JSON, the contest file and the checks of lengths share.
Must not know any of the three.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from webapp.challenges.models.limits import Given, Limit, Won

NO_LIMIT = Limit()


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of one value: `type` is a scalar type, an enum or a design class."""

    type: type
    is_list: bool = False
    is_optional: bool = False
    is_won: bool = False
    limit: Limit = NO_LIMIT

    @property
    def is_record(self) -> bool:
        """Whether the value (or each of its list) is a design value itself."""
        return is_dataclass(self.type)


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a design class."""

    name: str
    kind: Kind
    is_given: bool
    is_required: bool

    @property
    def is_section(self) -> bool:
        """Whether its fields stand in the same table of a file as its owner's."""
        return self.kind.is_record and not self.kind.is_list


def slots_of(cls: type) -> tuple[Slot, ...]:
    """The fields of a design class in their order."""
    return _slots_of(cls)


@lru_cache(maxsize=64)
def _slots_of(cls: Any) -> tuple[Slot, ...]:
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        Slot(
            name=one.name,
            kind=kind_of(hints[one.name]),
            is_given=any(isinstance(mark, Given) for mark in marks_of(hints[one.name])),
            is_required=one.default is MISSING and one.default_factory is MISSING,
        )
        for one in fields(cls)
    )


def marks_of(hint: Any) -> tuple[Any, ...]:
    """What `Annotated` adds to a type."""
    return tuple(get_args(hint)[1:]) if get_origin(hint) is Annotated else ()


def kind_of(hint: Any) -> Kind:
    """The kind that an annotation describes. TypeError for one that design values don't use."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        inner = kind_of(arguments[0])
        limit = next((mark for mark in arguments[1:] if isinstance(mark, Limit)), inner.limit)
        is_won = any(isinstance(mark, Won) for mark in arguments[1:])
        return Kind(inner.type, inner.is_list, inner.is_optional, is_won, limit)
    if origin in {Union, types.UnionType}:
        (real,) = (one for one in arguments if one is not type(None))
        inner = kind_of(real)
        return Kind(inner.type, inner.is_list, True, inner.is_won, inner.limit)
    if origin is tuple:
        inner = kind_of(arguments[0])
        return Kind(inner.type, True, False, inner.is_won, inner.limit)
    if isinstance(hint, type):
        return Kind(hint)
    raise TypeError(f"not a type of design values: {hint!r}")
