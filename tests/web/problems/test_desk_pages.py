"""The experts' and the officials' desks: the whole way of a problem, and doors that stay shut for others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.support.html import faults
from tests.support.pages import csrf_token, submit
from tests.support.people import actor_for, make_account
from tests.support.problems import (
    agency_of,
    give_review,
    make_officer,
    make_problem,
    make_reviewed,
    make_reviewer,
    scores,
    written,
)
from tests.support.statements import counted_statements
from tests.web.problems.conftest import Browser, Scene
from webapp.accounts.enums import InvitationState, Role
from webapp.accounts.models import Agency, Invitation
from webapp.accounts.services import accept_invitation
from webapp.core.audit import AuditEntry
from webapp.core.database import Database
from webapp.core.policy import Actor
from webapp.problems.enums import CallState, ProblemState
from webapp.problems.models import Problem, ProblemCall, ProblemReview
from webapp.problems.services import declare_no_conflict, load_call, save_problem

LANGUAGES = ("ko", "en")
CALL = {
    "title": "새 과제 공모",
    "title_en": "New call",
    "slug": "new-call",
    "intro": "문제를 찾습니다.",
    "exclusions": "정치적 성격이 강한 문제\n\n",
    "examples": "살얼음\n가로등",
    "opens_at": "2026-03-10T09:00",
    "closes_at": "2026-03-21T00:00",
    "version": "0",
    "audience": "anybody",
    "review_days": "20",
    "shown": "shows_scores",
}


def state_of(database: Database, key: str) -> ProblemState:
    with database.read() as work:
        found = work.session.scalar(sa.select(Problem.state).where(Problem.key == key))
        assert found is not None
        return found


def reviewed(database: Database, scene: Scene) -> str:
    """A problem under review with two reviews; returns its key."""
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        return make_reviewed(work, scene.officer, call, [(5, 5, 5), (1, 2, 3)]).key


def waiting(database: Database, scene: Scene, title: str = "기다리는 문제") -> str:
    """A posted problem; returns its key."""
    with database.write() as work:
        return make_problem(work, work.session.get_one(ProblemCall, scene.call_id), title=title).key


def expert_of(database: Database, scene: Scene, *clear: str) -> Actor:
    """An expert of the call who has said that these problems are no conflict."""
    with database.write() as work:
        expert = make_reviewer(work, work.session.get_one(ProblemCall, scene.call_id))
        declare_no_conflict(work, expert, clear)
        return expert


def office_paths(scene: Scene, key: str) -> Iterator[str]:
    yield "/office/problems"
    yield f"/office/problems?call={scene.slug}&state=under_review&order=score"
    for act in ("", "/select", "/decline", "/merge"):
        yield f"/office/problems/{key}{act}"
    yield "/office/problems/calls"
    yield "/office/problems/calls/new"
    for act in ("", "/edit", "/reviewers/new", "/reviews"):
        yield f"/office/problems/calls/{scene.slug}{act}"


def expert_paths(scene: Scene, key: str) -> Iterator[str]:
    yield "/review"
    yield f"/review/calls/{scene.slug}/conflicts"
    for act in ("", "/conflict"):
        yield f"/review/problems/{key}{act}"


def office_acts(scene: Scene, key: str) -> Iterator[str]:
    yield f"/office/problems/{key}/start-review"
    for act in ("publish", "finish", "start-review", "reviewers/forged/withdraw", "reviewers/forged/dismiss"):
        yield f"/office/problems/calls/{scene.slug}/{act}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_both_desks_is_valid(
    database: Database, scene: Scene, browser: Browser, language: str
) -> None:
    key = reviewed(database, scene)
    waiting(database, scene)
    expert = expert_of(database, scene, key)
    pages = [(scene.officer, path) for path in office_paths(scene, key)]
    pages += [(expert, path) for path in expert_paths(scene, key)] + [(scene.citizen, "/my/problems")]
    for actor, path in pages:
        answer = browser(actor).get(path, headers={"Accept-Language": language})
        assert (path, answer.status_code, faults(answer.text)) == (path, 200, [])


def test_the_doors_stay_shut(database: Database, scene: Scene, browser: Browser) -> None:
    key = reviewed(database, scene)
    expert = expert_of(database, scene)
    for actor in (scene.citizen, expert):
        client = browser(actor)
        token = csrf_token(client, f"/problems/new?call={scene.slug}")
        for path in office_paths(scene, key):
            assert (path, client.get(path).status_code) == (path, 403)
            assert client.post(path, data={"csrf_token": token}).status_code in {403, 405}
        for path in office_acts(scene, key):
            assert (path, client.post(path, data={"csrf_token": token}).status_code) == (path, 403)
    for path in (*office_paths(scene, key), *expert_paths(scene, key), "/my/problems"):
        assert (path, browser(None).get(path).status_code) == (path, 303)
    for actor in (scene.citizen, scene.officer):
        for path in expert_paths(scene, key):
            assert browser(actor).get(path).status_code == 403


def test_another_agency_has_no_business_here(database: Database, scene: Scene, browser: Browser) -> None:
    key = reviewed(database, scene)
    with database.write() as work:
        other = make_officer(work)
    client = browser(other)
    assert "밤에 배달하는" not in client.get("/office/problems").text
    token = csrf_token(client, "/office/problems/calls/new")
    for path in (f"/office/problems/{key}", f"/office/problems/calls/{scene.slug}"):
        assert client.get(path).status_code == 403
    for path in office_acts(scene, key):
        assert (path, client.post(path, data={"csrf_token": token}).status_code) == (path, 403)
    assert state_of(database, key) is ProblemState.UNDER_REVIEW


def test_a_secretary_reads_but_does_not_decide(database: Database, scene: Scene, browser: Browser) -> None:
    key = reviewed(database, scene)
    with database.write() as work:
        agency = work.session.get_one(Agency, agency_of(scene.officer))
        secretary = make_officer(work, agency, Role.JUDGING_SECRETARY)
    client = browser(secretary)
    page = client.get(f"/office/problems/{key}")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "이 기관의 공모 담당·결재자만 할 수 있습니다." in page.text
    assert client.get(f"/office/problems/{key}/select").status_code == 403


@pytest.mark.parametrize(
    ("act", "form", "state"),
    [
        ("select", {}, ProblemState.SELECTED),
        ("decline", {"code": "low_priority"}, ProblemState.DECLINED),
        ("merge", {}, ProblemState.MERGED),
    ],
)
def test_an_official_decides_with_a_reason(
    database: Database, scene: Scene, browser: Browser, act: str, form: dict[str, str], state: ProblemState
) -> None:
    key, other = waiting(database, scene), waiting(database, scene, "합칠 문제")
    client, path = browser(scene.officer), f"/office/problems/{key}/{act}"
    if act == "merge":
        form = {"into": other}
    bare = submit(client, path, form)
    assert (bare.status_code, faults(bare.text)) == (422, [])
    assert "사유를 적어 주십시오." in bare.text
    private = submit(client, path, {**form, "reason": "문의는 010-1234-5678로 주십시오."})
    assert private.status_code == 422
    assert "개인정보로 보이는 내용" in private.text
    token = csrf_token(client, "/office/problems/calls/new")
    answer = client.post(path, data={**form, "reason": "까닭이 있습니다.", "csrf_token": token})
    assert answer.status_code == 303
    assert state_of(database, key) is state
    again = client.post(path, data={**form, "reason": "두 번째", "csrf_token": token})
    assert again.status_code == 409
    page = client.get(f"/office/problems/{key}")
    assert (page.status_code, faults(page.text)) == (200, [])


def test_a_merger_into_itself_or_a_forged_problem_is_refused(
    database: Database, scene: Scene, browser: Browser
) -> None:
    key = waiting(database, scene)
    client = browser(scene.officer)
    for into in (key, "forged23456z", "<script>alert(1)</script>", ""):
        answer = submit(client, f"/office/problems/{key}/merge", {"into": into, "reason": "같습니다."})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    assert state_of(database, key) is ProblemState.POSTED


def test_an_official_does_not_decide_on_their_own_problem(
    database: Database, scene: Scene, browser: Browser
) -> None:
    with database.write() as work:
        own = make_problem(work, work.session.get_one(ProblemCall, scene.call_id), scene.officer).key
    client = browser(scene.officer)
    assert "본인이 낸 문제는 다른 사람이" in client.get(f"/office/problems/{own}").text
    answer = submit(client, f"/office/problems/{own}/select", {"reason": "좋습니다."})
    assert answer.status_code == 403
    assert state_of(database, own) is ProblemState.POSTED


def test_who_looks_at_scores_is_recorded(database: Database, scene: Scene, browser: Browser) -> None:
    key = reviewed(database, scene)
    browser(scene.officer).get(f"/office/problems/{key}")
    with database.read() as work:
        seen = work.session.execute(
            sa.select(AuditEntry.actor_id, AuditEntry.subject_type).where(
                AuditEntry.action == "problems:reviews:viewed"
            )
        ).all()
    assert [tuple(row) for row in seen] == [(scene.officer.account_id, "problems")]


def test_drafts_stay_off_the_officials_desk(database: Database, scene: Scene, browser: Browser) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        draft = save_problem(work, scene.citizen, written(call, "비밀 초안"))
    client = browser(scene.officer)
    assert "비밀 초안" not in client.get("/office/problems").text
    assert client.get(f"/office/problems/{draft.key}").status_code == 404
    token = csrf_token(client, "/office/problems/calls/new")
    answer = client.post(f"/office/problems/{draft.key}/start-review", data={"csrf_token": token})
    assert answer.status_code in {403, 404, 409}
    assert state_of(database, draft.key) is ProblemState.DRAFT


def test_the_officials_list_costs_the_same_at_1_and_at_30_rows(
    app: Flask, database: Database, scene: Scene, browser: Browser
) -> None:
    client, counts = browser(scene.officer), []
    for more in (1, 29):
        for _number in range(more):
            waiting(database, scene)
        client.get("/office/problems")
        with counted_statements(app) as statements:
            client.get("/office/problems")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_call_is_made_published_and_ended(scene: Scene, browser: Browser, database: Database) -> None:
    client = browser(scene.officer)
    agency = str(agency_of(scene.officer))
    new = "/office/problems/calls/new"
    wrong = submit(client, new, {**CALL, "agency": agency, "closes_at": "2026-03-01T00:00"})
    assert (wrong.status_code, faults(wrong.text)) == (422, [])
    assert "마감은 시작보다 뒤여야 합니다." in wrong.text
    taken = submit(client, new, {**CALL, "agency": agency, "slug": scene.slug})
    assert (taken.status_code, "이미 쓰고 있는 주소입니다." in taken.text) == (422, True)
    made = submit(client, new, {**CALL, "agency": agency})
    assert made.headers["Location"] == "/office/problems/calls/new-call"
    assert browser(None).get("/problems/calls/new-call").status_code == 404
    office = "/office/problems/calls/new-call"
    assert submit(client, f"{office}/publish", {}, page=office).status_code == 303
    shown = browser(None).get("/problems/calls/new-call").text
    assert "2026. 3. 10.(화) 09:00 ~ 3. 20.(금) 24:00" in shown
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(f"{office}/edit").text)
    assert version is not None
    later = {**CALL, "closes_at": "2026-03-25T18:00", "version": version[1]}
    assert submit(client, f"{office}/edit", later).status_code == 303
    assert submit(client, f"{office}/edit", later).status_code == 409
    assert submit(client, f"{office}/finish", {}, page=new).status_code == 422
    with database.read() as work:
        assert load_call(work, "new-call").state is CallState.PUBLISHED


def test_an_officer_makes_no_call_for_another_agency(
    scene: Scene, browser: Browser, database: Database
) -> None:
    with database.write() as work:
        other = agency_of(make_officer(work))
    answer = submit(browser(scene.officer), "/office/problems/calls/new", {**CALL, "agency": str(other)})
    assert answer.status_code in {403, 422}


def test_experts_are_invited_called_back_and_dismissed(
    database: Database, scene: Scene, browser: Browser
) -> None:
    client = browser(scene.officer)
    office = f"/office/problems/calls/{scene.slug}"
    bad = submit(client, f"{office}/reviewers/new", {"name": "", "email": "주소가 아님"})
    assert (bad.status_code, faults(bad.text)) == (422, [])
    for email in ("first@example.org", "second@example.org"):
        sent = submit(client, f"{office}/reviewers/new", {"name": "최교수", "email": email})
        assert sent.status_code == 303
    with database.write() as work:
        first, second = work.session.scalars(sa.select(Invitation).order_by(Invitation.id)).all()
        account = make_account(work, "최교수", email=second.email)
        accept_invitation(work, actor_for(work, account), second.key)
        keys = first.key, second.key
    page = client.get(office)
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "second@example.org" in page.text
    assert submit(client, f"{office}/reviewers/{keys[0]}/withdraw", {}, page=office).status_code == 303
    assert submit(client, f"{office}/reviewers/{keys[1]}/dismiss", {}, page=office).status_code == 303
    with database.read() as work:
        states = work.session.scalars(sa.select(Invitation.state).order_by(Invitation.id)).all()
        assert list(states) == [InvitationState.WITHDRAWN, InvitationState.ACCEPTED]
        assert not actor_for(work, account).has_role(Role.REVIEWER)


def test_all_waiting_problems_go_to_review_at_once(
    database: Database, scene: Scene, browser: Browser
) -> None:
    keys = [waiting(database, scene, f"문제 {number}") for number in range(3)]
    office = f"/office/problems/calls/{scene.slug}"
    answer = submit(browser(scene.officer), f"{office}/start-review", {}, page=office)
    assert answer.status_code == 303
    assert {state_of(database, key) for key in keys} == {ProblemState.UNDER_REVIEW}


def test_the_expert_finds_the_desk_in_the_header(database: Database, scene: Scene, browser: Browser) -> None:
    expert = expert_of(database, scene)
    assert 'href="/review"' in browser(expert).get("/problems").text
    assert 'href="/review"' not in browser(scene.citizen).get("/problems").text


def test_what_people_write_is_text_at_the_desks_too(
    database: Database, scene: Scene, browser: Browser
) -> None:
    script = "<script>alert('검토')</script>"
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        problem = make_reviewed(work, scene.officer, call, [(5, 4, 3)])
        other = make_problem(work, call, title=script)
        problem.title = problem.situation = problem.wished_change = problem.related_agency = script
        problem.sufferers = problem.sufferer_count = problem.tried = script
        problem.links = [script, f"javascript:{script}"]
        review = work.session.scalars(sa.select(ProblemReview)).one()
        review.comment = script
        expert = make_reviewer(work, call, script)
        give_review(work, expert, scores(problem.key, 1, 1, 1, script))
    pages = [(scene.officer, path) for path in office_paths(scene, problem.key)]
    pages += [(expert, path) for path in expert_paths(scene, problem.key)]
    pages += [(scene.officer, f"/office/problems/{other.key}/merge")]
    for actor, path in pages:
        answer = browser(actor).get(path)
        assert (path, answer.status_code, faults(answer.text)) == (path, 200, [])
        assert script not in answer.text
