"""The page of what was changed after posting: open to all, readable, and safe whatever was written."""

from __future__ import annotations

from dataclasses import replace

from tests.support.html import faults
from tests.support.problems import make_problem, written
from tests.web.problems.conftest import Browser, Scene
from webapp.core.database import Database
from webapp.problems.models import ProblemCall
from webapp.problems.services import load_problem, save_problem

SCRIPT = "<script>alert('고침')</script>"


def test_what_was_changed_is_public(scene: Scene, browser: Browser, database: Database) -> None:
    with database.write() as work:
        call = work.session.get_one(ProblemCall, scene.call_id)
        key = make_problem(work, call, scene.citizen, title="골목길이 어둡습니다").key
    empty = browser(None).get(f"/problems/{key}/history")
    assert (empty.status_code, faults(empty.text)) == (200, [])
    assert "낸 뒤에 고친 적이 없습니다." in empty.text
    for title in (f"골목길이 어둡습니다 {SCRIPT}", "골목길이 어두웠습니다"):
        with database.write() as work:
            command = written(work.session.get_one(ProblemCall, scene.call_id), title)
            version = load_problem(work, key).version
            save_problem(work, scene.citizen, replace(command, key=key, version=version))
    page = browser(None).get(f"/problems/{key}/history")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "<ins>" in page.text
    assert "<del>" in page.text
    assert SCRIPT not in page.text
    assert f"/problems/{key}/history" in browser(None).get(f"/problems/{key}").text
    for query in ("before=1&after=2", "before=x&after=99", "before=-1", "after=99999999999999999999"):
        assert browser(None).get(f"/problems/{key}/history?{query}").status_code == 200
