"""How the use cases load what they change, with the relations that policies and letters read.

Must not check permissions: each use case does, right after loading.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webapp.challenges.models import Challenge
from webapp.core.errors import NotFound, RuleBroken, StaleVersion
from webapp.core.i18n import gettext as _
from webapp.core.text import clean_text, refuse_personal_data
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.reflection.models import Measure, Reflection


def not_found() -> NotFound:
    """There is no such reflection or measure."""
    return NotFound(_("요청하신 내용을 찾을 수 없습니다."))


def load_idea(work: Work, key: str) -> Idea:
    """The idea with its author, challenge and programme; locked, so that it is assigned once."""
    idea = work.session.scalar(
        sa.select(Idea)
        .where(Idea.key == key)
        .options(joinedload(Idea.author), joinedload(Idea.challenge).joinedload(Challenge.programme))
        .with_for_update(of=Idea)
    )
    if idea is None:
        raise not_found()
    return idea


def load_reflection(work: Work, key: str, version: int | None = None) -> Reflection:
    """The reflection, locked. StaleVersion when the form was filled in from an older one."""
    reflection = work.session.scalar(
        sa.select(Reflection)
        .where(Reflection.key == key)
        .options(
            joinedload(Reflection.department),
            joinedload(Reflection.official),
            selectinload(Reflection.team),
            joinedload(Reflection.idea).joinedload(Idea.author),
            joinedload(Reflection.idea).joinedload(Idea.challenge).joinedload(Challenge.programme),
        )
        .with_for_update(of=Reflection)
    )
    if reflection is None:
        raise not_found()
    check_version(reflection.version, version)
    return reflection


def load_measure(work: Work, key: str) -> Measure:
    """The measure with its reflection, locked."""
    reflection = joinedload(Measure.reflection)
    measure = work.session.scalar(
        sa.select(Measure)
        .where(Measure.key == key)
        .options(
            reflection.joinedload(Reflection.department),
            reflection.joinedload(Reflection.official),
            reflection.selectinload(Reflection.team),
            reflection.joinedload(Reflection.idea).joinedload(Idea.author),
            reflection.joinedload(Reflection.idea).joinedload(Idea.challenge).joinedload(Challenge.programme),
        )
        .with_for_update(of=Measure)
    )
    if measure is None:
        raise not_found()
    return measure


def check_version(current: int, seen: int | None) -> None:
    """Raise StaleVersion unless the writer saw the current version (None: did not say)."""
    if seen is not None and seen != current:
        raise StaleVersion(_("그사이 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오."))


def needed(text: str, field: str, message: str) -> str:
    """A public text, cleaned. RuleBroken on `field` when it is empty or holds personal data."""
    cleaned = clean_text(text)
    if not cleaned:
        raise RuleBroken(message, field=field, code="required")
    refuse_personal_data({field: cleaned})
    return cleaned
