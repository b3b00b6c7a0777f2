"""Header and footer that visitors share lead back to each one's own page and show where it stands."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import make_account, sign_in
from webapp.core.database import Database

CURRENT = re.compile(r'<a href="([^"]+)" aria-current="(page|true)"')


def current(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    """The items of the main menu that are marked as the place of a page."""
    menu = client.get(path).text.split("main-menu")[1].split("</nav>")[0]
    return CURRENT.findall(menu)


def test_the_links_lead_back_to_each_page(client: FlaskClient) -> None:
    first, second = client.get("/about").text, client.get("/terms").text
    assert "/sign-in?next=/about" in first
    assert "/sign-in?next=/terms" in second
    assert "zz" not in first + second


def test_an_address_cannot_break_out_of_its_link(client: FlaskClient) -> None:
    page = client.get("/nowhere/\"><script>'&zzHEREzz?a=\"<b>&c='d'").text
    assert "<script>'" not in page
    assert '"<b>' not in page
    assert 'next=/nowhere/"' not in page


def test_the_language_link_keeps_the_query(client: FlaskClient) -> None:
    assert "/language/en?next=/about?a%3D1%26b%3D2" in client.get("/about?a=1&b=2").text


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/ideas", [("/ideas", "page")]),
        ("/ideas/nothing", [("/ideas", "true")]),
        ("/about", [("/about", "page")]),
        ("/ideas-of-others", []),
        ("/", []),
    ],
)
def test_the_menu_shows_the_place(client: FlaskClient, path: str, marks: list[tuple[str, str]]) -> None:
    for _ in range(2):
        assert current(client, path) == marks


def test_languages_and_displays_do_not_mix(client: FlaskClient) -> None:
    korean = client.get("/about").text
    client.set_cookie("language", "en")
    english = client.get("/about").text
    client.set_cookie("display_size", "xlarge")
    large = client.get("/about").text
    assert "로그인" in korean
    assert "로그인" not in english
    assert english != large


def test_a_readers_header_is_never_a_visitors(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        account = make_account(work, "정다운")
    sign_in(client, database, account.id)
    assert "정다운" in client.get("/about").text
    assert "정다운" not in app.test_client().get("/about").text
