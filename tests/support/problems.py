"""Calls, problems and reviews for tests, made through the services as people would make them."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.support.people import actor_for, grant, make_account, make_agency, make_official
from tests.support.sample_files import PDF
from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Account, Agency
from webapp.core.attachments import Upload
from webapp.core.models import new_key
from webapp.core.policy import Actor
from webapp.core.storage import FILE_KINDS, check_upload
from webapp.core.work import Work
from webapp.problems.enums import ConsentForm, ProblemField, ProblemSource, ReceivedAs
from webapp.problems.models import USUAL_RULES, CallRules, Problem, ProblemCall, ProblemReview
from webapp.problems.services import (
    NewCall,
    PostProblem,
    ReceiveProblem,
    ReviewProblem,
    create_call,
    declare_no_conflict,
    post_problem,
    publish_call,
    review_problem,
    start_review,
)

SITUATION = "밤에 배달하는 분들이 골목에서 자주 넘어집니다. 가로등 사이가 멀고 노면이 고르지 않습니다."
WISHED = "어두운 골목을 미리 알 수 있고, 고쳐야 할 곳이 빨리 고쳐지면 좋겠습니다."
_numbers = itertools.count(1)


def make_officer(work: Work, agency: Agency | None = None, *roles: Role) -> Actor:
    """The actor of an official who runs calls (or holds `roles`) in `agency` or in one of its own."""
    agency = agency or make_agency(work)
    return actor_for(work, make_official(work, agency, *(roles or (Role.CONTEST_OFFICER,))))


def agency_of(actor: Actor) -> int:
    """The one agency in which the actor holds roles."""
    [agency_id] = {held.scope_id for held in actor.grants if held.scope == Scope.AGENCY}
    assert agency_id is not None
    return agency_id


def new_call(work: Work, officer: Actor) -> NewCall:
    """A call that is open from an hour ago for five days."""
    number = next(_numbers)
    return NewCall(
        agency_id=agency_of(officer),
        slug=f"call-{number}",
        title=f"과제 공모 {number}",
        title_en=f"Call {number}",
        intro="함께 풀고 싶은 사회문제를 알려 주십시오.",
        exclusions=["개인 간 이해관계가 얽힌 문제", "정치적 성격이 강한 문제"],
        examples=["배달원 감염 안전", "도로 살얼음 예측"],
        opens_at=work.now - timedelta(hours=1),
        closes_at=work.now + timedelta(days=5),
    )


def make_call(
    work: Work, officer: Actor, *, closes_at: datetime | None = None, rules: CallRules = USUAL_RULES
) -> ProblemCall:
    """A published call."""
    command = replace(new_call(work, officer), rules=rules)
    if closes_at is not None:
        command = replace(command, closes_at=closes_at)
    return publish_call(work, officer, create_call(work, officer, command))


def written(call: ProblemCall, title: str = "골목길이 어두워 배달이 위험합니다") -> PostProblem:
    """A whole problem as a citizen would send it."""
    return PostProblem(
        call_id=call.id,
        source=ProblemSource.CITIZEN,
        field=ProblemField.SAFETY,
        title=title,
        situation=SITUATION,
        wished_change=WISHED,
        related_agency="구청",
    )


def make_problem(
    work: Work, call: ProblemCall, author: Actor | None = None, title: str = "골목길이 어둡습니다"
) -> Problem:
    """A posted problem."""
    author = author or actor_for(work, make_account(work, "김시민"))
    return post_problem(work, author, written(call, title))


def make_reviewer(work: Work, call: ProblemCall, name: str = "박위원") -> Actor:
    """The actor of an expert who reviews the call's problems."""
    account = make_account(work, name)
    grant(work, account, Role.REVIEWER, Scope.CALL, call.id)
    return actor_for(work, account)


def make_reviewed(
    work: Work, officer: Actor, call: ProblemCall, points: Sequence[tuple[int, int, int]]
) -> Problem:
    """A problem under review with one review for each triple of points."""
    problem = start_review(work, officer, make_problem(work, call))
    for urgency, importance, solvability in points:
        reviewer = make_reviewer(work, call)
        give_review(work, reviewer, scores(problem.key, urgency, importance, solvability))
    return problem


def scores(
    key: str,
    urgency: int = 4,
    importance: int = 5,
    solvability: int = 3,
    comment: str = "근거가 뚜렷합니다.",
    version: int = 0,
) -> ReviewProblem:
    """An expert's scores; 파급력 4 and 난이도 2."""
    return ReviewProblem(key, urgency, importance, solvability, 4, 2, comment, version)


def give_review(work: Work, reviewer: Actor, command: ReviewProblem) -> ProblemReview:
    """Declare that there is no conflict, and submit the review."""
    declare_no_conflict(work, reviewer, [command.problem_key])
    return review_problem(work, reviewer, command)


def upload(name: str = "현황 사진.pdf", content: bytes = PDF) -> Upload:
    """A checked file, as a form hands it to a service."""
    stream = io.BytesIO(content)
    return Upload(check_upload(name, stream, FILE_KINDS, 10_000_000), stream)


def account_of(work: Work, actor: Actor) -> Account:
    """The account behind an actor."""
    return work.session.get_one(Account, actor.account_id)


def received(call: ProblemCall, **changes: Any) -> ReceiveProblem:
    """What an official types of somebody who called."""
    post = written(call)
    texts = {field.name: getattr(post, field.name) for field in fields(post)}
    consent = {
        "channel": ReceivedAs.PHONE,
        "person_name": "최전화",
        "person_email": "Caller@Example.org",
        "consent_form": ConsentForm.SPOKEN,
        "consented_on": date(2026, 3, 9),
        "has_agreed": True,
        "key": new_key(),
    }
    return ReceiveProblem(**{**texts, **consent, **changes})
