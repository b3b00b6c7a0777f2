"""Opening what is not for everybody, and noting who looked.

A look is an append of its own: call the `record_…` functions in a short transaction beside the page's.
"""

from __future__ import annotations

from webapp.accounts.enums import Role
from webapp.challenges.models import Challenge
from webapp.challenges.queries import find_challenge
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.services import record_view
from webapp.judging.enums import Permission
from webapp.judging.models import Assignment, Round
from webapp.judging.queries.office import round_by_key
from webapp.judging.queries.sheets import SheetDetail, sheet_detail
from webapp.judging.services.loading import not_found


def open_round(work: Work, actor: Actor, key: str, permission: str = Permission.PROGRESS_VIEW) -> Round:
    """A round for its officials, with what policies read. NotFound for everybody else."""
    round_ = round_by_key(work, key)
    if round_ is None:
        raise not_found()
    work.require(actor, permission, round_, is_secret=True)
    return round_


def open_challenge(work: Work, actor: Actor, key: str) -> Challenge:
    """A challenge for which the actor may set up a round. NotFound for everybody else."""
    challenge = find_challenge(work, key)
    work.require(actor, Permission.ROUND_MANAGE, challenge, is_secret=True)
    return challenge


def open_sheet(work: Work, actor: Actor, key: str) -> tuple[Round, SheetDetail]:
    """One sheet with its points for an official who may see scores. NotFound for everybody else."""
    detail = sheet_detail(work, key)
    if detail is None:
        raise not_found()
    return open_round(work, actor, detail.round_key, Permission.RANKING_VIEW), detail


def record_ranking_view(work: Work, actor: Actor, round_id: int) -> None:
    """Note that an official looked at the scores of a round."""
    work.audit(actor, "judging:ranking:viewed", work.session.get_one(Round, round_id))


def record_sheet_view(work: Work, actor: Actor, assignment_id: int) -> None:
    """Note that an official looked at a sheet."""
    work.audit(actor, "judging:sheet:viewed", work.session.get_one(Assignment, assignment_id))


def record_idea_view(work: Work, actor: Actor, assignment_id: int) -> None:
    """Note that a judge looked at the text of an unpublished idea; its author sees that a judge did."""
    assignment = work.session.get_one(Assignment, assignment_id)
    record_view(work, actor, assignment.idea_id, Role.JUDGE)
    work.audit(actor, "judging:idea:viewed", assignment, after={"idea_id": assignment.idea_id})
