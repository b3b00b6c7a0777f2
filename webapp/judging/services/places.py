"""Giving ideas to judges: the draw at the start of a round, and one more judge where somebody fell away.

The round is locked by the caller. What was given before stays as it is: late changes disturb nobody else.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.judging import mails
from webapp.judging.enums import Permission
from webapp.judging.models import Assignment, Round, Seat
from webapp.judging.queries.office import LIVE
from webapp.judging.queries.relations import Relations, relations
from webapp.judging.services.draw import Draw, draw_judges, draw_replacement
from webapp.judging.services.loading import current_round, require_scoring


def give_out(work: Work, round_: Round, found: Relations, *, seed: int) -> Draw:
    """Draw all judges of a round and write it down; each judge gets the own ideas in an order by chance."""
    draw = draw_judges(
        found.idea_ids, found.seat_ids, found.forbidden, per_idea=round_.sheets_per_idea, seed=seed
    )
    for seat_id in found.seat_ids:
        own = [idea_id for idea_id in found.idea_ids if seat_id in draw.judges_of[idea_id]]
        random.Random(f"{seed}:{seat_id}").shuffle(own)  # noqa: S311  (an order that can be made again)
        work.session.add_all(
            Assignment(round_id=round_.id, seat_id=seat_id, idea_id=idea_id, position=position)
            for position, idea_id in enumerate(own, start=1)
        )
    work.flush()
    return draw


def fill_gaps(work: Work, actor: Actor, round_: Round, *, idea_id: int | None = None) -> int:
    """Draw judges for ideas (or one idea) with fewer live sheets than the round asks for.

    Returns how many were drawn; an idea that nobody else may judge stays short. The judges get a letter.
    """
    table = _read(work, round_)
    wanted = table.found.idea_ids if idea_id is None else (idea_id,)
    drawn = [one for each in wanted if each in table.found.idea_ids for one in _fill(table, round_, each)]
    if not drawn:
        return 0
    work.session.add_all(drawn)
    work.flush()
    for one in drawn:
        work.audit(
            actor, "judging:assignment:drawn", one, after={"idea_id": one.idea_id, "seat_id": one.seat_id}
        )
    _tell(work, round_, drawn)
    return len(drawn)


def fill_open_places(work: Work, actor: Actor, round_: Round) -> int:
    """The secretary's word that judges be drawn for whatever is short; returns how many were found."""
    round_ = current_round(work, round_)
    work.require(actor, Permission.ROUND_MANAGE, round_, is_secret=True)
    require_scoring(round_)
    return fill_gaps(work, actor, round_)


@dataclass
class _Table:
    found: Relations
    loads: Counter[int] = field(default_factory=Counter)
    live: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    ever: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    last: Counter[int] = field(default_factory=Counter)


def _read(work: Work, round_: Round) -> _Table:
    table = _Table(relations(work, round_.id, round_.challenge_id))
    rows = work.session.execute(
        sa.select(Assignment.idea_id, Assignment.seat_id, Assignment.state, Assignment.position).where(
            Assignment.round_id == round_.id
        )
    )
    for idea_id, seat_id, state, position in rows:
        table.ever[idea_id].add(seat_id)
        table.last[seat_id] = max(table.last[seat_id], position)
        if state in LIVE:
            table.live[idea_id].add(seat_id)
            table.loads[seat_id] += 1
    return table


def _fill(table: _Table, round_: Round, idea_id: int) -> list[Assignment]:
    drawn: list[Assignment] = []
    while len(table.live[idea_id]) < round_.sheets_per_idea:
        able = table.found.may_judge(idea_id) - table.ever[idea_id]
        mates = table.live[idea_id]
        together = Counter(
            seat_id for others in table.live.values() if others & mates for seat_id in others & able
        )
        chosen = draw_replacement(
            {seat_id: table.loads[seat_id] for seat_id in able},
            together,
            seed=f"{round_.seed}:{idea_id}:{len(table.ever[idea_id])}",
        )
        if chosen is None:
            break
        table.live[idea_id].add(chosen)
        table.ever[idea_id].add(chosen)
        table.loads[chosen] += 1
        table.last[chosen] += 1
        drawn.append(
            Assignment(round_id=round_.id, seat_id=chosen, idea_id=idea_id, position=table.last[chosen])
        )
    return drawn


def _tell(work: Work, round_: Round, drawn: list[Assignment]) -> None:
    """One letter to each judge who got more; the last assignment makes it this letter and no other."""
    by_seat: dict[int, list[Assignment]] = defaultdict(list)
    for one in drawn:
        by_seat[one.seat_id].append(one)
    rows = work.session.execute(
        sa.select(Seat.id, Account).join(Account, Account.id == Seat.account_id).where(Seat.id.in_(by_seat))
    )
    for seat_id, account in rows:
        own = by_seat[seat_id]
        letter = mails.assigned(work, account, round_, ideas=len(own))
        work.send(letter, key=f"judging:assigned:{own[-1].id}")
