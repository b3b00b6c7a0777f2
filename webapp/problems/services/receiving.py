"""Problems that an official types for somebody (대리접수), or for a ministry (부처 수요조사).

Somebody who comes, calls or writes loses nothing by it: their consent is recorded, a copy goes to them, and
nobody who typed it is taken for its author. (공모전 운영 규정 제6조: 다양한 응모 방법.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa

from webapp.core.attachments import attach_files
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy
from webapp.core.kst import kst_day
from webapp.core.models import is_key, new_key
from webapp.core.policy import SYSTEM, Actor
from webapp.core.text import check_length, clean_line
from webapp.core.work import Work
from webapp.problems.enums import (
    CallState,
    ConsentForm,
    Permission,
    ProblemEvent,
    ProblemSource,
    ProblemState,
    ReceivedAs,
)
from webapp.problems.mails import received_copy
from webapp.problems.models import Problem, ProblemCall, ReceivedConsent
from webapp.problems.queries.people import deciding_official
from webapp.problems.services.content import (
    SaveProblem,
    check_fit_for_public,
    digest_of,
    says_the_same,
    write_content,
)
from webapp.problems.services.indexing import index_problem
from webapp.problems.services.loading import author_of, check_open, find_problem, stale
from webapp.problems.services.versions import keep_version
from webapp.problems.services.writing import FILES
from webapp.problems.workflow import PROBLEM

NAME_MAX: Final = 50
#: As the consent says: so long after the result, name and address are forgotten.
KEPT: Final = timedelta(days=3 * 365)
_BATCH: Final = 200
BEHALF_MAX: Final = 100
#: What is read out or signed. The law's four facts: what for, what, how long, and that one may refuse.
CONSENT: Final = lazy(
    "제안을 접수하고 결과를 알려 드리기 위해 이름과 전자우편 주소를 받으며,"
    " 결과가 정해진 뒤 3년 동안 보관합니다."
    " 제안한 내용은 누구나 볼 수 있게 공개하고 이름은 일부를 가립니다."
    " 동의하지 않으실 수 있으며, 그때는 담당자가 대신 접수할 수 없습니다."
)


@dataclass(frozen=True, slots=True)
class ReceiveProblem(SaveProblem):
    """A whole post, typed by an official. `on_behalf_of` names a ministry; empty: it is a person's.

    For a person `person_name` and the consent are needed; `person_email` empty: no copy can be sent.
    """

    channel: ReceivedAs = ReceivedAs.VISIT
    on_behalf_of: str = ""
    person_name: str = ""
    person_email: str = ""
    consent_form: ConsentForm | None = None
    consented_on: date | None = None
    has_agreed: bool = False


def receive_problem(work: Work, actor: Actor, command: ReceiveProblem) -> Problem:
    """Post for somebody. Sending the same form twice posts one problem.

    RuleBroken on what is missing of the consent and on all that `post_problem` refuses; NotFound for a call
    that is not there.
    """
    call = work.session.get(ProblemCall, command.call_id)
    if call is None or call.state is CallState.DRAFT:
        raise NotFound(_("과제 공모를 찾을 수 없습니다."))
    work.require(actor, Permission.RECEIVE, call)
    known = _sent_before(work, actor, command)
    if known is not None:
        return known
    check_open(call, work)
    _check_reception(work, command)
    problem = _entered(work, actor, call, command)
    consent = None if problem.on_behalf_of else _keep_consent(work, actor, problem, command)
    check_fit_for_public(problem, call)
    problem.posted_at = work.now
    PROBLEM.fire(work, actor, problem, ProblemEvent.POST)
    keep_version(work, actor, problem)
    index_problem(work, problem)
    facts = {"call_id": call.id, "received_as": problem.received_as, "sha256": digest_of(problem)}
    work.audit(actor, "problems:problem:received", problem, after=facts)
    if consent is not None:
        letter = received_copy(work, author_of(work, problem), problem, consent)
        work.send(letter, key=f"problem-received:{problem.id}")
    return problem


def _sent_before(work: Work, actor: Actor, command: ReceiveProblem) -> Problem | None:
    if not command.key:
        return None
    problem = find_problem(work, command.key)
    if problem is None:
        if not is_key(command.key):
            raise NotFound(_("문제를 찾을 수 없습니다."))
        return None
    if problem.author_id != actor.account_id or problem.state is ProblemState.DRAFT:
        raise NotFound(_("문제를 찾을 수 없습니다."))
    if not says_the_same(problem, command):
        raise stale()
    return problem


def _check_reception(work: Work, command: ReceiveProblem) -> None:
    """What the record must hold. RuleBroken on each field that is missing."""
    wrong: dict[str, str] = {}
    if command.channel is ReceivedAs.WEB:
        wrong["channel"] = _("어떤 길로 들어왔는지 골라 주십시오.")
    if clean_line(command.on_behalf_of):
        check_length(clean_line(command.on_behalf_of), maximum=BEHALF_MAX, field="on_behalf_of")
    else:
        wrong |= _missing_consent(work, command)
    if wrong:
        raise RuleBroken(_("빠진 내용을 적어 주십시오."), fields=wrong, code="reception")


def _missing_consent(work: Work, command: ReceiveProblem) -> dict[str, str]:
    wrong: dict[str, str] = {}
    name, email = clean_line(command.person_name), clean_line(command.person_email)
    check_length(name, maximum=NAME_MAX, field="person_name")
    check_length(email, maximum=254, field="person_email")
    if not name:
        wrong["person_name"] = _("누구의 문제인지 이름을 적어 주십시오.")
    if email and ("@" not in email or " " in email):
        wrong["person_email"] = _("전자우편 주소를 name@example.org처럼 적어 주십시오.")
    if command.consent_form is None:
        wrong["consent_form"] = _("어떻게 동의를 받았는지 골라 주십시오.")
    if command.consented_on is None:
        wrong["consented_on"] = _("동의를 받은 날을 적어 주십시오.")
    elif command.consented_on > kst_day(work.now):
        wrong["consented_on"] = _("동의를 받은 날은 오늘이거나 그 전이어야 합니다.")
    if not command.has_agreed:
        wrong["has_agreed"] = _("본인의 동의를 받은 뒤 접수할 수 있습니다.")
    return wrong


def _entered(work: Work, actor: Actor, call: ProblemCall, command: ReceiveProblem) -> Problem:
    problem = Problem(
        key=command.key or new_key(),
        call_id=call.id,
        author_id=actor.account_id,
        state=ProblemState.DRAFT,
        received_as=command.channel,
        on_behalf_of=clean_line(command.on_behalf_of),
        created_at=work.now,
    )
    problem.call = call
    write_content(problem, command)
    problem.source = ProblemSource.OFFICIAL if problem.on_behalf_of else command.source
    work.session.add(problem)
    work.flush()
    if command.files:
        attach_files(work, actor, problem, command.files, FILES)
    return problem


def _keep_consent(work: Work, actor: Actor, problem: Problem, command: ReceiveProblem) -> ReceivedConsent:
    official = deciding_official(work, actor.account_id or 0, problem.call.agency_id)
    consent = ReceivedConsent(
        problem_id=problem.id,
        person_name=clean_line(command.person_name),
        person_email=clean_line(command.person_email).lower(),
        consent_form=command.consent_form,
        consented_on=command.consented_on,
        consent_text=str(CONSENT),
        entered_by_id=actor.account_id,
        entered_official=official.facts(),
        entered_at=work.now,
    )
    work.session.add(consent)
    work.flush()
    return consent


def forget_people(work: Work) -> int:
    """Empty names and addresses whose time is over (KEPT after the result); returns how many."""
    over = sa.or_(
        Problem.decided_at <= work.now - KEPT,
        sa.and_(Problem.state == ProblemState.WITHDRAWN, Problem.posted_at <= work.now - KEPT),
    )
    consents = work.session.scalars(
        sa.select(ReceivedConsent)
        .join(Problem, Problem.id == ReceivedConsent.problem_id)
        .where(ReceivedConsent.person_name != "", over)
        .order_by(ReceivedConsent.id)
        .limit(_BATCH)
        .with_for_update(of=ReceivedConsent)
    ).all()
    for consent in consents:
        consent.person_name = consent.person_email = ""
        work.audit(SYSTEM, "problems:consent:forgotten", consent)
    work.flush()
    return len(consents)
