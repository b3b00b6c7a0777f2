"""One problem with everything its public page shows: text, history, decision, files, what was merged.

Drafts and withdrawn problems are found by their authors alone; what was posted and withdrawn also by the
agency. Whoever else asks learns nothing, not even that they exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account, Agency
from webapp.core.attachments import AttachmentView, attachments_of, find_attachment
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.policy import Actor
from webapp.core.regions import Region
from webapp.core.text import mask_name
from webapp.core.work import Work
from webapp.problems.enums import (
    DECIDED_PROBLEM_STATES,
    CallState,
    DeclineReason,
    Permission,
    ProblemField,
    ProblemSource,
    ProblemState,
    ReceivedAs,
    SocialValue,
)
from webapp.problems.models import Problem, ProblemCall, ReceivedConsent, is_received
from webapp.problems.queries.history import Decision, HistoryEntry, history_of
from webapp.problems.queries.outcome import grade_of, public_comments
from webapp.problems.queries.reviews import ReviewSummary, review_summary


@dataclass(frozen=True, slots=True)
class Original:
    """A problem that was merged into this one; its author counts as co-proposer."""

    key: str
    title: str
    posted_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem as it was written, and what a policy asks about it."""

    id: int
    key: str
    version: int
    title: str
    situation: str
    wished_change: str
    related_agency: str
    sufferers: str
    sufferer_count: str
    tried: str
    region: Region | None
    social_values: list[str]
    links: list[str]
    field: ProblemField | None
    source: ProblemSource
    state: ProblemState
    author_id: int
    #: Who posted it, or for whom an official did.
    author: str
    received_as: ReceivedAs
    on_behalf_of: str
    call_id: int
    call_slug: str
    call_title: str
    call_title_en: str
    call_state: CallState
    shows_scores: bool
    shows_comments: bool
    agency_id: int
    agency: str
    agency_en: str
    posted_at: datetime | None
    review_due_on: date | None
    endorsement_threshold: int | None
    edited_at: datetime | None
    decided_at: datetime | None
    decision_reason: str
    decision_official: dict[str, Any]
    decline_reason: DeclineReason | None
    challenge_key: str
    challenge_title: str
    challenge_title_en: str
    into_key: str | None
    into_title: str | None

    @property
    def values(self) -> Sequence[SocialValue]:
        """The social values that it touches."""
        return [SocialValue(one) for one in self.social_values]

    @property
    def is_received(self) -> bool:
        """Whether an official typed it for somebody."""
        return is_received(self.received_as, self.on_behalf_of)

    @property
    def decision(self) -> Decision:
        """Who decided, for the page."""
        return Decision(self.decision_official, self.decline_reason)


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """The page of a problem. `summary` and `comments` only once it is decided, and where its call makes them
    public; `grade` with its cap in won where a committee gave one."""

    problem: ProblemText
    history: Sequence[HistoryEntry]
    files: Sequence[AttachmentView]
    originals: Sequence[Original]
    summary: ReviewSummary | None
    comments: Sequence[str]
    grade: tuple[str, int] | None

    @property
    def co_proposers(self) -> Sequence[str]:
        """Whose problems were merged into this one, masked, each once."""
        return list(dict.fromkeys(original.author for original in self.originals if original.author))


def problem_text(work: Work, key: str, actor: Actor) -> ProblemText:
    """The problem if the actor may see it, else NotFound. One statement."""
    into = aliased(Problem)
    row = work.session.execute(
        sa.select(
            Problem.id, Problem.key, Problem.version, Problem.title, Problem.situation,
            Problem.wished_change, Problem.related_agency, Problem.sufferers, Problem.sufferer_count,
            Problem.tried, Problem.region, Problem.social_values, Problem.links,
            Problem.field, Problem.source, Problem.state,
            Problem.author_id, sa.func.coalesce(ReceivedConsent.person_name, Account.name).label("author"),
            Problem.received_as, Problem.on_behalf_of,
            Problem.call_id, ProblemCall.slug.label("call_slug"), ProblemCall.title.label("call_title"),
            ProblemCall.title_en.label("call_title_en"), ProblemCall.state.label("call_state"),
            ProblemCall.shows_scores, ProblemCall.shows_comments, ProblemCall.agency_id,
            Agency.name.label("agency"), Agency.name_en.label("agency_en"),
            Problem.posted_at, Problem.review_due_on, ProblemCall.endorsement_threshold,
            Problem.edited_at, Problem.decided_at,
            Problem.decision_reason, Problem.decision_official, Problem.decline_reason,
            Problem.challenge_key, Problem.challenge_title, Problem.challenge_title_en,
            into.key.label("into_key"), into.title.label("into_title"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .join(Agency, Agency.id == ProblemCall.agency_id)
        .join(Account, Account.id == Problem.author_id)
        .outerjoin(ReceivedConsent, ReceivedConsent.problem_id == Problem.id)
        .outerjoin(into, into.id == Problem.merged_into_id)
        .where(Problem.key == key)
    ).first()  # fmt: skip
    if row is None:
        raise NotFound(_("문제를 찾을 수 없습니다."))
    problem = ProblemText(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    work.require(actor, Permission.VIEW, problem, is_secret=True)
    return problem


def problem_page(work: Work, key: str, actor: Actor) -> ProblemPage:
    """Everything of a problem's page. At most seven statements."""
    problem = problem_text(work, key, actor)
    agency = localized(problem.agency, problem.agency_en)
    is_decided = problem.state in DECIDED_PROBLEM_STATES
    return ProblemPage(
        problem=problem,
        history=history_of(work, problem.id, agency, problem.decision),
        files=attachments_of(work.session, "problems", problem.id),
        originals=originals_of(work, problem.id),
        summary=review_summary(work, problem.id) if is_decided and problem.shows_scores else None,
        comments=public_comments(work, problem.id) if is_decided and problem.shows_comments else (),
        grade=grade_of(work, problem.id) if problem.state is ProblemState.SELECTED else None,
    )


def originals_of(work: Work, problem_id: int) -> Sequence[Original]:
    """What was merged into a problem, the oldest first. One statement."""
    rows = work.session.execute(
        sa.select(
            Problem.key,
            Problem.title,
            Problem.posted_at,
            sa.func.coalesce(ReceivedConsent.person_name, Account.name).label("author"),
            Problem.on_behalf_of,
        )
        .join(Account, Account.id == Problem.author_id)
        .outerjoin(ReceivedConsent, ReceivedConsent.problem_id == Problem.id)
        .where(Problem.merged_into_id == problem_id)
        .order_by(Problem.posted_at, Problem.id)
    )
    return [
        Original(row.key, row.title, row.posted_at, row.on_behalf_of or mask_name(row.author)) for row in rows
    ]


def problem_file(work: Work, key: str, file_key: str, actor: Actor) -> AttachmentView:
    """A file of a problem that the actor may see. NotFound for a forged key or another problem's file."""
    problem = problem_text(work, key, actor)
    return find_attachment(work.session, "problems", problem.id, file_key)


def problem_files(work: Work, problem_id: int) -> Sequence[AttachmentView]:
    """The files of a problem, the oldest first."""
    return attachments_of(work.session, "problems", problem_id)
