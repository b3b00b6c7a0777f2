"""Telling people in time: of drafts before the deadline, of a cancelled contest, of changed rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from webapp.accounts.enums import AccountState
from webapp.accounts.models import Account
from webapp.challenges.enums import ChallengeEvent, ChallengeState, ChangeState, IdeaPublicity
from webapp.challenges.models import Challenge, Programme, RuleChange
from webapp.challenges.queries.subjects import CONTEST_KIND, challenge_subjects
from webapp.core.i18n import localized
from webapp.core.subjects import SubjectRef
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.discussion.services import News, tell_followers
from webapp.ideas import mails
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.services.publication import unpublish

#: How long before the deadline a draft's author is reminded; one letter for each.
REMIND_BEFORE: Final = (timedelta(hours=3), timedelta(days=1), timedelta(days=3))
BATCH: Final = 200
ENTERED: Final = (IdeaState.DRAFT, IdeaState.SUBMITTED, IdeaState.IN_JUDGING)


def remind_of_drafts(work: Work, after_id: int = 0) -> int | None:
    """Send the reminders that are due for one batch of drafts; returns the last id, None when all is done.

    Of several that are due only the nearest is sent: who starts two days before the end gets no letter that
    was meant for three. Nobody gets the same one twice.
    """
    ideas = work.session.scalars(
        _with_contest()
        .where(
            Idea.id > after_id,
            Idea.state == IdeaState.DRAFT,
            sa.or_(Idea.title != "", Idea.summary != ""),
            Challenge.state.in_((ChallengeState.ANNOUNCED, ChallengeState.OPEN)),
            Challenge.opens_at <= work.now,
            Challenge.closes_at > work.now,
            Challenge.closes_at <= work.now + REMIND_BEFORE[-1],
        )
        .order_by(Idea.id)
        .limit(BATCH)
    ).all()
    for idea in ideas:
        left = idea.challenge.closes_at - work.now
        due = next(before for before in REMIND_BEFORE if left <= before)
        began = idea.challenge.closes_at - due
        if idea.created_at <= began:
            hours = int(due.total_seconds() // 3600)
            work.send(mails.reminder(work, idea), key=f"ideas:reminder:{idea.key}:{hours}")
    return ideas[-1].id if len(ideas) == BATCH else None


def challenges_to_publish(work: Work) -> list[int]:
    """Challenges that are closed and have ideas which may be read from then on."""
    waiting = (
        sa.select(Idea.id)
        .where(
            Idea.challenge_id == Challenge.id,
            Idea.state.in_((IdeaState.SUBMITTED, IdeaState.IN_JUDGING)),
            Idea.allows_publication.is_(True),
            Idea.published_at.is_(None),
        )
        .exists()
    )
    return list(
        work.session.scalars(
            sa.select(Challenge.id)
            .where(
                Challenge.publicity == IdeaPublicity.AT_CLOSE,
                Challenge.state.in_((ChallengeState.OPEN, ChallengeState.CLOSED, ChallengeState.JUDGING)),
                Challenge.closes_at <= work.now,
                waiting,
            )
            .order_by(Challenge.id)
        )
    )


def tell_of_cancellation(work: Work, event: StateChanged) -> None:
    """When a challenge is cancelled, write to all who entered or were about to; nothing stays public."""
    if event.event is not ChallengeEvent.CANCEL or not isinstance(event.subject, Challenge):
        return
    ideas = work.session.scalars(
        _with_contest()
        .where(Idea.challenge_id == event.subject.id, Idea.state.in_(ENTERED))
        .order_by(Idea.id)
    ).all()
    for idea in ideas:
        unpublish(work, idea)
        letter = mails.contest_cancelled(work, idea, event.reason)
        work.send(letter, key=f"ideas:cancelled:{idea.key}")
    work.audit(event.actor, "ideas:challenge:cancelled", event.subject, after={"ideas": len(ideas)})


def tell_of_changed_rules(work: Work, event: StateChanged) -> None:
    """When a change of rules was announced, write once to each who entered or is about to, and who follows.

    A correction of wording is listed with the contest and sent to nobody.
    """
    change = event.subject
    if not isinstance(change, RuleChange) or event.target is not ChangeState.IN_FORCE or change.is_correction:
        return
    ideas = work.session.scalars(
        _with_contest()
        .where(Idea.challenge_id == change.challenge_id, Idea.state.in_((*ENTERED, IdeaState.FINALIST)))
        .order_by(Idea.id)
    ).all()
    for idea in {idea.author_id: idea for idea in ideas}.values():
        letter = mails.rules_changed(work, idea, change)
        work.send(letter, key=f"ideas:rules_changed:{change.key}:{idea.author_id}")
    _tell_followers(work, event, change, {idea.author_id for idea in ideas})


def _tell_followers(work: Work, event: StateChanged, change: RuleChange, told: set[int]) -> None:
    """To the followers of the challenge and of its contest, but for those who have a letter already."""
    challenge = change.challenge
    subject = challenge_subjects(work, event.actor, [challenge.key]).get(challenge.key)
    if subject is None:
        return

    def facts() -> dict[str, object]:
        programme = challenge.programme
        return {
            "contest": localized(programme.title, programme.title_en),
            "kind": change.kind.label,
            "reason_text": change.reason,
            "closes_at": challenge.closes_at.isoformat() if work.now < challenge.closes_at else "",
        }

    contest = SubjectRef(CONTEST_KIND, challenge.programme.slug)
    news = News(
        "ideas/followed_rules_changed", f"rules-changed:{change.key}", facts, mails.change_path(work, change)
    )
    tell_followers(work, subject, news, contest, besides=told)


def _with_contest() -> sa.Select[Idea]:
    return (
        sa.select(Idea)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Account, Account.id == Idea.author_id)
        .where(Account.state == AccountState.ACTIVE)
        .options(
            contains_eager(Idea.challenge).contains_eager(Challenge.programme), contains_eager(Idea.author)
        )
    )
