"""Changes of the rules as pages show them: the public chain of hashes, one change with its differences.

What is being prepared is the office's alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.accounts.models import Account
from webapp.challenges.enums import (
    PUBLIC_CHALLENGE_STATES,
    ChallengeState,
    ChangeEvent,
    ChangeKind,
    ChangeState,
    ContestSection,
    Permission,
)
from webapp.challenges.models import Challenge, FrozenRules, Notice, Programme, RuleChange
from webapp.challenges.models.differences import differences
from webapp.challenges.models.frozen import canonical_json, from_plain
from webapp.challenges.policies.changes import change_faults, open_sections, why_not
from webapp.challenges.policies.sections import Fault
from webapp.challenges.queries.designs import load_challenge
from webapp.challenges.queries.differences import ReadableDifference, readable_differences
from webapp.challenges.queries.visibility import visible_to
from webapp.challenges.workflow import RULE_CHANGE
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.policy import ANONYMOUS, Actor, Verdict
from webapp.core.work import Work

# ---------------------------------------------------------------- for services


def load_change(work: Work, key: str, *, lock: bool = False) -> RuleChange:
    """The change with its challenge, programme and agency (1 statement). NotFound when there is none."""
    chain = joinedload(RuleChange.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True)
    statement = (
        sa.select(RuleChange)
        .where(RuleChange.key == key)
        .options(chain.joinedload(Programme.agency, innerjoin=True), joinedload(RuleChange.notice))
    )
    if lock:
        statement = statement.with_for_update(of=RuleChange).execution_options(populate_existing=True)
    change = work.session.scalar(statement)
    if change is None:
        raise NotFound(_("그런 변경이 없습니다."))
    return change


def change_in_preparation(work: Work, challenge_id: int) -> RuleChange | None:
    """The one change of a challenge that is being written or waits for approval (1 statement)."""
    return work.session.scalar(
        sa.select(RuleChange).where(
            RuleChange.challenge_id == challenge_id,
            RuleChange.state.in_((ChangeState.DRAFT, ChangeState.REQUESTED)),
        )
    )


# ---------------------------------------------------------------- for everybody


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One set of rules in the chain: its number (0: as first announced), since when, and its hash."""

    number: int
    kind: ChangeKind | None
    since: datetime
    rules_hash: str
    notice_key: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleChain:
    """All rules that a challenge ever had, the latest first."""

    key: str
    title: str
    slug: str
    contest: str
    links: tuple[ChainLink, ...]


def rule_chain(work: Work, key: str, actor: Actor = ANONYMOUS) -> RuleChain:
    """The chain of a challenge's rules (2 statements). NotFound before its notice."""
    row = _public_row(work, key, actor)
    changes = work.session.execute(
        sa.select(
            RuleChange.number,
            RuleChange.kind,
            RuleChange.in_force_at,
            RuleChange.old_hash,
            RuleChange.new_hash,
            RuleChange.reason,
            Notice.key.label("notice_key"),
        )
        .outerjoin(Notice, Notice.id == RuleChange.notice_id)
        .where(RuleChange.challenge_id == row.id, RuleChange.state == ChangeState.IN_FORCE)
        .order_by(RuleChange.number)
    ).all()
    first = changes[0].old_hash if changes else row.rules_hash
    links = [ChainLink(0, None, row.announced_at, first, "", "")]
    links += [
        ChainLink(one.number, one.kind, one.in_force_at, one.new_hash, one.notice_key or "", one.reason)
        for one in changes
    ]
    return RuleChain(
        key=key,
        title=localized(row.title, row.title_en),
        slug=row.slug,
        contest=localized(row.contest, row.contest_en),
        links=tuple(reversed(links)),
    )


def former_rules_text(work: Work, key: str, rules_hash: str, actor: Actor = ANONYMOUS) -> str:
    """The canonical JSON of the rules with this hash, of any time (2 statements). NotFound without them."""
    row = _public_row(work, key, actor)
    if row.rules_hash == rules_hash:
        return canonical_json(row.rules)
    found = work.session.execute(
        sa.select(RuleChange.before).where(
            RuleChange.challenge_id == row.id,
            RuleChange.old_hash == rules_hash,
            RuleChange.state == ChangeState.IN_FORCE,
        )
    ).first()
    if found is None:
        raise NotFound(_("그런 규칙이 없습니다."))
    return canonical_json(found.before)


def _public_row(work: Work, key: str, actor: Actor) -> Any:
    row = work.session.execute(
        sa.select(
            Challenge.id,
            Challenge.title,
            Challenge.title_en,
            Challenge.announced_at,
            Challenge.rules,
            Challenge.rules_hash,
            Programme.slug,
            Programme.title.label("contest"),
            Programme.title_en.label("contest_en"),
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Challenge.key == key, Challenge.state.in_(PUBLIC_CHALLENGE_STATES), visible_to(actor))
    ).first()
    if row is None:
        raise NotFound(_("그런 과제가 없습니다."))
    return row


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What a notice of a change tells: what differs, and both hashes."""

    kind: ChangeKind
    old_hash: str
    new_hash: str
    differences: tuple[ReadableDifference, ...]


def change_of_notice(work: Work, notice_key: str) -> PublicChange | None:
    """The change that a notice put out; None for notices of other kinds (1 statement).

    The caller has asked whether the reader may see the notice.
    """
    row = work.session.execute(
        sa.select(
            RuleChange.kind, RuleChange.before, RuleChange.after, RuleChange.old_hash, RuleChange.new_hash
        )
        .join(Notice, Notice.id == RuleChange.notice_id)
        .where(Notice.key == notice_key)
    ).first()
    if row is None:
        return None
    before, after = from_plain(FrozenRules, row.before), from_plain(FrozenRules, row.after)
    return PublicChange(row.kind, row.old_hash, row.new_hash, readable_differences(before, after))


# ---------------------------------------------------------------- for the office


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of change that may be begun, or why not."""

    kind: ChangeKind
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeChanges:
    """The changes of a challenge as its officials see them."""

    challenge: Challenge
    state: ChallengeState
    prepared: RuleChange | None
    done: tuple[RuleChange, ...]
    kinds: tuple[KindChoice, ...]
    may_begin: Verdict


def office_changes(work: Work, actor: Actor, key: str) -> OfficeChanges:
    """A challenge's changes. NotFound for people of other agencies."""
    challenge = load_challenge(work, key)
    work.require(actor, Permission.DRAFT_VIEW, challenge, is_secret=True)
    changes = work.session.scalars(
        sa.select(RuleChange)
        .where(RuleChange.challenge_id == challenge.id, RuleChange.state != ChangeState.WITHDRAWN)
        .options(joinedload(RuleChange.notice))
        .order_by(RuleChange.id.desc())
    ).all()
    state = challenge.state_at(work.now)
    return OfficeChanges(
        challenge=challenge,
        state=state,
        prepared=next((one for one in changes if one.state is not ChangeState.IN_FORCE), None),
        done=tuple(one for one in changes if one.state is ChangeState.IN_FORCE),
        kinds=tuple(KindChoice(kind, why_not(kind, state)) for kind in ChangeKind),
        may_begin=work.check(actor, Permission.CHANGE_PROPOSE, challenge),
    )


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """One change as its officials work on it. The row is for the policy's questions."""

    change: RuleChange
    challenge: Challenge
    state: ChallengeState
    before: FrozenRules
    after: FrozenRules
    sections: tuple[tuple[ContestSection, bool], ...]
    differences: tuple[ReadableDifference, ...]
    faults: tuple[Fault, ...]
    acts: Mapping[ChangeEvent, Verdict]
    author: str

    @property
    def is_draft(self) -> bool:
        """Whether its sections can still be edited."""
        return self.change.state is ChangeState.DRAFT


def office_change(work: Work, actor: Actor, key: str) -> OfficeChange:
    """A change with what it changes and what keeps it back. NotFound for people of other agencies."""
    change = load_change(work, key)
    challenge = change.challenge
    work.require(actor, Permission.DRAFT_VIEW, challenge, is_secret=True)
    before, after = from_plain(FrozenRules, change.before), from_plain(FrozenRules, change.after)
    state, touched = challenge.state_at(work.now), {one.section for one in differences(before, after)}
    is_prepared = change.state in {ChangeState.DRAFT, ChangeState.REQUESTED}
    faults = change_faults(change.kind, state, before, after, now=work.now) if is_prepared else []
    author = work.session.scalar(sa.select(Account.name).where(Account.id == change.created_by_id))
    return OfficeChange(
        change=change,
        challenge=challenge,
        state=state,
        before=before,
        after=after,
        sections=tuple((one, one in touched) for one in open_sections(change.kind, state)),
        differences=readable_differences(before, after),
        faults=tuple(faults),
        acts={event: RULE_CHANGE.check(work, actor, change, event) for event in ChangeEvent},
        author=author or "",
    )
