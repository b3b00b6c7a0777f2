"""The notice as a file, and the picture beside a link: served to everybody, made from the frozen rules."""

from __future__ import annotations

import io
import zipfile

from flask import Flask
from flask.testing import FlaskClient

from tests.support.challenges import make_challenge
from tests.support.people import make_agency
from webapp.challenges.enums import ChallengeState


def announced(app: Flask, state: ChallengeState = ChallengeState.OPEN) -> str:
    with app.extensions["platform"].database.write() as work:
        return make_challenge(work, make_agency(work), state).key


def test_the_notice_comes_as_pdf_and_as_an_open_document(app: Flask, client: FlaskClient) -> None:
    key = announced(app)
    pdf = client.get(f"/challenges/{key}/notice.pdf")
    assert (pdf.status_code, pdf.content_type) == (200, "application/pdf")
    assert f"notice-{key}.pdf" in pdf.headers["Content-Disposition"]
    odt = client.get(f"/challenges/{key}/notice.odt")
    assert odt.content_type == "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(io.BytesIO(odt.data)) as archive:
        text = archive.read("content.xml").decode()
    for number in range(1, 10):
        assert f">{number}. " in text
    assert "끝.</" in text


def test_the_same_rules_give_the_same_file_in_both_languages(app: Flask, client: FlaskClient) -> None:
    key = announced(app)
    first = client.get(f"/challenges/{key}/notice.odt").data
    client.set_cookie("language", "en")
    assert client.get(f"/challenges/{key}/notice.odt").data == first


def test_a_draft_has_no_files(app: Flask, client: FlaskClient) -> None:
    key = announced(app, ChallengeState.DRAFT)
    for name in ("notice.pdf", "notice.odt", "share.png"):
        assert client.get(f"/challenges/{key}/{name}").status_code == 404


def test_the_page_names_its_picture_by_a_whole_address(app: Flask, client: FlaskClient) -> None:
    key = announced(app)
    page = client.get(f"/challenges/{key}").text
    assert f'property="og:image" content="http://localhost/challenges/{key}/share.png"' in page
    picture = client.get(f"/challenges/{key}/share.png")
    assert (picture.status_code, picture.content_type) == (200, "image/png")
