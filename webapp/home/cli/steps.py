"""The steps that every contest of the demo goes through, each played through the services.

Entering, judging, verification, decision, payment: how many and by whom is the caller's.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from webapp.accounts.enums import ConflictKind, ConsentKind, InvitationState, OrganisationKind
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import NewOrganisation, accept_invitation, create_organisation
from webapp.challenges.jobs import CLOCK_TASKS as CHALLENGE_TASKS
from webapp.challenges.models import Challenge, ContestFile, Criterion, FormField, PrizeTier, Programme
from webapp.challenges.services import (
    import_contest,
    publish,
    request_approval,
)
from webapp.core.attachments import Upload
from webapp.home.cli import comparing
from webapp.home.cli.people import Cast
from webapp.home.cli.stage import Stage
from webapp.home.cli.texts import IdeaText, Texts, answer_to, business_number
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.services import SaveIdea, SubmitIdea, save_idea, start_idea, submit_idea
from webapp.judging.enums import AssignmentState
from webapp.judging.models import Assignment, Round, RoundResult, Seat
from webapp.judging.services import (
    DeclareConflict,
    InviteJudge,
    NewRound,
    SaveSheet,
    close_round,
    create_round,
    declare_clear,
    declare_conflict,
    invite_judge,
    save_sheet,
    sign_pledge,
    start_round,
    submit_sheet,
)
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award, Objection, Payment
from webapp.prizes.services import (
    DecideAwards,
    Nominations,
    RecordPayment,
    approve_payment,
    confirm_payment,
    decide_awards,
    nominate_finalists,
    record_payment,
)
from webapp.reflection.models import Measure, Reflection

#: How far apart, of 1, two ideas are that no judge would rank the other way round.
CLEARLY = 0.08
#: Yields the moment of its next act, and acts when it is resumed.
Script = Generator[datetime, None, None]


@dataclass
class Play:
    """Everything a step needs."""

    stage: Stage
    cast: Cast
    texts: Texts


def announce(play: Play, contest: ContestFile, moment: datetime, approved_at: datetime) -> Programme:
    """Bring a contest in from its file at `moment` and announce it with all its challenges."""
    play.stage.at(moment)
    officer, approver = play.cast["officer"], play.cast["approver"]
    programme = play.stage.play(import_contest, officer, contest).programme
    challenges = challenges_of(play, programme)
    for challenge in challenges:
        comparing.compare(play.stage, play.cast["officer"], challenge)
        play.stage.play(request_approval, officer, challenge)
    play.stage.at(approved_at)
    for challenge in challenges:
        play.stage.play(publish, approver, challenge)
    play.stage.commit()
    return programme


def challenges_of(play: Play, programme: Programme) -> list[Challenge]:
    """The challenges of a programme in their order."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Challenge).where(Challenge.programme_id == programme.id).order_by(Challenge.number)
        )
    )


def let_the_clock_work(play: Play, moment: datetime) -> None:
    """Move to `moment` and let challenges open and close."""
    play.stage.at(moment)
    play.stage.tick(*CHALLENGE_TASKS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's plan to enter."""

    at: datetime
    author: Account
    challenge: Challenge
    text: IdeaText
    is_handed_in: bool = True
    allows_publication: bool = True
    organisation_key: str | None = None
    files: tuple[Upload, ...] = ()


def enter(play: Play, entries: Iterable[Entry]) -> list[Idea]:
    """Write and hand in ideas in the order of time."""
    ideas = []
    names = questions_of(play)
    for entry in sorted(entries, key=lambda one: one.at):
        play.stage.at(entry.at)
        ideas.append(enter_one(play, entry, names[entry.challenge.id]))
    play.stage.commit()
    return ideas


def questions_of(play: Play) -> dict[int, list[FormField]]:
    """The questions of every challenge's form, by the challenge's id."""
    found: dict[int, list[FormField]] = {}
    for field in play.stage.work.session.scalars(sa.select(FormField).order_by(FormField.position)):
        found.setdefault(field.challenge_id, []).append(field)
    return found


def enter_one(play: Play, entry: Entry, questions: Sequence[FormField]) -> Idea:
    """Write one idea, and hand it in unless it stays a draft."""
    stage, author, text = play.stage, entry.author, entry.text
    idea = stage.play(start_idea, author, entry.challenge.key, entry.organisation_key)
    long = iter((*text.paragraphs, text.summary, text.plan))
    answers = {q.name: answer_to(q, long, text.plan) for q in questions}
    saved = SaveIdea(idea.key, None, text.title, text.summary, answers, entry.files)
    idea = stage.play(save_idea, author, saved)
    if entry.is_handed_in:
        consents = {ConsentKind.PRIVACY, ConsentKind.PLEDGE}
        if entry.allows_publication:
            consents.add(ConsentKind.PUBLICATION)
        command = SubmitIdea(idea.key, consents, pledge=True, allows_publication=entry.allows_publication)
        stage.play(submit_idea, author, command)
    return idea


def found_organisations(play: Play, count: int) -> dict[int, str]:
    """Let some citizens found a team or company: keys by the account that leads."""
    kinds = (OrganisationKind.TEAM, OrganisationKind.TEAM, OrganisationKind.COMPANY, OrganisationKind.GROUP)
    labels = {
        OrganisationKind.TEAM: "팀",
        OrganisationKind.COMPANY: "주식회사",
        OrganisationKind.GROUP: "모임",
    }
    keys: dict[int, str] = {}
    for number, leader in enumerate(play.cast.citizens[:count]):
        kind = kinds[number % len(kinds)]
        name = f"{labels[kind]} {play.texts.word()}{play.texts.word()}"
        business = business_number(number) if kind is OrganisationKind.COMPANY else ""
        command = NewOrganisation(kind, name, business, leader.name)
        keys[leader.id] = play.stage.play(create_organisation, leader, command).key
    play.stage.commit()
    return keys


def open_round(
    play: Play, challenge: Challenge, judges: Sequence[Account], sheets: int, due: datetime
) -> Round:
    """Set up a judging round with its panel, all accepted and pledged, and give out the ideas."""
    stage, secretary = play.stage, play.cast["secretary"]
    round_ = stage.play(create_round, secretary, NewRound(challenge.key, "서류 심사", sheets, due))
    for number, judge in enumerate(judges):
        command = InviteJudge(judge.email, judge.name, is_civilian=number % 3 != 1, is_chair=number == 0)
        stage.play(invite_judge, secretary, round_, command)
        accept_all(play, judge)
        stage.play(sign_pledge, judge, round_)
    stage.play(start_round, secretary, round_, seed=challenge.id)
    stage.commit()
    return round_


def accept_all(play: Play, account: Account) -> None:
    """Accept every invitation that waits for this person."""
    waiting = sa.select(Invitation.key).where(
        Invitation.email == account.email, Invitation.state == InvitationState.INVITED
    )
    for key in play.stage.work.session.scalars(waiting).all():
        play.stage.play(accept_invitation, account, key)


def judge(
    play: Play,
    round_: Round,
    until: datetime,
    *,
    unfinished: frozenset[int] = frozenset(),
    good: Mapping[int, float] | None = None,
) -> None:
    """Let all judges declare, score and hand in until `until`. `unfinished`: accounts that stop halfway,
    with some ideas declared clear and some not. `good`: how good some ideas are, of 1; the others by chance,
    and clearly less."""
    stage, random = play.stage, play.texts.random
    session = stage.work.session
    criteria = session.scalars(
        sa.select(Criterion).where(Criterion.challenge_id == round_.challenge_id).order_by(Criterion.position)
    ).all()
    rows = session.execute(
        sa.select(Assignment, Account)
        .join(Seat, Seat.id == Assignment.seat_id)
        .join(Account, Account.id == Seat.account_id)
        .where(Assignment.round_id == round_.id)
        .order_by(Assignment.idea_id, Assignment.id)
    ).all()
    best = min(good.values()) - CLEARLY if good else 1
    quality = {assignment.idea_id: min(random.gauss(0.72, 0.12), best) for assignment, _judge in rows}
    quality.update(good or {})
    step = (until - stage.clock.now()) / max(len(rows), 1)
    for number, (assignment, who) in enumerate(rows):
        stage.at(stage.clock.now() + step)
        if who.id in unfinished and number % 2:
            if number % 4 == 1:
                stage.play(declare_clear, who, assignment.key)
            continue
        _judge_one(play, assignment, who, criteria, quality[assignment.idea_id])
    stage.commit()


def _judge_one(
    play: Play, assignment: Assignment, who: Account, criteria: Sequence[Criterion], quality: float
) -> None:
    stage, random = play.stage, play.texts.random
    stage.play(declare_clear, who, assignment.key)
    points = {}
    for criterion in criteria:
        share = min(max(random.gauss(quality, 0.07), 0.2), 1)
        points[criterion.id] = Decimal(round(share * criterion.weight * 2)) / 2
    saved = SaveSheet(assignment.key, assignment.version, points, play.texts.comment())
    stage.play(save_sheet, who, saved)
    stage.play(submit_sheet, who, assignment.key)


def step_back(play: Play, round_: Round, who: Account) -> None:
    """Let a judge declare a conflict over the first idea that he or she has not looked at."""
    query = (
        sa.select(Assignment)
        .join(Seat, Seat.id == Assignment.seat_id)
        .where(Assignment.round_id == round_.id, Assignment.state == AssignmentState.ASSIGNED)
        .where(Seat.account_id == who.id)
        .order_by(Assignment.id)
        .limit(1)
    )
    assignment = play.stage.work.session.scalars(query).one()
    reason = "같은 연구 과제에 함께 참여한 적이 있는 분의 아이디어로 보입니다."
    play.stage.play(declare_conflict, who, DeclareConflict(assignment.key, ConflictKind.ADVICE, reason))


def finish_round(play: Play, round_: Round) -> list[Idea]:
    """Close the round; the ideas in the order of their rank."""
    play.stage.play(close_round, play.cast["secretary"], round_)
    play.stage.commit()
    return list(
        play.stage.work.session.scalars(
            sa.select(Idea)
            .join(RoundResult, RoundResult.idea_id == Idea.id)
            .where(RoundResult.round_id == round_.id, RoundResult.rank.is_not(None))
            .order_by(RoundResult.rank, Idea.id)
        )
    )


def name_finalists(
    play: Play, challenge: Challenge, ranked: Sequence[Idea], places: Sequence[int]
) -> list[Award]:
    """Nominate the best ideas: `places[n]` of them for the n-th tier."""
    session = play.stage.work.session
    tiers = session.scalars(
        sa.select(PrizeTier).where(PrizeTier.challenge_id == challenge.id).order_by(PrizeTier.position)
    ).all()
    wanted = [tier for tier, count in zip(tiers, places, strict=False) for _ in range(count)]
    fewer = [*places, *([0] * len(tiers))][: len(tiers)] != [tier.quota for tier in tiers]
    command = Nominations(
        challenge.key,
        tuple((idea.key, tier.id) for idea, tier in zip(ranked, wanted, strict=False)),
        summary="문제를 정확히 짚고 현장에서 바로 시험할 수 있는 아이디어를 높게 보았습니다.",
        reason="심사위원회가 정한 수준에 이른 아이디어가 등급별 정원보다 적었습니다." if fewer else "",
    )
    play.stage.play(nominate_finalists, play.cast["officer"], command)
    play.stage.commit()
    return awards_of(play, challenge)


def awards_of(play: Play, challenge: Challenge) -> list[Award]:
    """The finalists and winners of a challenge."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Award).where(Award.challenge_id == challenge.id).order_by(Award.rank, Award.id)
        )
    )


def decide_all(play: Play, challenge: Challenge, awards: Sequence[Award], plan: str) -> None:
    """Award every finalist that still stands."""
    texts = tuple((award.key, play.texts.comment(), plan) for award in awards)
    play.stage.play(decide_awards, play.cast["approver"], DecideAwards(challenge.key, texts))
    play.stage.commit()


def pay(play: Play, payments: Iterable[Payment], paid_on: date, *, until: str = "paid") -> None:
    """Carry due payments on: confirmed, approved by another person, paid."""
    officer, approver = play.cast["officer"], play.cast["approver"]
    for payment in payments:
        play.stage.play(confirm_payment, officer, payment.key)
        if until == "confirmed":
            continue
        play.stage.play(approve_payment, approver, payment.key)
        if until == "approved":
            continue
        voucher = f"지출-{paid_on.year}-{payment.id:04}"
        play.stage.play(record_payment, officer, RecordPayment(payment.key, paid_on, voucher))
    play.stage.commit()


def payments_of(play: Play, awards: Sequence[Award], position: int) -> list[Payment]:
    """The payments of these awards at one position of their stages, from 1."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Payment)
            .where(Payment.award_id.in_([award.id for award in awards]), Payment.position == position)
            .order_by(Payment.id)
        )
    )


def open_objections(play: Play, award: Award) -> list[Objection]:
    """Objections against a finalist, oldest first."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Objection).where(Objection.award_id == award.id).order_by(Objection.id)
        )
    )


def spread(play: Play, start: datetime, end: datetime, count: int) -> list[datetime]:
    """`count` moments between `start` and `end`, more of them towards the end, as entries come in."""
    length = (end - start) - timedelta(minutes=5)
    return sorted(start + length * (play.texts.random.random() ** 0.55) for _ in range(count))


def submitted_ideas(play: Play, challenge: Challenge) -> list[Idea]:
    """What was handed in for a challenge and stands."""
    return list(
        play.stage.work.session.scalars(
            sa.select(Idea)
            .where(Idea.challenge_id == challenge.id, Idea.state == IdeaState.SUBMITTED)
            .order_by(Idea.id)
        )
    )


def standing(awards: Sequence[Award]) -> list[Award]:
    """Finalists that were not excluded."""
    return [award for award in awards if award.state is AwardState.VERIFYING]


def awarded(awards: Sequence[Award]) -> list[Award]:
    """Winners that get money."""
    return [award for award in awards if award.state is AwardState.AWARDED and not award.is_honour_only]


def idea_of(play: Play, award: Award) -> Idea:
    """The idea behind an award."""
    return play.stage.work.session.get_one(Idea, award.idea_id)


def all_measures(play: Play) -> list[Measure]:
    """Every promised measure, in the order of the promises."""
    return list(play.stage.work.session.scalars(sa.select(Measure).order_by(Measure.id)))


def reflection_key(play: Play, measure: Measure) -> str:
    """The key of the answer that a measure belongs to."""
    return play.stage.work.session.get_one(Reflection, measure.reflection_id).key
