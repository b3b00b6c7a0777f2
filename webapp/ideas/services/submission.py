"""Handing in and withdrawing: in one transaction the number, the version with its hash, and the receipt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.enums import ConsentKind
from webapp.accounts.services import ConsentGiven, give_consent
from webapp.core.attachments import AttachmentView, attachments_of
from webapp.core.errors import RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas import mails
from webapp.ideas.enums import IdeaEvent, IdeaState, Permission
from webapp.ideas.models import (
    Answer,
    Content,
    Declared,
    HandedFile,
    Idea,
    IdeaVersion,
    Terms,
    asked,
    digest,
    files_by_question,
    gaps,
    own_consent_field,
    terms_of,
)
from webapp.ideas.services.drafting import EDITABLE, entries_message, require_entrant
from webapp.ideas.services.loading import last_version, locked_idea, require_open
from webapp.ideas.services.publication import unpublish
from webapp.ideas.services.receipts import take_number
from webapp.ideas.workflow import IDEA


@dataclass(frozen=True, slots=True)
class SubmitIdea:
    """Hand in what is written. `version` is the one that the person has checked; None: whatever stands.

    `consents` must hold PRIVACY; `pledge` is the pledge of integrity; `own_consents` names those that the
    contest asks for besides.
    """

    key: str
    consents: Collection[ConsentKind]
    pledge: bool
    allows_publication: bool
    version: int | None = None
    own_consents: Collection[str] = ()


def submit_idea(work: Work, actor: Actor, command: SubmitIdea) -> IdeaVersion:
    """Hand in an idea, or a change of it before the deadline: a version each, the last one counts.

    The same thing handed in twice (a second press) gives the same receipt. The number is taken with the first
    version and stays. WrongState outside the time of entry or beyond the entries per person; RuleBroken when
    something is missing; StaleVersion when it was changed after it had been checked.
    """
    idea = locked_idea(work, command.key)
    work.require(actor, Permission.SUBMIT, idea, is_secret=True)
    last = last_version(work, idea)
    agreed = _agreed(idea, command)
    files = attachments_of(work.session, Idea.__tablename__, idea.id)
    if last is not None and idea.state is IdeaState.SUBMITTED and _is_repeat(idea, command, last, files):
        return last
    if idea.state not in EDITABLE:
        raise WrongState(_("이미 처리된 아이디어라 다시 제출할 수 없습니다."), code="not_editable")
    require_open(work, idea.challenge, is_begun=True)
    if command.version not in {None, idea.version}:
        raise StaleVersion(_("확인하신 뒤에 내용이 바뀌었습니다. 바뀐 내용을 확인하고 다시 제출해 주십시오."))
    declared = Declared(idea.entrant_age, idea.region)
    require_entrant(work, idea.challenge, idea.author_id, idea.applicant_kind, declared)
    _require_complete(idea, command, files)
    version = _hand_in(work, actor, idea, command, agreed, files, last)
    for terms in agreed:
        give_consent(work, actor, ConsentGiven(idea, terms.kind, terms.text))
    work.send(mails.submitted(work, idea, version), key=f"ideas:submitted:{version.key}")
    return version


def withdraw_idea(work: Work, actor: Actor, key: str, reason: str = "") -> Idea:
    """Take an idea back, until judging begins. Its receipt stays; nobody judges or publishes it any more."""
    idea = locked_idea(work, key)
    work.require(actor, Permission.WITHDRAW, idea, is_secret=True)
    if idea.state is IdeaState.WITHDRAWN:
        return idea
    was_handed_in = idea.state is IdeaState.SUBMITTED
    unpublish(work, idea)
    idea.pending = None
    IDEA.fire(work, actor, idea, IdeaEvent.WITHDRAW, reason=reason)
    work.audit(actor, "ideas:idea:withdrawn", idea, after={"was_handed_in": was_handed_in})
    if was_handed_in:
        work.send(mails.withdrawn(work, idea), key=f"ideas:withdrawn:{idea.key}")
    return idea


def _agreed(idea: Idea, command: SubmitIdea) -> tuple[Terms, ...]:
    given = set(command.consents)
    if command.pledge:
        given.add(ConsentKind.PLEDGE)
    if command.allows_publication:
        given.add(ConsentKind.PUBLICATION)
    own = set(command.own_consents)
    usual = tuple(terms for terms in terms_of(idea.challenge) if not terms.name and terms.kind in given)
    return usual + tuple(terms for terms in terms_of(idea.challenge) if terms.name and terms.name in own)


def _is_repeat(idea: Idea, command: SubmitIdea, last: IdeaVersion, files: Collection[AttachmentView]) -> bool:
    before = Content.from_plain(last.content)
    asked_slots = {"", *(one.name for one in asked(idea.challenge.form_fields, idea.answers))}
    return (
        idea.pending is None
        and before.allows_publication == command.allows_publication
        and {one.key for one in before.files} == {one.key for one in files if one.slot in asked_slots}
    )


def _require_complete(idea: Idea, command: SubmitIdea, files: Collection[AttachmentView]) -> None:
    open_gaps = gaps(idea.working, idea.challenge.form_fields, files_by_question(files))
    missing = {gap.field: gap.message for gap in open_gaps}
    if missing:
        raise RuleBroken(_("아직 채우지 않은 항목이 있습니다."), fields=missing, code="incomplete")
    fields = {}
    if ConsentKind.PRIVACY not in command.consents:
        fields["privacy"] = _("개인정보 수집·이용에 동의해야 아이디어를 낼 수 있습니다.")
    if not command.pledge:
        fields["pledge"] = _("서약에 동의해야 아이디어를 낼 수 있습니다.")
    for one in idea.challenge.terms.consents:
        if one.is_required and one.name not in command.own_consents:
            fields[own_consent_field(one.name)] = _("이 항목에 동의해야 아이디어를 낼 수 있습니다.")
    if fields:
        raise RuleBroken(_("동의가 필요한 항목이 있습니다."), fields=fields, code="consent")


def _hand_in(
    work: Work,
    actor: Actor,
    idea: Idea,
    command: SubmitIdea,
    agreed: Collection[Terms],
    files: Collection[AttachmentView],
    last: IdeaVersion | None,
) -> IdeaVersion:
    at = _take_number(work, idea) if idea.receipt_number is None else work.now
    working = idea.working
    idea.title, idea.summary, idea.answers = working.title, working.summary, dict(working.answers)
    idea.pending, idea.saved_at = None, work.now
    idea.allows_publication = command.allows_publication
    idea.version_count += 1
    content = _content(
        idea, {terms.key: terms.sha256 for terms in agreed}, files, at, last.sha256 if last else ""
    ).plain()
    version = IdeaVersion(
        idea_id=idea.id,
        number=idea.version_count,
        content=content,
        sha256=digest(content),
        submitted_at=at,
        submitted_by_id=actor.account_id,
    )
    if idea.state is IdeaState.DRAFT:
        IDEA.fire(work, actor, idea, IdeaEvent.SUBMIT)
    work.session.add(version)
    work.flush()
    work.audit(
        actor,
        "ideas:idea:submitted",
        idea,
        after={"receipt": idea.receipt_number, "version": version.number, "sha256": version.sha256},
    )
    return version


def _take_number(work: Work, idea: Idea) -> datetime:
    """Number the idea. The counter's lock also makes one person's entries queue up for being counted."""
    number = take_number(work, idea.challenge)
    limit = idea.challenge.entries_per_person
    if limit is not None and _entries(work, idea) >= limit:
        raise WrongState(entries_message(limit), code="entries_limit")
    idea.receipt_number, idea.receipt_sequence, idea.submitted_at = number.text, number.sequence, number.at
    return number.at


def _entries(work: Work, idea: Idea) -> int:
    return work.session.scalars(
        sa.select(sa.func.count())
        .select_from(Idea)
        .where(
            Idea.author_id == idea.author_id,
            Idea.challenge_id == idea.challenge_id,
            Idea.id != idea.id,
            Idea.receipt_number.is_not(None),
            Idea.state != IdeaState.WITHDRAWN,
        )
    ).one()


def _content(
    idea: Idea, consents: Mapping[str, str], files: Collection[AttachmentView], at: datetime, previous: str
) -> Content:
    questions = asked(idea.challenge.form_fields, idea.answers)
    names = {one.name for one in questions}
    return Content(
        idea_key=idea.key,
        challenge_key=idea.challenge.key,
        challenge_title=idea.challenge.title,
        rules_hash=idea.challenge.rules_hash,
        receipt_number=idea.receipt_number or "",
        version=idea.version_count,
        submitted_at=at,
        applicant_kind=idea.applicant_kind,
        title=idea.title,
        summary=idea.summary,
        answers=tuple(Answer.of(one, idea.answers.get(one.name, "")) for one in questions),
        files=tuple(HandedFile.of(one) for one in files if one.slot == "" or one.slot in names),
        consents=consents,
        allows_publication=idea.allows_publication,
        previous_sha256=previous,
    )
