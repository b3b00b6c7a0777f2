"""The office's pages: good HTML, who may open what, what an act leaves behind."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.support.challenges import challenge_of, make_challenge
from tests.support.html import faults
from tests.support.offices import (
    Office,
    challenge_forms,
    drafted,
    programme_forms,
)
from tests.support.pages import submit
from tests.support.statements import counted_statements
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Prizes, TierEntry
from webapp.challenges.queries import load_challenge, load_programme


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_office_page_is_good_html(office: Office, language: str) -> None:
    slug, key = drafted(office)
    officer = office.client("officer")
    officer.set_cookie("language", language)
    paths = ["/office/contests", "/office/contests/new", f"/office/contests/{slug}"]
    paths += [f"/office/contests/{slug}/{one}" for one in programme_forms()]
    paths += [f"/office/contests/{slug}/challenges/new", f"/office/challenges/{key}"]
    paths += [f"/office/challenges/{key}/{one}" for one in [*challenge_forms(), "schedule", "check"]]
    for path in paths:
        response = officer.get(path)
        assert (path, response.status_code, faults(response.text)) == (path, 200, [])


def test_every_page_of_the_approver_is_good_html(office: Office) -> None:
    slug, key = drafted(office, ChallengeState.IN_APPROVAL)
    approver = office.client("approver")
    for path in (
        f"/office/contests/{slug}/publish",
        f"/office/challenges/{key}/approval",
        f"/office/challenges/{key}/return",
        f"/office/challenges/{key}/cancel",
    ):
        response = approver.get(path)
        assert (path, response.status_code, faults(response.text)) == (path, 200, [])
    _slug, decided = drafted(office, ChallengeState.DECIDED)
    page = office.client("officer").get(f"/office/challenges/{decided}/complete")
    assert (page.status_code, faults(page.text)) == (200, [])


LINK = re.compile(r'href="(/(?!static)[^"?#]*)"')


def test_drafts_do_not_exist_for_people_of_other_agencies(office: Office) -> None:
    slug, key = drafted(office)
    stranger = office.client("stranger")
    for path in (
        f"/office/contests/{slug}",
        f"/office/contests/{slug}/basics",
        f"/office/contests/{slug}/publish",
        f"/office/challenges/{key}",
        f"/office/challenges/{key}/brief",
        f"/office/challenges/{key}/check",
        f"/office/challenges/{key}/approval",
    ):
        assert (path, stranger.get(path).status_code) == (path, 404)
    assert slug not in stranger.get("/office/contests").text


def test_the_office_is_closed_to_citizens_and_to_nobody(office: Office, client: FlaskClient) -> None:
    slug, key = drafted(office)
    citizen = office.client("citizen")
    for path in ("/office/contests", f"/office/contests/{slug}", f"/office/challenges/{key}"):
        assert citizen.get(path).status_code == 403
        assert client.get(path).status_code == 303


def test_a_secretary_looks_but_does_not_edit_or_announce(office: Office) -> None:
    slug, key = drafted(office, ChallengeState.IN_APPROVAL)
    secretary = office.client("secretary")
    page = secretary.get(f"/office/challenges/{key}")
    assert page.status_code == 200
    assert f"/office/challenges/{key}/approval" not in page.text
    for path in (f"/office/contests/{slug}/basics", f"/office/challenges/{key}/approval"):
        assert secretary.get(path).status_code == 403


def test_an_incomplete_challenge_says_what_is_missing_and_offers_no_request(office: Office) -> None:
    with office.database.write() as work:
        programme = make_challenge(work, office.agency).programme
        bare = replace(challenge_of(programme.slug, work.now, title="빈 과제"), prizes=Prizes())
        key = make_challenge(work, office.agency, programme=programme, design=bare).key
    officer = office.client("officer")
    page = officer.get(f"/office/challenges/{key}/check").text
    assert "시상 등급과 인원, 상금을 정해 주십시오." in page
    assert "제4조제2항제4호" in page
    assert "disabled" in page
    refused = submit(officer, f"/office/challenges/{key}/check", {})
    assert refused.status_code == 422


def test_the_approver_announces_all_in_one_act_and_an_author_does_not(office: Office) -> None:
    with office.database.write() as work:
        first = make_challenge(work, office.agency, ChallengeState.IN_APPROVAL)
        design = challenge_of(first.programme.slug, work.now, title="둘째")
        small = replace(design, prizes=Prizes(prizes=(TierEntry(title="상", amount_won=1),)))
        make_challenge(
            work, office.agency, ChallengeState.IN_APPROVAL, programme=first.programme, design=small
        )
        slug = first.programme.slug
        first.created_by_id = office.people["approver"]
    path = f"/office/contests/{slug}/publish"
    approver = office.client("approver")
    assert "다른 결재자" in approver.get(path).text
    assert submit(approver, path, {}).status_code == 403
    with office.database.write() as work:
        load_challenge(work, first.key).created_by_id = office.people["officer"]
    assert submit(approver, path, {}).status_code == 303
    assert office.app.test_client().get(f"/contests/{slug}").text.count("/challenges/") >= 2


def test_sending_back_and_cancelling_ask_for_a_reason(office: Office) -> None:
    _slug, key = drafted(office, ChallengeState.IN_APPROVAL)
    approver = office.client("approver")
    path = f"/office/challenges/{key}/return"
    empty = submit(approver, path, {"reason": " "})
    assert (empty.status_code, "사유를 적어 주십시오" in empty.text) == (422, True)
    assert submit(approver, path, {"reason": "기간을 늘려 주십시오."}).status_code == 303
    assert "기간을 늘려 주십시오." in office.client("officer").get(f"/office/challenges/{key}").text
    _slug, running = drafted(office, ChallengeState.OPEN)
    path = f"/office/challenges/{running}/cancel"
    assert submit(approver, path, {"reason": ""}).status_code == 422
    assert submit(approver, path, {"reason": "예산이 없습니다."}).status_code == 303
    assert submit(approver, path, {"reason": "한 번 더"}).status_code == 409


@pytest.mark.parametrize("state", [state for state in ChallengeState if state is not ChallengeState.DRAFT])
def test_every_link_of_a_challenge_leads_somewhere(office: Office, state: ChallengeState) -> None:
    _slug, key = drafted(office, state)
    adapter = office.app.url_map.bind("localhost")
    for who in ("officer", "approver"):
        page = office.client(who).get(f"/office/challenges/{key}")
        assert faults(page.text) == []
        for path in set(LINK.findall(page.text)):
            adapter.match(path, method="GET")  # raises when no view answers there
    public = office.app.test_client().get(f"/challenges/{key}")
    for path in set(LINK.findall(public.text)):
        adapter.match(path, method="GET")


def test_the_office_pages_cost_the_same_at_one_and_at_thirty(office: Office) -> None:
    slug, key = drafted(office)
    officer = office.client("officer")

    def costs() -> list[int]:
        found = []
        for path in ("/office/contests", f"/office/contests/{slug}", f"/office/challenges/{key}"):
            with counted_statements(office.app) as statements:
                assert officer.get(path).status_code == 200
            found.append(sum("is_demo" not in statement for statement in statements))
        return found

    costs()
    before = costs()
    with office.database.write() as work:
        programme = load_programme(work, slug)
        design = challenge_of(slug, work.now)
        free = replace(design, prizes=Prizes(prizes=(TierEntry(title="상", amount_won=0),)))
        for _turn in range(29):
            make_challenge(work, office.agency, programme=programme, design=free)
            make_challenge(work, office.agency)
    assert costs() == before
