"""The diary of a project: what team, mentors and officials write down; public where the writer says so."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.errors import RuleBroken, SignInNeeded
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import refuse_personal_data
from webapp.core.work import Work
from webapp.maturing.enums import NoteRole, Permission
from webapp.maturing.models import Project, ProjectNote
from webapp.maturing.policies import mentors_of, team_of
from webapp.maturing.services.loading import load_project


@dataclass(frozen=True, slots=True)
class WriteNote:
    """An entry of the diary."""

    project_key: str
    text: str
    is_public: bool = False


def write_note(work: Work, actor: Actor, command: WriteNote) -> ProjectNote:
    """Write into the diary. The same text as one's last entry is a double click; nothing is added then.

    RuleBroken for a public entry that names personal data.
    """
    project = load_project(work, command.project_key)
    work.require(actor, Permission.PROJECT_VIEW, project, is_secret=True)
    work.require(actor, Permission.NOTE_WRITE, project)
    if actor.account_id is None:
        raise SignInNeeded(_("로그인이 필요합니다."))
    text = command.text.strip()
    if not text:
        raise RuleBroken(_("내용을 적어 주십시오."), field="text")
    if command.is_public:
        refuse_personal_data({"text": text})
    last = work.session.scalar(
        sa.select(ProjectNote)
        .where(ProjectNote.project_id == project.id, ProjectNote.author_id == actor.account_id)
        .order_by(ProjectNote.id.desc())
        .limit(1)
    )
    if last is not None and last.text == text and last.is_public == command.is_public:
        return last
    note = ProjectNote(
        project_id=project.id,
        author_id=actor.account_id,
        role=_role_of(project, actor),
        text=text,
        is_public=command.is_public,
        written_at=work.now,
    )
    work.session.add(note)
    work.audit(actor, "maturing:note:written", note, after={"is_public": command.is_public})
    return note


def _role_of(project: Project, actor: Actor) -> NoteRole:
    if actor.account_id in team_of(project):
        return NoteRole.TEAM
    return NoteRole.MENTOR if actor.account_id in mentors_of(project) else NoteRole.OFFICIAL
