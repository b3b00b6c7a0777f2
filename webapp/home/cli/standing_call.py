"""The demo's standing call: problems may be posted at any time, and stand at every step of their way.

Must not know the contests of the demo's present: `present` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.core.kst import kst_day
from webapp.core.regions import Region
from webapp.home.cli import choosing, steps
from webapp.home.cli.contests_now import day_time
from webapp.home.cli.enclosures import problem_files
from webapp.home.cli.steps import Play, Script
from webapp.problems.enums import ConsentForm, ProblemField, ProblemSource, ReceivedAs, SocialValue
from webapp.problems.models import CallRules, Problem, ProblemCall
from webapp.problems.services import (
    NewCall,
    PostProblem,
    ReceiveProblem,
    SaveProblem,
    create_call,
    invite_reviewer,
    merge_problem,
    post_problem,
    publish_call,
    receive_problem,
    save_problem,
    start_review,
)

#: What people wrote, in the order of posting.
OPEN_PROBLEMS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "field": ProblemField.SAFETY,
        "title": "버스를 기다리는 곳에 그늘이 없어 여름에 쓰러지는 분이 있습니다",
        "sufferers": "한낮에 버스를 기다리는 어르신과 어린이",
        "sufferer_count": "작년 여름 우리 동네 정류장에서만 네 분이 쓰러졌습니다",
        "situation": "그늘막이 없는 정류장이 많고 어르신이 오래 기다립니다."
        " 작년 여름에도 여러 번 구급차가 왔습니다.",
        "tried": "주민센터에서 양산을 빌려 주었지만 돌려받지 못해 한 달 만에 그만두었습니다.",
        "wished_change": "정류장마다 값싸게 그늘과 바람을 만드는 방법이 있으면 좋겠습니다.",
        "region": Region.DAEGU,
        "social_values": (SocialValue.SAFETY, SocialValue.INCLUSION),
        "links": ("https://www.weather.go.kr/",),
    },
    {
        "field": ProblemField.DIGITAL,
        "title": "이사할 때 같은 내용을 여러 기관에 되풀이해 적어야 합니다",
        "sufferers": "이사한 모든 가구",
        "situation": "전입 신고 뒤에도 학교, 은행, 통신사에 주소를 따로 알려야 합니다.",
        "tried": "우체국의 주소 이전을 신청했지만 우편물만 옮겨지고 기관의 자료는 그대로였습니다.",
        "wished_change": "한 번 적으면 동의한 곳에 함께 바뀌면 좋겠습니다.",
        "region": Region.NATIONWIDE,
        "social_values": (SocialValue.PARTICIPATION,),
    },
    {
        "field": ProblemField.HEALTH,
        "title": "혼자 사는 청년이 끼니를 자주 거릅니다",
        "sufferers": "혼자 사는 청년",
        "sufferer_count": "우리 학교 앞 원룸촌에만 삼백 명쯤",
        "situation": "1인분을 파는 곳이 적고 재료를 사면 버리게 됩니다.",
        "wished_change": "이웃과 나누거나 조금씩 살 수 있는 방법이 필요합니다.",
        "region": Region.GWANGJU,
        "social_values": (SocialValue.HEALTH, SocialValue.COMMUNITY),
    },
    {
        "field": ProblemField.SAFETY,
        "title": "언덕이 많은 동네에 쉬어 갈 자리가 없습니다",
        "sufferers": "장바구니를 든 어르신, 유아차를 미는 부모",
        "situation": "시장까지 가는 길에 앉을 곳이 없어 외출을 줄이는 어르신이 많습니다.",
        "wished_change": "좁은 길에도 둘 수 있는 쉼터가 있으면 좋겠습니다.",
        "region": Region.BUSAN,
        "social_values": (SocialValue.INCLUSION, SocialValue.COMMUNITY),
    },
    {
        "field": ProblemField.EDUCATION,
        "title": "다문화 가정 아이가 읽을 두 언어 책이 부족합니다",
        "sufferers": "두 언어를 쓰는 가정의 아이",
        "situation": "부모의 언어로 된 책을 동네 도서관에서 찾기 어렵습니다.",
        "wished_change": "가까운 곳에서 두 언어 책을 빌릴 수 있으면 좋겠습니다.",
        "region": Region.GYEONGGI,
        "social_values": (SocialValue.HUMAN_RIGHTS, SocialValue.OTHER),
    },
)
#: Which of them its author mends after posting, and how.
MENDED_PROBLEM: Final = 3
MENDED: Final[tuple[Mapping[str, Any], ...]] = (
    {"sufferer_count": "우리 동에서 혼자 사는 어르신만 백이십 분"},
    {
        "sufferer_count": "우리 동에서 혼자 사는 어르신만 백이십 분",
        "situation": "시장까지 가는 600m 언덕길에 앉을 곳이 없어 외출을 줄인 어르신이 많습니다.",
        "tried": "가게 앞에 의자를 내놓았지만 길이 좁아 치워 달라는 말을 들었습니다.",
    },
)
#: Posted when another had said the same already: it is merged into that.
TWIN: Final[Mapping[str, Any]] = {
    "field": ProblemField.SAFETY,
    "title": "한여름 버스 정류장이 너무 뜨거워 어르신이 쓰러집니다",
    "situation": "그늘막 없는 정류장에서 버스를 오래 기다리다 어지러워하는 어르신을 여러 번 보았습니다.",
    "wished_change": "정류장마다 그늘이 있으면 좋겠습니다.",
    "region": Region.DAEGU,
}
#: What came by other ways than the site, typed by an official.
RECEIVED: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "channel": ReceivedAs.PHONE,
        "person_name": "최순자",
        "consent_form": ConsentForm.SPOKEN,
        "field": ProblemField.HEALTH,
        "title": "약국이 문을 닫는 밤에 아이가 열이 나면 갈 곳이 없습니다",
        "sufferers": "면 지역에서 아이를 키우는 집",
        "sufferer_count": "우리 면에 어린아이가 있는 집이 아흔 집쯤",
        "situation": "가장 가까운 응급실이 차로 한 시간 거리입니다."
        " 해열제가 떨어지면 아침까지 기다려야 합니다.",
        "wished_change": "밤에도 물어보고 약을 받을 수 있는 길이 있으면 좋겠습니다.",
        "region": Region.JEONNAM,
        "social_values": (SocialValue.HEALTH, SocialValue.INCLUSION),
    },
    {
        "channel": ReceivedAs.DOCUMENT,
        "on_behalf_of": "해양수산부",
        "field": ProblemField.ENVIRONMENT,
        "title": "버려진 그물이 바닷속에 남아 물고기가 계속 걸립니다",
        "sufferers": "연안에서 고기를 잡는 어민",
        "sufferer_count": "한 해에 잃어버리는 그물이 4만 톤쯤",
        "situation": "그물이 어디에 있는지 알지 못해 건지는 데 시간과 돈이 많이 듭니다.",
        "wished_change": "잃어버린 그물을 빨리 찾아 건질 수 있는 방법을 찾고 있습니다.",
        "region": Region.NATIONWIDE,
        "social_values": (SocialValue.ENVIRONMENT,),
    },
)
MERGED: Final = "같은 정류장의 같은 문제여서 먼저 낸 문제와 함께 다룹니다."
RULES: Final = CallRules(endorsement_threshold=12, review_days=20, shows_comments=True)


def standing_call(play: Play, today: datetime) -> Script:
    """Problems can be posted at any time; some wait for review."""
    yield day_time(today, -210, 9)
    call = _opened(play, today)
    for number, texts in enumerate(OPEN_PROBLEMS):
        yield day_time(today, -20 + 4 * number, 11)
        _posted(play, call, number, texts)
        for day, change in enumerate(MENDED if number == MENDED_PROBLEM else (), start=1):
            yield day_time(today, -20 + 4 * number + day, 10)
            _mended(play, call, {**texts, **change})
    for number, texts in enumerate(RECEIVED):
        yield day_time(today, -3 + number, 14)
        _received(play, call, texts)
    yield day_time(today, -2, 15)
    command = PostProblem(call.id, ProblemSource.CITIZEN, **TWIN)
    twin = play.stage.play(post_problem, play.cast.citizens[160], command)
    yield day_time(today, -1, 10)
    target = play.stage.work.session.scalars(
        sa.select(Problem).where(Problem.call_id == call.id).order_by(Problem.id).limit(1)
    ).one()
    play.stage.play(merge_problem, play.cast["officer"], twin, target.key, MERGED)
    play.stage.commit()
    yield day_time(today, -2, 9)
    choosing.ask_now(play, call, today)


def _opened(play: Play, today: datetime) -> ProblemCall:
    stage, cast = play.stage, play.cast
    command = NewCall(
        agency_id=cast.agency.id,
        slug="problems-any-time",
        title="상시 문제 제안",
        title_en="Problems, any time",
        intro="생활 속에서 겪는 사회문제를 언제든 알려 주십시오. 전문가 검토를 거쳐 공모 과제로 정합니다.",
        exclusions=("개인 간 이해관계가 얽힌 문제", "정치적 성격이 강한 문제"),
        examples=("디지털 기술이나 디자인으로 풀 수 있는 생활 안전 문제",),
        opens_at=day_time(today, -209, 9),
        closes_at=None,
        rules=RULES,
    )
    call = stage.play(create_call, cast["officer"], command)
    stage.play(publish_call, cast["officer"], call)
    for reviewer in (cast["reviewer"], cast.experts[0]):
        stage.play(invite_reviewer, cast["officer"], call, reviewer.email, reviewer.name)
        steps.accept_all(play, reviewer)
    stage.commit()
    return call


def _mended(play: Play, call: ProblemCall, texts: Mapping[str, Any]) -> None:
    work, author = play.stage.work, play.cast.citizens[150 + MENDED_PROBLEM]
    problem = work.session.scalars(
        sa.select(Problem).where(Problem.call_id == call.id, Problem.author_id == author.id)
    ).one()
    command = SaveProblem(call.id, ProblemSource.CITIZEN, key=problem.key, version=problem.version, **texts)
    play.stage.play(save_problem, author, command)


def _received(play: Play, call: ProblemCall, texts: Mapping[str, Any]) -> None:
    consent = {"consented_on": kst_day(play.stage.clock.now()), "has_agreed": "person_name" in texts}
    command = ReceiveProblem(call.id, ProblemSource.CITIZEN, **{**consent, **texts})
    play.stage.play(receive_problem, play.cast["officer"], command)


def _posted(play: Play, call: ProblemCall, number: int, texts: Mapping[str, Any]) -> None:
    stage, cast = play.stage, play.cast
    author = cast["citizen"] if number == 1 else cast.citizens[150 + number]
    files = problem_files(texts["title"], texts["situation"], number) if number < 3 else ()
    posted = PostProblem(call.id, ProblemSource.CITIZEN, files=files, **texts)
    problem = stage.play(post_problem, author, posted)
    if number < 3:
        stage.play(start_review, cast["officer"], problem)
        choosing.review_some(play, problem, number)
