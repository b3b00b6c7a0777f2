"""The officials' way through the pages: nominate, rule, draft, check, decide, pay; and what they may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.people import actor_for, make_account
from tests.support.prizes import (
    Contest,
    announce_revoking,
    approved_payment,
    make_awarded,
    make_contest,
    part_of,
    revoke,
    to_day_after_verification,
    verify,
)
from tests.support.statements import counted_statements
from webapp.challenges.enums import ChallengeState, StageCondition
from webapp.challenges.models import Challenge
from webapp.core.audit import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.prizes.enums import AwardState, ObjectionGround, ObjectionState, PaymentState
from webapp.prizes.models import Award, Objection, Payment
from webapp.prizes.services import NewObjection, RecordPayment, object_to, record_payment
from webapp.prizes.services.loading import awards_of

Browser = Callable[[int], FlaskClient]
PAID_ON = date(2026, 3, 20)


def office(contest: Contest, page: str = "") -> str:
    return f"/office/prizes/challenges/{contest.challenge.key}{page}"


def awards(database: Database, contest: Contest) -> list[Award]:
    with database.read() as work:
        found = awards_of(work, contest.challenge.id)
        work.session.expunge_all()
    return found


def state_of_challenge(database: Database, contest: Contest) -> ChallengeState:
    with database.read() as work:
        query = sa.select(Challenge.state).where(Challenge.id == contest.challenge.id)
        return work.session.scalars(query).one()


def payment_state(database: Database, key: str) -> PaymentState:
    with database.read() as work:
        return work.session.scalars(sa.select(Payment.state).where(Payment.key == key)).one()


def audited(database: Database) -> list[str]:
    with database.read() as work:
        return list(work.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)))


@pytest.fixture
def judged(database: Database) -> Contest:
    """A contest whose round is closed."""
    with database.write() as work:
        return make_contest(work)


@pytest.fixture
def verified(database: Database, clock: FixedClock, judged: Contest) -> Contest:
    """A contest on the first day on which it may be decided."""
    with database.write() as work:
        verify(work, judged)
    to_day_after_verification(database, clock, judged)
    return judged


def test_finalists_are_nominated_from_the_ranking(
    browser_of: Browser, judged: Contest, database: Database
) -> None:
    browser = browser_of(judged.officer.id)
    assert "수상 후보를 정할 과제" in browser.get("/office/prizes").text
    page = browser.get(office(judged, "/nominate"))
    assert faults(page.text) == []
    tiers = [str(tier.id) for tier in judged.tiers.values()]
    chosen = {"tier_1": tiers[0], "tier_2": tiers[1], "tier_3": tiers[1], "tier_4": ""}
    empty = submit(browser, office(judged, "/nominate"), {**chosen, "summary": ""})
    assert empty.status_code == 422
    words = {"summary": "실현 가능성을 보았습니다.", "reason": ""}
    unfair = submit(browser, office(judged, "/nominate"), {**chosen, "tier_3": "", **words})
    assert unfair.status_code == 422
    assert "그 이유를 적어" in unfair.text
    assert "실현 가능성을 보았습니다." in unfair.text
    done = submit(browser, office(judged, "/nominate"), {**chosen, **words})
    assert (done.status_code, done.location) == (303, office(judged))
    assert state_of_challenge(database, judged) is ChallengeState.VERIFYING
    assert browser.get(office(judged, "/nominate")).status_code == 409
    assert "prizes:ranking:viewed" in audited(database)


def test_the_draft_is_written_checked_and_decided_by_another(
    browser_of: Browser, verified: Contest, database: Database
) -> None:
    officer, approver = browser_of(verified.officer.id), browser_of(verified.approver.id)
    check = office(verified, "/decision/check")
    assert "쓰지 않은 후보가 3건" in approver.get(check).text
    texts = {
        f"{name}_{one.key}": f"{name} 글"
        for one in awards(database, verified)
        for name in ("summary", "plan")
    }
    saved = submit(officer, office(verified, "/decision"), texts)
    assert (saved.status_code, saved.location) == (303, check)
    blocked = officer.get(check).text
    assert "이 기관의 결재자만" in blocked
    page = approver.get(check)
    assert faults(page.text) == []
    seen = page.text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    token = csrf_token(approver, check)
    origin = {"Origin": "http://localhost"}
    stale = approver.post(check, data={"csrf_token": token, "seen": "다른 안"}, headers=origin)
    assert stale.status_code == 409
    first, second = (
        approver.post(check, data={"csrf_token": token, "seen": seen}, headers=origin) for _click in range(2)
    )
    assert (first.status_code, second.status_code) == (303, 409)
    assert state_of_challenge(database, verified) is ChallengeState.DECIDED
    assert {one.state for one in awards(database, verified)} == {AwardState.AWARDED}


def test_a_decision_too_early_says_when(browser_of: Browser, judged: Contest, database: Database) -> None:
    with database.write() as work:
        verify(work, judged)
    approver = browser_of(judged.approver.id)
    check = office(judged, "/decision/check")
    page = approver.get(check).text
    assert "공개검증 마지막 날(2026. 3. 19.)이 지난 뒤에" in page
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert submit(approver, check, {"seen": seen}).status_code == 409
    assert state_of_challenge(database, judged) is ChallengeState.VERIFYING


def test_no_winner_is_decided_with_a_reason(browser_of: Browser, judged: Contest, database: Database) -> None:
    approver = browser_of(judged.approver.id)
    page = office(judged, "/no-winner")
    assert submit(approver, page, {"reason": ""}).status_code == 422
    assert submit(approver, page, {"reason": "기준에 이르지 못했습니다."}).status_code == 303
    assert state_of_challenge(database, judged) is ChallengeState.DECIDED
    assert browser_of(judged.officer.id).get(page).status_code == 403


def make_objection(database: Database, contest: Contest) -> str:
    with database.write() as work:
        verify(work, contest)
        key = awards_of(work, contest.challenge.id)[0].key
        actor = actor_for(work, make_account(work, "오제보", email="objector@example.org"))
        command = NewObjection(key, ObjectionGround.PLAGIARISM, "그림까지 같은 작품입니다.", "그 책 3쪽")
        return object_to(work, actor, command).key


def test_an_objection_is_read_and_ruled(browser_of: Browser, judged: Contest, database: Database) -> None:
    key = make_objection(database, judged)
    browser = browser_of(judged.secretary.id)
    page = browser.get(f"/office/prizes/objections/{key}")
    assert "오제보" in page.text
    assert "objector@example.org" in page.text
    assert faults(page.text) == []
    assert audited(database)[-1] == "prizes:objection:viewed"
    address = f"/office/prizes/objections/{key}"
    refused = submit(browser, address, {"ruling": "uphold", "reason": ""})
    assert refused.status_code == 422
    assert submit(browser, address, {"ruling": "uphold", "reason": "같은 작품입니다."}).status_code == 303
    with database.read() as work:
        assert work.session.scalars(sa.select(Objection.state)).one() is ObjectionState.UPHELD
    assert "같은 작품입니다." in browser.get(address).text


def test_only_those_who_rule_see_who_objected(
    browser_of: Browser, judged: Contest, database: Database
) -> None:
    key = make_objection(database, judged)
    for account in (judged.approver, judged.officer):
        for page in (office(judged), "/office/prizes"):
            text = browser_of(account.id).get(page).text
            assert "오제보" not in text
            assert "objector@example.org" not in text
    assert browser_of(judged.approver.id).get(f"/office/prizes/objections/{key}").status_code == 403


def test_a_prize_is_confirmed_approved_and_paid_on_pages(
    browser_of: Browser, database: Database, clock: FixedClock
) -> None:
    contest, won = make_awarded(database, clock)
    key = part_of(database, won[0], StageCondition.ON_AWARD)
    officer, approver = browser_of(contest.officer.id), browser_of(contest.approver.id)
    page = f"/office/prizes/payments/{key}"
    assert faults(officer.get(page).text) == []
    assert "처리할 지급" in officer.get("/office/prizes").text
    for _click in range(2):
        assert submit(officer, f"{page}/confirm", {}, page=page).status_code == 303
    assert submit(officer, f"{page}/approve", {}, page=page).status_code == 403
    assert submit(approver, f"{page}/approve", {}, page=page).status_code == 303
    assert submit(approver, f"{page}/pay", {"paid_on": "2026-03-20"}, page=page).status_code == 403
    wrong = submit(officer, f"{page}/pay", {"paid_on": "오늘", "voucher": "2026-지출-17"})
    assert wrong.status_code == 422
    assert "2026-지출-17" in wrong.text
    late = submit(officer, f"{page}/pay", {"paid_on": "2026-03-21", "voucher": "2026-지출-17"})
    assert (late.status_code, "오늘까지의 날짜" in late.text) == (422, True)
    record = {"paid_on": "2026-03-20", "voucher": "2026-지출-17"}
    assert submit(officer, f"{page}/pay", record).status_code == 303
    assert payment_state(database, key) is PaymentState.PAID
    assert "2026-지출-17" in officer.get(f"/office/prizes/ledger/{contest.slug}").text
    assert officer.get(f"{page}/pay").status_code == 409


@pytest.mark.parametrize(
    ("act", "who", "target"),
    [("hold", "officer", PaymentState.HELD), ("cancel", "approver", PaymentState.CANCELLED)],
)
def test_money_is_stopped_with_a_reason(
    browser_of: Browser,
    database: Database,
    clock: FixedClock,
    act: str,
    who: str,
    target: PaymentState,
) -> None:
    contest, won = make_awarded(database, clock)
    key = part_of(database, won[0], StageCondition.ON_AWARD)
    browser = browser_of(getattr(contest, who).id)
    page = f"/office/prizes/payments/{key}"
    assert submit(browser, f"{page}/{act}", {"reason": " "}).status_code == 422
    assert submit(browser, f"{page}/{act}", {"reason": "계좌를 확인해야 합니다."}).status_code == 303
    assert payment_state(database, key) is target
    assert "계좌를 확인해야 합니다." in browser.get(page).text


def test_a_held_part_is_released(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, won = make_awarded(database, clock)
    key = part_of(database, won[0], StageCondition.ON_AWARD)
    browser = browser_of(contest.officer.id)
    page = f"/office/prizes/payments/{key}"
    assert browser.get(f"{page}/release").status_code == 409
    submit(browser, f"{page}/hold", {"reason": "확인합니다."})
    assert submit(browser, f"{page}/release", {"reason": "확인했습니다."}).status_code == 303
    assert payment_state(database, key) is PaymentState.DUE


def test_an_award_is_revoked_and_what_was_paid_is_listed(
    browser_of: Browser, database: Database, clock: FixedClock
) -> None:
    contest, won = make_awarded(database, clock)
    key = approved_payment(database, contest, won[0])
    with database.write() as work:
        record_payment(work, contest.acting(work, contest.officer), RecordPayment(key, PAID_ON, "17"))
    page = f"/office/prizes/awards/{won[0].key}"
    approver = browser_of(contest.approver.id)
    assert approver.get(f"{page}/revoke").status_code == 409
    officer = browser_of(contest.officer.id)
    assert submit(officer, f"{page}/revocation", {"reason": "표절이 의심됩니다."}).status_code == 303
    assert "의견을 듣는 기간입니다." in approver.get(f"{page}/revocation").text
    assert approver.get(f"{page}/revoke").status_code == 409
    clock.advance(timedelta(days=11))
    assert "돌려받음" in browser_of(contest.approver.id).get(f"{page}/revoke").text
    approver = browser_of(contest.approver.id)
    assert submit(approver, f"{page}/revoke", {"reason": "표절이 확인되었습니다."}).status_code == 303
    assert "15,000,000원을 돌려받아야 합니다" in approver.get(page).text
    assert "돌려받을 상금" in browser_of(contest.officer.id).get("/office/prizes").text


def test_officials_elsewhere_find_nothing(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, won = make_awarded(database, clock)
    with database.write() as work:
        stranger = make_contest(work)
    key = part_of(database, won[0], StageCondition.ON_AWARD)
    for account in (stranger.officer, stranger.approver):
        browser = browser_of(account.id)
        for address in (
            office(contest),
            f"/office/prizes/awards/{won[0].key}",
            f"/office/prizes/payments/{key}",
            f"/office/prizes/ledger/{contest.slug}",
        ):
            assert browser.get(address).status_code == 404, address
        assert "이 아이디어" not in browser.get("/office/prizes/payments").text


@pytest.mark.parametrize(
    "address", ["/office/prizes", "/office/prizes/payments", "/office/prizes/challenges/none"]
)
def test_citizens_do_not_enter_the_office(
    browser_of: Browser, client: FlaskClient, judged: Contest, address: str
) -> None:
    assert client.get(address).status_code == 303
    assert browser_of(judged.entrants[0].id).get(address).status_code == 403


def test_wrong_token_changes_nothing(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, won = make_awarded(database, clock)
    key = part_of(database, won[0], StageCondition.ON_AWARD)
    browser = browser_of(contest.officer.id)
    answer = browser.post(f"/office/prizes/payments/{key}/confirm", data={"csrf_token": "forged"})
    assert answer.status_code == 400
    assert payment_state(database, key) is PaymentState.DUE


@pytest.mark.parametrize("page", ["/office/prizes", "/office/prizes/payments", "award", "challenge"])
def test_office_pages_are_valid_and_cost_the_same(
    app: Flask, browser_of: Browser, database: Database, clock: FixedClock, page: str
) -> None:
    costs = []
    for quota in (1, 30):
        contest, won = make_awarded(database, clock, entries=quota, tiers=(("우수상", 1_000_000, quota),))
        browser = browser_of(contest.officer.id)
        address = {"award": f"/office/prizes/awards/{won[0].key}", "challenge": office(contest)}.get(
            page, page
        )
        browser.get(address)
        with counted_statements(app) as statements:
            text = browser.get(address).text
        assert faults(text) == []
        costs.append(len([one for one in statements if not one.startswith(("INSERT", "UPDATE"))]))
    assert costs[0] == costs[1]


def test_payments_are_paged_by_key(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, _won = make_awarded(database, clock, entries=20, tiers=(("우수상", 1_000_000, 20),))
    browser = browser_of(contest.officer.id)
    first = browser.get("/office/prizes/payments").text
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(following).text
    assert (first.count("/office/prizes/payments/"), second.count("/office/prizes/payments/")) == (30, 30)
    assert "조건 충족" in browser.get("/office/prizes/payments?state=due").text
    assert browser.get("/office/prizes/payments?state=nonsense&at=broken").status_code == 200


def test_a_revoked_winner_s_page_says_so(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, won = make_awarded(database, clock)
    with database.write() as work:
        revoke(work, contest, won[0].key, "표절이 확인되었습니다.")
    page = browser_of(contest.officer.id).get(f"/office/prizes/awards/{won[0].key}")
    assert "수상 취소" in page.text
    assert "표절이 확인되었습니다." in page.text
    assert faults(page.text) == []


def test_every_page_of_an_act_is_valid(browser_of: Browser, database: Database, clock: FixedClock) -> None:
    contest, won = make_awarded(database, clock)
    key = part_of(database, won[0], StageCondition.ON_AWARD)
    paying = approved_payment(database, contest, won[1])
    with database.write() as work:
        announce_revoking(work, contest, won[0].key, "표절이 의심됩니다.")
    clock.advance(timedelta(days=11))
    with database.write() as work:
        other = make_contest(work)
        verify(work, other)
        finalist = awards_of(work, other.challenge.id)[0].key
    pages = [
        (contest.approver, f"/office/prizes/awards/{won[0].key}/revoke"),
        (contest.officer, f"/office/prizes/awards/{won[0].key}/revocation"),
        (contest.officer, f"/office/prizes/awards/{won[0].key}/revocation/drop"),
        (contest.entrants[0], f"/my/awards/{won[0].key}/revocation"),
        (contest.officer, f"/office/prizes/payments/{key}/hold"),
        (contest.approver, f"/office/prizes/payments/{key}/cancel"),
        (contest.officer, f"/office/prizes/payments/{paying}/pay"),
        (other.officer, f"/office/prizes/awards/{finalist}/exclude"),
        (other.officer, office(other, "/decision")),
        (other.approver, office(other, "/no-winner")),
    ]
    for account, address in pages:
        page = browser_of(account.id).get(address)
        assert page.status_code == 200, address
        assert faults(page.text) == [], address


def test_a_finalist_is_excluded_on_its_page(browser_of: Browser, judged: Contest, database: Database) -> None:
    with database.write() as work:
        verify(work, judged)
    key = awards(database, judged)[0].key
    address = f"/office/prizes/awards/{key}/exclude"
    browser = browser_of(judged.officer.id)
    assert submit(browser, address, {"reason": ""}).status_code == 422
    assert submit(browser, address, {"reason": "응모자가 철회했습니다."}).status_code == 303
    assert awards(database, judged)[0].state is AwardState.EXCLUDED
    assert browser.get(address).status_code == 409
