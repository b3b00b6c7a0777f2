"""The journey's last three stages, walked through pages: prize with its payments, maturing, reflection.

Each function begins where its people were left and follows the links that the pages offer.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from tests.support.journey import World
from tests.support.sample_files import PDF
from tests.support.stages_of_choice import CHALLENGE, CONTEST, IDEA, PROBLEM, accept
from tests.support.travellers import Journey
from tests.support.walking import OWN_FORM, Person, Said, names_of
from webapp.core.i18n import format_date, use_locale
from webapp.prizes.models import Award, Payment
from webapp.reflection.models import Measure

PLAN = "안전 담당 부서가 올해 안에 시범 운영합니다."
STEP = "두 골목 시범 운영"
RESULT = "밝기가 두 배가 되었습니다."
MEASURE = "골목 밝기 지도 운영"
OUTCOME = "골목의 평균 밝기가 두 배가 되었습니다."
REPORT = "시범 결과.pdf"
#: The parts of the prize by their condition: what is paid, when, in both languages.
PARTS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "on_award": (("5,000,000원", "KRW 5,000,000"), ("수상 결정 때", "On award")),
    "on_matured": (
        ("3,000,000원", "KRW 3,000,000"),
        ("숙성 결과 승인 때", "When the matured idea is accepted"),
    ),
    "on_adopted": (("2,000,000원", "KRW 2,000,000"), ("정책 채택 때", "When adopted as policy")),
}
PAID_OUT = ("상금을 지급했습니다", "A part of the prize was paid")
PAID = ("지급 완료", "Paid")


def award_the_idea(journey: Journey, challenge_key: str) -> str:
    """The official nominates, the public verifies, the official drafts, the approver decides."""
    world, official, approver, citizen = journey.world, journey.official, journey.approver, journey.citizen
    office = f"/office/prizes/challenges/{challenge_key}"
    for path in ("/office", "/office/prizes", office, f"{office}/nominate"):
        official.follow(path)
    official.send({"summary": "문제를 정확히 짚은 아이디어를 골랐습니다."})
    for path in ("/contests", f"/contests/{CONTEST}", f"/challenges/{challenge_key}"):
        citizen.follow(path)
    citizen.follow(f"/challenges/{challenge_key}/finalists")
    citizen.sees(IDEA, ("공개검증 중", "Public verification"), *verification_days(world, citizen))
    world.pass_days(10)

    for path in ("/office", "/office/prizes", office, f"{office}/decision"):
        official.follow(path)
    official.send(dict.fromkeys(names_of(official.page.locator(f"{OWN_FORM} textarea")), PLAN))
    for path in ("/office", "/office/prizes", office, f"{office}/decision/check"):
        approver.follow(path)
    approver.sees(IDEA, PLAN)
    approver.send()
    world.settle()
    citizen.arrive(world.link_in_letter(world.cast.citizen, f"/challenges/{challenge_key}/result"))
    citizen.sees(IDEA, PLAN, "최우수상", ("1,000만 원", "KRW 10,000,000"), "한*민")
    with world.database.read() as work:
        return work.session.scalars(sa.select(Award.key)).one()


def verification_days(world: World, reader: Person) -> tuple[str, str]:
    """The first and the last of ten days from today, as the page writes them."""
    with use_locale(reader.locale):
        first = format_date(world.today, weekday=True)
        last = format_date(world.today + timedelta(days=9), weekday=True)
    return first, last.removeprefix(f"{world.today.year}. ")


def pay_part(journey: Journey, condition: str) -> None:
    """One part of the prize: confirmed by the official, approved by another, recorded as paid."""
    world, official, approver = journey.world, journey.official, journey.approver
    amount, occasion = PARTS[condition]
    world.settle()
    with world.database.read() as work:
        key = work.session.scalars(sa.select(Payment.key).where(Payment.condition == condition)).one()
    path = f"/office/prizes/payments/{key}"
    to_payment(official, "due", path)
    official.sees(amount, occasion, ("조건 충족", "Condition met"))
    official.do(f"{path}/confirm")
    to_payment(approver, "confirmed", path)
    approver.do(f"{path}/approve")
    to_payment(official, "approved", path)
    official.follow(f"{path}/pay")
    official.send({"paid_on": world.day(0), "voucher": f"지출-{condition}"})
    official.sees(amount, PAID, f"지출-{condition}")


def to_payment(person: Person, state: str, path: str) -> None:
    """From the desk's list of what is to be done to one payment."""
    person.follow("/office")
    person.follow(f"/office/prizes/payments?state={state}")
    person.follow(path)


def mature_the_idea(journey: Journey, award_key: str, folder: Path) -> None:
    """A project with one milestone and a mentor; the author's result with a file; accepted step by step."""
    world, official, citizen, mentor = journey.world, journey.official, journey.citizen, journey.mentor
    for path in ("/office", "/office/projects", f"/office/projects/new/{award_key}"):
        official.follow(path)
    first = {"title": STEP, "due_on": world.day(10), "description": "두 골목에서 시험합니다."}
    official.send(
        {
            "department_id": str(world.cast.department.id),
            "goal": "현장에서 시험합니다.",
            "support_cap_won": "1,000만원",
            **{f"milestones-0-{name}": value for name, value in first.items()},
        }
    )
    key = official.key
    official.follow(f"/office/projects/{key}/mentors/new")
    account = world.cast.mentor
    official.send({"name": account.name, "email": account.email, "expertise": "도시 조명"})
    world.settle()
    accept(journey, mentor, account)
    mentor.follow("/my")
    mentor.follow(f"/projects/{key}")
    mentor.follow(f"/projects/{key}/notes/new")
    mentor.send({"text": "측정 방법을 함께 정했습니다.", "is_public": True})
    mentor.sees("측정 방법을 함께 정했습니다.")

    step = hand_in_a_result(citizen, key, folder)
    official.follow("/office")
    official.follow(f"/projects/milestones/{step}")
    official.sees(RESULT, REPORT)
    official.follow(f"/office/projects/milestones/{step}/accept")
    official.send({"note": "목표를 이루었습니다."})
    official.follow(f"/office/projects/{key}/accept")
    official.send()
    official.sees(("숙성을 마쳤습니다", "Maturing"))


def hand_in_a_result(citizen: Person, project_key: str, folder: Path) -> str:
    """The author hands in the first milestone's result with a file; returns the milestone's key."""
    citizen.follow("/my")
    citizen.follow(f"/projects/{project_key}")
    address = next(one for one in citizen.links() if one.endswith("/submit"))
    citizen.follow(address)
    report = folder / REPORT
    report.write_bytes(PDF)
    citizen.written.add(REPORT)
    citizen.send({"deliverable": RESULT, "files": report})
    return address.split("/")[-2]


def adopt_the_idea(journey: Journey, idea_key: str) -> str:
    """The department takes it up, adopts, promises, reports and realises."""
    world, official = journey.world, journey.official
    for path in ("/office", "/office/reflections", f"/office/reflections/ideas/{idea_key}/assign"):
        official.follow(path)
    cast = world.cast
    official.send({"department_id": str(cast.department.id), "official_id": str(cast.official.id)})
    key = official.key
    office = f"/office/reflections/{key}"
    official.follow(f"{office}/decide")
    official.send({"decision": "adopt", "planned_on": world.day(60), "reason": "효과를 확인했습니다."})
    official.follow(f"{office}/measures/new")
    official.send({"title": MEASURE, "kind": "pilot", "promised_on": world.day(30)})
    world.pass_days(20)
    with world.database.read() as work:
        measure = work.session.scalars(sa.select(Measure.key)).one()
    official.follow("/office")
    official.follow(f"{office}#measure-{measure}")
    official.follow(f"/office/measures/{measure}/report")
    official.send({"text": "시범 운영을 마쳤습니다.", "progress": "done"})
    official.follow(f"{office}/realise")
    official.send({"outcome": OUTCOME})
    return key


def read_the_whole_record(reader: Person, idea_key: str, reflection_key: str) -> None:
    """Somebody without an account goes from the front page to the idea's whole way."""
    reader.start()
    reader.follow("/reflection")
    reader.follow("/reflection?part=done")
    reader.follow(f"/reflections/{reflection_key}")
    reader.sees(OUTCOME, MEASURE, "공담당")
    reader.follow(f"/ideas/{idea_key}/passport")
    timeline = reader.page.locator("main ol.timeline").inner_text()
    way: tuple[Said, ...] = (
        ("문제가 제안되었습니다", "A problem was posted"),
        PROBLEM,
        ("과제로 선정되었습니다", "Selected as a challenge"),
        ("아이디어 공모를 공고했습니다", "The challenge was announced"),
        ("아이디어가 접수", "idea was received"),
        ("심사를 마쳤습니다", "Judging was completed"),
        ("수상 후보로 뽑혔습니다", "Named as a finalist"),
        ("수상이 결정되었습니다: 최우수상", "Awarded: 최우수상"),
        ("아이디어를 다듬기 시작했습니다(숙성)", "Maturing began"),
        "측정 방법을 함께 정했습니다.",
        (f"‘{STEP}’을 마쳤습니다", f"“{STEP}” was completed"),
        ("숙성을 마쳤습니다", "Maturing was completed"),
        ("정책에 반영하기로 했습니다", "The idea will be put into policy"),
        (f"‘{MEASURE}’을 약속했습니다", f"“{MEASURE}” was promised"),
        *(part for condition in ("on_award", "on_matured") for part in (PAID_OUT, PARTS[condition][1])),
        (f"‘{MEASURE}’을 마쳤습니다", f"“{MEASURE}” was completed"),
        ("정책이 되었습니다", "The idea became policy"),
        PAID_OUT,
        PARTS["on_adopted"][1],
    )
    at = -1
    for words in map(reader.words, way):
        found = timeline.find(words, at + 1)
        assert found > at, f"{words!r} does not follow in:\n{timeline}"
        at = found
    reader.sees(IDEA, CHALLENGE, OUTCOME, "한*민")
