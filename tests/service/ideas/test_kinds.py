"""An entry form with every kind of question: from the draft over files and conditions to what judges see."""

from __future__ import annotations

import io

import pytest

from tests.support.ideas import make_challenge, make_idea
from tests.support.people import actor_for
from tests.support.sample_files import PDF, PNG
from webapp.accounts.enums import ConsentKind
from webapp.challenges.enums import FieldKind, IdeaPublicity
from webapp.challenges.models import FormField
from webapp.core.attachments import Upload
from webapp.core.errors import RuleBroken
from webapp.core.policy import Actor
from webapp.core.storage import check_upload
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Content, Idea
from webapp.ideas.queries import blind_idea, own_idea
from webapp.ideas.queries.own import blind_preview
from webapp.ideas.services import SaveIdea, SubmitIdea, save_idea, submit_idea

ANSWERS = {
    "kinds": "기계\n글",
    "cost": "1,200",
    "parts": "나사\t10\n판\t2",
    "video": "https://video.example/watch?v=1",
    "machine": "작은 기계입니다.",
}


def upload(name: str, content: bytes) -> Upload:
    stream = io.BytesIO(content)
    return Upload(check_upload(name, stream, ("pdf", "png"), 10**6), stream)


def make_draft(work: Work) -> tuple[Idea, Actor]:
    """A draft under a form with every kind."""
    kind = FieldKind
    challenge = make_challenge(work, publicity=IdeaPublicity.AT_CLOSE)
    challenge.form_fields.clear()
    work.flush()
    rows: list[dict[str, object]] = [
        {"name": "kinds", "kind": kind.CHOICES, "choices": ["기계", "글", "법"]},
        {"name": "cost", "kind": kind.NUMBER, "unit": "만 원"},
        {"name": "parts", "kind": kind.TABLE, "table_columns": ["부품", "개수"]},
        {"name": "video", "kind": kind.LINK},
        {"name": "machine", "kind": kind.TEXT, "shown_when": "kinds", "shown_value": "기계"},
        {"name": "drawing", "kind": kind.FILE, "shown_when": "kinds", "shown_value": "기계"},
        {"name": "proof", "kind": kind.FILE, "is_shown_to_judges": False, "is_required": False},
    ]
    challenge.form_fields.extend(
        FormField(position=place, label=str(row["name"]), **row) for place, row in enumerate(rows, 1)
    )
    idea = make_idea(work, challenge, answers={}, state=IdeaState.DRAFT)
    return idea, actor_for(work, idea.author)


def save(work: Work, actor: Actor, idea: Idea, answers: dict[str, str], **uploads: Upload) -> None:
    slots = {name: [one] for name, one in uploads.items()}
    save_idea(work, actor, SaveIdea(idea.key, None, "제목", "요약", answers, slot_uploads=slots))


def hand_in(work: Work, actor: Actor, idea: Idea) -> Content:
    command = SubmitIdea(idea.key, {ConsentKind.PRIVACY}, pledge=True, allows_publication=True)
    return Content.from_plain(submit_idea(work, actor, command).content)


def test_every_kind_goes_from_the_draft_to_the_judges(work: Work) -> None:
    idea, actor = make_draft(work)
    proof, drawing = upload("증빙.pdf", PDF), upload("홍길동 도면.png", PNG)
    save(work, actor, idea, ANSWERS, proof=proof, drawing=drawing)
    preview = blind_preview(own_idea(work, actor, idea.key))
    content = hand_in(work, actor, idea)
    assert {one.name: one.text for one in content.answers if one.text} == ANSWERS | {"cost": "1200"}
    assert [(one.slot, one.filename) for one in content.files] == [
        ("proof", "증빙.pdf"),
        ("drawing", "홍길동 도면.png"),
    ] or [one.slot for one in content.files] == ["drawing", "proof"]
    blind = blind_idea(work, idea.id)
    assert [one.name for one in blind.files] == ["첨부 1.png"]
    assert preview.files == blind.files
    assert preview.answers == blind.answers
    (table,) = [one for one in blind.answers if one.kind is FieldKind.TABLE]
    assert (table.columns, table.rows) == (("부품", "개수"), [["나사", "10"], ["판", "2"]])


def test_what_a_condition_no_longer_asks_is_neither_needed_nor_handed_in(work: Work) -> None:
    idea, actor = make_draft(work)
    save(work, actor, idea, ANSWERS, drawing=upload("도면.png", PNG))
    save(work, actor, idea, ANSWERS | {"kinds": "법"})
    content = hand_in(work, actor, idea)
    assert {one.name for one in content.answers} == {"kinds", "cost", "parts", "video", "proof"}
    assert content.files == ()
    assert idea.answers["machine"] == ANSWERS["machine"], "what was typed is not lost"


def test_a_file_that_is_needed_and_missing_keeps_the_idea_back(work: Work) -> None:
    idea, actor = make_draft(work)
    save(work, actor, idea, ANSWERS)
    with pytest.raises(RuleBroken) as refused:
        hand_in(work, actor, idea)
    assert set(refused.value.fields) == {"answer_drawing"}


def test_one_question_takes_no_more_files_than_it_says(work: Work) -> None:
    idea, actor = make_draft(work)
    drawing = next(one for one in idea.challenge.form_fields if one.name == "drawing")
    drawing.most = 1
    save(work, actor, idea, ANSWERS, drawing=upload("하나.png", PNG))
    with pytest.raises(RuleBroken) as refused:
        save(work, actor, idea, ANSWERS, drawing=upload("둘.pdf", PDF))
    assert set(refused.value.fields) == {"answer_drawing"}
