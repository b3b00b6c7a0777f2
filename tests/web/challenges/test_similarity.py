"""The comparison with other contests and the approver's remarks through their pages."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.challenges import make_challenge
from tests.support.forms import forms_of
from tests.support.html import faults
from tests.support.offices import Office
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import SimilarityReview
from webapp.challenges.queries import find_challenge

PASTED = "기관,공모 이름,연도,요약\n나루시,보행자 사고 줄이기 공모,2024,건널목 사고를 줄일 방법"


def submit(client: FlaskClient, path: str, **written: Any) -> TestResponse:
    """Send the page's own form as it stands, with some fields written anew."""
    form = next(one for one in forms_of(client.get(path).text) if one.action in {"", path})
    return client.post(path, data={**form.sent, **written}, headers={"Origin": "http://localhost"})


@pytest.fixture
def draft(office: Office) -> str:
    """The key of a draft that nobody has compared with anything."""
    with office.database.write() as work:
        challenge = make_challenge(work, office.agency)
        challenge.compared_hash = ""
        return challenge.key


def test_from_the_list_to_the_approval(office: Office, draft: str) -> None:
    officer, here = office.client("officer"), f"/office/challenges/{draft}/similarity"
    assert submit(officer, "/office/past-contests", text="기관,연도\n나루시,2024").status_code == 422
    assert submit(officer, "/office/past-contests", text=PASTED).status_code == 303
    assert "유사성 검토" in officer.get(f"/office/challenges/{draft}/check").text
    page = officer.get(here)
    assert faults(page.text) == []
    assert "보행자 사고 줄이기 공모" in page.text
    assert submit(officer, here, conclusion="none_found").status_code == 422
    judged = {"rows-0-judgement": "similar", "rows-0-note": "대상이 같습니다."}
    refused = submit(officer, here, conclusion="none_found", **judged)
    assert (refused.status_code, "결론을 다시 골라" in refused.text) == (422, True)
    note = "어린이 보호구역으로 좁혔습니다."
    assert submit(officer, here, conclusion="adapted", note=note, **judged).status_code == 303
    assert note in officer.get(here).text
    with office.database.read() as work:
        (hit,) = work.session.scalars(sa.select(SimilarityReview)).one().hits
    assert (hit["judgement"], hit["note"]) == ("similar", "대상이 같습니다.")
    assert submit(officer, f"/office/challenges/{draft}/check").status_code == 303


def test_other_words_find_other_contests(office: Office, draft: str) -> None:
    officer = office.client("officer")
    page = officer.get(f"/office/challenges/{draft}/similarity?words=없는말")
    assert "이 말로 찾은 공모가 없습니다" in page.text
    assert faults(page.text) == []


def test_remarks_come_back_and_are_answered(office: Office) -> None:
    with office.database.write() as work:
        key = make_challenge(work, office.agency).key
    officer, approver = office.client("officer"), office.client("approver")
    submit(officer, f"/office/challenges/{key}/check")
    remarks = f"/office/challenges/{key}/remarks"
    assert submit(approver, remarks, section="prizes", body="").status_code == 422
    assert submit(approver, remarks, section="prizes", body="상금의 근거가 없습니다.").status_code == 303
    assert "상금의 근거가 없습니다." in approver.get(remarks).text
    submit(approver, f"/office/challenges/{key}/return", reason="의견을 봐 주십시오.")
    page = officer.get(f"/office/challenges/{key}").text
    settle = page.partition('href="/office/remarks/')[2].partition('"')[0]
    again = submit(officer, f"/office/challenges/{key}/check")
    assert (again.status_code, "아직 답하지 않았습니다" in again.text) == (422, True)
    assert submit(officer, f"/office/remarks/{settle}", answer="조례를 적었습니다.").status_code == 303
    assert submit(officer, f"/office/challenges/{key}/check").status_code == 303
    with office.database.read() as work:
        assert find_challenge(work, key).state is ChallengeState.IN_APPROVAL


@pytest.mark.parametrize("who", ["stranger", "citizen"])
def test_others_see_nothing_of_it(office: Office, draft: str, who: str) -> None:
    client = office.client(who)
    for path in ("similarity", "remarks"):
        assert client.get(f"/office/challenges/{draft}/{path}").status_code in {403, 404}
