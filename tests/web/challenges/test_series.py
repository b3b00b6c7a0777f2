"""The page that copies a contest: what moves is shown first, then a draft of its own is made."""

from __future__ import annotations

from tests.support.html import faults
from tests.support.offices import Office, drafted
from tests.support.pages import submit
from webapp.challenges.queries import load_programme


def test_a_contest_is_copied_after_a_look_at_its_dates(office: Office) -> None:
    slug, _key = drafted(office)
    officer = office.client("officer")
    path = f"/office/contests/{slug}/copy"
    page = officer.get(path)
    assert (page.status_code, faults(page.text)) == (200, [])
    form = {"title": "다음 해 공모", "slug": "next-year", "shift": "days", "days": "7", "go": "look"}
    looked = submit(officer, path, form)
    assert (looked.status_code, faults(looked.text)) == (200, [])
    refused = submit(officer, path, {**form, "days": "0", "go": "copy"})
    assert (refused.status_code, faults(refused.text)) == (422, [])
    assert "다음 해 공모" in refused.text
    made = submit(officer, path, {**form, "go": "copy"})
    assert (made.status_code, made.location) == (303, "/office/contests/next-year")
    assert submit(officer, path, {**form, "go": "copy"}).status_code == 422, "pressed twice, made once"
    with office.database.read() as work:
        assert load_programme(work, "next-year").title == "다음 해 공모"
