"""Public notices: of a contest, as a list, one by one. What was put out is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import NoticeKind
from webapp.challenges.models import Challenge, Notice, Programme
from webapp.challenges.queries.visibility import FOR_EVERYBODY, visible_to
from webapp.core.errors import NotFound
from webapp.core.i18n import current_locale, localized
from webapp.core.i18n import gettext as _
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.rss import Feed, FeedItem, rss_text
from webapp.core.text import plain_excerpt
from webapp.core.work import Work

CURSOR_KINDS = (datetime, int)
#: So many notices stand in a feed.
FEED_SIZE = 30


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A public notice in a list."""

    id: int
    key: str
    kind: NoticeKind
    title: str
    published_at: datetime
    challenge_key: str
    challenge_title: str
    challenge_title_en: str

    @property
    def title_here(self) -> str:
        """The title in the reader's language."""
        return notice_title(self.kind, self.title, localized(self.challenge_title, self.challenge_title_en))


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice with what it belongs to."""

    key: str
    kind: NoticeKind
    title: str
    body: str
    published_at: datetime
    rules_hash: str
    programme_slug: str
    programme_title: str
    programme_title_en: str
    agency: str
    agency_en: str
    challenge_key: str
    challenge_title: str
    challenge_title_en: str

    @property
    def title_here(self) -> str:
        """The title in the reader's language."""
        return notice_title(self.kind, self.title, localized(self.challenge_title, self.challenge_title_en))


def notice_title(kind: NoticeKind, title: str, challenge: str) -> str:
    """A notice's title as it was put out, in Korean; for other readers made from its kind and challenge."""
    return title if current_locale() == "ko" or not challenge else f"{kind.label}: {challenge}"


def notice_rows(
    work: Work, programme_id: int, *, cursor_text: str | None = None, limit: int = 20
) -> Page[NoticeRow]:
    """Notices of a programme, the latest first (1 statement)."""
    cursor = read_cursor(cursor_text, CURSOR_KINDS)
    is_back = cursor is not None and cursor.backwards
    statement = (
        sa.select(
            Notice.id,
            Notice.key,
            Notice.kind,
            Notice.title,
            Notice.published_at,
            sa.func.coalesce(Challenge.key, "").label("challenge_key"),
            sa.func.coalesce(Challenge.title, "").label("challenge_title"),
            sa.func.coalesce(Challenge.title_en, "").label("challenge_title_en"),
        )
        .outerjoin(Challenge, Challenge.id == Notice.challenge_id)
        .where(Notice.programme_id == programme_id)
    )
    place = sa.tuple_(Notice.published_at, Notice.id)
    if cursor is not None:
        edge = sa.tuple_(
            sa.literal(cursor.key[0], Notice.published_at.type), sa.literal(cursor.key[1], Notice.id.type)
        )
        statement = statement.where(place > edge if is_back else place < edge)
    order = (
        (Notice.published_at.asc(), Notice.id.asc())
        if is_back
        else (Notice.published_at.desc(), Notice.id.desc())
    )
    rows = work.session.execute(statement.order_by(*order).limit(limit + 1)).all()
    return page_of(
        [NoticeRow(*row) for row in rows],
        size=limit,
        key=lambda notice: (notice.published_at, notice.id),
        cursor=cursor,
    )


def count_notices(work: Work, programme_id: int) -> int:
    """How many notices a programme has (1 statement)."""
    return int(work.session.scalar(sa.select(notices_counted(programme_id))) or 0)


def notices_counted(programme_id: int) -> sa.ScalarSelect[int]:
    """The same as a part of another statement."""
    count = sa.select(sa.func.count()).select_from(Notice).where(Notice.programme_id == programme_id)
    return count.scalar_subquery()


@dataclass(frozen=True, slots=True)
class NoticeList:
    """The notices of one contest."""

    slug: str
    title: str
    title_en: str
    page: Page[NoticeRow]
    total: int


def notice_list(
    work: Work, slug: str, cursor_text: str | None = None, actor: Actor = ANONYMOUS
) -> NoticeList:
    """A page of a contest's notices (3 statements). NotFound before its first."""
    row = work.session.execute(
        sa.select(Programme.id, Programme.title, Programme.title_en).where(
            Programme.slug == slug, Programme.published_at.is_not(None), visible_to(actor)
        )
    ).first()
    if row is None:
        raise NotFound(_("그런 공모가 없습니다."))
    page = notice_rows(work, row.id, cursor_text=cursor_text)
    return NoticeList(slug, row.title, row.title_en, page, count_notices(work, row.id))


def notice_page(work: Work, key: str, actor: Actor = ANONYMOUS) -> NoticePage:
    """One notice (1 statement). NotFound when there is none."""
    row: Any = work.session.execute(
        sa.select(
            Notice.key,
            Notice.kind,
            Notice.title,
            Notice.body,
            Notice.published_at,
            Notice.rules_hash,
            Programme.slug.label("programme_slug"),
            Programme.title.label("programme_title"),
            Programme.title_en.label("programme_title_en"),
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
            sa.func.coalesce(Challenge.key, "").label("challenge_key"),
            sa.func.coalesce(Challenge.title, "").label("challenge_title"),
            sa.func.coalesce(Challenge.title_en, "").label("challenge_title_en"),
        )
        .join(Programme, Programme.id == Notice.programme_id)
        .join(Agency, Agency.id == Programme.agency_id)
        .outerjoin(Challenge, Challenge.id == Notice.challenge_id)
        .where(Notice.key == key, visible_to(actor))
    ).first()
    if row is None:
        raise NotFound(_("그런 공고가 없습니다."))
    return NoticePage(*row)


def notices_rss(work: Work, actor: Actor, slug: str | None, site: str) -> str:
    """The latest notices as a feed, of one contest or of all (up to 4 statements). NotFound for none."""
    statement = sa.select(
        Notice.key,
        Notice.kind,
        Notice.title,
        Notice.body,
        Notice.published_at,
        Programme.title.label("programme"),
        Programme.title_en.label("programme_en"),
        sa.func.coalesce(Challenge.title, "").label("challenge"),
        sa.func.coalesce(Challenge.title_en, "").label("challenge_en"),
    ).join(Programme, Programme.id == Notice.programme_id)
    title, path = _("%(site)s 공고", site=site), "/contests"
    if slug is not None:
        found = notice_list(work, slug, actor=actor)
        title, path = localized(found.title, found.title_en), f"/contests/{slug}"
        statement = statement.where(Programme.slug == slug)
    else:
        statement = statement.where(FOR_EVERYBODY)
    rows = work.session.execute(
        statement.outerjoin(Challenge, Challenge.id == Notice.challenge_id)
        .order_by(Notice.published_at.desc(), Notice.id.desc())
        .limit(FEED_SIZE)
    ).all()
    feed = Feed(
        title,
        f"{work.base_url}{path}",
        f"{work.base_url}{path}/feed.xml",
        _("공고와 정정, 결과 발표를 나온 차례로 알려 드립니다."),
        current_locale(),
    )
    return rss_text(feed, [_feed_item(work, row) for row in rows])


def _feed_item(work: Work, row: Any) -> FeedItem:
    return FeedItem(
        notice_title(row.kind, row.title, localized(row.challenge, row.challenge_en)),
        f"{work.base_url}/notices/{row.key}",
        row.published_at,
        plain_excerpt(row.body, 300),
        localized(row.programme, row.programme_en),
    )
