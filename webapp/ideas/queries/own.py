"""An author's own ideas: the cards, and everything about one of them. Nobody else's are in reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webapp.accounts.models import Organisation, OrganisationMember
from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, ChallengeState, IdeaPublicity
from webapp.challenges.models import Challenge, Entrants, Programme
from webapp.challenges.models.settings import ANYBODY
from webapp.challenges.queries import visible_to
from webapp.core.attachments import AttachmentView, attachments_of
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState, IneligibleReason, Permission
from webapp.ideas.models import (
    Answer,
    Gap,
    HandedFile,
    Idea,
    Question,
    Terms,
    Working,
    asked,
    files_by_question,
    gaps,
    terms_of,
)
from webapp.ideas.queries.blind import BlindIdea, blind_files, files_for_judges
from webapp.ideas.queries.standing import OwnStanding, Situation, own_standing


@dataclass(frozen=True, slots=True)
class MyIdea:
    """One card: where an idea stands in one sentence, who acts next and by when."""

    key: str
    title: str
    contest_title: str
    challenge_key: str
    challenge_title: str
    applicant: str
    state: IdeaState
    standing: OwnStanding
    receipt_number: str
    saved_at: datetime
    submitted_at: datetime | None
    is_published: bool


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """The challenge an idea answers; `state` is the state by the clock."""

    id: int
    key: str
    title: str
    summary: str
    contest_title: str
    contest_slug: str
    agency_id: int
    agency: str
    contact: str
    staff_rule: str
    state: ChallengeState
    opens_at: datetime
    closes_at: datetime
    result_on: date | None
    publicity: IdeaPublicity
    entries_per_person: int | None
    exclusions: tuple[str, ...] = ()
    entrants: Entrants = ANYBODY
    takes_late: bool = False


@dataclass(frozen=True, slots=True)
class OwnIdea:
    """Everything about an idea for its author and the team; `working` is what is being written."""

    id: int
    key: str
    version: int
    author_id: int
    member_ids: frozenset[int]
    state: IdeaState
    working: Working
    has_pending: bool
    applicant: str
    applicant_kind: str
    receipt_number: str
    version_count: int
    submitted_at: datetime | None
    saved_at: datetime
    is_published: bool
    allows_publication: bool
    ineligible_reason: IneligibleReason | None
    challenge: ChallengeFacts
    standing: OwnStanding
    questions: tuple[Question, ...] = ()
    terms: tuple[Terms, ...] = ()
    files: tuple[AttachmentView, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can be handed in now: while entries are taken, or in the grace after their close."""
        return self.challenge.state is ChallengeState.OPEN or self.challenge.takes_late

    @property
    def is_decided(self) -> bool:
        """Whether the result is announced."""
        return self.challenge.state in {ChallengeState.DECIDED, ChallengeState.COMPLETED}

    @property
    def can_write(self) -> bool:
        """Whether the text may still be changed."""
        return self.state is IdeaState.DRAFT or (self.state is IdeaState.SUBMITTED and self.is_open)

    @property
    def can_withdraw(self) -> bool:
        """Whether it may still be taken back."""
        return self.state in {IdeaState.DRAFT, IdeaState.SUBMITTED}

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing."""
        return gaps(self.working, self.questions, files_by_question(self.files))

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The working copy's answers to the questions that are asked now."""
        texts = self.working.answers
        return tuple(Answer.of(one, texts.get(one.name, "")) for one in asked(self.questions, texts))


def ideas_of(work: Work, actor: Actor) -> tuple[MyIdea, ...]:
    """The actor's own ideas and those of the actor's organisations, drafts first. One statement."""
    mine = sa.select(OrganisationMember.organisation_id).where(
        OrganisationMember.account_id == actor.account_id,
        OrganisationMember.accepted_at.is_not(None),
        OrganisationMember.left_at.is_(None),
    )
    rows = work.session.execute(
        sa.select(Idea, Challenge, Programme.title, Programme.title_en, Organisation.name)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Organisation, Organisation.id == Idea.organisation_id)
        .where(sa.or_(Idea.author_id == actor.account_id, Idea.organisation_id.in_(mine)))
        .order_by(sa.case((Idea.state == IdeaState.DRAFT, 0), else_=1), Idea.saved_at.desc(), Idea.id.desc())
    )
    return tuple(
        MyIdea(
            key=idea.key,
            title=idea.title or _("(제목 없음)"),
            contest_title=localized(title, title_en),
            challenge_key=challenge.key,
            challenge_title=localized(challenge.title, challenge.title_en),
            applicant=organisation or "",
            state=idea.state,
            standing=_standing(work, idea, challenge),
            receipt_number=idea.receipt_number or "",
            saved_at=idea.saved_at,
            submitted_at=idea.submitted_at,
            is_published=idea.published_at is not None,
        )
        for idea, challenge, title, title_en, organisation in rows
    )


def own_idea(work: Work, actor: Actor, key: str) -> OwnIdea:
    """One idea for its author or a member of the team that enters. Five statements at most.

    NotFound for everybody else: the existence of another's idea is nobody's business.
    """
    idea = work.session.scalar(
        sa.select(Idea)
        .where(Idea.key == key)
        .options(
            joinedload(Idea.challenge, innerjoin=True).options(
                joinedload(Challenge.programme, innerjoin=True).joinedload(Programme.agency, innerjoin=True),
                selectinload(Challenge.form_fields),
            ),
            joinedload(Idea.author, innerjoin=True),
            joinedload(Idea.organisation),
        )
    )
    if idea is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    found = _own(work, idea, _members(work, idea.organisation_id))
    work.require(actor, Permission.VIEW_OWN, found, is_secret=True)
    files = attachments_of(work.session, Idea.__tablename__, idea.id)
    return replace(found, files=tuple(files))


def challenge_to_enter(work: Work, actor: Actor, key: str) -> ChallengeFacts:
    """A challenge as whoever enters it needs to know it. One statement. NotFound before its notice."""
    challenge = work.session.scalar(
        sa.select(Challenge)
        .join(Challenge.programme)
        .where(Challenge.key == key, Challenge.state.in_(PUBLIC_CHALLENGE_STATES), visible_to(actor))
        .options(contains_eager(Challenge.programme).joinedload(Programme.agency, innerjoin=True))
    )
    if challenge is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return _facts(work, challenge)


def blind_preview(idea: OwnIdea) -> BlindIdea:
    """What judges would see of the working copy if it were handed in now."""
    answers = idea.answers
    return BlindIdea(
        id=idea.id,
        challenge_id=idea.challenge.id,
        receipt_number=idea.receipt_number,
        version=0,
        sha256="",
        submitted_at=idea.saved_at,
        title=idea.working.title,
        summary=idea.working.summary,
        answers=tuple(one for one in answers if one.is_shown_to_judges and one.text),
        files=blind_files(files_for_judges(answers, [HandedFile.of(one) for one in idea.files])),
    )


def _members(work: Work, organisation_id: int | None) -> frozenset[int]:
    if organisation_id is None:
        return frozenset()
    return frozenset(
        work.session.scalars(
            sa.select(OrganisationMember.account_id).where(
                OrganisationMember.organisation_id == organisation_id,
                OrganisationMember.accepted_at.is_not(None),
                OrganisationMember.left_at.is_(None),
            )
        )
    )


def _own(work: Work, idea: Idea, members: frozenset[int]) -> OwnIdea:
    return OwnIdea(
        id=idea.id,
        key=idea.key,
        version=idea.version,
        author_id=idea.author_id,
        member_ids=members,
        state=idea.state,
        working=idea.working,
        has_pending=idea.pending is not None,
        applicant=idea.organisation.name if idea.organisation else idea.author.name,
        applicant_kind=idea.applicant_kind.label,
        receipt_number=idea.receipt_number or "",
        version_count=idea.version_count,
        submitted_at=idea.submitted_at,
        saved_at=idea.saved_at,
        is_published=idea.published_at is not None,
        allows_publication=idea.allows_publication,
        ineligible_reason=idea.ineligible_reason,
        challenge=_facts(work, idea.challenge),
        standing=_standing(work, idea, idea.challenge),
        questions=tuple(idea.challenge.form_fields),
        terms=terms_of(idea.challenge),
    )


def _facts(work: Work, challenge: Challenge) -> ChallengeFacts:
    programme = challenge.programme
    return ChallengeFacts(
        id=challenge.id,
        key=challenge.key,
        title=localized(challenge.title, challenge.title_en),
        summary=localized(challenge.summary, challenge.summary_en),
        contest_title=localized(programme.title, programme.title_en),
        contest_slug=programme.slug,
        agency_id=programme.agency_id,
        agency=localized(programme.agency.name, programme.agency.name_en),
        contact=programme.contact,
        staff_rule=programme.staff_rule,
        state=challenge.state_at(work.now),
        opens_at=challenge.opens_at,
        closes_at=challenge.closes_at,
        result_on=challenge.result_on,
        publicity=challenge.publicity,
        entries_per_person=challenge.entries_per_person,
        exclusions=tuple(str(one) for one in challenge.exclusions),
        entrants=challenge.entrants,
        takes_late=challenge.takes_late_at(work.now),
    )


def _standing(work: Work, idea: Idea, challenge: Challenge) -> OwnStanding:
    return own_standing(
        Situation(
            idea=idea.state,
            challenge=challenge.state_at(work.now),
            opens_at=challenge.opens_at,
            closes_at=challenge.closes_at,
            result_on=challenge.result_on,
            has_pending=idea.pending is not None,
        )
    )
