"""What officials see of their contests: the list, what is missing in a programme, a challenge's history.

Everything here begins with the question whether the actor may see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.enums import AGENCY_ROLES
from webapp.accounts.models import Account, Agency
from webapp.challenges.enums import (
    CHALLENGE_SECTIONS,
    PROGRAMME_SECTIONS,
    ChallengeEvent,
    ChallengeState,
    ContestSection,
    Permission,
    ProgrammeState,
)
from webapp.challenges.models import Challenge, FrozenRules, Programme
from webapp.challenges.models.phases import state_by_clock
from webapp.challenges.policies.calendar_days import day_warnings
from webapp.challenges.policies.readiness import Missing, Readiness, missing_items, programme_missing
from webapp.challenges.policies.sections import prize_total
from webapp.challenges.queries.designs import (
    challenge_design,
    challenges_of,
    load_challenge,
    load_programme,
    other_prizes_won,
    programme_design,
    rules_of,
    series_taken_by,
)
from webapp.challenges.queries.remarks import RemarkLine, remark_lines
from webapp.challenges.workflow import CHALLENGE
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy, localized
from webapp.core.pagination import Page, page_of, read_cursor
from webapp.core.policy import ALLOWED, Actor, ActorKind, Verdict
from webapp.core.work import Work
from webapp.core.workflow import StateChange

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class OfficeContest:
    """One programme in the office's list; `states` counts its challenges by state, by the clock."""

    id: int
    slug: str
    title: str
    agency: str
    state: ProgrammeState
    created_at: datetime
    states: tuple[tuple[ChallengeState, int], ...]
    next_deadline: datetime | None


def contest_counts(work: Work, actor: Actor) -> dict[ProgrammeState, int]:
    """How many programmes of the agencies for which the actor works stand in each state."""
    rows = work.session.execute(
        sa.select(Programme.state, sa.func.count())
        .where(Programme.agency_id.in_(agency_ids_of(actor)))
        .group_by(Programme.state)
    )
    found: dict[ProgrammeState, int] = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in ProgrammeState}


def office_contests(
    work: Work, actor: Actor, cursor_text: str | None = None, *, state: ProgrammeState | None = None
) -> Page[OfficeContest]:
    """The programmes of the agencies for which the actor works, the newest first (2 statements)."""
    cursor = read_cursor(cursor_text, (datetime, int))
    is_back = cursor is not None and cursor.backwards
    statement = (
        sa.select(
            Programme.id,
            Programme.slug,
            Programme.title,
            Programme.title_en,
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
            Programme.state,
            Programme.created_at,
        )
        .join(Agency, Agency.id == Programme.agency_id)
        .where(Programme.agency_id.in_(agency_ids_of(actor)))
    )
    if state is not None:
        statement = statement.where(Programme.state == state)
    place = sa.tuple_(Programme.created_at, Programme.id)
    if cursor is not None:
        edge = sa.tuple_(
            sa.literal(cursor.key[0], Programme.created_at.type), sa.literal(cursor.key[1], Programme.id.type)
        )
        statement = statement.where(place > edge if is_back else place < edge)
    order = (
        (Programme.created_at.asc(), Programme.id.asc())
        if is_back
        else (Programme.created_at.desc(), Programme.id.desc())
    )
    rows = work.session.execute(statement.order_by(*order).limit(PAGE_SIZE + 1)).all()
    states = _states_of(work, [row.id for row in rows])
    items = [_office_contest(row, states.get(row.id, []), work.now) for row in rows]
    return page_of(items, size=PAGE_SIZE, key=lambda one: (one.created_at, one.id), cursor=cursor)


def agency_ids_of(actor: Actor) -> frozenset[int]:
    """The agencies in which the actor holds any office."""
    return frozenset().union(*(actor.scopes_of(role) for role in AGENCY_ROLES))


def _states_of(work: Work, programme_ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in work.session.execute(
        sa.select(Challenge.programme_id, Challenge.state, Challenge.opens_at, Challenge.closes_at).where(
            Challenge.programme_id.in_(programme_ids)
        )
    ):
        found.setdefault(row.programme_id, []).append(row)
    return found


def _office_contest(row: Any, challenges: list[Any], now: datetime) -> OfficeContest:
    states = [state_by_clock(one.state, one.opens_at, one.closes_at, now) for one in challenges]
    counts = Counter(states)
    coming = [one.opens_at if one.opens_at > now else one.closes_at for one in challenges]
    return OfficeContest(
        id=row.id,
        slug=row.slug,
        title=localized(row.title, row.title_en),
        agency=localized(row.agency, row.agency_en),
        state=row.state,
        created_at=row.created_at,
        states=tuple((state, counts[state]) for state in ChallengeState if counts[state]),
        next_deadline=min((at for at in coming if at > now), default=None),
    )


# ---------------------------------------------------------------- one programme


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the task list, with what is missing in it."""

    section: ContestSection
    missing: tuple[Missing, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing here."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class OfficeChallenge:
    """One challenge on its programme's office page."""

    key: str
    number: int
    title: str
    state: ChallengeState
    opens_at: datetime
    closes_at: datetime
    prize_won: int
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class OfficeProgramme:
    """A programme as its officials work on it. The row is for the policy's questions."""

    programme: Programme
    sections: tuple[SectionLine, ...]
    challenges: tuple[OfficeChallenge, ...]
    pot_won: int
    publishing: Verdict

    @property
    def is_draft(self) -> bool:
        """Whether its sections can still be edited."""
        return self.programme.state is ProgrammeState.DRAFT

    @property
    def takes_challenges(self) -> bool:
        """Whether challenges can be added."""
        return self.programme.state in {ProgrammeState.DRAFT, ProgrammeState.PUBLISHED}

    @property
    def prize_won(self) -> int:
        """What all challenges that were not cancelled may pay in all."""
        return sum(one.prize_won for one in self.challenges if one.state is not ChallengeState.CANCELLED)

    @property
    def waiting(self) -> tuple[OfficeChallenge, ...]:
        """The challenges that wait for approval."""
        return tuple(one for one in self.challenges if one.state is ChallengeState.IN_APPROVAL)


def office_programme(work: Work, actor: Actor, slug: str) -> OfficeProgramme:
    """A programme with its task list and challenges, in a fixed number of statements.

    NotFound also for people of other agencies: drafts are nobody else's business.
    """
    programme = load_programme(work, slug)
    work.require(actor, Permission.DRAFT_VIEW, programme, is_secret=True)
    design = programme_design(programme)
    rows = challenges_of(work, programme)
    designs = [challenge_design(row) for row in rows]
    sums = [
        0 if row.state is ChallengeState.CANCELLED else prize_total(one.prizes)
        for row, one in zip(rows, designs, strict=True)
    ]
    missing = programme_missing(design)
    challenges = tuple(
        OfficeChallenge(
            key=row.key,
            number=row.number,
            title=row.title,
            state=row.state_at(work.now),
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            prize_won=prize_total(one.prizes),
            missing=_own_missing(
                row, Readiness(design, one, sum(sums) - own, work.now, compared_hash=row.compared_hash)
            ),
        )
        for row, one, own in zip(rows, designs, sums, strict=True)
    )
    sections = tuple(
        SectionLine(section, tuple(one for one in missing if one.section is section))
        for section in PROGRAMME_SECTIONS
    )
    return OfficeProgramme(
        programme, sections, challenges, _prize_pot(programme), _publishing(work, actor, rows)
    )


def _publishing(work: Work, actor: Actor, rows: list[Challenge]) -> Verdict:
    """Whether the actor may announce everything that waits, in one act."""
    waiting = [row for row in rows if row.state is ChallengeState.IN_APPROVAL]
    if not waiting:
        return Verdict(allowed=False, reason=lazy("결재를 기다리는 과제가 없습니다."))
    verdicts = [work.check(actor, Permission.PUBLISH, row) for row in waiting]
    return next((verdict for verdict in verdicts if not verdict.allowed), ALLOWED)


def _prize_pot(programme: Programme) -> int:
    return sum(pot.amount_won for pot in programme.pots if pot.kind.value == "prize")


def _own_missing(challenge: Challenge, ready: Readiness) -> tuple[Missing, ...]:
    """What is missing in the challenge's own sections while it is still drafted."""
    if challenge.announced_at is not None:
        return ()
    return tuple(one for one in missing_items(ready) if one.section in CHALLENGE_SECTIONS)


def editable_programme(work: Work, actor: Actor, slug: str) -> Programme:
    """The programme whose section the actor is about to edit."""
    programme = load_programme(work, slug)
    work.require(actor, Permission.DRAFT_VIEW, programme, is_secret=True)
    work.require(actor, Permission.PROGRAMME_EDIT, programme)
    return programme


# ---------------------------------------------------------------- one challenge


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step in a challenge's history, as a timeline shows it."""

    at: datetime
    title: str
    actor: str
    body: str


@dataclass(frozen=True, slots=True)
class OfficeChallengePage:
    """A challenge as its officials work on it. The row is for the policy's questions."""

    challenge: Challenge
    state: ChallengeState
    rules: FrozenRules
    sections: tuple[SectionLine, ...]
    missing: tuple[Missing, ...]
    history: tuple[HistoryLine, ...]
    acts: Mapping[ChallengeEvent, Verdict]
    remarks: tuple[RemarkLine, ...]

    @property
    def is_draft(self) -> bool:
        """Whether its sections can still be edited."""
        return self.state is ChallengeState.DRAFT

    @property
    def is_announced(self) -> bool:
        """Whether the public can see it."""
        return self.challenge.announced_at is not None

    @property
    def day_warnings(self) -> tuple[str, ...]:
        """Days of the schedule that fall on days off."""
        return day_warnings(self.rules.challenge.schedule)


def office_challenge(work: Work, actor: Actor, key: str) -> OfficeChallengePage:
    """A challenge with its task list and history, in a fixed number of statements."""
    challenge = load_challenge(work, key)
    work.require(actor, Permission.DRAFT_VIEW, challenge, is_secret=True)
    rules = rules_of(challenge)
    others = other_prizes_won(work, challenge)
    missing: tuple[Missing, ...] = ()
    if challenge.announced_at is None:
        taken_by = series_taken_by(work, challenge)
        compared = challenge.compared_hash
        missing = missing_items(
            Readiness(rules.programme, rules.challenge, others, work.now, taken_by, compared)
        )
    return OfficeChallengePage(
        challenge=challenge,
        state=challenge.state_at(work.now),
        rules=rules,
        sections=tuple(
            SectionLine(section, tuple(one for one in missing if one.section is section))
            for section in CHALLENGE_SECTIONS
        ),
        missing=missing,
        history=_history(work, challenge),
        acts={event: CHALLENGE.check(work, actor, challenge, event) for event in ChallengeEvent},
        remarks=remark_lines(work, challenge.id),
    )


def editable_challenge(work: Work, actor: Actor, key: str) -> Challenge:
    """The challenge whose section the actor is about to edit."""
    challenge = load_challenge(work, key)
    work.require(actor, Permission.DRAFT_VIEW, challenge, is_secret=True)
    work.require(actor, Permission.PROGRAMME_EDIT, challenge)
    return challenge


def _history(work: Work, challenge: Challenge) -> tuple[HistoryLine, ...]:
    rows = work.session.execute(
        sa.select(StateChange.at, StateChange.event, StateChange.reason, Account.name, StateChange.actor_kind)
        .outerjoin(Account, Account.id == StateChange.actor_id)
        .where(StateChange.subject_type == "challenges", StateChange.subject_id == challenge.id)
        .order_by(StateChange.id.desc())
    )
    return tuple(
        HistoryLine(
            row.at,
            ChallengeEvent(row.event).label,
            _("시스템") if row.actor_kind == ActorKind.SYSTEM else row.name or "",
            row.reason,
        )
        for row in rows
    )
