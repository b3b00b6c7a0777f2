"""The straight path through all seven steps, from a problem to a realised policy, on both databases."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from webapp.accounts.enums import ConsentKind, InvitationState
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import accept_invitation
from webapp.challenges.enums import (
    ChallengeState,
    Grade,
    PolicyProfile,
    PotKind,
    SimilarityConclusion,
    StageCondition,
)
from webapp.challenges.models import (
    Brief,
    Challenge,
    Criteria,
    Criterion,
    CriterionEntry,
    FormField,
    GradeEntry,
    NewChallenge,
    NewProgramme,
    Pot,
    PotEntry,
    Prizes,
    PrizeTier,
    ProgrammeBasics,
    ProgrammeConditions,
    ProgrammeMoney,
    Rules,
    Schedule,
    StageEntry,
    TierEntry,
)
from webapp.challenges.services import (
    RecordReview,
    close_due,
    create_challenge,
    create_programme,
    open_due,
    publish,
    record_review,
    request_approval,
)
from webapp.core.audit import verify_chain
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.kst import kst_day
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.services import SaveIdea, SubmitIdea, save_idea, start_idea, submit_idea
from webapp.judging.models import Assignment, Seat
from webapp.judging.services import (
    InviteJudge,
    NewRound,
    SaveSheet,
    close_round,
    create_round,
    declare_clear,
    invite_judge,
    save_sheet,
    sign_pledge,
    start_round,
    submit_sheet,
)
from webapp.maturing.models import Milestone
from webapp.maturing.services import (
    NewMilestone,
    NewProject,
    SubmitMilestone,
    accept_milestone,
    accept_project,
    start_project,
    submit_milestone,
)
from webapp.prizes.enums import PaymentState
from webapp.prizes.models import Award, Payment, PotBalance
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
from webapp.problems.enums import ProblemField, ProblemSource
from webapp.problems.services import (
    NewCall,
    PostProblem,
    create_call,
    post_problem,
    publish_call,
    select_problem,
)
from webapp.reflection.enums import MeasureKind, ReflectionState
from webapp.reflection.models import Reflection
from webapp.reflection.services import (
    Adopt,
    Assign,
    NewMeasure,
    Report,
    add_measure,
    adopt,
    assign,
    realise,
    report_progress,
)

MILLION = 1_000_000
PRIZE = 10 * MILLION


def test_an_idea_goes_from_a_problem_to_a_policy(
    database: Database, clock: FixedClock, request: pytest.FixtureRequest
) -> None:
    line = Line(database, clock)
    request.addfinalizer(line.work.session.close)
    problem_key = source_a_problem(line)
    challenge = announce_a_challenge(line, problem_key)
    ideas = take_entries(line, challenge)
    ranked = judge_entries(line, challenge)
    assert set(ranked) == set(ideas)
    award = award_the_best(line, challenge, ranked[0])
    pay_part(line, award, StageCondition.ON_AWARD)
    mature_the_idea(line, award)
    pay_part(line, award, StageCondition.ON_MATURED)
    reflection_key = adopt_the_idea(line, ranked[0])
    pay_part(line, award, StageCondition.ON_ADOPTED)
    realise_the_policy(line, reflection_key)
    work = line.work
    of_prizes = sa.select(PotBalance).join(Pot, Pot.id == PotBalance.pot_id).where(Pot.kind == PotKind.PRIZE)
    balance = work.session.scalars(of_prizes).one()
    assert (balance.committed_won, balance.paid_won) == (PRIZE, PRIZE)
    assert work.session.scalars(sa.select(Reflection.state)).one() is ReflectionState.REALISED
    states = set(work.session.scalars(sa.select(Idea.state)))
    assert states == {IdeaState.AWARDED, IdeaState.NOT_SELECTED}
    chain = verify_chain(work.session)
    assert chain.broken_at is None
    assert chain.entries > 40


def source_a_problem(line: Line) -> str:
    cast = line.cast
    call = line.act(
        create_call,
        cast.officer,
        NewCall(
            cast.agency.id,
            "call",
            "문제 공모",
            "",
            "소개",
            ("정치적 문제",),
            (),
            line.now,
            line.now + timedelta(days=30),
        ),
    )
    line.act(publish_call, cast.officer, call)
    line.pass_days(1)
    posted = PostProblem(
        call.id,
        ProblemSource.CITIZEN,
        ProblemField.SAFETY,
        "골목이 어두워 밤에 다니기 어렵습니다",
        "가로등 사이가 멀고 고장이 잦아 어두운 곳이 많습니다.",
        "어두운 곳을 바로 알고 밝힐 수 있으면 좋겠습니다.",
        "",
    )
    problem = line.act(post_problem, cast.citizens[0], posted)
    selected = line.act(select_problem, cast.officer, problem, "많은 시민이 겪는 문제라 과제로 정했습니다.")
    return selected.key


def new_programme(agency: str) -> NewProgramme:
    return NewProgramme(
        agency=agency,
        slug="bright-alleys",
        basics=ProgrammeBasics(title="밝은 골목 공모", purpose="어두운 골목을 밝힙니다.", contact="혁신과"),
        conditions=ProgrammeConditions(
            profile=PolicyProfile.CENTRAL, eligibility="누구나", staff_rule="직원은 표창만 합니다."
        ),
        money=ProgrammeMoney(
            grades=(GradeEntry(grade=Grade.C, cap_won=PRIZE),),
            pots=(
                PotEntry(kind=PotKind.PRIZE, amount_won=PRIZE),
                PotEntry(kind=PotKind.MATURING, amount_won=50 * MILLION),
            ),
        ),
    )


def announce_a_challenge(line: Line, problem_key: str) -> Challenge:
    cast = line.cast
    line.act(create_programme, cast.officer, new_programme(cast.agency.slug))
    opens = line.now + timedelta(days=8)
    challenge = line.act(
        create_challenge,
        cast.officer,
        NewChallenge(
            programme="bright-alleys",
            brief=Brief(
                title="어두운 골목 찾기",
                summary="어두운 골목을 찾아 밝히는 방법",
                field=ProblemField.SAFETY,
                background="어두운 골목이 많습니다.",
                goal="밝기가 두 배가 되면 해결로 봅니다.",
                department=cast.department.name,
                problem=problem_key,
            ),
            schedule=Schedule(opens_at=opens, closes_at=opens + timedelta(days=20)),
            prizes=Prizes(
                grade=Grade.C,
                prizes=(TierEntry(title="최우수상", amount_won=PRIZE),),
                stages=tuple(
                    StageEntry(condition=condition, percent=percent)
                    for condition, percent in zip(StageCondition, (50, 30, 20), strict=True)
                ),
            ),
            criteria=Criteria(
                criteria=(CriterionEntry(title="창의성", weight=60), CriterionEntry(title="효과", weight=40))
            ),
            rules=Rules(receipt_pattern="골목 {year}-{sequence:03}"),
        ),
    )
    review = RecordReview(challenge.key, challenge.version, "골목길 그늘", SimilarityConclusion.NONE_FOUND)
    line.act(record_review, cast.officer, review)
    line.act(request_approval, cast.officer, challenge)
    published = line.act(publish, cast.approver, challenge)
    assert published.rules_hash
    line.pass_days(9)
    assert line.let_the_clock(open_due) == 1
    return published


def take_entries(line: Line, challenge: Challenge) -> list[str]:
    keys = []
    for number, citizen in enumerate(line.cast.citizens):
        idea = line.act(start_idea, citizen, challenge.key)
        work = line.work
        fields = sa.select(FormField.name).where(FormField.challenge_id == challenge.id)
        names = work.session.scalars(fields).all()
        answers = dict.fromkeys(names, "골목의 밝기를 재고 어두운 곳부터 밝힙니다.")
        line.act(
            save_idea,
            citizen,
            SaveIdea(idea.key, None, f"밝기 지도 {number}", "밝기를 재어 지도로 만듭니다.", answers),
        )
        consents = {ConsentKind.PRIVACY, ConsentKind.PLEDGE, ConsentKind.PUBLICATION}
        version = line.act(
            submit_idea, citizen, SubmitIdea(idea.key, consents, pledge=True, allows_publication=True)
        )
        assert len(version.sha256) == 64
        keys.append(idea.key)
    work = line.work
    numbers = work.session.scalars(sa.select(Idea.receipt_number).order_by(Idea.id)).all()
    assert [number[-3:] for number in numbers if number] == ["001", "002", "003"]
    line.pass_days(20)
    assert line.let_the_clock(close_due) == 1
    return keys


def judge_entries(line: Line, challenge: Challenge) -> list[str]:
    cast = line.cast
    command = NewRound(challenge.key, "서류 심사", 5, line.now + timedelta(days=10))
    round_ = line.act(create_round, cast.secretary, command)
    for number, judge in enumerate(cast.judges):
        invited = InviteJudge(judge.email, judge.name, is_civilian=number < 3, is_chair=number == 0)
        line.act(invite_judge, cast.secretary, round_, invited)
        work = line.work
        waiting = sa.select(Invitation.key).where(
            Invitation.email == judge.email, Invitation.state == InvitationState.INVITED
        )
        key = work.session.scalars(waiting).one()
        line.act(accept_invitation, judge, key)
        line.act(sign_pledge, judge, round_)
    line.act(start_round, cast.secretary, round_, seed=7)
    for judge in cast.judges:
        _score_all(line, challenge, judge)
    ranking = line.act(close_round, cast.secretary, round_)
    assert [one.rank for one in ranking] == [1, 2, 3]
    return [_idea_key(line, one.idea_id) for one in ranking]


def _score_all(line: Line, challenge: Challenge, judge: Account) -> None:
    work = line.work
    query = sa.select(Assignment).join(Seat, Seat.id == Assignment.seat_id).where(Seat.account_id == judge.id)
    assignments = work.session.scalars(query.order_by(Assignment.idea_id)).all()
    rubric = sa.select(Criterion).where(Criterion.challenge_id == challenge.id)
    criteria = work.session.scalars(rubric.order_by(Criterion.position)).all()
    assert len(assignments) == 3
    for place, assignment in enumerate(assignments):
        cleared = line.act(declare_clear, judge, assignment.key)
        points = {one.id: Decimal(one.weight) - 5 * (2 - place) for one in criteria}
        line.act(
            save_sheet, judge, SaveSheet(assignment.key, cleared.version, points, "구체적인 계획입니다.")
        )
        line.act(submit_sheet, judge, assignment.key)


def _idea_key(line: Line, idea_id: int) -> str:
    work = line.work
    return work.session.get_one(Idea, idea_id).key


def award_the_best(line: Line, challenge: Challenge, idea_key: str) -> Award:
    cast = line.cast
    work = line.work
    tier_id = work.session.scalars(sa.select(PrizeTier.id)).one()
    line.act(nominate_finalists, cast.officer, Nominations(challenge.key, ((idea_key, tier_id),)))
    line.pass_days(10)
    work = line.work
    award = work.session.scalars(sa.select(Award)).one()
    plan = "안전 담당 부서가 올해 안에 시범 운영합니다."
    command = DecideAwards(challenge.key, ((award.key, "문제를 정확히 짚었습니다.", plan),))
    (decided,) = line.act(decide_awards, cast.approver, command)
    work = line.work
    assert work.session.get_one(Challenge, challenge.id).state is ChallengeState.DECIDED
    return decided


def pay_part(line: Line, award: Award, condition: StageCondition) -> None:
    cast = line.cast
    work = line.work
    query = sa.select(Payment).where(Payment.award_id == award.id, Payment.condition == condition)
    payment = work.session.scalars(query).one()
    assert payment.state is PaymentState.DUE
    line.act(confirm_payment, cast.officer, payment.key)
    line.act(approve_payment, cast.approver, payment.key)
    paid = line.act(
        record_payment, cast.officer, RecordPayment(payment.key, kst_day(line.now), f"지출-{payment.id}")
    )
    assert paid.state is PaymentState.PAID


def mature_the_idea(line: Line, award: Award) -> None:
    cast = line.cast
    plan = NewMilestone("시범 운영", kst_day(line.now) + timedelta(days=30), "두 골목에서 시험합니다.")
    command = NewProject(award.key, cast.department.id, "현장에서 시험합니다.", 10 * MILLION, (plan,))
    project = line.act(start_project, cast.officer, command)
    work = line.work
    milestone = work.session.scalars(sa.select(Milestone)).one()
    author = work.session.get_one(Account, work.session.get_one(Idea, award.idea_id).author_id)
    result = "두 골목에서 밝기가 두 배가 되었습니다."
    line.act(submit_milestone, author, SubmitMilestone(milestone.key, milestone.version, result))
    line.act(accept_milestone, cast.officer, milestone.key)
    line.act(accept_project, cast.officer, project.key)


def adopt_the_idea(line: Line, idea_key: str) -> str:
    cast = line.cast
    command = Assign(idea_key, cast.department.id, cast.official.id)
    reflection = line.act(assign, cast.officer, command)
    planned_on = kst_day(line.now) + timedelta(days=60)
    line.act(adopt, cast.official, Adopt(reflection.key, planned_on, "효과를 확인했습니다."))
    return reflection.key


def realise_the_policy(line: Line, reflection_key: str) -> None:
    official = line.cast.official
    promised_on = kst_day(line.now) + timedelta(days=30)
    promised = NewMeasure(reflection_key, MeasureKind.PILOT, "골목 밝기 지도 시범 운영", promised_on)
    measure = line.act(add_measure, official, promised)
    line.pass_days(20)
    line.act(report_progress, official, Report(measure.key, "시범 운영을 마쳤습니다.", finishes=True))
    line.act(realise, official, reflection_key, "골목의 평균 밝기가 두 배가 되었습니다.")
