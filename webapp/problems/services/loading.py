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
from webapp.problems.enums import CallPhase
from webapp.problems.mails import Addressee
from webapp.problems.models import Problem, ProblemCall, ReceivedConsent

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


def author_of(work: Work, problem: Problem) -> Addressee:
    """Whose problem it is, to write to: who posted it, or for whom an official did (대리접수)."""
    if problem.is_received:
        consent = work.session.scalars(
            sa.select(ReceivedConsent).where(ReceivedConsent.problem_id == problem.id)
        ).one()
        return Addressee(consent.person_name, consent.person_email, "ko")
    account = work.session.get_one(Account, problem.author_id)
    return Addressee(account.name, account.email, account.locale)


def check_open(call: ProblemCall, work: Work) -> None:
    """RuleBroken when the call takes no problems now, with what becomes of what was written."""
    phase = call.phase_at(work.now)
    if phase is CallPhase.OPEN:
        return
    if phase is CallPhase.UPCOMING:
        message = _("아직 접수를 시작하지 않은 과제 공모입니다.")
    else:
        message = _("접수가 끝난 과제 공모입니다. 적은 내용은 그대로 두었습니다.")
    raise RuleBroken(message, field="call", code="call_closed")


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
