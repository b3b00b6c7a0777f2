"""Public subjects: what people talk about, endorse, ask about and follow, whichever context owns it.

Owns what is known of a subject and the book in which contexts enter how theirs are found. Must not know any
subject's table. A finder gives what the asker may see and nothing else, so that whoever lists by subjects
(own comments, followed things, a moderator's queue) cannot show what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from webapp.core.errors import NotFound
from webapp.core.i18n import LazyText, localized
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor

if TYPE_CHECKING:
    from webapp.core.work import Work

#: How long a kind and a key may be: columns of this width hold them.
KIND_LENGTH, KEY_LENGTH = 16, 80


class Activity(StrEnum):
    """What a subject takes from people at a moment."""

    ENDORSE = "endorse"
    COMMENT = "comment"
    ASK = "ask"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """Which subject: a kind that its context entered, and its public key or slug."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as its owner describes it now. `path` is its page, `activities` what it takes now.

    `label` says what it is in a word (문제, 과제, 공모). `author_ids`: whose own it is; nobody
    endorses what is their own.
    """

    kind: str
    key: str
    title: str
    path: str
    agency_id: int
    label: str | LazyText = ""
    title_en: str = ""
    department_id: int | None = None
    activities: frozenset[Activity] = frozenset()
    author_ids: frozenset[int] = frozenset()

    @property
    def ref(self) -> SubjectRef:
        """Which subject it is."""
        return SubjectRef(self.kind, self.key)

    @property
    def title_here(self) -> str:
        """The title in the reader's language where there is one."""
        return localized(self.title, self.title_en)


#: From keys to what the actor may see of them. A fixed number of statements, however many keys.
SubjectFinder = Callable[["Work", Actor, Collection[str]], Mapping[str, Subject]]


class SubjectBook:
    """How the subjects of every kind are found."""

    def __init__(self, tables: Iterable[Mapping[str, SubjectFinder]] = ()) -> None:
        self.finders: dict[str, SubjectFinder] = {}
        for table in tables:
            for kind, finder in table.items():
                if kind in self.finders or len(kind) > KIND_LENGTH:
                    raise ValueError(f"kind of subject entered twice or too long: {kind}")
                self.finders[kind] = finder

    def find(self, work: Work, actor: Actor, ref: SubjectRef) -> Subject:
        """The subject. NotFound when there is none or the actor may not see it."""
        found = self.find_all(work, actor, [ref]).get(ref)
        if found is None:
            raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
        return found

    def find_all(self, work: Work, actor: Actor, refs: Iterable[SubjectRef]) -> dict[SubjectRef, Subject]:
        """Those of the subjects that the actor may see. As many questions as there are kinds."""
        keys: dict[str, set[str]] = {}
        for ref in refs:
            if ref.kind in self.finders and 0 < len(ref.key) <= KEY_LENGTH:
                keys.setdefault(ref.kind, set()).add(ref.key)
        return {
            SubjectRef(kind, key): subject
            for kind, wanted in keys.items()
            for key, subject in self.finders[kind](work, actor, sorted(wanted)).items()
        }
