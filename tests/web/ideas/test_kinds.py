"""The page of writing under an entry form with every kind of question."""

from __future__ import annotations

import io
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.ideas import ANSWERS, make_challenge, make_idea
from tests.support.pages import submit
from tests.support.people import make_account, sign_in
from tests.support.sample_files import PDF
from webapp.challenges.enums import FieldKind
from webapp.challenges.models import FormField
from webapp.core.database import Database
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea

KINDS: list[tuple[str, FieldKind, dict[str, Any]]] = [
    ("many", FieldKind.CHOICES, {"choices": ["가", "나", "다"], "most": 2}),
    ("cost", FieldKind.NUMBER, {"unit": "만 원"}),
    ("parts", FieldKind.TABLE, {"table_columns": ["부품", "개수"], "most": 3}),
    ("proof", FieldKind.FILE, {"is_required": False}),
    ("video", FieldKind.LINK, {}),
    ("detail", FieldKind.TEXT, {"shown_when": "many", "shown_value": "나", "min_characters": 5}),
]
TEXTS = {"title": "고친 제목", "summary": "고친 요약", **{f"answer_{k}": v for k, v in ANSWERS.items()}}


def stored(database: Database) -> Any:
    """The one idea as it stands."""
    with database.read() as work:
        return work.session.execute(sa.select(Idea.answers, Idea.version)).one()


def form_of(database: Database, **changes: Any) -> dict[str, Any]:
    """What a reader's browser would send."""
    return {"version": stored(database).version, **TEXTS, **changes}


def test_a_form_with_every_kind_is_good_html_and_keeps_what_was_typed(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as work:
        author, challenge = make_account(work), make_challenge(work)
        idea = make_idea(work, challenge, author, state=IdeaState.DRAFT)
        for place, (name, kind, other) in enumerate(KINDS, 10):
            row = FormField(
                challenge_id=challenge.id, position=place, name=name, label=name, kind=kind, **other
            )
            work.session.add(row)
    sign_in(client, database, author.id)
    path = f"/my/ideas/{idea.key}"
    page = client.get(f"{path}/write")
    assert faults(page.text) == []
    assert "‘many’에서 ‘나’를 골랐을 때만 답합니다." in page.text
    typed = form_of(
        database,
        answer_many=["가", "나"],
        answer_cost="1,200",
        answer_video="https://video.example/1",
        answer_detail="짧음",
        go="check",
    )
    typed |= {
        "answer_parts-0-c0": "나사",
        "answer_parts-0-c1": "10",
        "answer_proof": (io.BytesIO(PDF), "증빙.pdf"),
    }
    assert submit(client, f"{path}/write", typed).status_code == 303
    kept = stored(database).answers
    assert (kept["many"], kept["cost"], kept["parts"]) == ("가\n나", "1200", "나사\t10")
    check = client.get(f"{path}/check")
    assert faults(check.text) == []
    assert "5자 이상 적어 주십시오" in check.text
    assert "증빙.pdf" in check.text
    again = client.get(f"{path}/write")
    assert 'value="나사"' in again.text
    wrong = form_of(database, answer_many=["라"], answer_cost="열", answer_video="javascript:alert(1)")
    refused = submit(client, f"{path}/write", wrong)
    assert (refused.status_code, faults(refused.text)) == (422, [])
    assert stored(database).answers["cost"] == "1200"
    assert 'href="javascript' not in refused.text
