"""Writing a problem: a draft that saves itself, posting it, changing it until its review, taking it back.

A draft is its author's alone. Whatever is posted is public, so personal data in it is refused first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from webapp.accounts.enums import Role, Scope
from webapp.accounts.policies import is_official
from webapp.core.attachments import FileRule, attach_files, remove_files
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.models import is_key, new_key
from webapp.core.policy import Actor, Ask
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.problems.enums import (
    EDITABLE_PROBLEM_STATES,
    PUBLIC_PROBLEM_STATES,
    CallState,
    Permission,
    ProblemEvent,
    ProblemSource,
    ProblemState,
)
from webapp.problems.mails import to_author
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.services.content import (
    SaveProblem,
    check_fit_for_public,
    digest_of,
    says_the_same,
    write_content,
)
from webapp.problems.services.indexing import index_problem
from webapp.problems.services.loading import author_of, check_open, check_version, find_problem, stale
from webapp.problems.services.versions import keep_version
from webapp.problems.workflow import PROBLEM

FILES: Final = FileRule()


@dataclass(frozen=True, slots=True)
class PostProblem(SaveProblem):
    """What a person wrote, to be shown to everybody."""


def save_problem(work: Work, actor: Actor, command: SaveProblem) -> Problem:
    """Save a draft, or a posted problem whose review has not begun; the first save makes the draft.

    RuleBroken on the field that does not fit, StaleVersion when another window saved in between, NotFound for
    another's draft. A posted problem stays complete and free of personal data.
    """
    problem = _own_problem(work, actor, command.key)
    if problem is None:
        problem = _new_draft(work, actor, command)
    else:
        _check_editable(problem, command)
        _check_source(work, actor, problem.call, command.source)
        before = digest_of(problem)
        write_content(problem, command)
        if problem.state is ProblemState.POSTED:
            check_fit_for_public(problem, problem.call)
        _change_files(work, actor, problem, command)
        _note_edit(work, actor, problem, before)
    work.flush()
    return problem


#: The same use case under the name by which a first save is spoken of.
draft_problem = save_problem


def autosave_problem(work: Work, actor: Actor, command: SaveProblem) -> Problem:
    """Save a draft while it is written. WrongState for a posted problem: it changes only on purpose."""
    problem = save_problem(work, actor, command)
    if problem.state is not ProblemState.DRAFT:
        raise WrongState(_("이미 낸 문제는 저절로 저장하지 않습니다. 고친 뒤 저장 단추를 눌러 주십시오."))
    return problem


def post_problem(work: Work, actor: Actor, command: PostProblem) -> Problem:
    """Save and post in one. Sending the same form twice posts one problem."""
    problem = _own_problem(work, actor, command.key)
    if problem is not None and problem.state is not ProblemState.DRAFT:
        if says_the_same(problem, command):
            return problem
        raise stale()
    return post_draft(work, actor, save_problem(work, actor, command))


def post_draft(work: Work, actor: Actor, problem: Problem) -> Problem:
    """Show a draft to everybody. RuleBroken on what is missing, on personal data, and after the deadline."""
    work.require(actor, Permission.EDIT, problem, is_secret=True)
    check_open(problem.call, work)
    check_fit_for_public(problem, problem.call)
    problem.posted_at = work.now
    PROBLEM.fire(work, actor, problem, ProblemEvent.POST)
    keep_version(work, actor, problem)
    index_problem(work, problem)
    work.audit(
        actor,
        "problems:problem:posted",
        problem,
        after={"call_id": problem.call_id, "source": problem.source, "sha256": digest_of(problem)},
    )
    work.send(
        to_author(work, author_of(work, problem), problem, "posted"), key=f"problem-posted:{problem.id}"
    )
    return problem


def withdraw_problem(work: Work, actor: Actor, problem: Problem, reason: str = "") -> Problem:
    """Take a problem back before it is decided; a draft is thrown away so. It is shown to nobody any more.

    WrongState when problems of other people were merged into it: these may not vanish with it.
    """
    is_secret = problem.state not in PUBLIC_PROBLEM_STATES
    work.require(actor, Permission.WITHDRAW, problem, is_secret=is_secret)
    has_others = work.session.scalar(
        sa.select(Problem.id).where(Problem.merged_into_id == problem.id).limit(1)
    )
    if has_others is not None:
        raise WrongState(
            _("다른 분이 낸 문제가 이 문제에 합쳐져 있어 철회할 수 없습니다. 담당자에게 알려 주십시오.")
        )
    reason = clean_text(reason)
    check_length(reason, maximum=500, field="reason")
    source = problem.state
    PROBLEM.fire(work, actor, problem, ProblemEvent.WITHDRAW, reason=reason)
    if problem.posted_at is not None:
        index_problem(work, problem)
    work.audit(actor, "problems:problem:withdrawn", problem, before={"state": source})
    return problem


def _own_problem(work: Work, actor: Actor, key: str) -> Problem | None:
    problem = find_problem(work, key) if key else None
    if problem is not None:
        is_secret = problem.state not in PUBLIC_PROBLEM_STATES
        work.require(actor, Permission.EDIT, problem, is_secret=is_secret)
    return problem


def _new_draft(work: Work, actor: Actor, command: SaveProblem) -> Problem:
    call = work.session.get(ProblemCall, command.call_id)
    if call is None or call.state is CallState.DRAFT:
        raise NotFound(_("과제 공모를 찾을 수 없습니다."))
    work.require(actor, Permission.WRITE)
    check_open(call, work)
    work.require(actor, Permission.WRITE, call)
    _check_source(work, actor, call, command.source)
    if actor.account_id is None or (command.key and not is_key(command.key)):
        raise NotFound(_("문제를 찾을 수 없습니다."))
    problem = Problem(
        key=command.key or new_key(),
        call_id=call.id,
        author_id=actor.account_id,
        state=ProblemState.DRAFT,
        created_at=work.now,
    )
    problem.call = call
    write_content(problem, command)
    work.session.add(problem)
    work.flush()
    _change_files(work, actor, problem, command)
    work.audit(actor, "problems:problem:drafted", problem, after={"call_id": call.id})
    return problem


def _check_editable(problem: Problem, command: SaveProblem) -> None:
    if problem.state not in EDITABLE_PROBLEM_STATES:
        raise WrongState(_("검토를 시작했거나, 결정했거나, 철회한 문제는 고칠 수 없습니다."))
    # A form that was never saved and comes again is the same form sent twice, not another person's.
    if command.version or problem.state is not ProblemState.DRAFT:
        check_version(problem, command.version)


def _check_source(work: Work, actor: Actor, call: ProblemCall, source: ProblemSource) -> None:
    """A citizen speaks as one; an official may also bring what the offices need or what an expert said."""
    is_from_office = is_official(Ask(actor, None, work.now)).allowed
    is_expert = actor.has_role(Role.REVIEWER, Scope.CALL, call.id)
    allowed = {
        ProblemSource.CITIZEN: True,
        ProblemSource.OFFICIAL: is_from_office,
        ProblemSource.EXPERT: is_from_office or is_expert,
    }
    if not allowed[source]:
        message = _("이 출처로는 낼 수 없습니다. 기관 담당자와 검토위원만 고를 수 있습니다.")
        raise RuleBroken(message, field="source", code="source")


def _change_files(work: Work, actor: Actor, problem: Problem, command: SaveProblem) -> None:
    if command.removed_files:
        remove_files(work, actor, problem, command.removed_files)
    if command.files:
        attach_files(work, actor, problem, command.files, FILES)


def _note_edit(work: Work, actor: Actor, problem: Problem, before: str) -> None:
    """A posted text that changed says so in public and keeps what it said; the audit has both digests."""
    if problem.state is not ProblemState.POSTED or not keep_version(work, actor, problem):
        return
    problem.edited_at = work.now
    index_problem(work, problem)
    work.audit(
        actor,
        "problems:problem:edited",
        problem,
        before={"sha256": before},
        after={"sha256": digest_of(problem)},
    )
