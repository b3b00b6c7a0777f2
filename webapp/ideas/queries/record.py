"""The past of an idea: its steps, its versions with what changed, and who looked before it was public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.core.audit import AuditEntry
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.ideas.enums import VIEWED, VIEWED_BY_DEPARTMENT, IdeaEvent
from webapp.ideas.models import Content, Idea, IdeaVersion
from webapp.ideas.workflow import IDEA

VIEWS_SHOWN: Final = 100
#: Steps that an author hears of when they happen; the rest of the history waits for the result.
_TOLD: Final = {
    IdeaEvent.SUBMIT: (lazy("제출"), "success"),
    IdeaEvent.WITHDRAW: (lazy("철회"), "warning"),
    IdeaEvent.RULE_OUT: (lazy("부적격 결정"), "danger"),
    IdeaEvent.REINSTATE: (lazy("부적격 결정 취소"), "success"),
    IdeaEvent.TAKE_TO_JUDGING: (lazy("심사 시작"), "success"),
}
_WITH_RESULT: Final = {
    IdeaEvent.NOMINATE: (lazy("수상 후보 선정"), "success"),
    IdeaEvent.PASS_OVER: (lazy("미선정"), ""),
    IdeaEvent.EXCLUDE: (lazy("수상 후보에서 제외"), "warning"),
    IdeaEvent.AWARD: (lazy("수상"), "success"),
    IdeaEvent.REVOKE: (lazy("수상 취소"), "danger"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A step in an idea's life as its author sees it."""

    at: datetime
    title: str
    actor: str = ""
    body: str = ""
    tone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with what changed in it since the one before."""

    number: int
    submitted_at: datetime
    sha256: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewLine:
    """Who looked at the idea before it was public, by role."""

    at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """Steps, versions and looks; each oldest first."""

    history: tuple[HistoryLine, ...]
    versions: tuple[VersionLine, ...]
    views: tuple[ViewLine, ...]


def own_record(work: Work, idea_id: int, *, is_decided: bool) -> OwnRecord:
    """The past of an idea that the caller may see. Three statements.

    Before the result is announced (`is_decided`) nothing tells who was nominated or passed over.
    """
    return OwnRecord(
        history=history_of(work, idea_id, is_decided=is_decided),
        versions=versions_of(work, idea_id),
        views=views_of(work, idea_id),
    )


def history_of(work: Work, idea_id: int, *, is_decided: bool) -> tuple[HistoryLine, ...]:
    """The steps with their reasons, actors by role."""
    rows = work.session.execute(
        sa.select(StateChange.event, StateChange.at, StateChange.reason, StateChange.actor_kind)
        .where(StateChange.subject_type == IDEA.name, StateChange.subject_id == idea_id)
        .order_by(StateChange.id)
    )
    told = _TOLD | _WITH_RESULT if is_decided else _TOLD
    lines = []
    for row in rows:
        event = IdeaEvent(row.event)
        if event in told:
            label, tone = told[event]
            lines.append(HistoryLine(row.at, str(label), _actor(event), row.reason, tone))
    return tuple(lines)


def _actor(event: IdeaEvent) -> str:
    if event in {IdeaEvent.SUBMIT, IdeaEvent.WITHDRAW}:
        return _("낸 사람")
    return _("담당 기관")


def versions_of(work: Work, idea_id: int) -> tuple[VersionLine, ...]:
    """The versions, each with the names of what differs from the one before."""
    rows = work.session.execute(
        sa.select(IdeaVersion.number, IdeaVersion.submitted_at, IdeaVersion.sha256, IdeaVersion.content)
        .where(IdeaVersion.idea_id == idea_id)
        .order_by(IdeaVersion.number)
    ).all()
    lines, before = [], None
    for row in rows:
        content = Content.from_plain(row.content)
        changes = changes_between(before, content) if before else (_("처음 제출"),)
        lines.append(VersionLine(row.number, row.submitted_at, row.sha256, changes))
        before = content
    return tuple(lines)


def changes_between(before: Content, after: Content) -> tuple[str, ...]:
    """The names of what differs between two versions, in the order of the form."""
    changed = []
    if before.title != after.title:
        changed.append(_("제목"))
    if before.summary != after.summary:
        changed.append(_("한 문단 요약"))
    texts: Mapping[str, str] = {one.name: one.text for one in before.answers}
    changed.extend(one.label for one in after.answers if texts.get(one.name, "") != one.text)
    if _files(before) != _files(after):
        changed.append(_("첨부 파일"))
    if before.allows_publication != after.allows_publication:
        changed.append(_("공개 동의"))
    return tuple(changed) or (_("바뀐 내용 없음"),)


def _files(content: Content) -> Sequence[tuple[str, str]]:
    return [(one.filename, one.sha256) for one in content.files]


def views_of(work: Work, idea_id: int) -> tuple[ViewLine, ...]:
    """Who looked, by role and time, the latest first."""
    rows = work.session.execute(
        sa.select(AuditEntry.at, AuditEntry.after)
        .where(
            AuditEntry.subject_type == Idea.__tablename__,
            AuditEntry.subject_id == idea_id,
            AuditEntry.action.in_((VIEWED, VIEWED_BY_DEPARTMENT)),
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(VIEWS_SHOWN)
    )
    return tuple(ViewLine(row.at, _role(row.after)) for row in rows)


def _role(facts: Mapping[str, Any]) -> str:
    return Role(facts["role"]).label if "role" in facts else _("정책 반영 담당자")
