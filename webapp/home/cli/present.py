"""The demo's present: small contests side by side, each a script that yields the moment of its next act.

`perform` plays them all in the order of time, so that the audit reads as it would have happened.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from webapp.accounts.models import Account
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.services import (
    cancel,
    import_contest,
    publish,
    request_approval,
)
from webapp.core.kst import kst_day
from webapp.home.cli import changed, comparing, steps, talk, waiting
from webapp.home.cli.contests_now import Plan, contest_of, day_time, plan_of
from webapp.home.cli.enclosures import idea_files
from webapp.home.cli.follow_up import accept_milestones, mature
from webapp.home.cli.standing_call import standing_call
from webapp.home.cli.steps import Entry, Play, Script
from webapp.ideas.models import Idea
from webapp.maturing.services import invite_mentor
from webapp.prizes.enums import ObjectionGround
from webapp.prizes.services import (
    NewObjection,
    announce_revocation,
    answer_revocation,
    decide_no_winner,
    hold_payment,
    object_to,
)
from webapp.reflection.enums import MeasureKind
from webapp.reflection.models import Measure
from webapp.reflection.services import (
    Adopt,
    AdoptPartly,
    Assign,
    NewMeasure,
    Report,
    add_measure,
    adopt,
    adopt_partly,
    assign,
    report_progress,
)

PANEL = 5
#: How good the idea is that the demo's winner handed in, of 1, and the only one that is better.
FAIR, GOOD, BEST = 0.86, 0.91, 0.97


def perform(play: Play, scripts: Iterable[Script], today: datetime) -> None:
    """Play all scripts in the order of time, up to `today`; what a script plans for later stays undone."""
    queue: list[tuple[datetime, int, Script]] = []
    for number, script in enumerate(scripts):
        _wait(queue, number, script)
    while queue and queue[0][0] <= today:
        moment, number, script = heapq.heappop(queue)
        play.stage.at(moment)
        _wait(queue, number, script)
    play.stage.at(today)
    play.stage.commit()


def _wait(queue: list[tuple[datetime, int, Script]], number: int, script: Script) -> None:
    moment = next(script, None)
    if moment is not None:
        heapq.heappush(queue, (moment, number, script))


def all_scripts(play: Play, city: Play, today: datetime) -> list[Script]:
    """Everything that goes on around today, at the ministry and in the city."""
    return [
        standing_call(play, today),
        talk.endorsements(play, today),
        talk.comments(play, today),
        talk.questions(play, today),
        decided_contest(play, plan_of("clean-alleys"), today),
        contest_without_winner(city, plan_of("smoking-places"), today),
        contest_in_verification(play, plan_of("blue-coast"), today),
        contest_in_judging(play, plan_of("digital-neighbours"), today),
        judged_contest(play, plan_of("second-harvest"), today),
        contest_before_judging(city, plan_of("no-more-scams"), today),
        short_contest(play, plan_of("clear-balconies"), today),
        cancelled_contest(play, plan_of("safe-village"), today),
        open_contest(play, plan_of("daily-safety"), today),
        short_contest(city, plan_of("open-lanes"), today),
        announced_contest(play, plan_of("pet-care"), today),
        changed.changed_contest(play, plan_of("daily-safety"), today),
        changed.change_in_preparation(play, plan_of("pet-care"), today),
        waiting.contest_in_approval(play, plan_of("school-roads"), today),
        waiting.contest_in_preparation(play, plan_of("shared-tables"), today),
        waiting.returned_contest(city, plan_of("night-library"), today),
        waiting.open_invitations(play, today),
        waiting.suspended_account(play, today),
        waiting.undelivered_letter(city, today),
    ]


def _announced(
    play: Play, plan: Plan, today: datetime
) -> Generator[datetime, None, tuple[Programme, Challenge]]:
    contest = contest_of(plan, today, play.cast.host)
    yield day_time(today, plan.opens - 12, 10)
    programme = play.stage.play(import_contest, play.cast["officer"], contest).programme
    (challenge,) = steps.challenges_of(play, programme)
    comparing.compare(play.stage, play.cast["officer"], challenge)
    play.stage.play(request_approval, play.cast["officer"], challenge)
    yield day_time(today, plan.opens - 8, 14)
    play.stage.play(publish, play.cast["approver"], challenge)
    play.stage.commit()
    return programme, challenge


def _entered(
    play: Play, plan: Plan, challenge: Challenge, today: datetime, authors: Sequence[Account]
) -> Generator[datetime, None, list[Idea]]:
    opens, closes = day_time(today, plan.opens, 9), day_time(today, plan.closes, 18)
    yield opens
    steps.let_the_clock_work(play, opens)
    last = min(closes, today - timedelta(hours=2))
    ideas = []
    for number, (moment, author) in enumerate(
        zip(steps.spread(play, opens, last, len(authors)), authors, strict=True)
    ):
        yield moment
        text = play.texts.idea(plan.task)
        files = idea_files(text, number) if number % 3 == 0 or author is play.cast["citizen"] else ()
        is_handed_in = number == 0 or (
            author is not play.cast["citizen"] and play.texts.random.random() > 0.06
        )
        entry = Entry(moment, author, challenge, text, is_handed_in=is_handed_in, files=files)
        ideas.append(steps.enter_one(play, entry, steps.questions_of(play)[challenge.id]))
    if closes <= today:
        yield closes
        steps.let_the_clock_work(play, closes)
    return ideas


def _judged(
    play: Play, plan: Plan, challenge: Challenge, today: datetime, good: Mapping[int, float] | None = None
) -> Generator[datetime, None, list[Idea]]:
    yield day_time(today, plan.closes + 4, 10)
    panel = [play.cast["judge"], *play.cast.some_experts(PANEL - 1)]
    due = day_time(today, plan.closes + 18, 0)
    round_ = steps.open_round(play, challenge, panel, PANEL, due)
    yield day_time(today, plan.closes + 12, 15)
    steps.judge(play, round_, play.stage.clock.now() + timedelta(minutes=40), good=good)
    yield day_time(today, plan.closes + 18, 10)
    return steps.finish_round(play, round_)


def decided_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """Decided in spring; payments, maturing and the department's answer are under way now."""
    _programme, challenge = yield from _announced(play, plan, today)
    doubted, *others = play.cast.citizens
    sample = play.texts.random.sample(others, 22)
    authors = [play.cast["winner"], sample[0], doubted, *sample[1:]]
    ideas = yield from _entered(play, plan, challenge, today, authors)
    good = {ideas[0].id: GOOD, ideas[1].id: BEST, ideas[2].id: FAIR}
    ranked = yield from _judged(play, plan, challenge, today, good)
    yield day_time(today, plan.closes + 20, 11)
    finalists = steps.name_finalists(play, challenge, ranked, (1, 2, 2))
    yield day_time(today, plan.closes + 34, 14)
    use_plan = "생활환경 담당 부서가 숙성 결과를 보고 올해 안에 반영 여부를 정합니다."
    steps.decide_all(play, challenge, steps.standing(finalists), use_plan)
    winners = steps.awarded(steps.awards_of(play, challenge))
    parts = steps.payments_of(play, winners, 1)
    yield day_time(today, plan.closes + 45, 14)
    paid_on: date = kst_day(play.stage.clock.now())
    steps.pay(play, parts[:2], paid_on)
    steps.pay(play, parts[2:3], paid_on, until="approved")
    steps.pay(play, parts[3:4], paid_on, until="confirmed")
    doubt = "수상자가 알린 계좌의 예금주가 달라 본인에게 확인하고 있습니다."
    play.stage.play(hold_payment, play.cast["officer"], parts[4].key, doubt)
    yield day_time(today, plan.closes + 50, 10)
    base = kst_day(today)
    first = mature(
        play, winners[0], (base - timedelta(days=60), base - timedelta(days=3), base + timedelta(days=40))
    )
    second = mature(play, winners[1], (base - timedelta(days=30), base + timedelta(days=14)))
    third = mature(play, winners[2], (base - timedelta(days=6),), with_demo_mentor=False)
    yield day_time(today, -58, 10)
    accept_milestones(play, first, 1)
    yield day_time(today, -28, 10)
    accept_milestones(play, second, 1, is_returned_once=True)
    yield from _doubted(play, today, winners[2].key, doubted)
    yield from _answered(play, today, *(steps.idea_of(play, winners[place]) for place in (0, 2, 3)))
    yield day_time(today, -7, 10)
    accept_milestones(play, third, 1, is_kept_open=True)
    yield day_time(today, -2, 16)
    accept_milestones(play, first, 2, stops_at_submission=True)
    mentor, expertise = play.cast["mentor"], "주민 참여 설계"
    play.stage.play(invite_mentor, play.cast["officer"], third, mentor.email, mentor.name, expertise)


def _doubted(play: Play, today: datetime, award_key: str, author: Account) -> Script:
    """A prize that may be taken back: announced, answered, its term over, nothing decided yet."""
    yield day_time(today, -28, 15)
    doubt = "2019년 다른 공모전에서 상을 받은 작품과 내용과 그림이 같다는 제보가 있어 확인하고 있습니다."
    play.stage.play(announce_revocation, play.cast["officer"], award_key, doubt)
    yield day_time(today, -28, 20)
    opinion = "2019년 작품도 제가 낸 것입니다. 그때는 상을 받지 않았으며, 당시 접수증을 보내 드리겠습니다."
    play.stage.play(answer_revocation, author, award_key, opinion)


def _answered(play: Play, today: datetime, adopted: Idea, asked: Idea, kept: Idea) -> Script:
    stage, cast = play.stage, play.cast
    department = next(iter(cast.departments.values()))
    yield day_time(today, -27, 10)
    command = Assign(adopted.key, department.id, cast["policy"].id)
    reflection = stage.play(assign, cast["officer"], command)
    promise = _promised(play, today, kept)
    yield day_time(today, -24, 10)
    part = "상습 지점 열 곳에서 주민이 배출 자리를 정하는 방식을 채택합니다."
    reason = "시험 운영에서 투기량이 줄어든 것을 확인했습니다."
    planned = kst_day(today) + timedelta(days=120)
    stage.play(adopt_partly, cast["policy"], AdoptPartly(reflection.key, planned, part, reason))
    promises = (
        (MeasureKind.PILOT, "상습 지점 열 곳 시범 운영", -4, "상습 지점 열 곳", "모두 정비"),
        (MeasureKind.GUIDELINE, "주민 설계 배출 자리 운영 지침", 60, "지침 없음", "운영 지침 시행"),
    )
    measures = [
        stage.play(
            add_measure,
            cast["policy"],
            NewMeasure(reflection.key, kind, title, kst_day(today) + timedelta(days=days), "", before, after),
        )
        for kind, title, days, before, after in promises
    ]
    yield day_time(today, -14, 10)
    report = Report(measures[0].key, "네 곳의 설계 모임을 마쳤습니다.", starts=True)
    stage.play(report_progress, cast["policy"], report)
    stage.play(
        report_progress, cast["policy"], Report(promise.key, "안내문을 모두 바꿨습니다.", finishes=True)
    )
    yield day_time(today, -9, 10)
    stage.play(assign, cast["officer"], Assign(asked.key, department.id, cast["policy"].id))


def _promised(play: Play, today: datetime, idea: Idea) -> Measure:
    """Adopt an idea wholly, with one measure that is carried out soon; its outcome is yet to be seen."""
    stage, cast = play.stage, play.cast
    department = next(iter(cast.departments.values()))
    official, day = cast["policy"], kst_day(today)
    answer = stage.play(assign, cast["officer"], Assign(idea.key, department.id, official.id))
    reason = "비용이 거의 들지 않고 다음 달부터 바로 할 수 있습니다."
    stage.play(adopt, official, Adopt(answer.key, day + timedelta(days=30), reason))
    promised = NewMeasure(
        answer.key,
        MeasureKind.SERVICE,
        "배출 안내문을 그림으로 바꾸기",
        day - timedelta(days=10),
        "",
        "글로만 적은 안내문",
        "그림 안내문 320곳",
    )
    measure = stage.play(add_measure, official, promised)
    stage.play(report_progress, official, Report(measure.key, "안내문을 새로 그리고 있습니다.", starts=True))
    return measure


def contest_without_winner(play: Play, plan: Plan, today: datetime) -> Script:
    """Judged, and no entry reached the panel's mark."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 9))
    yield from _judged(play, plan, challenge, today)
    yield day_time(today, plan.closes + 24, 11)
    reason = "심사위원회가 정한 기준 점수에 이른 아이디어가 없어 수상작을 정하지 않았습니다."
    play.stage.play(decide_no_winner, play.cast["approver"], challenge, reason)
    play.stage.commit()


def judged_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """Judged to the end; the officer has to name the finalists."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 11))
    yield from _judged(play, plan, challenge, today)


def contest_before_judging(play: Play, plan: Plan, today: datetime) -> Script:
    """Entries are closed; the panel is being asked."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 8))
    yield from waiting.panel_being_asked(play, challenge, today)


def contest_in_verification(play: Play, plan: Plan, today: datetime) -> Script:
    """Its finalists stand in public verification today, one with an objection."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 18))
    ranked = yield from _judged(play, plan, challenge, today)
    yield day_time(today, -6, 11)
    finalists = steps.name_finalists(play, challenge, ranked, (1, 2, 2))
    yield day_time(today, -2, 15)
    statement = "비슷한 수거 장치를 다른 지역에서 이미 쓰고 있는 것으로 알고 있습니다."
    command = NewObjection(finalists[1].key, ObjectionGround.PLAGIARISM, statement, "지역 소식지 기사")
    play.stage.play(object_to, play.cast.citizens[201], command)


def contest_in_judging(play: Play, plan: Plan, today: datetime) -> Script:
    """Judges are scoring now; the demo's judge has half of the sheets to do."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 16))
    yield day_time(today, plan.closes + 4, 10)
    panel = [play.cast["judge"], *play.cast.some_experts(PANEL - 1)]
    round_ = steps.open_round(play, challenge, panel, PANEL, day_time(today, 7, 0))
    yield day_time(today, -3, 15)
    unfinished = frozenset({play.cast["judge"].id, panel[2].id})
    steps.judge(play, round_, play.stage.clock.now() + timedelta(hours=2), unfinished=unfinished)
    steps.step_back(play, round_, panel[2])


def short_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """A few entries and nothing after: open still, or closed and waiting for its judging to be set up."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 7))


def cancelled_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """Cancelled while entries were taken."""
    _programme, challenge = yield from _announced(play, plan, today)
    yield from _entered(play, plan, challenge, today, play.texts.random.sample(play.cast.citizens, 6))
    yield day_time(today, plan.closes + 2, 11)
    reason = "다른 기관이 같은 사업을 먼저 시행하여 취소합니다. 내신 아이디어는 공개하거나 쓰지 않습니다."
    play.stage.play(cancel, play.cast["approver"], challenge, reason)
    play.stage.commit()


def open_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """Open for entries now; the demo's citizen has a draft."""
    _programme, challenge = yield from _announced(play, plan, today)
    authors = [*play.texts.random.sample(play.cast.citizens, 14), play.cast["citizen"]]
    yield from _entered(play, plan, challenge, today, authors)


def announced_contest(play: Play, plan: Plan, today: datetime) -> Script:
    """Announced, opening in some days."""
    yield from _announced(play, plan, today)
