"""The board of promises and the public record of one idea."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.people import sign_in
from tests.support.reflection import (
    make_adopted,
    make_assigned,
    make_judged_idea,
    make_measure,
    make_scene,
    tell_everything,
)
from tests.support.statements import counted_statements
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.reflection.enums import BoardPart, NotAdoptedReason
from webapp.reflection.services import Assign, Decline, assign, decline

LOCALES = ("ko", "en")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_part_of_the_board_is_a_good_page(client: FlaskClient, database: Database, locale: str) -> None:
    with database.write() as work:
        tell_everything(work)
        scene = make_scene(work, title="밝은 골목")
        make_measure(work, scene, make_adopted(work, scene))
        make_assigned(work, make_scene(work, title="쉬운 신고"))
        refused = make_scene(work, title="벌금 올리기")
        command = Decline(make_assigned(work, refused).key, NotAdoptedReason.UNDERWAY, "하고 있습니다.")
        decline(work, refused.actor(work, "official"), command)
    client.set_cookie("language", locale)
    for part in BoardPart:
        response = client.get("/reflection", query_string={"part": part.value})
        assert response.status_code == 200
        assert faults(response.text) == []


def test_an_empty_board_says_so(client: FlaskClient) -> None:
    response = client.get("/reflection")
    assert response.status_code == 200
    assert "이 조건에 맞는 내용이 없습니다." in response.text
    assert faults(response.text) == []


def test_overdue_promises_come_first_and_are_named(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        scene = make_scene(work)
        reflection = make_adopted(work, scene)
        today = work.now.date()
        make_measure(work, scene, reflection, title="나중 약속", promised_on=today + timedelta(days=90))
        make_measure(work, scene, reflection, title="지난 약속", promised_on=today + timedelta(days=5))
    clock.advance(timedelta(days=6))
    page = client.get("/reflection").text
    assert page.index("지난 약속") < page.index("나중 약속")
    assert "약속한 날 지남" in page
    assert "한실명" in page
    only_overdue = client.get("/reflection?part=overdue").text
    assert "지난 약속" in only_overdue
    assert "나중 약속" not in only_overdue


def test_the_day_of_the_promise_is_not_yet_overdue(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_measure(work, scene, make_adopted(work, scene))
    clock.advance(timedelta(days=60))
    assert "약속한 날 지남" not in client.get("/reflection").text
    clock.advance(timedelta(days=1))
    assert "약속한 날 지남" in client.get("/reflection").text


def test_the_board_can_be_read_by_agency(client: FlaskClient, database: Database) -> None:
    slug = ""
    with database.write() as work:
        for name in ("가람처", "나래부"):
            scene = make_scene(work, agency_name=name)
            make_measure(work, scene, make_adopted(work, scene), title=f"{name}의 약속")
            slug = scene.agency.slug
    page = client.get("/reflection", query_string={"agency": slug}).text
    assert "나래부의 약속" in page
    assert "가람처의 약속" not in page


def test_an_unpublished_idea_is_nowhere_on_the_board(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        hidden = make_judged_idea(work, scene.challenge, scene.author, title="숨은 생각", is_published=False)
        command = Assign(hidden.key, scene.department.id, scene.official.id)
        key = assign(work, scene.actor(work, "officer"), command).key
    for part in BoardPart:
        page = client.get("/reflection", query_string={"part": part.value}).text
        assert "숨은 생각" not in page
        assert scene.agency.name not in page
    assert client.get(f"/reflections/{key}").status_code == 404


def test_a_hidden_record_is_shown_to_whom_it_concerns(app: Flask, database: Database) -> None:
    with database.write() as work:
        scene, other = make_scene(work), make_scene(work)
        hidden = make_judged_idea(work, scene.challenge, scene.author, title="숨은 생각", is_published=False)
        command = Assign(hidden.key, scene.department.id, scene.official.id)
        key = assign(work, scene.actor(work, "officer"), command).key
    for account_id, status in (
        (scene.author.id, 200),
        (scene.official.id, 200),
        (scene.officer.id, 200),
        (other.author.id, 404),
        (other.officer.id, 404),
    ):
        reader = app.test_client()
        sign_in(reader, database, account_id)
        assert reader.get(f"/reflections/{key}").status_code == status


@pytest.mark.parametrize("locale", LOCALES)
def test_the_record_tells_everything(client: FlaskClient, database: Database, locale: str) -> None:
    with database.write() as work:
        scene, key = tell_everything(work)
    client.set_cookie("language", locale)
    response = client.get(f"/reflections/{key}")
    assert response.status_code == 200
    assert faults(response.text) == []
    for text in (
        "얼음 사고가 절반으로 줄었습니다.",
        "효과가 크고 바로 할 수 있습니다.",
        "입찰이 한 번 무산되었습니다.",
        "https://example.go.kr/bid",
        "<strong>고르고</strong>",
        "예산이 없습니다.",
        "한실명",
    ):
        assert text in response.text
    assert scene.author.name not in response.text


def test_an_unknown_record_is_not_found(client: FlaskClient) -> None:
    assert client.get("/reflections/nothing").status_code == 404


@pytest.mark.parametrize("part", [BoardPart.OPEN, BoardPart.REVIEW])
def test_the_board_costs_the_same_at_any_length(
    app: Flask, client: FlaskClient, database: Database, part: BoardPart
) -> None:
    path = f"/reflection?part={part.value}"
    counts: list[int] = []
    for size in (1, 30):
        with database.write() as work:
            scene = make_scene(work)
            for number in range(size):
                scene.idea = make_judged_idea(work, scene.challenge, scene.author, title=f"생각 {number}")
                if part is BoardPart.OPEN:
                    make_measure(work, scene, make_adopted(work, scene))
                else:
                    make_assigned(work, scene)
        client.get(path)
        with counted_statements(app) as statements:
            client.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


def test_the_board_turns_its_pages(client: FlaskClient, database: Database) -> None:
    titles = [f"약속 {number:02}" for number in range(45)]
    with database.write() as work:
        scene = make_scene(work)
        reflection = make_adopted(work, scene)
        for number, title in enumerate(titles):
            day = work.now.date() + timedelta(days=10 + number // 2)
            make_measure(work, scene, reflection, title=title, promised_on=day)
    seen: list[str] = []
    path = "/reflection"
    while path:
        page = client.get(path).text
        seen += [title for title in titles if f">{title}</a>" in page]
        _before, mark, rest = page.partition('rel="next" href="')
        path = rest.partition('"')[0].replace("&amp;", "&") if mark else ""
    assert seen == titles
