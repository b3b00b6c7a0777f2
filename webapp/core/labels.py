"""Enumerations whose members carry a label for people.

Owns the base class alone; each context owns its enums. Must not know forms or templates.
"""

from enum import StrEnum
from typing import Self

from webapp.core.i18n import LazyText


class LabelledEnum(StrEnum):
    """A member is its stored value and a label: `DRAFT = "draft", _l("임시저장")`.

    It compares and is stored as the value; `label` is read in the reader's language.
    """

    lazy_label: LazyText

    def __new__(cls, value: str, label: LazyText | None = None) -> Self:
        """A member as declared; TypeError when it has no label."""
        if label is None:  # optional for the type checker's sake: `Stage("draft")` looks a member up
            raise TypeError(f"{cls.__name__} {value!r} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.lazy_label = label
        return member

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return str(self.lazy_label)

    @classmethod
    def choices(cls) -> list[tuple[str, LazyText]]:
        """Value and label of each member in the order of declaration; a form makes its choices of them."""
        return [(member.value, member.lazy_label) for member in cls]
