"""Open data as files: what a spreadsheet and a program get."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.reflection import make_judged_idea, make_scene, tell_everything
from tests.support.statements import counted_statements
from webapp.core.database import Database
from webapp.home.api import cell
from webapp.home.queries import DATASETS


def test_a_csv_opens_in_a_spreadsheet(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        tell_everything(work)
    response = client.get("/open-data/promises.csv")
    assert response.status_code == 200
    assert response.content_type == "text/csv; charset=utf-8"
    assert 'filename="promises.csv"' in response.headers["Content-Disposition"]
    text = response.get_data().decode("utf-8")
    assert text.startswith("\ufeffmeasure_key,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == ["살얼음 예보를 길도우미에 잇기", "표지판 달기"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are() -> None:
    assert (cell(None), cell(7), cell("서울")) == ("", 7, "서울")


def test_a_formula_in_a_title_is_disarmed(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        make_judged_idea(work, scene.challenge, scene.author, title='=HYPERLINK("http://x","y")')
    text = client.get("/open-data/ideas.csv").get_data().decode("utf-8-sig")
    assert [row["title"][:1] for row in csv.DictReader(io.StringIO(text))][-1] == "'"


@pytest.mark.parametrize("name", DATASETS)
def test_json_is_an_array_of_objects(client: FlaskClient, database: Database, name: str) -> None:
    assert json.loads(client.get(f"/open-data/{name}.json").text) == []
    with database.write() as work:
        tell_everything(work)
        tell_everything(work)
    rows = json.loads(client.get(f"/open-data/{name}.json").text)
    names = [column.name for column in DATASETS[name].columns]
    assert all(list(row) == names for row in rows)
    assert len(rows) == {"contests": 2, "ideas": 2, "results": 0, "promises": 4}[name]


def test_an_unknown_file_is_not_found(client: FlaskClient) -> None:
    assert client.get("/open-data/accounts.csv").status_code == 404
    assert client.get("/open-data/accounts.json").status_code == 404


def test_a_file_of_any_size_is_one_statement(app: Flask, client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        scene = make_scene(work)
        for number in range(30):
            make_judged_idea(work, scene.challenge, scene.author, title=f"생각 {number}")
    with counted_statements(app) as statements:
        text = client.get("/open-data/ideas.csv").get_data().decode()
    assert len(statements) == 1
    assert text.count("\r\n") == 32
