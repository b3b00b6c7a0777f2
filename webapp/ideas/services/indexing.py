"""What published ideas are found by: their public texts in the full-text index.

Must not decide what is public: the search joins the ids found with its own conditions. Only what everybody
may read is in the index, never an idea's own text.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.core.search_index import SearchSource, put_text
from webapp.core.work import Work
from webapp.ideas.enums import IDEA_KIND
from webapp.ideas.models import IdeaPublication


def index_publication(work: Work, publication: IdeaPublication) -> None:
    """Bring the index in line with what was published of an idea."""
    put_text(work, IDEA_KIND, publication.idea_id, publication.title, publication.summary)


def _texts(work: Work, after: int, limit: int) -> list[tuple[int, str]]:
    rows = work.session.execute(
        sa.select(IdeaPublication.idea_id, IdeaPublication.title, IdeaPublication.summary)
        .where(IdeaPublication.idea_id > after)
        .order_by(IdeaPublication.idea_id)
        .limit(limit)
    ).all()
    return [(row.idea_id, f"{row.title} {row.summary}") for row in rows]


#: Where the index takes the texts of this context from when it is made anew.
SEARCH_SOURCES = (SearchSource(IDEA_KIND, _texts),)
