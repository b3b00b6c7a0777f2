"""What judges see of an idea: what was handed in, without names of persons or organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.text import split_extension
from webapp.core.work import Work
from webapp.ideas.models import Answer, Content, HandedFile, Idea, IdeaVersion


@dataclass(frozen=True, slots=True)
class BlindFile:
    """A file under a name that tells nothing of its author: `첨부 1.pdf`."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BlindIdea:
    """An idea as judges see it."""

    id: int
    challenge_id: int
    receipt_number: str
    version: int
    sha256: str
    submitted_at: datetime
    title: str
    summary: str
    answers: tuple[Answer, ...]
    files: tuple[BlindFile, ...]


def blind_idea(work: Work, idea_id: int) -> BlindIdea:
    """What was handed in last, for judges. One statement. NotFound when nothing was handed in."""
    found = blind_ideas(work, [idea_id])
    if not found:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return found[0]


def blind_ideas(work: Work, idea_ids: Sequence[int]) -> tuple[BlindIdea, ...]:
    """The same for many ideas in one statement, in the order of their acceptance."""
    rows = work.session.execute(
        sa.select(Idea.id, Idea.challenge_id, IdeaVersion.content, IdeaVersion.sha256)
        .join(IdeaVersion, sa.and_(IdeaVersion.idea_id == Idea.id, IdeaVersion.number == Idea.version_count))
        .where(Idea.id.in_(idea_ids))
        .order_by(Idea.receipt_sequence, Idea.id)
    )
    return tuple(
        _blind(row.id, row.challenge_id, Content.from_plain(row.content), row.sha256) for row in rows
    )


def files_for_judges(answers: Sequence[Answer], files: Sequence[HandedFile]) -> list[HandedFile]:
    """The files without those that answer a question which judges do not see."""
    shown = {"", *(one.name for one in answers if one.is_shown_to_judges)}
    return [one for one in files if one.slot in shown]


def blind_files(files: Sequence[HandedFile]) -> tuple[BlindFile, ...]:
    """Files numbered in their order; their own names may hold a person's."""
    return tuple(
        BlindFile(one.key, _blind_name(number, one), one.media_type, one.size, one.sha256)
        for number, one in enumerate(files, 1)
    )


def _blind_name(number: int, file: HandedFile) -> str:
    extension = split_extension(file.filename)[1]
    name = _("첨부 %(number)s", number=number)
    return f"{name}.{extension}" if extension else name


def _blind(idea_id: int, challenge_id: int, content: Content, sha256: str) -> BlindIdea:
    return BlindIdea(
        id=idea_id,
        challenge_id=challenge_id,
        receipt_number=content.receipt_number,
        version=content.version,
        sha256=sha256,
        submitted_at=content.submitted_at,
        title=content.title,
        summary=content.summary,
        answers=tuple(one for one in content.answers if one.is_shown_to_judges and one.text),
        files=blind_files(files_for_judges(content.answers, content.files)),
    )
