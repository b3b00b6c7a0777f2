"""Writing and handing in through the pages: what is kept, what is refused, and with which status."""

from __future__ import annotations

import io
import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.support.html import faults
from tests.support.ideas import ANSWERS, make_challenge, make_idea
from tests.support.pages import csrf_token, submit
from tests.support.people import make_account, sign_in
from tests.support.sample_files import PDF, PNG
from webapp.core.clock import FixedClock
from webapp.core.database import Database
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea, IdeaVersion

CONSENTS = {"privacy": "y", "pledge": "y"}
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'
TEXTS = {"title": "고친 제목", "summary": "고친 요약", **{f"answer_{k}": v for k, v in ANSWERS.items()}}


@dataclass
class Draft:
    """A draft whose author is signed in."""

    client: FlaskClient
    database: Database
    key: str
    author_id: int
    challenge: str
    deadline: datetime

    @property
    def path(self) -> str:
        """Where its pages are."""
        return f"/my/ideas/{self.key}"

    def stored(self) -> Any:
        """The row as it stands."""
        with self.database.read() as work:
            columns = (Idea.title, Idea.summary, Idea.answers, Idea.state, Idea.version, Idea.receipt_number)
            return work.session.execute(sa.select(*columns).where(Idea.key == self.key)).one()

    def form(self, **changes: Any) -> dict[str, Any]:
        """What a reader's browser would send from the page of writing."""
        return {"version": self.stored().version, **TEXTS, **changes}


@pytest.fixture
def draft(client: FlaskClient, database: Database) -> Draft:
    """A complete draft for an open challenge."""
    with database.write() as work:
        author = make_account(work)
        challenge = make_challenge(work)
        idea = make_idea(work, challenge, author, state=IdeaState.DRAFT)
    sign_in(client, database, author.id)
    return Draft(client, database, idea.key, author.id, challenge.key, challenge.closes_at)


def versions(database: Database) -> int:
    with database.read() as work:
        return work.session.scalars(sa.select(sa.func.count()).select_from(IdeaVersion)).one()


def test_entering_starts_a_draft_and_opens_its_page(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        author, challenge = make_account(work), make_challenge(work)
    sign_in(client, database, author.id)
    response = submit(client, f"/challenges/{challenge.key}/enter", {"applicant": ""})
    assert response.status_code == 303
    page = client.get(response.location)
    assert page.status_code == 200
    assert 'name="answer_method"' in page.text
    assert submit(client, f"/challenges/{challenge.key}/enter", {"applicant": "forged"}).status_code == 422


def test_entering_leads_over_sign_in(client: FlaskClient, database: Database) -> None:
    with database.write() as work:
        challenge = make_challenge(work)
    response = client.get(f"/challenges/{challenge.key}/enter")
    assert response.status_code == 303
    assert "/sign-in?next=" in response.location


@pytest.mark.parametrize(("go", "end"), [("stay", "/write"), ("preview", "/preview"), ("check", "/check")])
def test_saving_by_button_works_without_script(draft: Draft, go: str, end: str) -> None:
    response = submit(draft.client, f"{draft.path}/write", draft.form(go=go))
    assert response.status_code == 303
    assert response.location.endswith(end)
    assert draft.stored().title == "고친 제목"


def test_saving_by_itself_answers_when_and_which_version(draft: Draft, clock: FixedClock) -> None:
    token = csrf_token(draft.client, f"{draft.path}/write")
    headers = {"X-CSRFToken": token, "Accept": "application/json", "Origin": "http://localhost"}
    before = draft.stored().version
    response = draft.client.post(f"{draft.path}/autosave", data=draft.form(), headers=headers)
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["version"] == draft.stored().version == before + 1
    assert response.json["saved_at"] == clock.now().isoformat()
    assert "12:00" in response.json["message"]
    stale = draft.client.post(
        f"{draft.path}/autosave", data=draft.form(version=before, title="다른 창"), headers=headers
    )
    assert stale.status_code == 409
    assert stale.json is not None
    assert "먼저 저장한 내용" in stale.json["detail"]
    long = draft.client.post(f"{draft.path}/autosave", data=draft.form(title="가" * 101), headers=headers)
    assert long.status_code == 422
    assert long.json is not None
    assert "101자" in long.json["fields"]["title"]
    assert draft.stored().title == "고친 제목"


def test_a_second_window_loses_nothing(draft: Draft) -> None:
    opened = draft.stored().version
    submit(draft.client, f"{draft.path}/write", draft.form(title="첫째 창의 제목"))
    response = submit(draft.client, f"{draft.path}/write", draft.form(version=opened, title="둘째 창의 제목"))
    assert response.status_code == 409
    assert "둘째 창의 제목" in response.text
    assert "첫째 창의 제목" in response.text
    assert faults(response.text) == []
    assert f'name="version" type="hidden" value="{draft.stored().version}"' in response.text
    again = submit(draft.client, f"{draft.path}/write", draft.form(title="둘째 창의 제목"))
    assert again.status_code == 303
    assert draft.stored().title == "둘째 창의 제목"


def test_what_is_too_long_stays_in_the_form(draft: Draft) -> None:
    text = "가" * 501
    response = submit(draft.client, f"{draft.path}/write", draft.form(answer_method=text))
    assert response.status_code == 422
    assert text in response.text
    assert "지금은 501자입니다" in response.text
    assert 'href="#answer_method"' in response.text
    assert faults(response.text) == []
    assert draft.stored().title != "고친 제목"


def test_emoji_and_decomposed_hangul_are_counted_and_stored_as_letters(draft: Draft) -> None:
    decomposed = unicodedata.normalize("NFD", "가나다" * 33)
    response = submit(draft.client, f"{draft.path}/write", draft.form(title=decomposed, summary="🧊" * 300))
    assert response.status_code == 303
    assert draft.stored().title == "가나다" * 33
    assert draft.stored().summary == "🧊" * 300


def test_ten_megabytes_of_text_are_too_much(draft: Draft) -> None:
    response = submit(draft.client, f"{draft.path}/write", draft.form(answer_method="가" * 3_500_000))
    assert response.status_code == 413
    assert draft.stored().title != "고친 제목"


def test_script_in_every_field_is_shown_as_text(draft: Draft) -> None:
    fields = {"title": SCRIPT, "summary": SCRIPT, "answer_method": SCRIPT, "answer_effect": SCRIPT}
    saved = submit(draft.client, f"{draft.path}/write", draft.form(**fields, answer_contact_note=SCRIPT))
    assert saved.status_code == 303
    submit(draft.client, f"{draft.path}/check", {"version": draft.stored().version, **CONSENTS})
    for page in ("", "/write", "/preview", "/check", "/receipt", "/withdraw"):
        text = draft.client.get(draft.path + page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert faults(text) == []
    assert "<script>alert" not in draft.client.get("/my").text


def test_a_choice_that_is_not_offered_is_refused(draft: Draft) -> None:
    response = submit(draft.client, f"{draft.path}/write", draft.form(answer_maturity="양산"))
    assert response.status_code == 422
    assert "보기 가운데에서" in response.text


@pytest.mark.parametrize("version", ["abc", "-1", "99999999999999999999"])
def test_a_forged_version_saves_nothing(draft: Draft, version: str) -> None:
    response = submit(draft.client, f"{draft.path}/write", draft.form(version=version))
    assert response.status_code in {409, 422}
    assert draft.stored().title != "고친 제목"


def test_a_wrong_token_keeps_what_was_typed(draft: Draft) -> None:
    response = draft.client.post(
        f"{draft.path}/write",
        data={"csrf_token": "wrong", **draft.form()},
        headers={"Origin": "http://localhost"},
    )
    assert response.status_code == 400
    assert draft.stored().title != "고친 제목"
    kept = response.text.split(f'href="{draft.path}/write?kept=')[1].split('"')[0]
    assert "고친 제목" in draft.client.get(f"{draft.path}/write?kept={kept}").text


def test_a_session_that_ended_keeps_what_was_typed(draft: Draft, clock: FixedClock) -> None:
    token, form = csrf_token(draft.client, f"{draft.path}/write"), draft.form()
    clock.advance(timedelta(days=8))
    response = draft.client.post(
        f"{draft.path}/write", data={"csrf_token": token, **form}, headers={"Origin": "http://localhost"}
    )
    assert response.status_code == 303
    assert "/sign-in?next=" in response.location
    sign_in(draft.client, draft.database, draft.author_id)
    with draft.client.session_transaction() as session:
        assert session["_user_id"]
    kept = response.location.split("kept%3D")[1].split("&")[0]
    assert "고친 제목" in draft.client.get(f"{draft.path}/write?kept={kept}").text


def test_files_come_and_go_with_the_form(draft: Draft) -> None:
    name = unicodedata.normalize("NFD", "제안서.최종.pdf")
    data = draft.form(files=[(io.BytesIO(PDF), name), (io.BytesIO(PNG), "그림.png")])
    assert submit(draft.client, f"{draft.path}/write", data).status_code == 303
    page = draft.client.get(f"{draft.path}/write").text
    assert "제안서.최종.pdf" in page
    address = page.split(f'href="{draft.path}/files/')[1].split('"')[0]
    download = draft.client.get(f"{draft.path}/files/{address}")
    assert download.data == PDF
    download.close()
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert submit(draft.client, f"{draft.path}/write", draft.form(removed=address)).status_code == 303
    assert "제안서.최종.pdf" not in draft.client.get(f"{draft.path}/write").text


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_text_stays(draft: Draft) -> None:
    data = draft.form(files=[(io.BytesIO(b"MZ program"), "제안서.pdf")])
    response = submit(draft.client, f"{draft.path}/write", data)
    assert response.status_code == 422
    assert "제안서.pdf" in response.text
    assert "고친 제목" in response.text


def test_the_check_page_names_what_is_missing_and_blocks(draft: Draft) -> None:
    submit(draft.client, f"{draft.path}/write", draft.form(title="", answer_effect=""))
    page = draft.client.get(f"{draft.path}/check").text
    assert f'href="{draft.path}/write#title"' in page
    assert f'href="{draft.path}/write#answer_effect"' in page
    assert "checked" not in page
    response = submit(draft.client, f"{draft.path}/check", {"version": draft.stored().version, **CONSENTS})
    assert response.status_code == 422
    assert draft.stored().state is IdeaState.DRAFT


def test_consents_are_asked_one_by_one(draft: Draft) -> None:
    page = draft.client.get(f"{draft.path}/check").text
    assert page.count('type="checkbox"') == 3
    assert "checked" not in page
    for row in ("목적", "항목", "보유 기간", "거부할 권리"):
        assert row in page
    response = submit(
        draft.client, f"{draft.path}/check", {"version": draft.stored().version, "privacy": "y"}
    )
    assert response.status_code == 422
    assert 'href="#pledge"' in response.text
    assert faults(response.text) == []


def test_handing_in_leads_to_the_receipt(draft: Draft) -> None:
    response = submit(draft.client, f"{draft.path}/check", {"version": draft.stored().version, **CONSENTS})
    assert response.status_code == 303
    assert response.location == f"{draft.path}/versions/1"
    page = draft.client.get(response.location).text
    assert str(draft.stored().receipt_number) in page
    assert "2026. 3. 10.(화) 12:00:00" in page


def test_pressing_twice_gives_one_receipt(draft: Draft) -> None:
    data = {
        "version": draft.stored().version,
        "csrf_token": csrf_token(draft.client, f"{draft.path}/check"),
        **CONSENTS,
    }
    answers = [
        draft.client.post(f"{draft.path}/check", data=data, headers={"Origin": "http://localhost"})
        for _ in range(2)
    ]
    assert [one.location for one in answers] == [f"{draft.path}/versions/1"] * 2
    assert versions(draft.database) == 1


def test_a_change_after_the_check_is_shown_before_it_is_handed_in(draft: Draft) -> None:
    checked = draft.stored().version
    submit(draft.client, f"{draft.path}/write", draft.form())
    response = submit(draft.client, f"{draft.path}/check", {"version": checked, **CONSENTS})
    assert response.status_code == 409
    assert "고친 제목" in response.text
    assert faults(response.text) == []
    assert versions(draft.database) == 0


@pytest.mark.parametrize(("late", "status"), [(timedelta(seconds=-1), 303), (timedelta(0), 409)])
def test_the_servers_clock_decides_while_the_form_is_open(
    draft: Draft, clock: FixedClock, late: timedelta, status: int
) -> None:
    data = {
        "version": draft.stored().version,
        "csrf_token": csrf_token(draft.client, f"{draft.path}/check"),
        **CONSENTS,
    }
    clock.move_to(draft.deadline + late)
    sign_in(draft.client, draft.database, draft.author_id)
    data["csrf_token"] = csrf_token(draft.client, f"{draft.path}/check")
    response = draft.client.post(f"{draft.path}/check", data=data, headers={"Origin": "http://localhost"})
    assert response.status_code == status
    assert versions(draft.database) == (1 if status == 303 else 0)
    assert draft.stored().title
    if status == 409:
        assert "남아 있습니다" in response.text
        assert faults(response.text) == []
        page = draft.client.get(f"{draft.path}/write")
        assert page.status_code == 200
        assert draft.stored().title in page.text


def test_the_receipt_can_be_computed_from_its_file(draft: Draft) -> None:
    submit(draft.client, f"{draft.path}/check", {"version": draft.stored().version, **CONSENTS})
    file = draft.client.get(f"{draft.path}/versions/1.json")
    assert file.headers["Content-Disposition"].startswith("attachment")
    content = json.loads(file.data)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical.encode() == file.data
    assert content["receipt_number"] == draft.stored().receipt_number


def test_withdrawing_asks_first(draft: Draft) -> None:
    page = draft.client.get(f"{draft.path}/withdraw")
    assert "철회하시겠습니까" in page.text
    response = submit(draft.client, f"{draft.path}/withdraw", {"reason": "다음에 내겠습니다."})
    assert response.status_code == 303
    assert draft.stored().state is IdeaState.WITHDRAWN
    assert draft.client.get(f"{draft.path}/write").status_code == 409
    assert draft.client.get(draft.path).status_code == 200


def test_a_change_that_comes_too_late_is_shown_and_not_saved(draft: Draft, clock: FixedClock) -> None:
    submit(draft.client, f"{draft.path}/check", {"version": draft.stored().version, **CONSENTS})
    token, form = csrf_token(draft.client, f"{draft.path}/write"), draft.form(title="늦게 고친 제목")
    clock.move_to(draft.deadline)
    sign_in(draft.client, draft.database, draft.author_id)
    token = csrf_token(draft.client, draft.path)
    headers = {"Origin": "http://localhost"}
    response = draft.client.post(f"{draft.path}/write", data={"csrf_token": token, **form}, headers=headers)
    assert response.status_code == 409
    assert "늦게 고친 제목" in response.text
    assert faults(response.text) == []
    assert draft.stored().title != "늦게 고친 제목"
    assert draft.client.get(f"{draft.path}/write").status_code == 409
    automatic = draft.client.post(
        f"{draft.path}/autosave",
        data=form,
        headers={**headers, "X-CSRFToken": token, "Accept": "application/json"},
    )
    assert automatic.status_code == 409
    assert automatic.json is not None
    assert "kept_url" not in automatic.json


def test_starting_too_late_or_once_too_often_says_why(
    client: FlaskClient, database: Database, clock: FixedClock
) -> None:
    with database.write() as work:
        author = make_account(work)
        full, open_one = make_challenge(work, entries_per_person=1), make_challenge(work)
        make_idea(work, full, author)
    sign_in(client, database, author.id)
    refused = submit(client, f"/challenges/{full.key}/enter", {"applicant": ""})
    assert refused.status_code == 409
    assert "1건까지" in refused.text
    assert faults(refused.text) == []
    token = csrf_token(client, f"/challenges/{open_one.key}/enter")
    clock.move_to(open_one.closes_at)
    sign_in(client, database, author.id)
    token = csrf_token(client, "/my")
    late = client.post(
        f"/challenges/{open_one.key}/enter",
        data={"csrf_token": token, "applicant": ""},
        headers={"Origin": "http://localhost"},
    )
    assert late.status_code == 409
    assert "접수가 끝났습니다" in late.text
