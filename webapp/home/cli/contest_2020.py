"""The demo's 2020 contest, replayed: 38 candidate problems, nine tasks, entries, judging, prizes, policy.

Agency, dates, tasks, grades and sums are the real call's; people, ideas, scores and results are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from webapp.accounts.models import Account
from webapp.challenges.models import Challenge, ContestFile, Programme
from webapp.core.kst import KST
from webapp.home.cli import choosing, committee_2020, steps
from webapp.home.cli.enclosures import idea_files, problem_files
from webapp.home.cli.steps import Entry, Play
from webapp.ideas.enums import IneligibleReason
from webapp.ideas.models import Idea
from webapp.ideas.services import rule_out, withdraw_idea
from webapp.prizes.enums import ObjectionGround
from webapp.prizes.models import Award
from webapp.prizes.services import (
    NewObjection,
    RuleObjection,
    decide_no_winner,
    object_to,
    rule_objection,
)
from webapp.problems.enums import ProblemField, ProblemSource
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.services import (
    NewCall,
    PostProblem,
    ReviewProblem,
    create_call,
    declare_no_conflict,
    finish_call,
    invite_reviewer,
    post_problem,
    publish_call,
    review_problem,
    start_reviews,
)

ENTRIES_PER_TASK = (38, 41, 27, 44, 25, 29, 36, 26, 42)
SHEETS_PER_IDEA = 5
JUDGES = 7
#: The task that found no winner, and the one whose finalist was excluded.
NOBODY, EXCLUDED = 8, 5


def kst(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in Korea time."""
    return datetime(year, month, day, hour, minute, tzinfo=KST)


def source_problems(play: Play, contest: ContestFile) -> tuple[ProblemCall, dict[int, Problem]]:
    """The call for problems: 38 come in, experts review them, people are asked, the committee selects nine
    with the grades that `contest` has. Problems by task number."""
    stage, cast = play.stage, play.cast
    stage.at(kst(2020, 2, 10))
    command = NewCall(
        agency_id=cast.agency.id,
        slug="challenge-korea-2020-problems",
        title="2020 도전.한국 과제 공모",
        title_en="Challenge.Korea 2020: call for problems",
        intro="국민의 아이디어로 풀고 싶은 문제를 알려 주십시오. 부처와 전문가의 제안과 함께 검토합니다.",
        exclusions=("개인 간 이해관계가 얽힌 문제", "정치적 성격이 강한 문제"),
        examples=(
            "감염병이 돌 때 배달하는 분들의 안전을 새로운 방식으로 지킬 방안은 무엇입니까?",
            "디자인이나 디지털 기술로 교통약자의 횡단보도 사고를 줄일 방안은 무엇입니까?",
            "데이터나 인공지능으로 도로의 살얼음을 미리 알아낼 방안은 무엇입니까?",
        ),
        opens_at=kst(2020, 2, 12),
        closes_at=kst(2020, 3, 7, 0),
    )
    call = stage.play(create_call, cast["officer"], command)
    stage.play(publish_call, cast["officer"], call)
    facts = play.texts.candidate_problems()
    problems = _post_all(play, call, facts)
    _review_all(play, call, problems)
    stage.at(kst(2020, 3, 16, 10))
    survey = choosing.ask(play, call, problems, kst(2020, 3, 17, 9), kst(2020, 4, 6, 0))
    stage.at(kst(2020, 3, 25, 20))
    choosing.answer(play, survey, cast.citizens[:36], problems)
    selected = committee_2020.decide(play, call, facts, problems, contest)
    stage.play(finish_call, cast["officer"], call)
    stage.commit()
    return call, selected


def _post_all(play: Play, call: ProblemCall, facts: Sequence[dict[str, Any]]) -> list[Problem]:
    moments = steps.spread(play, kst(2020, 2, 12, 10), kst(2020, 3, 6, 18), len(facts))
    order = play.texts.random.sample(range(len(facts)), len(facts))
    problems: dict[int, Problem] = {}
    for moment, number in zip(moments, order, strict=True):
        fact = facts[number]
        play.stage.at(moment)
        source = ProblemSource(fact["source"])
        author = play.cast["policy"] if source is ProblemSource.OFFICIAL else play.cast.citizens[number + 60]
        if source is ProblemSource.EXPERT:
            author = play.cast.experts[number % len(play.cast.experts)]
        command = PostProblem(
            call.id,
            source if source is ProblemSource.OFFICIAL else ProblemSource.CITIZEN,
            ProblemField(fact["field"]),
            fact["title"],
            fact["situation"],
            fact["wished"],
            fact["agency"],
            files=problem_files(fact["title"], fact["situation"], number) if number % 5 == 0 else (),
        )
        problems[number] = play.stage.play(post_problem, author, command)
    play.stage.commit()
    return [problems[number] for number in range(len(facts))]


def _review_all(play: Play, call: ProblemCall, problems: Sequence[Problem]) -> None:
    stage, cast, random = play.stage, play.cast, play.texts.random
    stage.at(kst(2020, 3, 9))
    reviewers = [cast["reviewer"], *cast.experts[-4:]]
    for reviewer in reviewers:
        stage.play(invite_reviewer, cast["officer"], call, reviewer.email, reviewer.name)
        steps.accept_all(play, reviewer)
    stage.play(start_reviews, cast["officer"], call)
    for day, reviewer in enumerate(reviewers):
        others = [
            (number, problem) for number, problem in enumerate(problems) if problem.author_id != reviewer.id
        ]
        avoided = [problem for number, problem in others if day == 3 and number % 13 == 11]
        stage.at(kst(2020, 3, 10 + day, 9))
        for problem in avoided:
            choosing.step_back(play, reviewer, problem)
        clear = [problem.key for _number, problem in others if problem not in avoided]
        stage.play(declare_no_conflict, reviewer, clear)
        for number, problem in others:
            if problem in avoided:
                continue
            stage.at(kst(2020, 3, 10 + day, 10) + timedelta(minutes=7 * number))
            high = 1 if number < len(ENTRIES_PER_TASK) else 0
            urgency, importance, solvability, ripple = (
                min(5, random.choice((2, 3, 3, 4, 4)) + high) for _ in range(4)
            )
            scores = ReviewProblem(
                problem.key, urgency, importance, solvability, ripple, random.choice((2, 3, 4)),
                play.texts.comment(),
            )  # fmt: skip
            stage.play(review_problem, reviewer, scores)
    stage.commit()


def run_contest(
    play: Play, contest: ContestFile, problems: dict[int, Problem]
) -> tuple[Programme, list[Challenge]]:
    """Announce the nine tasks, take entries until 2020-09-15 18:00, and judge them."""
    linked = tuple(
        replace(challenge, brief=replace(challenge.brief, problem=problems[number].key))
        for number, challenge in enumerate(contest.challenges, start=1)
    )
    programme = steps.announce(
        play, replace(contest, challenges=linked), kst(2020, 5, 25), kst(2020, 6, 5, 10)
    )
    steps.let_the_clock_work(play, kst(2020, 6, 15, 9))
    challenges = steps.challenges_of(play, programme)
    ideas = steps.enter(play, _entries(play, challenges))
    for idea in play.texts.random.sample(ideas, 9):
        if idea.receipt_number:
            play.stage.play(withdraw_idea, _author(play, idea), idea.key)
    steps.let_the_clock_work(play, kst(2020, 9, 15, 18))
    _check_eligibility(play, challenges)
    return programme, steps.challenges_of(play, programme)


def _author(play: Play, idea: Idea) -> Account:
    return play.stage.work.session.get_one(Account, idea.author_id)


def _entries(play: Play, challenges: Sequence[Challenge]) -> list[Entry]:
    cast = play.cast
    organisations = steps.found_organisations(play, 40)
    entries = []
    for challenge, count in zip(challenges, ENTRIES_PER_TASK, strict=True):
        authors = play.texts.random.sample(cast.citizens, count - 1)
        if challenge.number in {1, 4, 9}:
            authors[0] = cast["winner"]
        moments = steps.spread(play, kst(2020, 6, 16), kst(2020, 9, 15, 17, 50), len(authors))
        entries += [
            _entry(play, challenge, number, moment, author, organisations.get(author.id))
            for number, (moment, author) in enumerate(zip(moments, authors, strict=True))
        ]
    return entries


def _entry(
    play: Play, challenge: Challenge, number: int, at: datetime, author: Account, organisation_key: str | None
) -> Entry:
    text, random = play.texts.idea(challenge.number), play.texts.random
    return Entry(
        at,
        author,
        challenge,
        text,
        is_handed_in=random.random() > 0.04 or author is play.cast["winner"],
        allows_publication=random.random() > 0.12,
        organisation_key=organisation_key,
        files=idea_files(text, number) if number % 9 == 0 else (),
    )


def _check_eligibility(play: Play, challenges: Sequence[Challenge]) -> None:
    reasons = {
        IneligibleReason.CAMPAIGN_ONLY: "홍보물 배포만 제안하여 공고에서 정한 제외 대상에 해당합니다.",
        IneligibleReason.REGULATION_ONLY: "처벌 강화만 제안하여 공고에서 정한 제외 대상에 해당합니다.",
        IneligibleReason.ALREADY_UNDERWAY: "소관 부처가 이미 시행하고 있는 사업과 내용이 같습니다.",
    }
    play.stage.at(kst(2020, 9, 21, 14))
    for challenge in challenges:
        handed_in = steps.submitted_ideas(play, challenge)
        for idea in play.texts.random.sample(handed_in, 2):
            if idea.author_id == play.cast["winner"].id:
                continue
            code = play.texts.random.choice(list(reasons))
            play.stage.play(rule_out, play.cast["officer"], idea, code, reasons[code])
    play.stage.commit()


def judge_and_award(play: Play, challenges: Sequence[Challenge]) -> dict[int, list[Award]]:
    """Judge the entries, verify the finalists in public, decide. Awards by task number."""
    ranked: dict[int, list[Idea]] = {}
    for challenge in challenges:
        play.stage.at(kst(2020, 9, 22 + challenge.number % 3, 9 + challenge.number))
        panel = [play.cast["judge"], *play.cast.some_experts(JUDGES - 1)]
        round_ = steps.open_round(play, challenge, panel, SHEETS_PER_IDEA, kst(2020, 10, 17, 0))
        steps.judge(play, round_, play.stage.clock.now() + timedelta(days=2))
        ranked[challenge.number] = steps.finish_round(play, round_)
        play.stage.say(f"    {challenge.number}. {challenge.title}")
    play.stage.at(kst(2020, 10, 19, 10))
    _find_nobody(play, challenges[NOBODY - 1], "기준 점수에 이른 아이디어가 없어 수상작을 정하지 않았습니다.")
    others = [challenge for challenge in challenges if challenge.number != NOBODY]
    nominated = {c.number: steps.name_finalists(play, c, ranked[c.number], (1,)) for c in others}
    _object(play, nominated)
    play.stage.at(kst(2020, 11, 2, 14))
    plan = "소관 부서가 숙성 과정을 거쳐 2021년 안에 반영 여부와 방법을 정합니다."
    for challenge in others:
        standing = steps.standing(nominated[challenge.number])
        if standing:
            steps.decide_all(play, challenge, standing, plan)
        else:
            _find_nobody(play, challenge, "수상 후보가 공개검증에서 제외되어 수상작을 정하지 않았습니다.")
    return {c.number: steps.awards_of(play, c) for c in others}


def _find_nobody(play: Play, challenge: Challenge, reason: str) -> None:
    play.stage.play(decide_no_winner, play.cast["approver"], challenge, reason)
    play.stage.commit()


def _object(play: Play, nominated: dict[int, list[Award]]) -> None:
    stage, cast = play.stage, play.cast
    stage.at(kst(2020, 10, 23, 11))
    cases = (
        (nominated[EXCLUDED][0], True, "같은 내용으로 2019년 지방자치단체 공모전에서 입상한 작품입니다."),
        (nominated[2][0], False, "비슷한 장치를 외국에서 본 적이 있습니다."),
    )
    for number, (award, is_upheld, statement) in enumerate(cases):
        ground = ObjectionGround.DOUBLE_AWARD if is_upheld else ObjectionGround.PLAGIARISM
        evidence = "수상 내역을 실은 보도자료와 수상작 목록" if is_upheld else ""
        command = NewObjection(award.key, ground, statement, evidence)
        objection = stage.play(object_to, cast.citizens[200 + number], command)
        stage.at(kst(2020, 10, 27, 15 + number))
        reason = (
            "수상 내역을 확인한 결과 같은 아이디어로 이미 입상하여 수상 대상에서 제외합니다."
            if is_upheld
            else "제시한 사례와 원리와 적용 방법이 달라 표절로 볼 수 없습니다."
        )
        stage.play(rule_objection, cast["secretary"], RuleObjection(objection.key, is_upheld, reason))
    stage.commit()


def pay_first_stages(play: Play, awards: dict[int, list[Award]]) -> None:
    """Pay what is due on award: in November and December 2020."""
    for number, won in sorted(awards.items()):
        play.stage.at(kst(2020, 11, 9 + number, 14))
        steps.pay(play, steps.payments_of(play, steps.awarded(won), 1), date(2020, 11, 9 + number))
