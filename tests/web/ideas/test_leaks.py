"""Nobody learns of an idea that is not public: no title, number or name in any page, error or letter."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support.ideas import make_challenge, make_idea
from tests.support.pages import csrf_token, submit
from tests.support.people import grant, make_account, make_agency, make_official, sign_in
from webapp.accounts.enums import Role, Scope
from webapp.accounts.models import Account
from webapp.challenges.enums import ChallengeState, IdeaPublicity
from webapp.core.audit import AuditEntry
from webapp.core.database import Database
from webapp.core.outbox import OutboxMessage
from webapp.ideas.enums import IdeaState
from webapp.ideas.services import publish_at_result
from webapp.web.mail import compose

TITLE = "비밀스러운제목일이삼"
NAME = "남궁비밀"
EMAIL = "secret@example.org"
OUTSIDERS = ("anonymous", "citizen", "other_official", "agency_admin", "judge_elsewhere", "reviewer", "admin")
PATHS = (
    "/my/ideas/{key}",
    "/my/ideas/{key}/write",
    "/my/ideas/{key}/preview",
    "/my/ideas/{key}/check",
    "/my/ideas/{key}/receipt",
    "/my/ideas/{key}/versions/1",
    "/my/ideas/{key}/versions/1.json",
    "/my/ideas/{key}/withdraw",
    "/my/ideas/{key}/files/none",
    "/office/ideas/{key}",
    "/office/ideas/{key}/rule-out",
    "/office/ideas/{key}/reinstate",
    "/office/ideas/{key}/files/none",
    "/ideas/{key}",
)
LISTS = (
    "/ideas",
    "/ideas?award=yes",
    "/ideas?challenge={challenge}",
    "/my",
    "/office/ideas",
    "/office/ideas/challenges/{challenge}",
    "/office/ideas/challenges/{challenge}?q=비밀",
    "/challenges/{challenge}/enter",
    "/receipts/verify",
)


@dataclass(frozen=True)
class Scene:
    """A draft and an entry of somebody, and everybody whom they do not concern."""

    draft: str
    entry: str
    number: str
    challenge: str
    author: int
    officer: int
    citizen: int
    other_official: int
    agency_admin: int
    judge_elsewhere: int
    reviewer: int
    admin: int


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.write() as work:
        agency, other = make_agency(work), make_agency(work, "다른 기관")
        author = make_account(work, NAME, email=EMAIL)
        challenge = make_challenge(work, agency, publicity=IdeaPublicity.AT_CLOSE)
        draft = make_idea(work, challenge, author, title=TITLE, state=IdeaState.DRAFT)
        entry = make_idea(work, challenge, author, title=TITLE)
        judge, reviewer = make_account(work), make_account(work)
        grant(work, judge, Role.JUDGE, Scope.ROUND, 99)
        grant(work, reviewer, Role.REVIEWER, Scope.CALL, 99)
        return Scene(
            draft=draft.key,
            entry=entry.key,
            number=entry.receipt_number or "",
            challenge=challenge.key,
            author=author.id,
            officer=make_official(work, agency, Role.CONTEST_OFFICER).id,
            citizen=make_account(work).id,
            other_official=make_official(work, other, *(Role.CONTEST_OFFICER, Role.APPROVER)).id,
            agency_admin=make_official(work, agency, Role.AGENCY_ADMIN).id,
            judge_elsewhere=judge.id,
            reviewer=reviewer.id,
            admin=make_account(work, is_admin=True).id,
        )


def secrets_in(text: str, scene: Scene) -> list[str]:
    return [word for word in (TITLE, NAME, EMAIL, scene.number) if word in text]


def visit_as(client: FlaskClient, database: Database, scene: Scene, who: str) -> None:
    if who != "anonymous":
        sign_in(client, database, getattr(scene, who))


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_outsider_finds_nothing_at_any_address(
    client: FlaskClient, database: Database, scene: Scene, who: str, accept: str
) -> None:
    visit_as(client, database, scene, who)
    for path in PATHS:
        for key in (scene.draft, scene.entry):
            response = client.get(path.format(key=key), headers={"Accept": accept})
            missing = client.get(path.format(key="k" * 12), headers={"Accept": accept})
            assert response.status_code == missing.status_code
            assert response.status_code in ({303, 401, 404} if who == "anonymous" else {403, 404})
            assert secrets_in(response.text, scene) == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_list_counts_or_names_it(client: FlaskClient, database: Database, scene: Scene, who: str) -> None:
    visit_as(client, database, scene, who)
    for path in LISTS:
        response = client.get(path.format(challenge=scene.challenge))
        assert secrets_in(response.text, scene) == []


@pytest.mark.parametrize("who", [name for name in OUTSIDERS if name != "anonymous"])
@pytest.mark.parametrize("act", ["write", "autosave", "check", "withdraw"])
def test_nobody_acts_on_anothers_idea(
    client: FlaskClient, database: Database, scene: Scene, who: str, act: str
) -> None:
    visit_as(client, database, scene, who)
    token = csrf_token(client, f"/challenges/{scene.challenge}/enter")
    data = {"csrf_token": token, "title": "가로챈 제목", "privacy": "y", "pledge": "y"}
    for key in (scene.draft, scene.entry):
        response = client.post(f"/my/ideas/{key}/{act}", data=data, headers={"Origin": "http://localhost"})
        assert response.status_code == 404
        assert secrets_in(response.text, scene) == []


@pytest.mark.parametrize("who", ["citizen", "other_official", "agency_admin", "admin"])
@pytest.mark.parametrize("act", ["rule-out", "reinstate"])
def test_nobody_else_decides_on_eligibility(
    client: FlaskClient, database: Database, scene: Scene, who: str, act: str
) -> None:
    visit_as(client, database, scene, who)
    token = csrf_token(client, f"/challenges/{scene.challenge}/enter")
    data = {"csrf_token": token, "reason_code": "other", "reason": "사유"}
    response = client.post(
        f"/office/ideas/{scene.entry}/{act}", data=data, headers={"Origin": "http://localhost"}
    )
    assert response.status_code in {403, 404}


def test_an_officer_of_the_agency_sees_entries_but_no_draft(
    client: FlaskClient, database: Database, scene: Scene
) -> None:
    sign_in(client, database, scene.officer)
    page = client.get(f"/office/ideas/challenges/{scene.challenge}").text
    assert page.count(TITLE) == 1
    shown = client.get(f"/office/ideas/{scene.entry}").text
    assert all(word in shown for word in (TITLE, NAME, scene.number))
    assert client.get(f"/office/ideas/{scene.draft}").status_code == 404
    assert client.get(f"/my/ideas/{scene.entry}").status_code == 404


def test_each_look_is_recorded_and_told_to_the_author(
    client: FlaskClient, database: Database, scene: Scene
) -> None:
    sign_in(client, database, scene.officer)
    for _ in range(2):
        client.get(f"/office/ideas/{scene.entry}")
    with database.read() as work:
        looks = work.session.scalars(
            sa.select(AuditEntry.actor_id).where(AuditEntry.action == "ideas:idea:viewed")
        ).all()
    assert looks == [scene.officer] * 2
    sign_in(client, database, scene.author)
    page = client.get(f"/my/ideas/{scene.entry}").text
    assert page.count("공모 담당") == 2


def test_the_check_of_a_receipt_tells_only_yes_or_no(
    client: FlaskClient, database: Database, scene: Scene
) -> None:
    with database.read() as work:
        sha256 = work.session.execute(sa.text("SELECT sha256 FROM idea_versions")).scalar_one()
    pairs = {
        (scene.number, sha256): "맞는 접수증입니다.",
        (f"  {scene.number} ", sha256.upper()): "맞는 접수증입니다.",
        (scene.number, "0" * 64): "맞는 접수증을 찾지 못했습니다.",
        ("없는 번호", sha256): "맞는 접수증을 찾지 못했습니다.",
        ("없는 번호", "0" * 64): "맞는 접수증을 찾지 못했습니다.",
    }
    for (number, value), answer in pairs.items():
        page = client.get("/receipts/verify", query_string={"number": number, "sha256": value})
        assert page.status_code == 200
        assert answer in page.text
        assert not {TITLE, NAME, EMAIL} & set(secrets_in(page.text, scene))
    assert client.get("/receipts/verify?number=&sha256=").status_code == 422


def test_no_letter_names_the_idea(app: Flask, database: Database, scene: Scene) -> None:
    client = app.test_client()
    sign_in(client, database, scene.author)
    page = f"/my/ideas/{scene.draft}/check"
    submit(client, page, {"privacy": "y", "pledge": "y"})
    submit(client, f"/my/ideas/{scene.draft}/withdraw", {})
    officer = app.test_client()
    sign_in(officer, database, scene.officer)
    data = {"reason_code": "campaign_only", "reason": "홍보 계획만 있습니다."}
    submit(officer, f"/office/ideas/{scene.entry}/rule-out", data)
    submit(officer, f"/office/ideas/{scene.entry}/reinstate", {"reason": "다시 확인했습니다."})
    with database.read() as work:
        payloads = work.session.scalars(sa.select(OutboxMessage.payload)).all()
    assert len(payloads) == 4
    for payload in payloads:
        for locale in ("ko", "en"):
            with app.app_context():
                message = compose({**payload, "locale": locale})
            assert TITLE not in f"{message.subject} {message.body} {message.html}"
            assert NAME not in str(message.subject)
            assert message.recipients == [EMAIL]


def test_published_ideas_show_masked_names_and_public_answers_only(
    client: FlaskClient, database: Database, scene: Scene
) -> None:
    with database.write() as work:
        author = work.session.get_one(Account, scene.author)
        decided = make_challenge(
            work, state=ChallengeState.VERIFYING, publicity=IdeaPublicity.WINNERS, title="지난 과제"
        )
        winner = make_idea(work, decided, author, title="공개된 제목", state=IdeaState.AWARDED)
        loser = make_idea(work, decided, author, title=TITLE, state=IdeaState.NOT_SELECTED)
        publish_at_result(work, decided.id)
    page = client.get(f"/ideas/{winner.key}").text
    assert "남**밀" in page
    assert NAME not in page
    assert "연락 참고 사항" not in page
    assert "평일 오후" not in page
    assert client.get(f"/ideas/{loser.key}").status_code == 404
    assert "공개된 제목" in client.get("/ideas").text
    assert TITLE not in client.get("/ideas").text


def test_the_scene_is_complete() -> None:
    assert {field.name for field in fields(Scene)} >= {*OUTSIDERS} - {"anonymous"}
