"""What a posted problem said at each time, and what was changed from one version to the next.

Visible to whoever sees the problem itself. Must not show who changed it beyond "the author": names are masked
elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.core.i18n import LazyText, lazy
from webapp.core.labels import LabelledEnum
from webapp.core.policy import Actor
from webapp.core.regions import Region
from webapp.core.text import Part, difference
from webapp.core.work import Work
from webapp.problems.enums import ProblemField, ProblemSource, SocialValue
from webapp.problems.models import ProblemVersion
from webapp.problems.queries.detail import ProblemText, problem_text

#: More versions than this are not told of on one page; the newest are.
MOST: Final = 50
LABELS: Final[Mapping[str, LazyText]] = {
    "title": lazy("어떤 문제입니까?"),
    "source": lazy("출처"),
    "field": lazy("분야"),
    "region": lazy("지역"),
    "sufferers": lazy("겪는 사람"),
    "sufferer_count": lazy("규모"),
    "situation": lazy("현황과 문제점"),
    "tried": lazy("지금까지 해 본 일"),
    "wished_change": lazy("바라는 변화"),
    "social_values": lazy("사회적 가치"),
    "related_agency": lazy("관련 기관"),
    "links": lazy("참고 링크"),
    "files": lazy("첨부 파일"),
}
CHOICES: Final[Mapping[str, type[LabelledEnum]]] = {
    "source": ProblemSource,
    "field": ProblemField,
    "region": Region,
    "social_values": SocialValue,
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One part of the post that changed, in pieces."""

    label: str
    pieces: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a post."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """A problem with its versions, the newest first, and what changed between two of them."""

    problem: ProblemText
    versions: Sequence[Version]
    before: Version | None
    after: Version | None
    changes: Sequence[FieldChange]


def versions_page(
    work: Work, key: str, actor: Actor, before: int | None = None, after: int | None = None
) -> VersionsPage:
    """The versions, and what changed from `before` to `after`: by default with the last change.

    Numbers that are none count as not given. Two statements.
    """
    problem = problem_text(work, key, actor)
    rows = work.session.execute(
        sa.select(ProblemVersion.number, ProblemVersion.changed_at, ProblemVersion.content)
        .where(ProblemVersion.problem_id == problem.id)
        .order_by(ProblemVersion.number.desc())
        .limit(MOST)
    ).all()
    versions = {row.number: Version(row.number, row.changed_at) for row in rows}
    contents = {row.number: row.content for row in rows}
    old, new = _chosen(versions, before, after)
    is_comparable = old in versions and new in versions
    return VersionsPage(
        problem=problem,
        versions=tuple(versions.values()),
        before=versions.get(old) if is_comparable else None,
        after=versions.get(new) if is_comparable else None,
        changes=changes_between(contents[old], contents[new]) if is_comparable else (),
    )


def _chosen(versions: Collection[int], before: int | None, after: int | None) -> tuple[int, int]:
    """The two numbers in order: what is asked for, or the newest and the one before it."""
    new = after if after is not None and after in versions else max(versions, default=0)
    old = before if before is not None and before in versions and before != new else new - 1
    return min(old, new), max(old, new)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[FieldChange]:
    """The parts of a post that differ, in the order of the form."""
    return [
        FieldChange(str(label), difference(_words(name, before), _words(name, after)))
        for name, label in LABELS.items()
        if _words(name, before) != _words(name, after)
    ]


def _words(name: str, content: Mapping[str, Any]) -> str:
    """A part of a post as people read it."""
    value = content.get(name) or ""
    kind = CHOICES.get(name)
    if kind is None:
        return "\n".join(value) if isinstance(value, list) else str(value)
    chosen = value if isinstance(value, list) else [value] if value else []
    return ", ".join(kind(one).label for one in chosen)
