"""Copying a contest for another year: a draft of its own, made by the same services as any other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webapp.challenges.enums import ChallengeState, Permission
from webapp.challenges.models import ContestFile, Programme
from webapp.challenges.models.series import MOST_DAYS, MovedDate, moved, moved_dates
from webapp.challenges.queries import challenge_design, challenges_of, load_programme, programme_design
from webapp.challenges.queries.designs import agency_entry
from webapp.challenges.services.editing import create_challenge, create_programme
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work


@dataclass(frozen=True, slots=True)
class CopyContest:
    """Copy the contest at `source` to another address and title, its dates `days` later."""

    source: str
    slug: str
    title: str
    days: int


def copy_contest(work: Work, actor: Actor, command: CopyContest) -> Programme:
    """Make a draft with all settings of a contest of the actor's agency; cancelled challenges stay behind.

    RuleBroken when the address is taken or unfit, or the days are out of range.
    """
    contest = contest_to_copy(work, actor, command.source)
    _require_days(command.days)
    copy = moved(contest, command.days, slug=command.slug, title=command.title)
    programme = create_programme(work, actor, copy.programme)
    for challenge in copy.challenges:
        create_challenge(work, actor, challenge)
    work.audit(
        actor,
        "challenges:programme:copied",
        programme,
        after={"source": command.source, "days": command.days, "challenges": len(copy.challenges)},
    )
    return programme


def dates_to_move(work: Work, actor: Actor, source: str, days: int) -> tuple[MovedDate, ...]:
    """What copying by so many days would do to each date."""
    contest = contest_to_copy(work, actor, source)
    _require_days(days)
    after = moved(contest, days, slug=contest.programme.slug, title=contest.programme.basics.title)
    return moved_dates(contest, after)


def contest_to_copy(work: Work, actor: Actor, source: str) -> ContestFile:
    """The design of a contest without its cancelled challenges. NotFound for other agencies' people."""
    programme = load_programme(work, source)
    work.require(actor, Permission.DRAFT_VIEW, programme, is_secret=True)
    work.require(actor, Permission.PROGRAMME_CREATE, programme.agency)
    rows = [one for one in challenges_of(work, programme) if one.state is not ChallengeState.CANCELLED]
    designs = (challenge_design(one) for one in rows)
    return ContestFile(
        agency=agency_entry(programme),
        programme=programme_design(programme),
        challenges=tuple(replace(one, programme=source) for one in designs),
    )


def _require_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        message = _("일정은 1일부터 %(most)s일까지 뒤로 옮길 수 있습니다.", most=f"{MOST_DAYS:,}")
        raise RuleBroken(message, field="days", code="days")
