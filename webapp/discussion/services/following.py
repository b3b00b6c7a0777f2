"""Following a subject, stopping (also from a letter, without signing in), and writing to who follows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import use_locale
from webapp.core.outbox import Letter
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.subjects import Subject, SubjectRef
from webapp.core.work import Work
from webapp.discussion.enums import Deed, Permission
from webapp.discussion.models import Follow
from webapp.discussion.queries.follows import followers_of
from webapp.discussion.services.flood import count_deed
from webapp.discussion.services.tallies import locked_tally


def follow(work: Work, actor: Actor, ref: SubjectRef) -> None:
    """Let the actor hear of a subject. Does nothing for who follows it already."""
    subject = work.subjects.find(work, actor, ref)
    work.require(actor, Permission.FOLLOW_WRITE, subject)
    tally = locked_tally(work, ref)
    if _own(work, actor, ref) is not None:
        return
    count_deed(work, actor, Deed.FOLLOW)
    work.session.add(
        Follow(
            subject_kind=ref.kind,
            subject_key=ref.key,
            account_id=actor.account_id,
            token=secrets.token_urlsafe(32),
            followed_at=work.now,
        )
    )
    tally.followers += 1
    work.audit(actor, "discussion:follow:begun", tally, after={"kind": ref.kind, "key": ref.key})


def stop_following(work: Work, actor: Actor, ref: SubjectRef) -> None:
    """Hear of a subject no more, also of one that cannot be seen any more. Safe to repeat."""
    work.require(actor, Permission.FOLLOW_STOP)
    row = _own(work, actor, ref)
    if row is not None:
        _stop(work, actor, row)


def stop_following_by_link(work: Work, token: str) -> None:
    """The same by the link of a letter, for whoever holds it. NotFound when it was stopped already."""
    row = work.session.scalar(sa.select(Follow).where(Follow.token == token))
    if row is None:
        raise NotFound(_("이미 그만 받기로 하셨거나 없는 주소입니다."))
    _stop(work, ANONYMOUS, row)


@dataclass(frozen=True, slots=True)
class News:
    """What a letter to followers says: its template, a key that says what it is about, and its facts.

    `facts` is asked in each reader's language. `path` is where the letter's link leads, the subject's page
    when empty.
    """

    template: str
    key: str
    facts: Callable[[], Mapping[str, object]]
    path: str = ""


def tell_followers(
    work: Work, subject: Subject, news: News, *also: SubjectRef, besides: Collection[int] = ()
) -> int:
    """Write to everybody who follows `subject` or one of `also`, each once; returns to how many.

    For the contexts above. Every letter ends with the link that stops it. The same key is never sent twice.
    """
    sent = 0
    for person in followers_of(work, subject.ref, *also, besides=besides):
        with use_locale(person.locale):
            facts = {
                "title": subject.title_here,
                "link": f"{work.base_url}{news.path or subject.path}",
                "link_label": _("자세히 보기"),
                "reason": _("소식을 받기로 하셔서 보내 드립니다."),
                "stop_link": person.stop_link,
                **news.facts(),
            }
        letter = Letter(person.email, news.template, person.locale, facts)
        sent += work.send(letter, key=f"followers:{news.key}:{person.account_id}")
    return sent


def _own(work: Work, actor: Actor, ref: SubjectRef) -> Follow | None:
    return work.session.scalar(
        sa.select(Follow).where(
            Follow.subject_kind == ref.kind,
            Follow.subject_key == ref.key,
            Follow.account_id == actor.account_id,
        )
    )


def _stop(work: Work, actor: Actor, row: Follow) -> None:
    ref = SubjectRef(row.subject_kind, row.subject_key)
    tally = locked_tally(work, ref)
    work.session.delete(row)
    tally.followers -= 1
    work.audit(
        actor,
        "discussion:follow:stopped",
        tally,
        after={"kind": ref.kind, "key": ref.key, "account_id": row.account_id},
    )
