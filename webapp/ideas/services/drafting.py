"""Writing: starting an idea, saving it by hand or by itself, its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from webapp.accounts.models import Membership
from webapp.accounts.queries import OrganisationView, organisations_led_by
from webapp.challenges.enums import FieldKind, StaffRule
from webapp.challenges.models import Challenge
from webapp.core.attachments import FileRule, Upload, attach_files, remove_files
from webapp.core.errors import RuleBroken, SignInNeeded, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import last_day_before
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import ApplicantKind, IdeaState, Permission
from webapp.ideas.models import (
    Declaration,
    Declared,
    Idea,
    Working,
    answer_field,
    entrant_faults,
    file_rule,
    lengths,
)
from webapp.ideas.services.loading import challenge_by_key, locked_idea, require_open

FILES: Final = FileRule()
#: Nobody needs more unfinished ideas for one challenge than this.
MAX_DRAFTS: Final = 20
EDITABLE: Final = frozenset({IdeaState.DRAFT, IdeaState.SUBMITTED})


NOTHING_DECLARED: Final = Declaration()


@dataclass(frozen=True, slots=True)
class SaveIdea:
    """What the author has written. `version` is the one the form was opened with; None: whatever stands.

    `slot_uploads`: files that answer a question, by its name. `is_automatic`: the form saved itself, which
    leaves no line in the audit.
    """

    key: str
    version: int | None
    title: str
    summary: str
    answers: Mapping[str, str]
    uploads: Sequence[Upload] = ()
    slot_uploads: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    removed_files: Sequence[str] = field(default_factory=tuple)
    is_automatic: bool = False


def start_idea(
    work: Work,
    actor: Actor,
    challenge_key: str,
    organisation_key: str | None = None,
    declared: Declaration = NOTHING_DECLARED,
) -> Idea:
    """Start a draft as a person, or for an organisation that the actor leads.

    WrongState when entries are not taken now or the person may enter no more; RuleBroken when the challenge
    is not for such an applicant. An untouched draft of the same
    applicant is given back instead of a second one.
    """
    challenge = challenge_by_key(work, actor, challenge_key)
    work.require(actor, Permission.START, challenge)
    if actor.account_id is None:
        raise SignInNeeded(_("로그인이 필요합니다."))
    require_open(work, challenge)
    organisation = _organisation(work, actor.account_id, organisation_key)
    kind = ApplicantKind(organisation.kind.value) if organisation else ApplicantKind.PERSON
    kept = declared.kept(last_day_before(challenge.closes_at))
    require_entrant(work, challenge, actor.account_id, kind, kept)
    own = _own_ideas(work, actor.account_id, challenge)
    for idea in own:
        same_applicant = idea.organisation_id == (organisation.id if organisation else None)
        if idea.state is IdeaState.DRAFT and same_applicant and not (idea.title or idea.answers):
            return idea
    _require_room(challenge, own)
    idea = Idea(
        challenge_id=challenge.id,
        author_id=actor.account_id,
        applicant_kind=kind,
        organisation_id=organisation.id if organisation else None,
        answers={},
        entrant_age=kept.age if challenge.entrants.asks_birth else None,
        region=kept.region if challenge.entrants.regions else "",
        created_at=work.now,
        saved_at=work.now,
    )
    work.session.add(idea)
    work.audit(actor, "ideas:idea:started", idea, after={"challenge": challenge.key})
    return idea


def save_idea(work: Work, actor: Actor, command: SaveIdea) -> Idea:
    """Keep what was written. Required answers may be missing; nothing that is too long is taken.

    A draft can be saved at any time, also after the deadline; a change of what was handed in only until then,
    and it does not count before it is handed in again. StaleVersion when another window saved first.
    """
    idea = locked_idea(work, command.key)
    work.require(actor, Permission.EDIT, idea, is_secret=True)
    if idea.state not in EDITABLE:
        raise WrongState(
            _("지금 상태(%(state)s)에서는 내용을 고칠 수 없습니다.", state=idea.state.label),
            code="not_editable",
        )
    if idea.state is IdeaState.SUBMITTED:
        require_open(work, idea.challenge, is_begun=True)
    questions = idea.challenge.form_fields
    written = Working(command.title, command.summary, command.answers).cleaned(questions)
    is_new = written != idea.working
    if is_new and command.version not in {None, idea.version}:
        raise StaleVersion(
            _(
                "다른 창이나 기기에서 먼저 저장한 내용이 있습니다. "
                "두 내용을 견주어 본 뒤 다시 저장해 주십시오."
            )
        )
    wrong = lengths(written, questions)
    if wrong:
        raise RuleBroken(_("길이를 줄이거나 고쳐야 할 답변이 있습니다."), fields=wrong, code="answers")
    has_files = _keep_files(work, actor, idea, command)
    if is_new or has_files:
        _write(work, idea, written)
        if not command.is_automatic:
            work.audit(actor, "ideas:idea:saved", idea, after={"version": idea.version})
    return idea


def _keep_files(work: Work, actor: Actor, idea: Idea, command: SaveIdea) -> bool:
    """Take files off and on, those of a question by its rule; returns whether there was anything to do."""
    if not (command.uploads or command.removed_files or any(command.slot_uploads.values())):
        return False
    remove_files(work, actor, idea, set(command.removed_files))
    attach_files(work, actor, idea, command.uploads, FILES)
    for one in idea.challenge.form_fields:
        uploads = command.slot_uploads.get(one.name, ())
        if one.kind is FieldKind.FILE and uploads:
            rule, name = file_rule(one), answer_field(one.name)
            attach_files(work, actor, idea, uploads, rule, field=name, slot=one.name)
    return True


def _write(work: Work, idea: Idea, written: Working) -> None:
    stands = Working(idea.title, idea.summary, idea.answers)
    if idea.state is IdeaState.DRAFT:
        idea.title, idea.summary, idea.answers = written.title, written.summary, dict(written.answers)
    else:
        idea.pending = None if written == stands else written.plain()
    idea.saved_at = work.now
    work.flush()


def require_entrant(
    work: Work, challenge: Challenge, account_id: int, kind: ApplicantKind, declared: Declared
) -> None:
    """RuleBroken with every reason why this applicant may not enter the challenge."""
    rules = challenge.entrants
    is_staff = rules.staff is StaffRule.EXCLUDED and account_id in staff_of(work, [account_id], challenge)
    faults = entrant_faults(rules, kind, declared, is_staff=is_staff)
    if faults:
        raise RuleBroken(next(iter(faults.values())), fields=faults, code="not_eligible")


def staff_of(work: Work, account_ids: Sequence[int], challenge: Challenge) -> frozenset[int]:
    """Which of these accounts belong to the agency that runs the contest. One statement."""
    return frozenset(
        work.session.scalars(
            sa.select(Membership.account_id).where(
                Membership.account_id.in_(account_ids),
                Membership.agency_id == challenge.programme.agency_id,
                Membership.ended_at.is_(None),
            )
        )
    )


def _organisation(work: Work, account_id: int, key: str | None) -> OrganisationView | None:
    if not key:
        return None
    for view in organisations_led_by(work, account_id):
        if view.key == key:
            return view
    raise RuleBroken(
        _("대표로 등록된 팀·기업·단체 가운데에서 골라 주십시오."), field="applicant", code="organisation"
    )


def _own_ideas(work: Work, account_id: int, challenge: Challenge) -> Sequence[Idea]:
    return work.session.scalars(
        sa.select(Idea)
        .where(
            Idea.author_id == account_id,
            Idea.challenge_id == challenge.id,
            Idea.state != IdeaState.WITHDRAWN,
        )
        .order_by(Idea.id)
    ).all()


def _require_room(challenge: Challenge, own: Sequence[Idea]) -> None:
    drafts = sum(idea.state is IdeaState.DRAFT for idea in own)
    limit = challenge.entries_per_person
    if limit is not None and len(own) >= limit:
        raise WrongState(entries_message(limit), code="entries_limit")
    if drafts >= MAX_DRAFTS:
        raise WrongState(
            _(
                "작성 중인 아이디어가 이미 %(count)s건 있습니다. 먼저 제출하거나 철회해 주십시오.",
                count=drafts,
            ),
            code="drafts_limit",
        )


def entries_message(limit: int) -> str:
    """Why one more entry is not taken."""
    return _(
        "이 과제에는 한 사람이 %(limit)s건까지 낼 수 있습니다. "
        "이미 낸 아이디어를 고치거나 철회한 뒤 내 주십시오.",
        limit=limit,
    )
