"""Versions of a post: one when it becomes public, one more whenever something of it changes.

Must not decide whether it may change: `writing` does.
"""

from __future__ import annotations

import sqlalchemy as sa

from webapp.core.attachments import attachments_of
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.models import Problem, ProblemVersion
from webapp.problems.services.content import content_of


def keep_version(work: Work, actor: Actor, problem: Problem) -> bool:
    """Keep the post as it stands now; the row must be locked. False when the last version says the same."""
    work.flush()
    files = attachments_of(work.session, "problems", problem.id)
    content = content_of(problem) | {"files": [file.filename for file in files]}
    last = work.session.execute(
        sa.select(ProblemVersion.number, ProblemVersion.content)
        .where(ProblemVersion.problem_id == problem.id)
        .order_by(ProblemVersion.number.desc())
        .limit(1)
    ).first()
    if last is not None and last.content == content:
        return False
    work.session.add(
        ProblemVersion(
            problem_id=problem.id,
            number=1 if last is None else last.number + 1,
            content=content,
            changed_by_id=actor.account_id or problem.author_id,
            changed_at=work.now,
        )
    )
    work.flush()
    return True
