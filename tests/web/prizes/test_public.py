"""What everybody reads of prizes: finalists with masked names, result, money; and what nobody does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.ideas import make_idea
from tests.support.pages import submit
from tests.support.people import actor_for, make_account
from tests.support.prizes import (
    Contest,
    make_awarded,
    make_contest,
    revoke,
    to_day_after_verification,
    verify,
)
from tests.support.statements import counted_statements
from webapp.challenges.enums import IdeaPublicity
from webapp.challenges.models import Challenge
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.prizes.enums import AwardState, ObjectionGround
from webapp.prizes.models import Award, Objection
from webapp.prizes.services import (
    NewObjection,
    RuleObjection,
    decide_no_winner,
    exclude_finalist,
    object_to,
    rule_objection,
)
from webapp.prizes.services.loading import awards_of

Browser = Callable[[int], FlaskClient]
SECRET = "아직 공개하지 않은 네 번째 아이디어"
PHONE = "010-1234-5678"


def name_everything(work: Work, contest: Contest) -> None:
    """Names that can be told apart, a secret among them, and a telephone number in a summary."""
    for place, idea_id in enumerate([idea.id for idea in contest.ideas]):
        idea = work.session.get_one(Idea, idea_id)
        idea.title = SECRET if place == 3 else f"{place + 1}위 아이디어"
        idea.summary = f"문의는 {PHONE}로 주십시오."
    for person, name in zip(contest.entrants, ("정하늘", "김단비", "남궁서준", "황보람"), strict=True):
        work.session.merge(person).name = name


@pytest.fixture
def contest(database: Database) -> Contest:
    """Three finalists in public verification since today."""
    with database.write() as work:
        contest = make_contest(work)
        name_everything(work, contest)
        verify(work, contest)
    return contest


def path(contest: Contest, page: str) -> str:
    return f"/challenges/{contest.challenge.key}/{page}"


def award_key(database: Database, contest: Contest, rank: int = 1) -> str:
    with database.read() as work:
        return next(a.key for a in awards_of(work, contest.challenge.id) if a.rank == rank)


def objecting(database: Database, contest: Contest, rank: int = 1) -> str:
    return path(contest, f"finalists/{award_key(database, contest, rank)}/object")


def file(database: Database, contest: Contest, name: str = "오제보") -> Objection:
    with database.write() as work:
        command = NewObjection(
            award_key(database, contest), ObjectionGround.PLAGIARISM, "그림까지 같은 작품이 있습니다.", "주소"
        )
        return object_to(work, actor_for(work, make_account(work, name)), command)


def test_finalists_are_shown_with_masked_names_and_no_telephone(
    client: FlaskClient, contest: Contest
) -> None:
    text = client.get(path(contest, "finalists")).text
    for shown in ("1위 아이디어", "3위 아이디어", "정*늘", "남**준", "2026. 3. 10.(화) ~ 3. 19.(목)"):
        assert shown in text
    for hidden in ("정하늘", "김단비", "남궁서준", "황보람", SECRET, PHONE):
        assert hidden not in text
    assert faults(text) == []


def test_an_excluded_finalist_leaves_the_page(
    client: FlaskClient, contest: Contest, database: Database
) -> None:
    with database.write() as work:
        key = awards_of(work, contest.challenge.id)[0].key
        exclude_finalist(work, contest.acting(work, contest.officer), key, "표절이 확인되었습니다.")
    text = client.get(path(contest, "finalists")).text
    assert "1위 아이디어" not in text
    assert "1건을 후보에서 제외했습니다" in text


def test_nobody_learns_who_objected(client: FlaskClient, contest: Contest, database: Database) -> None:
    objection = file(database, contest)
    with database.write() as work:
        command = RuleObjection(objection.key, is_upheld=False, reason="다른 작품입니다.")
        rule_objection(work, contest.acting(work, contest.officer), command)
    for page in ("finalists", "result"):
        text = client.get(path(contest, page)).text
        assert "오제보" not in text
        assert "그림까지 같은" not in text


def test_before_and_after_there_is_an_answer_too(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        early = make_contest(work)
    assert "아직 공개한 수상 후보가 없습니다" in client.get(path(early, "finalists")).text
    assert "아직 결과를 발표하지 않았습니다" in client.get(path(early, "result")).text
    late, _awards = make_awarded(database, clock)
    assert "심사 결과를 발표했습니다" in client.get(path(late, "finalists")).text


def test_a_draft_challenge_has_no_such_pages(client: FlaskClient) -> None:
    for page in ("finalists", "result"):
        assert client.get(f"/challenges/none/{page}").status_code == 404
    assert client.get("/contests/none/money").status_code == 404


def test_objecting_asks_to_sign_in_first(client: FlaskClient, contest: Contest, database: Database) -> None:
    response = client.get(objecting(database, contest))
    assert response.status_code == 303
    assert "/sign-in" in response.location


def test_an_objection_is_sent_and_followed(browser_of: Browser, contest: Contest, database: Database) -> None:
    with database.write() as work:
        account_id = make_account(work, "오제보").id
    browser = browser_of(account_id)
    short = {"ground": "plagiarism", "statement": "짧음", "evidence": ""}
    refused = submit(browser, objecting(database, contest), short)
    assert refused.status_code == 422
    assert "짧음" in refused.text
    assert "10자 이상" in refused.text
    assert faults(refused.text) == []
    full = {**short, "statement": "2019년 대상작과 그림까지 같습니다.", "evidence": "https://example.org"}
    for _click in range(2):
        sent = submit(browser, objecting(database, contest), full)
        assert (sent.status_code, sent.location) == (303, "/my/objections")
    other = submit(browser, objecting(database, contest), {**full, "statement": "다른 이야기를 또 보냅니다."})
    assert other.status_code == 422
    assert "검토하고 있습니다" in other.text
    mine = browser.get("/my/objections").text
    assert mine.count("검토 중") == 1
    assert faults(mine) == []


def test_one_s_own_idea_and_another_day_are_refused_with_the_reason(
    browser_of: Browser, contest: Contest, database: Database, clock: FixedClock
) -> None:
    own = browser_of(contest.entrants[0].id).get(objecting(database, contest))
    assert own.status_code == 403
    assert "자신이 응모한 아이디어" in own.text
    to_day_after_verification(database, clock, contest)
    late = browser_of(contest.entrants[1].id).get(objecting(database, contest))
    assert late.status_code == 403
    assert "공개검증 기간에만" in late.text


def test_the_objections_of_others_are_not_listed(
    browser_of: Browser, contest: Contest, database: Database
) -> None:
    file(database, contest)
    assert "그림까지 같은" not in browser_of(contest.entrants[1].id).get("/my/objections").text


def test_the_result_names_winners_by_mask_with_reason_plan_and_money(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    contest, _awards = make_awarded(database, clock)
    with database.write() as work:
        name_everything(work, contest)
    text = client.get(path(contest, "result")).text
    for shown in (
        "수상작 3건",
        "정*늘",
        "3,000만 원",
        "현장에서 바로 쓸 수 있습니다.",
        "내년 시범사업에 반영합니다.",
        "김결재",
        "4,000만 원",
    ):
        assert shown in text
    for hidden in ("정하늘", "황보람", SECRET, PHONE):
        assert hidden not in text
    assert faults(text) == []


@pytest.mark.parametrize(("publicity", "links"), [(IdeaPublicity.WINNERS, 3), (IdeaPublicity.NEVER, 0)])
def test_only_published_ideas_are_linked(
    client: FlaskClient, database: Database, clock: FixedClock, publicity: IdeaPublicity, links: int
) -> None:
    contest, _awards = make_awarded(database, clock, publicity=publicity)
    assert client.get(path(contest, "result")).text.count("/passport") == links


def test_a_revoked_award_leaves_the_result(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        revoke(work, contest, awards[0].key, "표절이 확인되었습니다.")
    text = client.get(path(contest, "result")).text
    assert "수상작 2건" in text
    assert "1건의 수상을 취소했습니다" in text
    assert "표절이 확인" not in text


def more_winners(work: Work, like: Award, challenge: Challenge, count: int) -> None:
    """Further awards of the tier of `like`, as many as a contest with small prizes for many gives."""
    for number in range(count):
        idea = make_idea(work, challenge, title=f"함께 받은 아이디어 {number:02}")
        idea.state = IdeaState.AWARDED
        work.session.add(
            Award(
                challenge_id=challenge.id,
                idea_id=idea.id,
                tier_id=like.tier_id,
                state=AwardState.AWARDED,
                rank=100 + number,
                amount_won=0,
                judging_summary="현장에서 바로 쓸 수 있습니다. " * 10,
                nominated_at=work.now,
                decided_at=work.now,
                decided_by_id=like.decided_by_id,
            )
        )


@pytest.mark.parametrize("page", ["result", "finalists"])
def test_many_winners_stand_on_several_small_pages(
    client: FlaskClient, database: Database, clock: FixedClock, page: str
) -> None:
    contest, awards = make_awarded(database, clock)
    with database.write() as work:
        more_winners(work, awards[-1], work.session.get_one(Challenge, contest.challenge.id), 42)
    seen: list[str] = []
    address = path(contest, page)
    while address:
        text = client.get(address).text
        assert "45건" in text
        assert len(text.encode()) <= 60 * 1024
        seen += [part.split("<")[0] for part in text.split("함께 받은 아이디어 ")[1:]]
        has_more = 'rel="next" href="' in text
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if has_more else ""
    assert seen == [f"{number:02}" for number in range(42)]


def test_nobody_won_and_why(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        contest = make_contest(work)
        actor = contest.acting(work, contest.approver)
        decide_no_winner(work, actor, contest.challenge, "기준 점수에 이른 아이디어가 없습니다.")
    text = client.get(path(contest, "result")).text
    assert "수상작이 없습니다" in text
    assert "기준 점수에 이른 아이디어가 없습니다." in text
    assert faults(text) == []


def test_the_money_of_a_contest_is_public(client: FlaskClient, database: Database, clock: FixedClock) -> None:
    contest, _awards = make_awarded(database, clock)
    text = client.get(f"/contests/{contest.slug}/money").text
    for shown in ("1억 원", "40,000,000원", "60,000,000원", "2020년 세출예산"):
        assert shown in text
    assert "2026-" not in text.split("<main", 1)[1]  # no voucher
    assert faults(text) == []


def statements_for(app: Flask, client: FlaskClient, address: str) -> int:
    with counted_statements(app) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("page", ["finalists", "result", "money"])
def test_pages_cost_the_same_for_one_winner_and_for_thirty(
    app: Flask, client: FlaskClient, database: Database, clock: FixedClock, page: str
) -> None:
    client.get("/about")  # what is asked once for all pages
    costs = []
    for quota in (1, 30):
        contest, _awards = make_awarded(database, clock, entries=quota, tiers=(("우수상", 1_000_000, quota),))
        address = f"/contests/{contest.slug}/money" if page == "money" else path(contest, page)
        costs.append(statements_for(app, client, address))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("page", ["finalists", "result"])
def test_english_readers_get_english(client: FlaskClient, contest: Contest, page: str) -> None:
    text = client.get(path(contest, page), headers={"Accept-Language": "en"}).text
    assert '<html lang="en"' in text
    assert faults(text) == []
