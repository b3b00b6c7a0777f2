"""Who looked at an idea that is not public: a record of its own for each look."""

from __future__ import annotations

from webapp.accounts.enums import Role
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import VIEWED
from webapp.ideas.models import Idea


def record_view(work: Work, actor: Actor, idea_id: int, role: Role) -> None:
    """Note that the actor, in this role, was shown what was handed in. Commit it before showing anything.

    The author sees role and time. A page that only reads calls this in a short transaction of its own.
    """
    work.audit(actor, VIEWED, work.session.get_one(Idea, idea_id), after={"role": role.value})
