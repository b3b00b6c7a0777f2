"""Making ideas public, and taking them back: the notice says when (`Challenge.publicity`), authors whether.

Winners are published by the rules of the contest (공모전 운영 규정 제10조), everything else by consent.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from webapp.accounts.models import Account
from webapp.challenges.enums import ChallengeState, FieldKind, IdeaPublicity, PolicyProfile
from webapp.challenges.models import Challenge, Programme
from webapp.core.errors import WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import SYSTEM
from webapp.core.text import hide_personal_data, mask_name, to_html
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Answer, Content, Idea, IdeaPublication, IdeaVersion
from webapp.ideas.services.indexing import index_publication
from webapp.ideas.services.loading import challenge_by_id

_S = IdeaState
_AT_CLOSE = (_S.SUBMITTED, _S.IN_JUDGING)
_AT_RESULT = (_S.SUBMITTED, _S.IN_JUDGING, _S.NOT_SELECTED, _S.FINALIST, _S.AWARDED)


def publish_at_close(work: Work, challenge_id: int) -> int:
    """Publish what may be read once entries are closed; returns how many. Safe to repeat."""
    challenge = challenge_by_id(work, challenge_id)
    if work.now < challenge.closes_at:
        raise WrongState(_("접수가 끝난 뒤에 공개할 수 있습니다."), code="still_open")
    is_called_off = challenge.state is ChallengeState.CANCELLED or _is_internal(work, challenge)
    if challenge.publicity is not IdeaPublicity.AT_CLOSE or is_called_off:
        return 0
    return _publish(work, challenge_id, sa.and_(Idea.state.in_(_AT_CLOSE), Idea.allows_publication.is_(True)))


def publish_at_result(work: Work, challenge_id: int) -> int:
    """Publish what may be read once the result is announced; returns how many. Safe to repeat."""
    challenge = challenge_by_id(work, challenge_id)
    if challenge.publicity is IdeaPublicity.NEVER or _is_internal(work, challenge):
        return 0
    has_won = Idea.state == _S.AWARDED
    if challenge.publicity is IdeaPublicity.WINNERS:
        return _publish(work, challenge_id, has_won)
    agreed = sa.and_(Idea.state.in_(_AT_RESULT), Idea.allows_publication.is_(True))
    return _publish(work, challenge_id, sa.or_(has_won, agreed))


def _is_internal(work: Work, challenge: Challenge) -> bool:
    """Whether the contest is its agency's own business: nothing of it is ever public."""
    return work.session.get_one(Programme, challenge.programme_id).profile is PolicyProfile.INTERNAL


def unpublish(work: Work, idea: Idea) -> None:
    """Take an idea out of the public; the caller flushes."""
    if idea.published_at is None:
        return
    idea.published_at = None
    work.session.execute(sa.delete(IdeaPublication).where(IdeaPublication.idea_id == idea.id))


def _publish(work: Work, challenge_id: int, which: sa.ColumnElement[bool]) -> int:
    rows = work.session.execute(
        sa.select(Idea, IdeaVersion.content)
        .join(IdeaVersion, sa.and_(IdeaVersion.idea_id == Idea.id, IdeaVersion.number == Idea.version_count))
        .join(Account, Account.id == Idea.author_id)
        .options(contains_eager(Idea.author), joinedload(Idea.organisation))
        .where(Idea.challenge_id == challenge_id, Idea.published_at.is_(None), which)
        .order_by(Idea.id)
        .with_for_update(of=Idea)
    ).all()
    for idea, content in rows:
        idea.published_at = work.now
        public = _public_part(idea, Content.from_plain(content))
        work.session.add(public)
        index_publication(work, public)
        work.audit(SYSTEM, "ideas:idea:published", idea, after={"version": idea.version_count})
    work.flush()
    return len(rows)


def _public_part(idea: Idea, content: Content) -> IdeaPublication:
    """What everybody may read: public answers, personal data hidden, a person's name masked."""
    applicant = idea.organisation.name if idea.organisation else mask_name(idea.author.name)
    return IdeaPublication(
        idea_id=idea.id,
        version_number=content.version,
        applicant=applicant,
        title=hide_personal_data(content.title),
        summary=hide_personal_data(content.summary),
        answers=[_public_answer(one) for one in content.answers if one.is_public and one.text],
    )


def _public_answer(answer: Answer) -> dict[str, Any]:
    """An answer as it is read: made into safe HTML once, as that costs more than the rest of a page."""
    text = hide_personal_data(answer.text)
    return {
        "label": answer.label,
        "label_en": answer.label_en,
        "kind": answer.kind.value,
        "text": text,
        "html": str(to_html(text)) if answer.kind is FieldKind.TEXT else "",
        "columns": list(answer.columns),
        "unit": answer.unit,
    }
