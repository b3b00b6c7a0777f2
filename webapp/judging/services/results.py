"""Rankings: how the sheets stand while a round runs, and the result that is frozen when it closes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.judging.enums import AssignmentEvent, AssignmentState, Permission, RoundEvent, RoundState
from webapp.judging.models import Assignment, Round, RoundResult
from webapp.judging.queries.office import progress
from webapp.judging.queries.panel import composition, members, panel_rules
from webapp.judging.queries.results import RankedIdea, ideas_in_round, ranking, sheets_in_round
from webapp.judging.services.loading import current_round, require_scoring
from webapp.judging.services.ranking import Entry, Rule, Sheet, rank
from webapp.judging.workflow import ASSIGNMENT, ROUND

MOST_NOTE = 1000


def view_ranking(work: Work, actor: Actor, round_: Round) -> list[RankedIdea]:
    """The ranking: of a round that runs as the sheets stand now, of a closed one as it was frozen."""
    work.require(actor, Permission.RANKING_VIEW, round_, is_secret=True)
    if round_.state is RoundState.CLOSED:
        return ranking(work, round_)
    require_scoring(round_)
    return standings(work, round_)


def standings(work: Work, round_: Round) -> list[RankedIdea]:
    """The ranking by the frozen rule from the sheets that are in. Three statements and no more."""
    ideas = {idea.idea_id: idea for idea in ideas_in_round(work, round_)}
    sheets = [Sheet(one.idea_id, one.points) for one in sheets_in_round(work, round_.id)]
    entries = [Entry(idea.idea_id, idea.submitted_at) for idea in ideas.values()]
    return [
        RankedIdea(
            idea_id=one.entry_id,
            idea_key=ideas[one.entry_id].idea_key,
            receipt_number=ideas[one.entry_id].receipt_number,
            title=ideas[one.entry_id].title,
            rank=one.rank,
            score=one.score,
            plain_mean=one.plain_mean,
            sheets=one.sheets,
            missing=max(0, round_.sheets_per_idea - one.sheets),
            conflicts=ideas[one.entry_id].conflicts,
            decided_by=one.decided_by,
            low=ideas[one.entry_id].low,
            high=ideas[one.entry_id].high,
        )
        for one in rank(entries, sheets, Rule.from_json(round_.rule))
    ]


def reasons_needed(work: Work, round_: Round) -> list[str]:
    """What closing the round now would leave undone, in words; empty when everything is in."""
    found: list[str] = []
    now = progress(work, round_)
    if now.left:
        found.append(_("제출하지 않은 심사표가 %(count)s장 있습니다.", count=now.left))
    if now.gaps:
        found.append(_("심사할 위원을 정하지 못한 심사표가 %(count)s장 있습니다.", count=now.gaps))
    if now.unscored:
        found.append(_("심사표가 한 장도 없는 아이디어가 %(count)s건 있습니다.", count=now.unscored))
    panel = composition(members(work, round_.id), panel_rules(round_.challenge))
    return [*found, *panel.reasons]


def close_round(work: Work, actor: Actor, round_: Round, reason: str = "") -> list[RankedIdea]:
    """End the scoring and freeze the ranking.

    When sheets are missing or the panel no longer meets its rules a reason is needed; sheets that were not
    handed in become void with it. RuleBroken when there is no sheet at all.
    """
    round_ = current_round(work, round_)
    work.require(actor, Permission.ROUND_CLOSE, round_, is_secret=True)
    if round_.state is RoundState.CLOSED:
        return ranking(work, round_)
    require_scoring(round_)
    reason = clean_text(reason)
    check_length(reason, maximum=MOST_NOTE, field="reason")
    open_points = reasons_needed(work, round_)
    if open_points and not reason:
        message = _("%(points)s 그래도 마치려면 사유를 적어 주십시오.", points=" ".join(open_points))
        raise RuleBroken(message, field="reason", code="reason_required")
    before = progress(work, round_)
    if not before.submitted:
        raise RuleBroken(_("제출된 심사표가 한 장도 없어 마칠 수 없습니다."), code="no_sheets")
    _void_unfinished(work, actor, round_, reason)
    results = standings(work, round_)
    work.session.add_all(
        RoundResult(
            round_id=round_.id,
            idea_id=one.idea_id,
            score=one.score,
            plain_mean=one.plain_mean,
            rank=one.rank,
            sheets=one.sheets,
            decided_by=one.decided_by,
        )
        for one in results
    )
    round_.closed_at, round_.closed_by_id, round_.closing_note = work.now, actor.account_id, reason
    ROUND.fire(work, actor, round_, RoundEvent.CLOSE, reason=reason)
    work.audit(
        actor,
        "judging:round:closed",
        round_,
        after={
            "ideas": len(results),
            "unjudged": sum(one.rank is None for one in results),
            "sheets": before.submitted,
            "missing": before.missing,
        },
    )
    return results


def _void_unfinished(work: Work, actor: Actor, round_: Round, reason: str) -> None:
    rows = work.session.scalars(
        sa.select(Assignment)
        .where(
            Assignment.round_id == round_.id,
            Assignment.state.in_((AssignmentState.ASSIGNED, AssignmentState.CLEARED)),
        )
        .options(joinedload(Assignment.round, innerjoin=True), joinedload(Assignment.seat, innerjoin=True))
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    ).all()
    for one in rows:
        ASSIGNMENT.fire(work, actor, one, AssignmentEvent.VOID, reason=reason)
