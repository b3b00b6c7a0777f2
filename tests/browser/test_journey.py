"""The whole line walked by people at real pages, from a citizen's problem to a realised policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from config import Settings
from tests.support.browsing import goto, visitor
from tests.support.journey import OWN_FORM, Person, World, names_of, person_at, running_world
from tests.support.people import actor_for
from webapp.accounts.models import Account, Invitation
from webapp.accounts.services import accept_invitation
from webapp.challenges.models import Criterion
from webapp.core.clock import FixedClock
from webapp.judging.models import Assignment, Round, Seat
from webapp.judging.services import (
    SaveSheet,
    declare_clear,
    save_sheet,
    sign_pledge,
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
from webapp.prizes.models import Award, Payment
from webapp.reflection.models import Measure

CONTEST = "bright-alleys"
PROBLEM = "골목이 어두워 밤에 다니기 어렵습니다"
IDEA = "골목 밝기 지도"
TEXT = "골목의 밝기를 재고 어두운 곳부터 밝힙니다."


@dataclass
class Journey:
    """The world and the four people who sit at browsers in it."""

    world: World
    has_script: bool
    citizen: Person
    official: Person
    approver: Person
    judge: Person


@pytest.fixture
def world(settings: Settings, clock: FixedClock) -> Iterator[World]:
    with running_world(settings, clock) as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("locale", ["ko", "en"])
def test_people_walk_the_line(browser: Browser, world: World, locale: str, javascript: bool) -> None:
    """Every step goes through pages but maturing (step 6), which is done by its services.

    The four other judges act through services too: the fifth shows the pages. At the end anybody
    may read the idea's whole record.
    """
    cast = world.cast
    with ExitStack() as stack:
        people = [
            stack.enter_context(person_at(browser, world, one, locale=locale, javascript=javascript))
            for one in (cast.citizen, cast.official, cast.approver, cast.judges[0])
        ]
        journey = Journey(world, javascript, *people)
        problem_key = source_a_problem(journey)
        challenge_key = announce_a_challenge(journey, problem_key)
        idea_key = enter_an_idea(journey, challenge_key)
        judge_the_idea(journey, challenge_key)
        award_key = award_the_idea(journey, challenge_key)
        pay_part(journey, "on_award")
        mature_the_idea(journey, award_key)
        pay_part(journey, "on_matured")
        adopt_the_idea(journey, idea_key)
        pay_part(journey, "on_adopted")
        with visitor(browser, world.site, locale=locale, javascript=javascript) as page:
            goto(page, f"/ideas/{idea_key}/passport")
            text = page.locator("main").inner_text()
            assert IDEA in text
            assert PROBLEM in text


def source_a_problem(journey: Journey) -> str:
    """A call, a citizen's problem in it, and the official who selects it."""
    world, official, citizen = journey.world, journey.official, journey.citizen
    official.open("/office/problems/calls/new")
    official.send(
        {
            "title": "문제 공모",
            "slug": "call",
            "intro": "어떤 문제를 겪고 계십니까?",
            "opens_at": f"{world.day(0)}T00:00",
            "closes_at": f"{world.day(30)}T00:00",
        }
    )
    official.open("/office/problems/calls/call")
    official.do("/office/problems/calls/call/publish")
    world.pass_days(1)
    citizen.open("/problems/new?call=call")
    citizen.send(
        {
            "title": PROBLEM,
            "field": "safety",
            "situation": "가로등 사이가 멀고 고장이 잦아 어두운 곳이 많습니다.",
            "wished_change": "어두운 곳을 바로 알고 밝힐 수 있으면 좋겠습니다.",
        },
        "[value=post]",
    )
    key = citizen.page.url.partition("?")[0].split("/problems/")[1].split("/")[0]
    official.open(f"/office/problems/{key}/select")
    official.send({"reason": "많은 시민이 겪는 문제라 과제로 정했습니다."})
    citizen.open(f"/problems/{key}")
    citizen.says(PROBLEM, "공담당")
    return key


def announce_a_challenge(journey: Journey, problem_key: str) -> str:
    """A contest and a challenge section by section, approved by somebody else, opened by the clock."""
    world, official, approver = journey.world, journey.official, journey.approver
    official.open("/office/contests/new")
    names = {"title": "밝은 골목 공모", "slug": CONTEST}
    official.send({"agency": world.cast.agency_slug, **names, "profile": "central"})
    office = f"/office/contests/{CONTEST}"
    section(official, f"{office}/basics", {"purpose": "어두운 골목을 밝힙니다.", "contact": "혁신과"})
    section(
        official, f"{office}/conditions", {"eligibility": "누구나", "staff_rule": "직원은 표창만 합니다."}
    )
    money = {"prize_won": "1000만원", "maturing_won": "5,000만원", "cap_c": "1000만원"}
    section(official, f"{office}/money", money)
    official.open(f"{office}/challenges/new")
    times = {
        "opens_on": world.day(8),
        "opens_time": "09:00",
        "closes_on": world.day(28),
        "closes_time": "18:00",
    }
    official.send({"problem": problem_key, **times})
    key = official.key
    office = f"/office/challenges/{key}"
    section(
        official,
        f"{office}/brief",
        {"title": "어두운 골목 찾기", "summary": "어두운 골목을 찾아 밝히는 방법"},
    )
    prizes = {"grade": "C", "on_award": "50", "on_matured": "30", "on_adopted": "20"}
    tier = {"rows-0-title": "최우수상", "rows-0-amount_won": "1000만원"}
    section(official, f"{office}/prizes", {**prizes, **tier})
    section(
        official,
        f"{office}/criteria",
        {"rows-0-title": "창의성", "rows-0-weight": "60", "rows-1-title": "효과", "rows-1-weight": "40"},
    )
    section(official, f"{office}/rules", {"receipt_pattern": "골목 {year}-{sequence:03}"})
    official.open(f"{office}/check")
    official.send()
    approver.open(f"{office}/approval")
    approver.says("어두운 골목 찾기")
    approver.send()
    world.pass_days(9)
    journey.citizen.open(f"/challenges/{key}")
    journey.citizen.says("어두운 골목 찾기")
    return key


def section(official: Person, path: str, values: Mapping[str, str | bool]) -> None:
    """Fill and save one section of a contest."""
    official.open(path)
    official.send(values)


def enter_an_idea(journey: Journey, challenge_key: str) -> str:
    """The citizen writes, saves (the script does it by itself), hands in and gets a receipt."""
    citizen = journey.citizen
    citizen.open(f"/challenges/{challenge_key}/enter")
    citizen.send()
    key = citizen.page.url.split("/my/ideas/")[1].split("/")[0]
    answers = dict.fromkeys(names_of(citizen.page.locator(f"{OWN_FORM} textarea[name^=answer_]")), TEXT)
    citizen.fill({"title": IDEA, "summary": "밝기를 재어 지도로 만듭니다.", **answers})
    if journey.has_script:
        with citizen.page.expect_response(f"**/my/ideas/{key}/autosave", timeout=20_000) as saved:
            citizen.page.locator("input[name=title]").blur()
        assert saved.value.ok
    else:
        citizen.send(button="[value=stay]")
    citizen.open(f"/my/ideas/{key}/write")
    expect(citizen.page.locator("input[name=title]")).to_have_value(IDEA)
    citizen.send(button="[value=check]")
    boxes = citizen.page.locator(f"{OWN_FORM} input[type=checkbox]")
    citizen.send(dict.fromkeys(names_of(boxes), True))
    citizen.says("골목 2026-001")
    journey.world.pass_days(20)
    return key


def judge_the_idea(journey: Journey, challenge_key: str) -> None:
    """The secretary's round, the judge's invitation, pledge, declaration and sheet, and the end."""
    world, official, judge = journey.world, journey.official, journey.judge
    official.open(f"/office/rounds/new/{challenge_key}")
    official.send({"title": "서류 심사", "sheets_per_idea": "5", "due_at": f"{world.day(10)}T18:00"})
    key = official.key
    for number, account in enumerate(world.cast.judges):
        official.open(f"/office/rounds/{key}/judges/new")
        standing = "civilian" if number < 3 else "official"
        official.send(
            {"name": account.name, "email": account.email, "standing": standing, "is_chair": number == 0}
        )
    world.settle()
    invitation = f"/invitations/{invitation_of(world, world.cast.judges[0])}"
    judge.open(invitation)
    judge.do(f"{invitation}/accept")
    judge.open(f"/judge/rounds/{key}/pledge")
    judge.send(dict.fromkeys(names_of(judge.page.locator(f"{OWN_FORM} input[type=checkbox]")), True))
    for account in world.cast.judges[1:]:
        world.act(accept_invitation, account, invitation_of(world, account))
        with world.database.write() as work:
            round_ = work.session.scalars(sa.select(Round).where(Round.key == key)).one()
            sign_pledge(work, actor_for(work, account), round_)
    official.open(f"/office/rounds/{key}/start")
    official.send()
    score_through_pages(judge, key)
    for account in world.cast.judges[1:]:
        score(world, account)
    official.open(f"/office/rounds/{key}/close")
    official.send()
    official.open(f"/office/rounds/{key}/ranking")
    official.says(IDEA)


def invitation_of(world: World, account: Account) -> str:
    """The key in the letter that invites somebody."""
    with world.database.read() as work:
        return work.session.scalars(sa.select(Invitation.key).where(Invitation.email == account.email)).one()


def score_through_pages(judge: Person, round_key: str) -> None:
    """Declare no tie with the idea, score it, hand the sheet in."""
    judge.open(f"/judge/rounds/{round_key}/conflicts")
    sheet_key = str(judge.page.locator("input[name=clear]").get_attribute("value"))
    judge.send({"clear": True})
    judge.open(f"/judge/sheets/{sheet_key}")
    judge.says(IDEA)
    judge.send({"points_1": "55", "points_2": "35.5", "comment": "구체적인 계획입니다."}, "[value=check]")
    judge.send()
    judge.open(f"/judge/rounds/{round_key}")
    judge.says("90.5")


def score(world: World, account: Account) -> None:
    """A judge without a browser scores the idea."""
    with world.database.read() as work:
        query = sa.select(Assignment.key).join(Seat, Seat.id == Assignment.seat_id)
        key = work.session.scalars(query.where(Seat.account_id == account.id)).one()
        criteria = {one.id: Decimal(one.weight - 5) for one in work.session.scalars(sa.select(Criterion))}
    version = world.act(declare_clear, account, key).version
    world.act(save_sheet, account, SaveSheet(key, version, criteria, "구체적인 계획입니다."))
    world.act(submit_sheet, account, key)


def award_the_idea(journey: Journey, challenge_key: str) -> str:
    """The official nominates, the public verifies, the official drafts, the approver decides."""
    world, official, approver = journey.world, journey.official, journey.approver
    office = f"/office/prizes/challenges/{challenge_key}"
    official.open(f"{office}/nominate")
    official.send({"summary": "문제를 정확히 짚은 아이디어를 골랐습니다."})
    journey.citizen.open(f"/challenges/{challenge_key}/finalists")
    journey.citizen.says(IDEA)
    world.pass_days(10)
    official.open(f"{office}/decision")
    plan = "안전 담당 부서가 올해 안에 시범 운영합니다."
    official.send(dict.fromkeys(names_of(official.page.locator(f"{OWN_FORM} textarea")), plan))
    approver.open(f"{office}/decision/check")
    approver.send()
    world.settle()
    journey.citizen.open(f"/challenges/{challenge_key}/result")
    journey.citizen.says(IDEA, plan)
    with world.database.read() as work:
        return work.session.scalars(sa.select(Award.key)).one()


def pay_part(journey: Journey, condition: str) -> None:
    """One part of the prize: confirmed by the official, approved by another, recorded as paid."""
    world, official, approver = journey.world, journey.official, journey.approver
    world.settle()
    with world.database.read() as work:
        key = work.session.scalars(sa.select(Payment.key).where(Payment.condition == condition)).one()
    path = f"/office/prizes/payments/{key}"
    official.open(path)
    official.do(f"{path}/confirm")
    approver.open(path)
    approver.do(f"{path}/approve")
    official.open(f"{path}/pay")
    official.send({"paid_on": world.day(0), "voucher": f"지출-{condition}"})
    official.open(path)
    official.says(f"지출-{condition}")


def mature_the_idea(journey: Journey, award_key: str) -> None:
    """A project with one milestone, submitted by the author and accepted by the official."""
    world, cast = journey.world, journey.world.cast
    plan = NewMilestone("시범 운영", world.today, "두 골목에서 시험합니다.")
    command = NewProject(award_key, cast.department_id, "현장에서 시험합니다.", 10_000_000, (plan,))
    project = world.act(start_project, cast.official, command)
    with world.database.read() as work:
        key, version = work.session.execute(sa.select(Milestone.key, Milestone.version)).one()
    result = SubmitMilestone(key, version, "밝기가 두 배가 되었습니다.")
    world.act(submit_milestone, cast.citizen, result)
    world.act(accept_milestone, cast.official, key)
    world.act(accept_project, cast.official, project.key)


def adopt_the_idea(journey: Journey, idea_key: str) -> None:
    """The department takes it up, adopts, promises, reports and realises."""
    world, official = journey.world, journey.official
    official.open(f"/office/reflections/ideas/{idea_key}/assign")
    cast = world.cast
    official.send({"department_id": str(cast.department_id), "official_id": str(cast.official.id)})
    key = official.key
    office = f"/office/reflections/{key}"
    official.open(f"{office}/decide")
    official.send({"decision": "adopt", "planned_on": world.day(60), "reason": "효과를 확인했습니다."})
    official.open(f"{office}/measures/new")
    official.send({"title": "골목 밝기 지도 시범 운영", "kind": "pilot", "promised_on": world.day(30)})
    world.pass_days(20)
    with world.database.read() as work:
        measure = work.session.scalars(sa.select(Measure.key)).one()
    official.open(f"/office/measures/{measure}/report")
    official.send({"text": "시범 운영을 마쳤습니다.", "progress": "done"})
    official.open(f"{office}/realise")
    official.send({"outcome": "골목의 평균 밝기가 두 배가 되었습니다."})
    journey.citizen.open(f"/reflections/{key}")
    journey.citizen.says("골목의 평균 밝기가 두 배가 되었습니다.")
