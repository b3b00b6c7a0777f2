"""Rounds: changing the plan, starting the scoring, ending a round together with its challenge."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.challenges.enums import ChallengeEvent, TieBreak
from webapp.challenges.models import Challenge
from webapp.challenges.workflow import CHALLENGE
from webapp.core.errors import RuleBroken, StaleVersion, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import SYSTEM, Actor
from webapp.core.text import clean_line
from webapp.core.work import Work
from webapp.core.workflow import StateChanged
from webapp.judging import mails
from webapp.judging.enums import Permission, RoundEvent, RoundState
from webapp.judging.models import Round, Seat
from webapp.judging.queries.panel import composition, members, panel_rules
from webapp.judging.queries.relations import relations
from webapp.judging.services.draw import Draw
from webapp.judging.services.loading import criteria_of, current_round, locked_round
from webapp.judging.services.places import give_out
from webapp.judging.services.ranking import Rule, Weight
from webapp.judging.workflow import ROUND

MOST_SHEETS = 30
_OPEN = (RoundState.PREPARING, RoundState.SCORING)


@dataclass(frozen=True, slots=True)
class EditRound:
    """A changed plan. Once scoring has started only `due_at` may differ."""

    title: str
    sheets_per_idea: int
    due_at: datetime
    version: int


def change_round(work: Work, actor: Actor, round_: Round, command: EditRound) -> Round:
    """Change the plan of a round that is prepared, or the due date of one that is being scored."""
    round_ = current_round(work, round_)
    work.require(actor, Permission.ROUND_MANAGE, round_, is_secret=True)
    if round_.version != command.version:
        raise StaleVersion(_("그사이 다른 사람이 심사 계획을 고쳤습니다. 바뀐 내용을 확인해 주십시오."))
    if round_.state not in _OPEN:
        raise WrongState(_("끝난 심사는 고칠 수 없습니다."), code="round_over")
    title = checked_plan(work, command.title, command.sheets_per_idea, command.due_at)
    before = {"sheets_per_idea": round_.sheets_per_idea, "due_at": round_.due_at}
    if round_.state is RoundState.SCORING and command.sheets_per_idea != round_.sheets_per_idea:
        raise RuleBroken(
            _("채점을 시작한 뒤에는 아이디어마다 받을 심사표 수를 바꿀 수 없습니다."),
            field="sheets_per_idea",
            code="draw_made",
        )
    round_.title, round_.due_at = title, command.due_at
    round_.sheets_per_idea = command.sheets_per_idea
    work.flush()
    after = {"sheets_per_idea": round_.sheets_per_idea, "due_at": round_.due_at}
    work.audit(actor, "judging:round:changed", round_, before=before, after=after)
    return round_


def start_round(work: Work, actor: Actor, round_: Round, *, seed: int | None = None) -> Draw:
    """Freeze the rule, draw who judges what, and tell the judges.

    RuleBroken with every reason while the panel's composition does not meet the profile. The draw's seed is
    recorded with the round; a given one makes it repeatable.
    """
    round_ = current_round(work, round_)
    work.require(actor, Permission.ROUND_MANAGE, round_, is_secret=True)
    if round_.state is not RoundState.PREPARING:
        raise WrongState(_("이미 시작한 심사입니다."), code="started")
    ready = readiness(work, round_)
    if ready.obstacles:
        raise RuleBroken(" ".join(ready.obstacles), code="not_ready")
    found = relations(work, round_.id, round_.challenge_id)
    round_.rule = _declared_rule(work, round_.challenge).as_json()
    round_.seed = secrets.randbits(31) if seed is None else seed
    round_.started_at = work.now
    draw = give_out(work, round_, found, seed=round_.seed)
    ROUND.fire(work, actor, round_, RoundEvent.START)
    loads = draw.loads(found.seat_ids)
    work.audit(
        actor,
        "judging:round:started",
        round_,
        after={
            "seed": round_.seed,
            "ideas": len(found.idea_ids),
            "loads": sorted(loads.values()),
            "short": len(draw.missing),
            "barred_pairs": len(found.forbidden),
        },
    )
    _tell_judges(work, round_, loads)
    return draw


@dataclass(frozen=True, slots=True)
class Readiness:
    """Why a round cannot start now, in words; and how many ideas would get fewer sheets than planned."""

    obstacles: tuple[str, ...]
    short: int


def readiness(work: Work, round_: Round) -> Readiness:
    """What stands between a prepared round and its start."""
    panel = composition(members(work, round_.id), panel_rules(round_.challenge))
    found = relations(work, round_.id, round_.challenge_id)
    others = _other_obstacles(work, round_, len(found.seat_ids), len(found.idea_ids))
    short = sum(len(found.may_judge(idea_id)) < round_.sheets_per_idea for idea_id in found.idea_ids)
    return Readiness((*panel.reasons, *others), short)


def end_with_challenge(work: Work, event: StateChanged) -> None:
    """A challenge that is called off or decided without a winner takes its open rounds with it."""
    ends = (ChallengeEvent.CANCEL, ChallengeEvent.DECIDE_WITHOUT_WINNER)
    if event.workflow != CHALLENGE.name or event.event not in ends:
        return
    ids = work.session.scalars(
        sa.select(Round.id)
        .where(Round.challenge_id == event.subject.id, Round.state.in_(_OPEN))
        .order_by(Round.id)
    ).all()
    for round_id in ids:
        round_ = locked_round(work, round_id)
        ROUND.fire(work, SYSTEM, round_, RoundEvent.CANCEL, reason=event.reason)
        work.audit(SYSTEM, "judging:round:cancelled", round_)


def checked_plan(work: Work, title: str, sheets_per_idea: int, due_at: datetime) -> str:
    """The title in its clean form; RuleBroken with the fields that make no sense."""
    fields: dict[str, str] = {}
    title = clean_line(title)
    if not title:
        fields["title"] = _("심사 이름을 적어 주십시오.")
    if not 1 <= sheets_per_idea <= MOST_SHEETS:
        fields["sheets_per_idea"] = _("1부터 %(most)s까지의 수를 적어 주십시오.", most=MOST_SHEETS)
    if due_at <= work.now:
        fields["due_at"] = _("지금보다 뒤의 때를 적어 주십시오.")
    if fields:
        raise RuleBroken(_("심사 계획을 확인해 주십시오."), fields=fields, code="plan")
    return title


def _other_obstacles(work: Work, round_: Round, judges: int, ideas: int) -> list[str]:
    found: list[str] = []
    if judges < round_.sheets_per_idea:
        found.append(
            _(
                "아이디어마다 심사표 %(sheets)s장을 받으려면 심사위원이 %(sheets)s명 이상이어야 합니다.",
                sheets=round_.sheets_per_idea,
            )
        )
    if not ideas:
        found.append(_("심사할 아이디어가 없습니다."))
    if round_.due_at <= work.now:
        found.append(_("심사 기한이 이미 지났습니다. 기한을 먼저 바꾸어 주십시오."))
    return found


def _declared_rule(work: Work, challenge: Challenge) -> Rule:
    return Rule(
        tuple(Weight(one.id, one.weight) for one in criteria_of(work, challenge.id)),
        challenge.trim_from_sheets,
        challenge.score_decimals,
        tuple(TieBreak(name) for name in challenge.tie_breaks),
    )


def _tell_judges(work: Work, round_: Round, loads: dict[int, int]) -> None:
    rows = work.session.execute(
        sa.select(Seat.id, Account).join(Account, Account.id == Seat.account_id).where(Seat.id.in_(loads))
    )
    for seat_id, account in rows:
        if loads[seat_id]:
            letter = mails.started(work, account, round_, ideas=loads[seat_id])
            work.send(letter, key=f"judging:started:{seat_id}")
