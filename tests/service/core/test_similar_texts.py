"""The index of what says alike: it goes with its texts, and finds what comparing all would find."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from webapp.core import similar_texts
from webapp.core.similar_texts import (
    Comparable,
    ComparedSource,
    SimilarEntry,
    SimilarTerm,
    SimilarText,
    drop_similar,
    find_similar,
    likeness,
    put_similar,
    rebuild_similar,
    terms_of,
    weigh,
)
from webapp.core.work import Work

TEXTS = {
    "lamps": ("골목길이 어두워 배달이 위험합니다", "가로등 사이가 멀어 밤에 넘어지는 사람이 많습니다."),
    "shade": ("버스 정류장에 그늘이 없습니다", "여름에 어르신이 햇볕 아래 오래 기다립니다."),
    "nets": ("버려진 그물이 바다에 남아 있습니다", "물고기가 계속 걸려 어민이 손해를 봅니다."),
}


def enter(work: Work, key: str, title: str, text: str, kind: str = "problem") -> None:
    put_similar(work, kind, Comparable(key, title, "", text))


def enter_all(work: Work) -> None:
    for key, (title, text) in TEXTS.items():
        enter(work, key, title, text)


def keys(work: Work, text: str, besides: str = "") -> list[str]:
    return [one.key for one in find_similar(work, text, besides=besides)]


def counts(work: Work) -> dict[str, int]:
    work.flush()
    return {
        row.term: row.texts for row in work.session.execute(sa.select(SimilarTerm.term, SimilarTerm.texts))
    }


def test_what_says_alike_is_found_and_other_things_are_not(work: Work) -> None:
    enter_all(work)
    assert keys(work, "밤에 골목길이 어두워 배달하는 사람이 넘어집니다") == ["lamps"]
    assert keys(work, "정류장 그늘")[:1] == ["shade"]
    assert keys(work, "수소 자동차 충전소를 늘려 주십시오") == []
    for nothing in ("", " ", "가", "?!", "a"):
        assert keys(work, nothing) == []


def test_a_text_does_not_resemble_itself(work: Work) -> None:
    enter_all(work)
    assert keys(work, " ".join(TEXTS["lamps"]), besides="lamps") == []
    [same] = [one for one in find_similar(work, " ".join(TEXTS["lamps"])) if one.key == "lamps"]
    assert same.share > 0.99


def test_a_text_is_entered_once_changed_and_taken_out(work: Work) -> None:
    enter_all(work)
    before = counts(work)
    assert before[""] == 3
    enter(work, "lamps", *TEXTS["lamps"])
    assert counts(work) == before
    enter(work, "lamps", "수소 충전소가 모자랍니다", "자동차를 채우려고 두 시간을 달립니다.")
    assert (keys(work, "골목길 어두운 배달"), keys(work, "수소 충전소가 모자란 동네")) == ([], ["lamps"])
    enter(work, "lamps", *TEXTS["lamps"])
    assert {term: texts for term, texts in counts(work).items() if texts} == before
    for key in (*TEXTS, "lamps", "unknown"):
        drop_similar(work, "problem", key)
    assert set(counts(work).values()) == {0}
    assert work.session.scalar(sa.select(sa.func.count()).select_from(SimilarText)) == 0
    assert work.session.scalar(sa.select(sa.func.count()).select_from(SimilarEntry)) == 0


def test_kinds_stand_beside_each_other(work: Work) -> None:
    enter(work, "same", *TEXTS["nets"])
    enter(work, "same", *TEXTS["nets"], kind="challenge")
    assert {one.kind for one in find_similar(work, " ".join(TEXTS["nets"]))} == {"problem", "challenge"}


def test_the_index_made_anew_is_the_one_that_was_kept(work: Work) -> None:
    enter_all(work)
    kept = counts(work)

    def texts(_work: Work, after: int, limit: int) -> Sequence[tuple[int, Comparable]]:
        rows = [
            (place, Comparable(key, *TEXTS[key][:1], "", TEXTS[key][1])) for place, key in enumerate(TEXTS, 1)
        ]
        return [row for row in rows if row[0] > after][:limit]

    assert rebuild_similar(work, [ComparedSource("problem", texts)]) == 3
    assert counts(work) == kept
    assert keys(work, "밤에 골목길이 어두워 배달하는 사람이 넘어집니다") == ["lamps"]


def test_few_entries_find_what_comparing_all_would_find(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_texts, "FEW", 50)
    chance = random.Random(7)  # noqa: S311  (texts, not secrets)
    syllables = [chr(code) for code in range(0xAC00, 0xAC00 + 4000, 7)]
    words = ["".join(chance.choices(syllables, k=3)) for _ in range(400)]
    themes = [chance.sample(words, 25) for _ in range(30)]
    texts = {
        f"text{number}": " ".join(chance.choices(themes[number % 30], k=30) + chance.choices(words, k=10))
        for number in range(150)
    }
    for key, text in texts.items():
        enter(work, key, "", text)
    sets = {key: terms_of(text) for key, text in texts.items()}
    frequencies = counts(work)
    found = wanted = 0
    for key in chance.sample(sorted(texts), 8):
        weights = weigh(sets[key], frequencies, frequencies[""])
        order = sorted(texts, key=lambda one: (-likeness(weights, sets[one]), one))[:5]
        best = {one for one in order if likeness(weights, sets[one]) >= similar_texts.ALIKE}
        found += len(best & set(keys(work, texts[key])))
        wanted += len(best)
    assert wanted > 8
    assert found >= wanted * 9 // 10
