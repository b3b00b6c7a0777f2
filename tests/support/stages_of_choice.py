"""The journey's first four stages, walked through pages: problem, challenge, idea, judging.

Each function begins where its people were left and follows the links that the pages offer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa
from playwright.sync_api import expect

from tests.support.browsing import PATIENCE_MS
from tests.support.journey import World
from tests.support.people import actor_for
from tests.support.travellers import Journey
from tests.support.walking import OWN_FORM, Person, names_of
from webapp.accounts.models import Account
from webapp.accounts.services import accept_invitation
from webapp.challenges.enums import USUAL_MISCONDUCT_RULE, USUAL_REVOCATION_RULE, USUAL_RIGHTS_RULE
from webapp.challenges.models import Criterion
from webapp.judging.models import Assignment, Round, Seat
from webapp.judging.services import SaveSheet, declare_clear, save_sheet, sign_pledge, submit_sheet

CALL = "dark-places"
CONTEST = "bright-alleys"
PROBLEM = "골목이 어두워 밤에 다니기 어렵습니다"
CHALLENGE = "어두운 골목 찾기"
IDEA = "골목 밝기 지도"
TEXT = "골목의 밝기를 재고 어두운 곳부터 밝힙니다."
RECEIPT = "골목 2026-001"
#: The agency's own words in the notice: the law's Korean in every language.
RULES = (USUAL_MISCONDUCT_RULE, USUAL_RIGHTS_RULE, USUAL_REVOCATION_RULE)
SEAL = re.compile("[0-9a-f]{64}")


def source_a_problem(journey: Journey) -> str:
    """A call, a citizen's problem in it, an expert's review, and the official who selects it."""
    world, official, citizen, expert = journey.world, journey.official, journey.citizen, journey.expert
    for path in ("/office", "/office/problems", "/office/problems/calls", "/office/problems/calls/new"):
        official.follow(path)
    official.send(
        {
            "title": "문제 공모",
            "slug": CALL,
            "intro": "어떤 문제를 겪고 계십니까?",
            "opens_at": f"{world.day(0)}T00:00",
            "closes_at": f"{world.day(30)}T00:00",
        }
    )
    office = f"/office/problems/calls/{CALL}"
    official.do(f"{office}/publish")
    official.follow(f"{office}/reviewers/new")
    official.send({"name": world.cast.judges[0].name, "email": world.cast.judges[0].email})
    world.settle()
    accept(journey, expert, world.cast.judges[0])

    citizen.follow("/problems")
    citizen.follow("/problems/new")
    citizen.send(
        {
            "title": PROBLEM,
            "field": "safety",
            "situation": "가로등 사이가 멀고 고장이 잦아 어두운 곳이 많습니다.",
            "wished_change": "어두운 곳을 바로 알고 밝힐 수 있으면 좋겠습니다.",
        },
        "[value=post]",
    )
    key = citizen.page.url.split("/problems/")[1].split("/")[0]

    official.follow("/office")
    official.follow(office)
    official.do(f"{office}/start-review")
    review_the_problem(expert, key)
    official.follow("/office/problems")
    official.follow(f"/office/problems/{key}")
    official.sees("4.00", "사고가 잦습니다.")
    official.follow(f"/office/problems/{key}/select")
    official.send({"reason": "많은 시민이 겪는 문제라 과제로 정했습니다."})

    citizen.follow("/my")
    citizen.follow(f"/problems/{key}")
    citizen.sees(PROBLEM, ("과제 선정", "Selected"), "많은 시민이 겪는 문제", world.cast.official.name)
    return key


def review_the_problem(expert: Person, key: str) -> None:
    """The expert declares that there is no conflict, then scores on the five scales."""
    expert.follow("/review")
    expert.follow(f"/review/calls/{CALL}/conflicts")
    expert.send({"clear": True})
    expert.follow(f"/review/problems/{key}")
    scores = {"urgency": "5", "importance": "4", "solvability": "3", "ripple": "4", "difficulty": "2"}
    expert.send({**scores, "comment": "사고가 잦습니다."}, "[value=submit]")


def accept(journey: Journey, person: Person, account: Account) -> None:
    """Open the invitation that came by letter, and accept it."""
    path = journey.world.link_in_letter(account, "/invitations/")
    person.arrive(path)
    person.do(f"{path}/accept")


def announce_a_challenge(journey: Journey, problem_key: str) -> str:
    """A contest and a challenge section by section, approved by somebody else, opened by the clock."""
    world, official, approver = journey.world, journey.official, journey.approver
    for path in ("/office", "/office/contests", "/office/contests/new"):
        official.follow(path)
    names = {"title": "밝은 골목 공모", "slug": CONTEST}
    official.send({"agency": world.cast.agency.slug, **names, "profile": "central"})
    office = f"/office/contests/{CONTEST}"
    official.written.update((*RULES, RECEIPT))
    section(official, f"{office}/basics", {"purpose": "어두운 골목을 밝힙니다.", "contact": "혁신과 02-100"})
    section(official, f"{office}/conditions", {"eligibility": "누구나", "staff_rule": "표창만 합니다."})
    money = {"prize_won": "1000만원", "maturing_won": "5,000만원", "maturing_cap_won": "2,000만원"}
    section(official, f"{office}/money", {**money, "cap_c": "1000만원"})
    official.follow(f"{office}/challenges/new")
    opening = {"opens_on": world.day(8), "opens_time": "09:00"}
    official.send({"problem": problem_key, **opening, "closes_on": world.day(28), "closes_time": "18:00"})
    key = official.key
    fill_the_challenge(official, f"/office/challenges/{key}")
    official.follow(f"/office/challenges/{key}/similarity")
    official.send({"conclusion": "none_found"})
    official.follow(f"/office/challenges/{key}/check")
    official.send()

    approver.follow("/office")
    approver.follow(f"/office/challenges/{key}/approval")
    approver.sees(CHALLENGE)
    approver.send()
    approver.sees(
        ("과제를 공고했습니다. 규칙을 확정했고", "The challenge was announced. Its rules are fixed"),
        ("규칙의 해시값", "Hash of the rules"),
    )
    assert SEAL.search(approver.text)
    world.pass_days(9)
    return key


def fill_the_challenge(official: Person, office: str) -> None:
    """Every section that a notice needs."""
    summary = "어두운 골목을 찾아 밝히는 방법"
    section(official, f"{office}/brief", {"title": CHALLENGE, "summary": summary})
    parts = {"grade": "C", "on_award": "50", "on_matured": "30", "on_adopted": "20"}
    tier = {"rows-0-title": "최우수상", "rows-0-amount_won": "1000만원"}
    section(official, f"{office}/prizes", {**parts, **tier})
    weights = {"rows-0-title": "창의성", "rows-0-weight": "60", "rows-1-title": "효과", "rows-1-weight": "40"}
    section(official, f"{office}/criteria", weights)
    section(official, f"{office}/rules", {"receipt_pattern": "골목 {year}-{sequence:03}"})


def section(official: Person, path: str, values: Mapping[str, str]) -> None:
    """Fill and save one section; the site leads back to the list of sections."""
    official.follow(path)
    official.send(values)


def enter_an_idea(journey: Journey, challenge_key: str) -> str:
    """The citizen writes (the script saves by itself), submits, gets a receipt, edits, submits again."""
    citizen = journey.citizen
    citizen.follow("/contests")
    citizen.follow(f"/contests/{CONTEST}")
    citizen.follow(f"/challenges/{challenge_key}")
    citizen.sees(CHALLENGE, PROBLEM, ("접수 중", "Open"))
    citizen.follow(f"/challenges/{challenge_key}/enter")
    citizen.send()
    key = citizen.page.url.split("/my/ideas/")[1].split("/")[0]
    answers = dict.fromkeys(names_of(citizen.page.locator(f"{OWN_FORM} textarea[name^=answer_]")), TEXT)
    citizen.fill({"title": IDEA, "summary": "밝기를 재어 지도로 만듭니다.", **answers})
    if journey.has_script:
        saved = citizen.words(("임시저장했습니다", "Draft saved"))
        expect(citizen.page.locator("[data-save-state]")).to_contain_text(saved, timeout=PATIENCE_MS)
    else:
        citizen.send(button="[value=stay]")
    citizen.follow("/my")
    citizen.follow(f"/my/ideas/{key}/write")
    expect(citizen.page.locator("input[name=title]")).to_have_value(IDEA)
    hand_in(citizen)
    citizen.follow(f"/my/ideas/{key}")
    citizen.follow(f"/my/ideas/{key}/write")
    citizen.fill({"summary": "골목마다 밝기를 재어 지도로 만듭니다."})
    hand_in(citizen)
    journey.world.pass_days(20)
    return key


def hand_in(citizen: Person) -> None:
    """From the form over the page of consents to the receipt."""
    citizen.send(button="[value=check]")
    boxes = citizen.page.locator(f"{OWN_FORM} input[type=checkbox]")
    citizen.send(dict.fromkeys(names_of(boxes), True))
    citizen.sees(
        ("아이디어를 접수했습니다", "We have received your idea"),
        ("접수번호", "Receipt number"),
        RECEIPT,
        ("전체 내용의 SHA-256", "SHA-256 of the whole content"),
    )
    assert SEAL.search(citizen.text)


def judge_the_idea(journey: Journey, challenge_key: str) -> None:
    """The secretary's round; an expert's invitation, pledge, declaration and sheet; the ranking."""
    world, official, expert = journey.world, journey.official, journey.expert
    official.follow("/office")
    official.follow("/office/rounds")
    official.follow(f"/office/rounds/new/{challenge_key}")
    official.send({"title": "서류 심사", "sheets_per_idea": "5", "due_at": f"{world.day(10)}T18:00"})
    key = official.key
    for number, account in enumerate(world.cast.judges):
        official.follow(f"/office/rounds/{key}/judges/new")
        standing = "civilian" if number < 3 else "official"
        official.send(
            {"name": account.name, "email": account.email, "standing": standing, "is_chair": number == 0}
        )
    world.settle()
    accept(journey, expert, world.cast.judges[0])
    expert.follow("/judge")
    expert.follow(f"/judge/rounds/{key}/pledge")
    expert.send(dict.fromkeys(names_of(expert.page.locator(f"{OWN_FORM} input[type=checkbox]")), True))
    expert.sees(("심사를 시작하면 메일로 알려 드립니다.", "You will be told by mail when judging starts."))
    for account in world.cast.judges[1:]:
        join(world, account, key)
    official.follow("/office")
    official.follow("/office/rounds")
    official.follow(f"/office/rounds/{key}")
    official.follow(f"/office/rounds/{key}/start")
    official.send()
    score_through_pages(expert, key)
    for account in world.cast.judges[1:]:
        score(world, account)
    official.follow("/office")
    official.follow("/office/rounds")
    official.follow(f"/office/rounds/{key}")
    official.follow(f"/office/rounds/{key}/close")
    official.send()
    official.sees(("확정된 순위", "Final ranking"), IDEA, RECEIPT, "90.00")


def join(world: World, account: Account, round_key: str) -> None:
    """A judge without a browser accepts and signs the pledge."""
    path = world.link_in_letter(account, "/invitations/")
    world.act(accept_invitation, account, path.rsplit("/", 1)[-1])
    with world.database.write() as work:
        round_ = work.session.scalars(sa.select(Round).where(Round.key == round_key)).one()
        sign_pledge(work, actor_for(work, account), round_)


def score_through_pages(expert: Person, round_key: str) -> None:
    """Declare no tie with the idea, score it blind, hand the sheet in."""
    expert.follow("/judge")
    expert.follow(f"/judge/rounds/{round_key}/conflicts")
    sheet_key = str(expert.page.locator("input[name=clear]").get_attribute("value"))
    expert.send({"clear": True})
    expert.follow(f"/judge/sheets/{sheet_key}")
    expert.sees(IDEA, TEXT)
    assert "한시민" not in expert.text
    expert.send({"points_1": "55", "points_2": "35.5", "comment": "구체적인 계획입니다."}, "[value=check]")
    expert.sees("90.5")
    expert.send()
    assert SEAL.search(expert.text)
    expert.follow("/judge")
    expert.follow(f"/judge/rounds/{round_key}")
    expert.sees("90.5")


def score(world: World, account: Account) -> None:
    """A judge without a browser scores the idea."""
    with world.database.read() as work:
        query = sa.select(Assignment.key).join(Seat, Seat.id == Assignment.seat_id)
        key = work.session.scalars(query.where(Seat.account_id == account.id)).one()
        criteria = {one.id: Decimal(one.weight - 5) for one in work.session.scalars(sa.select(Criterion))}
    version = world.act(declare_clear, account, key).version
    world.act(save_sheet, account, SaveSheet(key, version, criteria, "구체적인 계획입니다."))
    world.act(submit_sheet, account, key)
