"""Rows that the services of problems begin with, and the text rules that several of them share.

Must not change anything.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.accounts.models import Account
from webapp.core.errors import NotFound, RuleBroken, StaleVersion
from webapp.core.i18n import gettext as _
from webapp.core.text import check_length, clean_text, refuse_personal_data
from webapp.core.work import Work
from webapp.problems.models import Problem, ProblemCall

REASON_MAX: Final = 2000


def load_problem(work: Work, key: str) -> Problem:
    """The problem with its call, locked until the end of the unit of work. NotFound for a forged key."""
    problem = find_problem(work, key)
    if problem is None:
        raise NotFound(_("문제를 찾을 수 없습니다."))
    return problem


def find_problem(work: Work, key: str) -> Problem | None:
    """The problem with its call, locked; or None."""
    return work.session.scalar(
        sa.select(Problem)
        .where(Problem.key == key)
        .options(joinedload(Problem.call, innerjoin=True))
        .with_for_update(of=Problem)
    )


def load_call(work: Work, slug: str) -> ProblemCall:
    """The call with this address, locked. NotFound when there is none."""
    call = work.session.scalar(sa.select(ProblemCall).where(ProblemCall.slug == slug).with_for_update())
    if call is None:
        raise NotFound(_("과제 공모를 찾을 수 없습니다."))
    return call


def author_of(work: Work, problem: Problem) -> Account:
    """The account that wrote the problem."""
    return work.session.get_one(Account, problem.author_id)


def check_version(row: Problem | ProblemCall, version: int) -> None:
    """StaleVersion when the form was made from another version than the one that is stored."""
    if row.version != version:
        raise stale()


def stale() -> StaleVersion:
    """What to say when two people, or two windows, saved the same thing."""
    return StaleVersion(
        _("그사이 다른 창이나 다른 사람이 먼저 고쳤습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오.")
    )


def public_reason(reason: str) -> str:
    """A reason that will stand in public: written, not too long, without personal data. RuleBroken on it."""
    text = clean_text(reason)
    if not text.strip():
        raise RuleBroken(_("사유를 적어 주십시오."), field="reason", code="reason_required")
    check_length(text, maximum=REASON_MAX, field="reason")
    refuse_personal_data({"reason": text})
    return text
