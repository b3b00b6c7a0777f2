"""Open data: rows of plain values, and nobody's secrets among them."""

from __future__ import annotations

import pytest

from tests.support.ideas import make_challenge
from tests.support.reflection import make_award, make_judged_idea, tell_everything
from webapp.challenges.enums import ChallengeState
from webapp.core.work import Work
from webapp.home.queries import DATASETS, rows_of


@pytest.mark.parametrize("name", DATASETS)
def test_each_row_has_a_value_for_each_column(work: Work, name: str) -> None:
    scene, _key = tell_everything(work)
    make_award(work, scene)
    dataset = DATASETS[name]
    rows = list(rows_of(work, dataset))
    assert rows
    assert {len(row) for row in rows} == {len(dataset.columns)}
    assert len({column.name for column in dataset.columns}) == len(dataset.columns)


def test_values_are_plain(work: Work) -> None:
    tell_everything(work)
    [promise, _stopped] = [
        dict(zip([column.name for column in DATASETS["promises"].columns], row, strict=True))
        for row in rows_of(work, DATASETS["promises"])
    ]
    assert promise["state"] == "done"
    assert promise["promised_on"] == "2026-06-08"
    assert promise["times_moved"] == 1
    [idea] = [
        dict(zip([column.name for column in DATASETS["ideas"].columns], row, strict=True))
        for row in rows_of(work, DATASETS["ideas"])
    ]
    assert idea["submitted_at"] == "2026-03-10T12:00:00+09:00"
    assert idea["applicant"] == "정*운"


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_not_public_is_in_no_file(work: Work, name: str) -> None:
    scene, _key = tell_everything(work)
    make_award(work, scene)
    make_judged_idea(work, scene.challenge, scene.author, title="숨은 생각", is_published=False)
    make_challenge(work, title="숨은 과제", state=ChallengeState.DRAFT)
    text = str(list(rows_of(work, DATASETS[name])))
    assert "숨은" not in text
    assert scene.author.name not in text
    assert scene.author.email not in text
